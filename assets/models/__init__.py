"""The register: where the money came from, what it built, and what is special to each kind."""

from assets.models.asset import Alias, Asset, Attachment, Serial, Summary
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
from assets.models.project import FundingLine, Project

__all__ = [
    "DETAILS",
    "Alias",
    "Asset",
    "Attachment",
    "Biological",
    "Building",
    "EquityHolding",
    "FundingLine",
    "PowerStation",
    "Project",
    "Road",
    "Serial",
    "Summary",
    "Water",
    "detail_of",
]
