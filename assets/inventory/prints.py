"""二（三）清产核资 on paper: the sheet to write on in the village, and the report that is signed at the end."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from assets.inventory import figures
from assets.inventory.rules import book_size, found_text
from assets.models import DIFFERENCES, HouseholdLine, Round, RoundLine
from journal.prints.registry import printed

State = RoundLine.State
PER_PART = 200  # lines of a sheet in a part
CHUNK = 60  # rows of a table of the report: long tables are laid out slowly
STATES = [(state.value, state.label) for state in State]
TABLES = (("一", "category", "资产类型"), ("二", "town", "乡镇"), ("三", "department", "实施部门"))
PRESENT = ("kept", "in_use")


@printed(
    "assets.count_sheet",
    label="清查表",
    verb="view_register",
    model=RoundLine,
    per=PER_PART,
    template="pdf/count_sheet.html",
)
def count_sheet(rows, *, by, part, place=""):
    """二（三）清查表：what is expected in a place, with room to write what is found."""
    prefetch_related_objects(rows, "round", "unit", "town", "village", "implementing_dept")
    started = rows[0].round
    return {
        "title": "扶贫资产清产核资清查表",
        "paper": "a3 sheet",
        "round": started,
        "place": place,
        "rows": [{"row": row, "size": book_size(row), "found": found_text(row)} for row in rows],
        "part": part,
        "made_on": timezone.localdate(),
    }


@printed(
    "assets.round_report",
    label="清产核资报告",
    verb="view_register",
    model=Round,
    most=1,
    template="pdf/round_report.html",
)
def round_report(rows, *, by):
    """二（三）清查报告：counts and values by type, township and department, each difference and what was decided."""
    (row,) = rows
    prefetch_related_objects(rows, "unit", "county", "teams")
    lines = RoundLine.objects.permitted(by).filter(county_id=row.county_id, round=row)
    differences = (
        lines.filter(state__in=DIFFERENCES).select_related("town", "village", "unit").order_by("serial")
    )
    told = [{"row": line, "size": book_size(line), "found": found_text(line)} for line in differences]
    is_over = row.state == Round.State.CLOSED
    return {
        "title": f"{row.title}报告" if is_over else f"{row.title}进度（清查未结束）",
        "round": row,
        "paper": "landscape report",
        "is_over": is_over,
        "states": STATES,
        "totals": _cells(figures.totals(lines)),
        "tables": [
            (f"（{number}）按{label}", [_cells(one) for one in figures.by(lines, kind)])
            for number, kind, label in TABLES
        ],
        "chunks": [told[at : at + CHUNK] for at in range(0, len(told), CHUNK)],
        "homes": _homes(figures.homes(HouseholdLine.objects.filter(county_id=row.county_id, round=row))),
        "unit_name": row.unit.name,
        "made_on": timezone.localdate(),
    }


def _cells(told):
    """Figures with the cells of their row: how many in each state, and for how much by the books."""
    return told | {"cells": [(told[state], told[f"{state}_value"]) for state, _ in STATES]}


def _homes(told):
    """Of things of households only how many: no person is named."""
    there = sum(told[f"presence_{value}"] for value in PRESENT)
    return told | {"there": there, "gone": told["counted"] - there, "left": told["n"] - told["counted"]}
