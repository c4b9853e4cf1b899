"""二（五）On paper: the roster of custodians by village, and the receipt of a hand-over that both have signed."""

from itertools import groupby

from django.utils import timezone

from custody.columns import shown_body, shown_name, shown_phone
from custody.filters import NAMES
from custody.models import Duty, Handover
from journal.prints.registry import printed
from journal.prints.shelf import picture
from ownership.prints import at, office
from tenancy import policy

LINES, SHEETS = 200, 20  # rows of a table, and receipts, that are rendered at a time


@printed(
    "custody.roster",
    label="扶贫资产管护名册",
    verb="view_register",
    template="pdf/duty_roster.html",
    model=Duty,
    per=LINES,
)
def roster(rows, *, by, part):
    """二（五）Who looks after what, village by village, with the row of signatures at the end."""
    duties = _loaded(Duty, rows, "unit", "asset__town", "asset__village")
    lines = [_line(n, duty, policy.may(by, NAMES, duty)) for n, duty in enumerate(duties, part.first)]
    return {
        "paper": "landscape",
        "title": "扶贫资产管护名册",
        "unit_name": office(duties),
        "made_on": timezone.localdate(),
        "first": part.is_first,
        "last": part.is_last,
        "total": f"{part.rows:,}",
        "villages": [(place, list(found)) for place, found in groupby(lines, key=lambda line: line["place"])],
    }


@printed(
    "custody.receipt",
    label="扶贫资产管护交接单",
    verb="view_register",
    template="pdf/duty_receipt.html",
    model=Handover,
    per=SHEETS,
)
def receipt(rows, *, by, part):
    """二（五）What one person handed over to another, a sheet each, signed by both; shown as on the page."""
    found = _loaded(Handover, rows, "unit", "county", "giver_signature", "taker_signature")
    county = found[0].county_id if found else None
    passed = Duty.objects.filter(county_id=county, handover__in=[row.pk for row in found])
    duties = {}
    for duty in passed.select_related("asset__town", "asset__village").order_by("name", "pk"):
        duties.setdefault(duty.handover_id, []).append(duty)
    return {
        "title": "扶贫资产管护交接单",
        "sheets": [_sheet(row, duties.get(row.pk, []), policy.may(by, NAMES, row)) for row in found],
    }


def _loaded(model, rows, *related):
    """The rows as they were asked for, with all that paper shows of them."""
    order = [row.pk for row in rows]
    found = model.objects.filter(county_id=rows[0].county_id, pk__in=order) if order else model.objects.none()
    known = found.select_related(*related).in_bulk()
    return [known[pk] for pk in order]


def _line(n, duty, names):
    return {
        "at": n,
        "place": at(duty.asset) or "未注明",
        "name": duty.name,
        "number": duty.asset.number,
        "kind": duty.get_kind_display(),
        "body": shown_body(duty, names),
        "custodian": shown_name(duty.custodian, names),
        "keeper": duty.get_keeper_display(),
        "phone": shown_phone(duty.phone, names),
        "term": duty.term_text(),
        "fund": duty.get_fund_source_display(),
        "amount": duty.fund_amount,
        "state": duty.get_state_display(),
    }


def _sheet(row, duties, names):
    return {
        "county": row.county.name,
        "unit": row.unit.name,
        "on": row.on,
        "giver": shown_name(row.giver, names),
        "taker": shown_name(row.taker, names),
        "found": row.found,
        "lines": [_line(n, duty, names) for n, duty in enumerate(duties, 1)],
        "giver_signature": picture(row.giver_signature) if names else "",
        "taker_signature": picture(row.taker_signature) if names else "",
    }
