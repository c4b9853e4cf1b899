"""二（五）What may be done to a repair order: ordered → repaired → accepted by somebody else; returned, cancelled."""

from datetime import timedelta

from django.utils import timezone

from custody.choices import FundSource
from custody.choices_patrols import Stage
from custody.forms_repairs import RepairedForm
from custody.models import Duty, Repair
from custody.patrols import photos as spot
from journal import deadlines
from journal.acts import act
from journal.forms import ReasonForm
from journal.parameters import declare
from journal.transitions import Refused, locked, not_by_its_maker, not_by_whoever, transition
from tenancy import persons, policy

VERB = "patrol_assets"
State = Repair.State
DAYS = declare(
    "patrols.repair",
    "损坏资产的维修期限",
    15,
    1,
    366,
    "日",
    "报修后应在规定时间内修复，期限由本县规定，15 日为系统建议值",
    "二（五）",
)
REPAIR = deadlines.kind(
    "custody.repair",
    "资产维修",
    verb=VERB,
    basis="焦扶贫办〔2020〕7号 二（五）：落实管护责任；期限由报修时确定",
    subject="asset__name",
    page="patrols:repair",
)
TEXTS = {"damage": "损坏情况", "repairer": "承修单位或个人", "work": "维修内容"}
KEPT = ("damage", "limit_on", "payer", "estimate", "repairer")


class Stale(Refused):
    """Somebody else changed the order since the form was opened."""


def open_of(asset):
    """The order of an asset that is not accepted or cancelled, or None."""
    rows = Repair.objects.filter(county_id=asset.county_id, asset=asset, state__in=Repair.OPEN)
    return rows.order_by("pk").first()


def usual(asset):
    """What an order is likely to say: the county's days, and who pays for the upkeep of the asset."""
    duty = Duty.objects.filter(county_id=asset.county_id, asset=asset, state=Duty.State.IN_FORCE)
    source = duty.exclude(fund_source=FundSource.NONE).values_list("fund_source", flat=True).first()
    limit = timezone.localdate() + timedelta(days=DAYS.value(asset.county_id))
    return {"limit_on": limit, "payer": source or FundSource.COLLECTIVE}


def order(asset, *, by, damage, photos=(), place=None, **told):
    """二（五）报修：order the repair of an asset. Returns the Repair. Raises Refused by field, PermissionDenied.

    `told`: limit_on, payer, estimate, repairer; the county's usual ones where they are not told.
    """
    policy.require(by, VERB, asset)
    with act("custody.order_repair", "报修", by=by, county=asset.county_id) as entry:
        asset = locked(asset)
        if asset.state != asset.State.LEDGER:
            raise Refused(f"资产当前为「{asset.get_state_display()}」，入账后方可报修。")
        row = Repair(county_id=asset.county_id, unit_id=asset.unit_id, asset=asset, made_by=by)
        _fill(row, usual(asset) | told | {"damage": damage})
        row.save()
        spot.keep(photos, by=by, county=row.county_id, stage=Stage.BEFORE, place=place, repair=row)
        deadlines.set_deadlines(REPAIR, [row], row.limit_on, by=by)
        entry.about(row, after=row.state)
    return row


def amend(repair, *, by, version, **told):
    """二（五）Say anew by when, by whom and at whose cost, while it is not repaired. Raises Stale, Refused."""
    policy.require(by, VERB, repair)
    with act("custody.amend_repair", "修改维修单", by=by, county=repair.county_id) as entry:
        row = locked(repair)
        if row.state != State.ORDERED:
            raise Refused(f"当前状态为「{row.get_state_display()}」，待维修的方可修改。")
        if row.version != version:
            raise Stale("您填写期间，他人已修改此维修单。请核对后重新打开填写。")
        _fill(row, told)
        row.version += 1
        row.save()
        deadlines.set_deadlines(REPAIR, [row], row.limit_on, by=by)
        entry.about(row, before=row.state, after=row.state)
    return row


def _fill(row, told):
    for name in KEPT:
        setattr(row, name, told.get(name, getattr(row, name)))
    faults = {}
    if not row.damage.strip():
        faults["damage"] = "请写明损坏情况。"
    if row.limit_on < timezone.localdate():
        faults["limit_on"] = "维修期限不能早于今天。"
    faults |= _persons(row)
    if faults:
        raise Refused(faults)
    row.clean_fields(exclude=[f.name for f in row._meta.fields if f.is_relation])


def _persons(row):
    """{field: sentence} of texts that name a person by a number."""
    return {
        name: sentence
        for name, label in TEXTS.items()
        if (sentence := persons.fault(label, getattr(row, name)))
    }


@transition(
    Repair,
    source=State.ORDERED,
    target=State.REPAIRED,
    verb=VERB,
    label="登记修复",
    form=RepairedForm,
)
def report_repaired(repair, *, by, repaired_on, cost, work, repairer, photos, place=None):
    """二（五）损坏资产修复后登记内容、费用和修复后的照片，等待验收。"""
    made_on = timezone.localdate(repair.made_at)
    if not made_on <= repaired_on <= timezone.localdate():
        raise Refused({"repaired_on": f"修复日期应在报修日（{made_on}）至今天之间。"})
    repair.repaired_on, repair.cost, repair.work = repaired_on, cost, work.strip()
    repair.repairer = repairer.strip() or repair.repairer
    if faults := _persons(repair):
        raise Refused(list(faults.values()))
    repair.repaired_at, repair.repaired_by, repair.rework_reason = timezone.now(), by, ""
    spot.keep(photos, by=by, county=repair.county_id, stage=Stage.AFTER, place=place, repair=repair)
    deadlines.clear_deadlines(REPAIR, [repair], by=by)


@transition(
    Repair,
    source=State.REPAIRED,
    target=State.ACCEPTED,
    verb="accept_repair",
    label="验收合格",
    guards=[
        not_by_its_maker,
        not_by_whoever("custody.report_repaired", "修复由您登记，须由他人验收"),
    ],
)
def accept(repair, *, by):
    """二（五）由报修人、维修人以外的人对照修复前后照片验收。"""
    repair.accepted_at, repair.accepted_by = timezone.now(), by


@transition(
    Repair,
    source=State.REPAIRED,
    target=State.ORDERED,
    verb="accept_repair",
    label="退回返修",
    form=ReasonForm,
    tone="warning",
)
def send_back_repair(repair, *, by, reason):
    """二（五）没有修好的写明原因退回返修，期限不早于原定。"""
    repair.rework_reason = reason
    limit = max(repair.limit_on, timezone.localdate())
    deadlines.set_deadlines(REPAIR, [repair], limit, by=by)


@transition(
    Repair,
    source=State.ORDERED,
    target=State.CANCELLED,
    verb="accept_repair",
    label="撤销报修",
    form=ReasonForm,
    tone="danger",
)
def cancel_repair(repair, *, by, reason):
    """二（五）报修有误或已转入处置的，写明原因撤销。"""
    repair.cancel_reason = reason
    deadlines.clear_deadlines(REPAIR, [repair], by=by)
