"""The rows governments published, as plain dicts, with what was decided by eye about each (published.csv)."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from assets.rules import Gazetteer

ROOT = Path(__file__).parents[2]
DECIDED = Path(__file__).with_name("published.csv")


def decided() -> list[dict[str, str]]:
    """Each row with the type, exclusion, place, amount and fund lines that must come out."""
    with DECIDED.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def rows(workbook: str) -> dict[str, dict]:
    """The rows of one workbook by 序号; the cells as openpyxl gives them."""
    sheet = load_workbook(ROOT / "tests" / "data" / "published" / f"{workbook}.xlsx").active
    lines = list(sheet.iter_rows(values_only=True))
    head = next(line for line in lines if line[0] == "序号")
    body = lines[lines.index(head) + 1 :]
    return {str(line[0]): dict(zip(head, line, strict=True)) for line in body if str(line[0]).isdecimal()}


@cache
def gazetteers() -> dict[str, Gazetteer]:
    """One for each county of the published list, by the county's name."""
    with (ROOT / "tenancy" / "data" / "divisions_published.csv").open(encoding="utf-8") as lines:
        return by_county(csv.DictReader(lines))


def by_county(places) -> dict[str, Gazetteer]:
    """Rows of the national list, sorted into one gazetteer for each county among them."""
    counties = defaultdict(list)
    for row in places:
        counties[row["code"][:6]].append((row["code"], row["name"], row["level"], row["parent"]))
    return {part[0][1]: Gazetteer(part) for code, part in counties.items() if len(code) == 6}
