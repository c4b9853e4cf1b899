"""Computations of the ledger: plain values in, plain values out, no database."""

from assets.rules.funds import (
    SCOPE_FROM,
    FundLine,
    FundReading,
    fund_kind,
    fund_level,
    parse_fund_lines,
    scope_of,
    titled_level,
)
from assets.rules.likeness import ALIKE, likeness
from assets.rules.numbers import (
    asset_number,
    credit_code_fault,
    parse_amount,
    parse_measure,
    parse_quantity,
    parse_year,
    tells_no_village,
    year_fault,
)
from assets.rules.places import Found, Gazetteer, Match, Place, normalise_place, short_name
from assets.rules.types import Guess, excluded_kind, guess_type, is_bundle, suggested

__all__ = [
    "ALIKE",
    "SCOPE_FROM",
    "Found",
    "FundLine",
    "FundReading",
    "Gazetteer",
    "Guess",
    "Match",
    "Place",
    "asset_number",
    "credit_code_fault",
    "excluded_kind",
    "fund_kind",
    "fund_level",
    "guess_type",
    "is_bundle",
    "likeness",
    "normalise_place",
    "parse_amount",
    "parse_fund_lines",
    "parse_measure",
    "parse_quantity",
    "parse_year",
    "scope_of",
    "short_name",
    "suggested",
    "tells_no_village",
    "titled_level",
    "year_fault",
]
