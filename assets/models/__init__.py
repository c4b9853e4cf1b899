"""The register: where the money came from, what it built, and what is special to each kind."""

from assets.models.asset import Alias, Asset, Attachment, Serial, Summary
from assets.models.custom import CustomField
from assets.models.details import (
    DETAILS,
    Biological,
    Building,
    EquityHolding,
    PowerStation,
    Road,
    Water,
    detail_of,
)
from assets.models.labels import LabelRun, PrinterOffset
from assets.models.project import FundingLine, Project
from assets.models.registers import Household, HouseholdGrant, Result, Subsidy
from assets.models.views import Bulk, BulkRow, ColumnChoice, SavedFilter

__all__ = [
    "DETAILS",
    "Alias",
    "Asset",
    "Attachment",
    "Biological",
    "Building",
    "Bulk",
    "BulkRow",
    "ColumnChoice",
    "CustomField",
    "EquityHolding",
    "FundingLine",
    "Household",
    "HouseholdGrant",
    "LabelRun",
    "PowerStation",
    "PrinterOffset",
    "Project",
    "Result",
    "Road",
    "SavedFilter",
    "Serial",
    "Subsidy",
    "Summary",
    "Water",
    "detail_of",
]
