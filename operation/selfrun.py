"""二（六）自营: an owner declares that it operates an asset itself, another confirms; the only code that writes it.

declared → in force (confirmed) → ended; a declaration that is not confirmed is withdrawn. Of one asset there is one at
a time, and none while a signed agreement holds it.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.choices import Category
from assets.models import Asset
from journal.acts import Refused, act
from journal.forms import ReasonForm
from journal.transitions import not_by_its_maker, over_set, transition
from operation.forms_selfrun import EndForm
from operation.models import AgreementAsset, SelfOperation
from ownership.models import Title
from tenancy import persons, policy

State = SelfOperation.State
VERB, CONFIRM = "manage_agreements", "sign_agreement"
TEXTS = ("runner", "benefit", "remark")
RELATIONS = [f.name for f in SelfOperation._meta.fields if f.is_relation]

NOT_OPERATING = "“{}”是{}，只有经营性资产才申报自营"
NOT_ENTERED = "“{}”不在台账（{}），入账之后方可申报自营"
HELD = "“{}”已冻结（{}），解冻后方可办理"
NOT_TITLED = "“{}”还没有确认产权，确权之后方可申报自营"
LET = "“{}”在 {} 至 {} 已签有经营协议「{}」，协议终止后方可自营"
RUN = "“{}”已有确认的自营（{}），先终止原来的自营"
DECLARED = "“{}”已有一项待确认的自营申报，请先办理该项"
ENDS_FIRST = "截止日期不能早于起始日期。"
ENDED_FIRST = "终止日期不能早于自营的起始日期 {}。"
ENDED_LATE = "自营已于 {} 到期，终止日期不能晚于这一天。"


def unready(assets):
    """{asset id: sentence} of what keeps assets of one county from being declared; one query."""
    if not assets:
        return {}
    rows = Title.objects.living().filter(county_id=assets[0].county_id, asset__in=[a.pk for a in assets])
    settled = set(rows.filter(state__in=Title.SETTLED).values_list("asset_id", flat=True))
    told = {asset.pk: _unready(asset, asset.pk in settled) for asset in assets}
    return {pk: sentence for pk, sentence in told.items() if sentence}


def _unready(asset, is_settled):
    if asset.category != Category.OPERATING:
        return NOT_OPERATING.format(asset.name, asset.get_category_display())
    if asset.state != Asset.State.LEDGER:
        return NOT_ENTERED.format(asset.name, asset.get_state_display())
    if asset.is_held:
        return HELD.format(asset.name, asset.hold_reason.rstrip("。"))
    return "" if is_settled else NOT_TITLED.format(asset.name)


def let(rows):
    """{row id: sentence} of SelfOperations in whose days a signed agreement holds their asset; one query."""
    county, assets = rows[0].county_id, {row.asset_id for row in rows}
    held = AgreementAsset.objects.filter(county_id=county, asset__in=assets, is_held=True)
    found = {}
    for line in held.select_related("agreement").order_by("-from_on"):
        for row in rows:
            if row.asset_id == line.asset_id and overlap(row, line):
                found[row.pk] = LET.format(row.name, line.from_on, line.to_on, line.agreement.number)
    return found


def run_already(rows):
    """{row id: sentence} of those in whose days another confirmed self-operation of the asset runs; one query."""
    county, assets = rows[0].county_id, {row.asset_id for row in rows}
    others = SelfOperation.objects.filter(
        county_id=county, asset__in=assets, state__in=[State.IN_FORCE, State.ENDED]
    )
    found = {}
    for other in others:
        for row in rows:
            if row.asset_id == other.asset_id and row.pk != other.pk and overlap(row, other):
                found[row.pk] = RUN.format(row.name, other.term_text)
    return found


def overlap(one, other):
    """Whether two terms share a day; one without a last day goes on."""
    begins_in_time = other.to_on is None or one.from_on <= other.to_on
    return begins_in_time and (one.to_on is None or other.from_on <= one.to_on)


@over_set
def asset_is_ready(rows, by):
    """二（六）An operating asset of the ledger, confirmed and not frozen."""
    assets = Asset.objects.filter(county_id=rows[0].county_id, pk__in=[row.asset_id for row in rows])
    told = unready(list(assets))
    return {row.pk: told[row.asset_id] for row in rows if row.asset_id in told}


@over_set
def not_let(rows, by):
    """二（六）A signed agreement gives the right to operate to somebody else."""
    return let(rows)


@over_set
def not_run_already(rows, by):
    """One self-operation of an asset at a time."""
    return run_already(rows)


def declare(asset, *, by, **fields):
    """二（六）The owner declares that it operates an asset itself. Returns the SelfOperation, which waits for another.

    `fields`: runner, from_on, to_on (None: until it is ended), benefit, income, remark. Raises PermissionDenied,
    Refused by field.
    """
    with act("operation.declare", "申报自营", by=by, county=asset.county_id) as entry:
        held = Asset.objects.select_related("unit").get(pk=asset.pk)
        policy.require(by, VERB, held)
        row = SelfOperation(county_id=held.county_id, unit=held.unit, asset=held, name=held.name, **fields)
        _hold_to_rules(row, held)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as twice:
            raise Refused(DECLARED.format(held.name) + "。") from twice
        entry.about(row, after=row.state)
    return row


def _hold_to_rules(row, asset):
    """Raise Refused with every sentence: by field, or of the asset where that stands in the way."""
    told = [*unready([asset]).values()] or [*let([row]).values(), *run_already([row]).values()]
    if told:
        raise Refused([f"{sentence}。" for sentence in told])
    faults = {}
    for name in TEXTS:
        label, kinds = row._meta.get_field(name).verbose_name, (persons.ID, persons.CARD, persons.PHONE)
        if sentence := persons.fault(label, getattr(row, name), kinds):
            faults[name] = sentence
    if row.to_on and row.to_on < row.from_on:
        faults["to_on"] = ENDS_FIRST
    if faults:
        raise Refused(faults)
    row.clean_fields(exclude=RELATIONS)


def hold_asset(rows):
    """Lock the assets, and look once more now that no agreement over them can be signed meanwhile.

    Returns {row id: sentence} of those refused.
    """
    if not rows:
        return {}
    assets = Asset.objects.select_for_update(of=("self",)).filter(
        county_id=rows[0].county_id, pk__in=[row.asset_id for row in rows]
    )
    list(assets.order_by("pk"))
    return asset_is_ready(rows, None) | let(rows) | run_already(rows)


@transition(
    SelfOperation,
    source=State.DECLARED,
    target=State.IN_FORCE,
    verb=CONFIRM,
    label="确认自营",
    guards=[asset_is_ready, not_let, not_run_already, not_by_its_maker],
    together=hold_asset,
)
def confirm_self(selfrun, *, by):
    """二（六）经营性资产所有者自行经营的，由他人核对后确认。"""
    selfrun.confirmed_at, selfrun.confirmed_by = timezone.now(), by


@transition(
    SelfOperation,
    source=State.DECLARED,
    target=State.WITHDRAWN,
    verb=CONFIRM,
    label="不予确认",
    form=ReasonForm,
    tone="warning",
)
def refuse_self(selfrun, *, by, reason):
    """二（六）申报不实的，写明原因不予确认，可重新申报。"""
    selfrun.withdraw_reason = reason


@transition(
    SelfOperation,
    source=State.DECLARED,
    target=State.WITHDRAWN,
    verb=VERB,
    label="撤回申报",
    form=ReasonForm,
    tone="warning",
)
def withdraw_self(selfrun, *, by, reason):
    """二（六）填报有误的，确认之前由申报单位写明原因撤回。"""
    selfrun.withdraw_reason = reason


@transition(
    SelfOperation,
    source=State.IN_FORCE,
    target=State.ENDED,
    verb=CONFIRM,
    label="终止自营",
    form=EndForm,
    tone="warning",
)
def end_self(selfrun, *, by, ended_on, reason):
    """二（六）不再自行经营：写明日期和原因，此后可另行签订经营协议。"""
    if ended_on < selfrun.from_on:
        raise Refused({"ended_on": ENDED_FIRST.format(selfrun.from_on)})
    if selfrun.to_on and ended_on > selfrun.to_on:
        raise Refused({"ended_on": ENDED_LATE.format(selfrun.to_on)})
    selfrun.to_on, selfrun.end_reason = ended_on, reason
    selfrun.ended_at, selfrun.ended_by = timezone.now(), by
