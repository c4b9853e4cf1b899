"""二（三）What must be true of a line of the registers, as sentences by field. Form, import and every act ask here.

No queries beyond the row's own unit: an import goes through it. The database holds the same as constraints.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from assets.models import Household, HouseholdGrant, Result
from assets.rules import year_fault
from tenancy import persons
from tenancy.models import Unit

ELSEWHERE = "所选地点不在{}范围内，请重新选择。"


def register_faults(row, exclude=()):
    """{field: [sentence]} of a Household, HouseholdGrant or Subsidy; empty when all is well. `exclude`: not asked."""
    found = {}
    keys = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude={*keys, *exclude})
    except ValidationError as wrong:
        found = wrong.message_dict
    rules = _of_household(row) if isinstance(row, Household) else _of_money(row)
    for field, sentence in [*_persons(row), *rules]:
        if field not in found and field not in exclude:
            found[field] = [sentence]
    return found


def _persons(row):
    """No text of a register holds an identity number or a bank card's."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, models.CharField) or field.choices:
            continue
        text = getattr(row, field.attname)
        if persons.has_id_number(text):
            yield field.name, persons.REFUSAL
        elif sentence := persons.fault(field.verbose_name, text):
            yield field.name, sentence


def _of_household(row):
    if not row.village_id:
        yield "village", "到户登记须写明户所在的村（社区）。"
    else:
        yield from _place(row)


def _of_money(row):
    """What grants and subsidies have in common: the year, the result; and what is special to a grant."""
    today = timezone.localdate()
    if row.year is not None and (fault := year_fault(row.year, today.year)):
        yield "year", fault
    if row.result in Result.values and Result(row.result).needs_note and not row.result_note:
        label = Result(row.result).label
        yield (
            "result_note",
            f"绩效结果为「{label}」的，请在绩效说明中写明差距和原因（二（三）项目绩效结果）。",
        )
    yield from _of_grant(row, today) if isinstance(row, HouseholdGrant) else _place(row)


def _of_grant(row, today):
    if row.quantity is not None and not row.measure:
        yield "measure", "填写了数量的须选计量单位。"
    if row.quantity is None and row.measure:
        yield "quantity", "选了计量单位的须填写数量。"
    for name, label in (("granted_on", "发放日期"), ("presence_on", "现状核实日期")):
        if (day := getattr(row, name)) and day > today:
            yield name, f"{label}不能晚于今天，请核对。"
    if row.granted_on and row.presence_on and row.presence_on < row.granted_on:
        yield "presence_on", "现状核实日期不能早于发放日期，请核对两者。"


def _place(row):
    if row.town_id and row.town_id // 1000 != row.county_id:
        yield "town", "所选乡镇不属于本县，请重新选择。"
    elif row.village_id and row.village_id // 1_000_000 != row.county_id:
        yield "village", "所选村（社区）不属于本县，请重新选择。"
    elif row.village_id and row.village_id // 1000 != row.town_id:
        yield "village", "所选村（社区）不属于所选乡镇，请重新选择。"
    elif (
        row.unit_id
        and row.unit.kind == Unit.Kind.VILLAGE
        and row.village_id
        not in (
            None,
            row.unit.region_id,
        )
    ):
        yield "village", ELSEWHERE.format(row.unit)
    elif row.unit_id and row.unit.kind == Unit.Kind.TOWN and row.town_id not in (None, row.unit.region_id):
        yield "town", ELSEWHERE.format(row.unit)
