"""二（五）What may be done to a duty: the only code that changes one, hand-overs aside (custody/handing.py).

draft → in force (确认) → handed over / ended; a draft may be returned, amended, withdrawn.
"""

from django.utils import timezone

from assets.models import Asset
from custody import rules
from custody.bodies import Bodies
from custody.forms import EndForm
from custody.guards import (
    asset_is_ready,
    clashes,
    nobody_else_then,
    not_returned,
    title_is_confirmed,
    unready,
)
from custody.models import Duty
from custody.terms import overs, watched
from journal.acts import act
from journal.forms import ReasonForm
from journal.transitions import (
    Refused,
    locked,
    not_by_its_maker,
    not_by_whoever,
    not_changed_in,
    transition,
)
from tenancy import persons, policy

State = Duty.State
VERB, IMPORTED = "manage_custody", "custody.import_duties"
KINDS = (persons.ID, persons.CARD)
TEXTS = {
    "body_name": (*KINDS, persons.PHONE),
    "custodian": (*KINDS, persons.PHONE),
    "phone": KINDS,
    "duties": KINDS,
    "remark": KINDS,
}
AMENDED_BY_YOU = "本项由您修改，须由他人确认"


class Stale(Refused):
    """Somebody else changed the duty since the form was opened."""


def draft(asset, *, by, **fields):
    """二（五）Write down whose duty it is to look after an asset; `fields` of the Duty, its body by name.

    Returns the Duty, a draft; raises PermissionDenied, or Refused with sentences.
    """
    with act("custody.draft", "登记管护责任", by=by, county=asset.county_id) as entry:
        asset = locked(asset)
        duty = Duty(county_id=asset.county_id, unit=asset.unit, asset=asset, name=asset.name)
        _fill(duty, fields)
        policy.require(by, VERB, duty)
        if sentence := unready(asset):
            raise Refused(sentence + "。")
        _check(duty)
        duty.save()
        entry.about(duty, after=duty.state)
    return duty


def amend(duty, *, by, version, **fields):
    """二（五）Change a draft. Raises Stale, Refused."""
    with act("custody.amend", "修改管护责任", by=by, county=duty.county_id) as entry:
        row = locked(duty)
        if sentence := why_not_amend(row, by):
            raise Refused(sentence)
        if row.version != version:
            raise Stale("您填写期间，他人已修改本登记。请核对后重新打开填写。")
        _fill(row, fields)
        policy.require(by, VERB, row)
        _check(row)
        row.version, row.return_reason = row.version + 1, ""
        row.save()
        entry.about(row, before=row.state, after=row.state)
    return row


def why_not_amend(duty, by):
    """The sentence that says why this person may not change a duty now, or None."""
    if duty.state != State.DRAFT:
        return f"当前状态为「{duty.get_state_display()}」，确认后的管护责任不能修改；换人请办理交接。"
    if not policy.may(by, VERB, duty):
        return "您的岗位不能修改此处的管护责任。"


def _fill(duty, fields):
    for name, value in fields.items():
        setattr(duty, name, value)
    duty.body, duty.fault = Bodies(duty.county_id).named(duty.regime, duty.body_name)
    if duty.body:
        duty.body_name = Bodies.called(duty.body)


def _check(duty):
    """Raise Refused with every sentence: a known body, a person's name, a term in order, no number of a person."""
    told = [duty.fault] if duty.fault else []
    told += text_faults(duty)
    if duty.to_on and duty.to_on < duty.from_on:
        told.append(f"截止日期 {duty.to_on} 早于起始日期 {duty.from_on}，请改正。")
    if told:
        raise Refused(told)
    duty.clean_fields(exclude=[f.name for f in duty._meta.fields if f.is_relation])


def text_faults(duty):
    """[sentence] of texts that hold a number of a person, and of a name that is none; no queries."""
    told = [
        sentence
        for name, kinds in TEXTS.items()
        if (sentence := persons.fault(duty._meta.get_field(name).verbose_name, getattr(duty, name), kinds))
    ]
    if not rules.is_name(duty.custodian):
        told.append(f"管护责任人须落实到人，“{duty.custodian}”不是一个人的姓名。")
    return told


def take_effect(rows):
    """Lock the assets, so that two confirmed at once come one after the other; {row id: sentence} of those too late.

    The others' last days are watched from now on.
    """
    if not rows:
        return {}
    ids = sorted({row.asset_id for row in rows})
    county = rows[0].county_id
    list(Asset.objects.select_for_update(of=("self",)).filter(county_id=county, pk__in=ids).order_by("pk"))
    late = asset_is_ready(rows, None) | clashes(rows)
    watched([row for row in rows if row.pk not in late])
    return late


@transition(
    Duty,
    source=State.DRAFT,
    target=State.IN_FORCE,
    verb="confirm_custody",
    label="确认管护",
    guards=[
        asset_is_ready,
        title_is_confirmed,
        not_returned,
        nobody_else_then,
        not_by_its_maker,
        not_by_whoever("custody.amend", AMENDED_BY_YOU),
        not_changed_in(IMPORTED, AMENDED_BY_YOU),
    ],
    together=take_effect,
)
def begin(duty, *, by):
    """二（五）落实管护责任，明确管护主体：核对责任单位、责任人和期限后确认。"""
    duty.begun_at, duty.begun_by = timezone.now(), by


@transition(
    Duty,
    source=State.DRAFT,
    target=State.DRAFT,
    verb="confirm_custody",
    label="退回管护登记",
    form=ReasonForm,
    guards=[not_returned],
    tone="warning",
)
def send_back(duty, *, by, reason):
    """二（五）责任人、期限等不实的，写明原因退回修改。"""
    duty.return_reason = reason


@transition(
    Duty,
    source=State.DRAFT,
    target=State.WITHDRAWN,
    verb=VERB,
    label="撤销管护登记",
    form=ReasonForm,
    tone="warning",
)
def withdraw(duty, *, by, reason):
    """二（五）登记有误、尚未确认的，写明原因撤销。"""
    duty.end_reason = reason


@transition(
    Duty,
    source=State.IN_FORCE,
    target=State.ENDED,
    verb=VERB,
    label="终止管护",
    form=EndForm,
    tone="danger",
    together=overs,
)
def end(duty, *, by, on, reason):
    """二（五）管护责任终止：写明最后一日和原因；次日起无人接替的，列入管护空档。"""
    if on < duty.from_on:
        raise Refused(f"截止日期不能早于起始日期 {duty.from_on}。尚未开始的，请填写起始日期当天。")
    if on > (last := min(duty.to_on or timezone.localdate(), timezone.localdate())) and on != duty.from_on:
        raise Refused(f"截止日期不能晚于 {last}，请改正。")
    duty.to_on, duty.end_reason = on, reason
    duty.ended_at, duty.ended_by = timezone.now(), by
