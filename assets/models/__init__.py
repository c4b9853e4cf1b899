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
from assets.models.inventory import (
    DIFFERENCES,
    CountPost,
    HouseholdLine,
    LinePhoto,
    Round,
    RoundLine,
    RoundTeam,
)
from assets.models.labels import LabelRun, PrinterOffset
from assets.models.project import FundingLine, Project
from assets.models.registers import Household, HouseholdGrant, Result, Subsidy
from assets.models.tracing import Tracing
from assets.models.views import Bulk, BulkRow, ColumnChoice, SavedFilter

__all__ = [
    "DETAILS",
    "DIFFERENCES",
    "Alias",
    "Asset",
    "Attachment",
    "Biological",
    "Building",
    "Bulk",
    "BulkRow",
    "ColumnChoice",
    "CountPost",
    "CustomField",
    "EquityHolding",
    "FundingLine",
    "Household",
    "HouseholdGrant",
    "HouseholdLine",
    "LabelRun",
    "LinePhoto",
    "PowerStation",
    "PrinterOffset",
    "Project",
    "Result",
    "Road",
    "Round",
    "RoundLine",
    "RoundTeam",
    "SavedFilter",
    "Serial",
    "Subsidy",
    "Summary",
    "Tracing",
    "Water",
    "detail_of",
]
