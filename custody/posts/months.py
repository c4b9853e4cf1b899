"""二（五）The sheet of a month: on how many days each came, what is due, when it was paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from custody.models import Engagement, WorkedMonth
from custody.posts import rules
from journal.acts import act
from journal.transitions import STALE, Refused
from tenancy import persons, policy

VERB = "manage_posts"
WORKED = (Engagement.State.SERVING, Engagement.State.ENDED)
PAID = "{}的补贴已发放，更正须写明理由。"


@dataclass
class Line:
    """What is told of one person's month; `version` is that of what stands there, 0 where nothing does."""

    days: int
    amount: Decimal
    paid_on: date | None = None
    remark: str = ""
    version: int = 0


def working_in(month, engagements):
    """Of a queryset of engagements those whose agreement covers a day of a month."""
    return engagements.filter(state__in=WORKED, from_on__lte=rules.last_of(month), to_on__gte=month)


def record(month, lines, *, by, county, reason=""):
    """二（五）Write down a month of any number of people: {engagement id: Line}. All of them, or nothing.

    What is paid already changes only with a reason. Returns how many were written. Raises PermissionDenied, or Refused
    with a sentence for each who is not right.
    """
    if month != rules.first_of(month):
        raise Refused("月份须写成年和月，例如 2020-06。")
    label = f"登记 {month:%Y 年 %m 月}出勤与补贴"
    with act("custody.record_month", label, by=by, county=county) as entry:
        rows = _held(lines, county)
        for row in rows:
            policy.require(by, VERB, row)
        known = {row.engagement_id: row for row in _known(month, rows, county)}
        told = [sentence for row in rows for sentence in _faults(row, month, lines[row.pk], known, reason)]
        if told:
            raise Refused(told)
        written = _write(month, rows, lines, known)
        if rows:
            entry.about(rows[0].post, subject_name=f"{month:%Y 年 %m 月}，{len(written)} 人", reason=reason)
    return len(written)


def _held(lines, county):
    rows = Engagement.objects.filter(county_id=county, pk__in=lines, state__in=WORKED)
    found = list(rows.select_related("unit", "post").select_for_update(of=("self",)).order_by("pk"))
    if len(found) < len(lines):
        raise Refused("有人已不在岗，请重新打开本月的登记表再填写。")
    return found


def _known(month, rows, county):
    ids = [row.pk for row in rows]
    return WorkedMonth.objects.filter(county_id=county, month=month, engagement__in=ids)


def faults(row, month, line):
    """{field: sentence} of what cannot be true of a person's month, however it is written down; no queries."""
    today = timezone.localdate()
    unworked = not line.days and line.paid_on and line.amount
    told = {
        "days": rules.month_fault(month, line.days, row.from_on, row.to_on, today)
        or (unworked and "没有出勤的月份不能登记已发补贴。"),
        "amount": "应发补贴不能为负数。" if line.amount < 0 else None,
        "paid_on": rules.paid_fault(month, line.paid_on, today),
        "remark": persons.fault("备注", line.remark),
    }
    return {name: sentence for name, sentence in told.items() if sentence}


def _faults(row, month, line, known, reason):
    """Sentences on a person's line, each with the name: they are for who fills in the sheet."""
    stands = known.get(row.pk)
    told = list(faults(row, month, line).values())
    if line.version != (stands.version if stands else 0):
        told.append(STALE + "。")
    if stands and stands.paid_on and not reason.strip() and not is_same(stands, line):
        told.append(PAID.format(f"{month:%Y 年 %m 月}"))
    return [f"{row.name}：{sentence}" for sentence in told]


def is_same(row, line):
    """Whether a line says what stands there."""
    told = (line.days, line.amount, line.paid_on, line.remark)
    return (row.days, row.amount, row.paid_on, row.remark) == told


def _write(month, rows, lines, known):
    """Those that are new in one statement, those that differ one by one; returns them."""
    new = [
        WorkedMonth(
            county_id=row.county_id, unit=row.unit, engagement=row, month=month, **_said(lines[row.pk])
        )
        for row in rows
        if row.pk not in known
    ]
    WorkedMonth.objects.bulk_create(new)
    changed = [row for pk, row in known.items() if not is_same(row, lines[pk])]
    for row in changed:
        for name, value in _said(lines[row.engagement_id]).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return new + changed


def _said(line):
    return {"days": line.days, "amount": line.amount, "paid_on": line.paid_on, "remark": line.remark}
