"""二（六）What may be done to an agreement until it is signed: the only code that changes one.

draft → decided (公示) → in force; one in force is amended by operation/amending.py and ended by operation/ending.py.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.actions import draw
from assets.models import Asset
from journal import documents
from journal.acts import act
from journal.forms import ReasonForm
from journal.models import Document
from journal.notices import notice_over, standing_over
from journal.transitions import (
    Refused,
    locked,
    not_by_its_maker,
    not_by_whoever,
    not_changed_in,
    transition,
)
from operation import deadline, dues, rules
from operation.forms_steps import DecideForm, SignForm
from operation.guards import (
    assets_are_ready,
    barred,
    clash,
    held_lines,
    makes_its_total,
    operator_may_sign,
    operator_was_chosen,
    owner_does_not_run_it,
    too_few,
    unready,
)
from operation.models import Agreement, AgreementAsset, Candidate, Operator
from operation.notices import CODE
from ownership.models import Title
from tenancy import persons, policy

State = Agreement.State
VERB, SIGN, IMPORTED = "manage_agreements", "sign_agreement", "operation.import_agreements"
BY_YOU = "协议由您修改，本环节须由他人办理"
PAPERS = {Document.Kind.PDF, Document.Kind.JPG, Document.Kind.PNG}
TEXTS = (
    "name",
    "rights_duties",
    "benefit_mechanism",
    "income_distribution",
    "risk_control",
    "value_preservation",
    "buyback",
    "exit_terms",
    "remark",
)
FIGURES = ("amount", "base", "income_rate", "price")
RELATIONS = [field.name for field in Agreement._meta.fields if field.is_relation]
MOST_ASSETS = 200
JUST_TAKEN = "其中有的资产刚刚已另签协议，期限重叠。请刷新后核对。"
SHOWN = "协议已在「{}」中公示，先更正或撤回该公示，再作修改。"


class Stale(Refused):
    """Somebody else changed the agreement since the form was opened."""


def draft(*, by, unit, operator, assets, candidates=(), previous=None, **fields):
    """二（六）Write down an agreement over assets [Asset] with an operator, in the name of the unit that lets them.

    `candidates`: [{name, offer, is_chosen}] in their order; `previous`: the agreement it renews. Returns it, a draft.
    Raises PermissionDenied, Refused by field.
    """
    policy.require(by, VERB, unit)
    with act("operation.draft", "起草经营协议", by=by, county=unit.county_id) as entry:
        row = Agreement(county_id=unit.county_id, unit=unit, operator=operator, previous=previous)
        fill(row, fields)
        _hold_to_rules(row, by, assets, candidates)
        row.save()
        _write(row, assets, candidates)
        entry.about(row, after=row.state)
    return row


def redraft(agreement, *, by, version, operator, assets, candidates=(), **fields):
    """二（六）Change a draft; `version` is the one the form was opened with. Raises Stale, Refused by field."""
    with act("operation.redraft", "修改经营协议", by=by, county=agreement.county_id) as entry:
        row = locked(agreement)
        if sentence := why_not_redraft(row, by):
            raise Refused(sentence)
        if row.version != version:
            raise Stale("您填写期间，他人已修改本协议。请核对后重新打开填写。")
        row.operator, row.version = operator, row.version + 1
        fill(row, fields)
        _hold_to_rules(row, by, assets, candidates)
        row.save()
        for rows in (row.lines, row.candidates):
            rows.filter(county_id=row.county_id).delete()
        _write(row, assets, candidates)
        entry.about(row, before=row.state, after=row.state)
    return row


def why_not_redraft(agreement, by):
    """The sentence that says why this person may not change an agreement now, or None."""
    if agreement.state != State.DRAFT:
        return f"当前状态为「{agreement.get_state_display()}」，退回起草后方可修改。"
    if not policy.may(by, VERB, agreement):
        return "您的岗位不能修改此处的经营协议。"
    if notice := standing_over(agreement, CODE):
        return SHOWN.format(notice)


def fill(row, fields):
    """Take the fields over; of the figures only those its income rule asks for."""
    for name, value in fields.items():
        setattr(row, name, value)
    for name in FIGURES:
        if name not in rules.ASKED.get(row.income_rule, FIGURES):
            setattr(row, name, None)
    row.deposit = row.deposit or 0


def _hold_to_rules(row, by, assets, candidates):
    """Raise Refused by field with every sentence; nothing has been written then."""
    told = faults(row, candidates)
    told += [("assets", sentence) for sentence in asset_faults(row, by, assets)]
    told += [("operator", f"{sentence}。") for sentence in barred(row.county_id, [row.operator_id]).values()]
    if told:
        raise Refused(by_field(told))


def faults(row, candidates=()):
    """[(field, sentence)] of what is wrong with an agreement by itself; no queries."""
    told = []
    try:
        row.clean_fields(exclude=RELATIONS)
    except ValidationError as wrong:
        told = [(name, sentence) for name, of in wrong.message_dict.items() for sentence in of]
    for name in TEXTS:
        label, kinds = Agreement._meta.get_field(name).verbose_name, (persons.ID, persons.CARD, persons.PHONE)
        if sentence := persons.fault(label, getattr(row, name), kinds):
            told.append((name, sentence))
    if not told:
        told += rules.faults(row)
    if sum(one["is_chosen"] for one in candidates) > 1:
        told.append(("candidates", "中选的只能是一个候选主体，请核对。"))
    if sentence := next((s for one in candidates if (s := _spoken_fault(one))), None):
        told.append(("candidates", sentence))
    return told


def _spoken_fault(one):
    kinds = (persons.ID, persons.CARD, persons.PHONE)
    return persons.fault("候选主体", one["name"], kinds) or persons.fault("报价及条件", one["offer"], kinds)


def asset_faults(row, by, assets):
    """[sentence] of why these assets cannot be let by this agreement; two queries."""
    if not assets:
        return ["请至少选择一项资产。"]
    return assets_told(row, by, assets, unready(assets), held_lines(row.county_id, [a.pk for a in assets]))


def assets_told(row, by, assets, why_not, held):
    """The same without a query: `why_not` as guards.unready tells it, `held` as guards.held_lines."""
    if len(assets) > MOST_ASSETS:
        return [f"一份协议最多 {MOST_ASSETS} 项资产，现有 {len(assets)} 项。"]
    far = [a for a in assets if not policy.may(by, VERB, a)]
    told = [f"“{asset.name}”不在您的办理范围内，请由资产所在单位办理。" for asset in far]
    told += [f"{sentence}。" for asset in assets for sentence in why_not[asset.pk]]
    days = (row.pk, row.from_on, row.to_on)
    return told + [f"{one}。" for asset in assets if (one := clash(held.get(asset.pk, ()), *days))]


def by_field(told):
    """{field: [sentence]} of (field, sentence) pairs."""
    found = {}
    for name, sentence in told:
        found.setdefault(name, []).append(sentence)
    return found


def _write(row, assets, candidates):
    days = {"from_on": row.from_on, "to_on": row.to_on}
    for asset in assets:
        AgreementAsset(county_id=row.county_id, agreement=row, asset=asset, **days).save()
    for position, one in enumerate(candidates, 1):
        Candidate(county_id=row.county_id, agreement=row, position=position, **one).save()


@transition(
    Agreement,
    source=State.DRAFT,
    target=State.DECIDED,
    verb=VERB,
    label="登记决策",
    form=DecideForm,
    guards=[assets_are_ready, operator_may_sign, operator_was_chosen, makes_its_total],
)
def decide(agreement, *, by, procedure, chosen_on, platform_number, file):
    """二（六）经营性资产所有者依据规定程序确定经营主体：登记程序、日期和会议记录，进入公示。"""
    if sentence := too_few(agreement, procedure):
        raise Refused(sentence)
    agreement.minutes = documents.store(file, by=by, county=agreement.county_id, kinds=PAPERS)
    agreement.procedure, agreement.chosen_on = procedure, chosen_on
    agreement.platform_number, agreement.return_reason = platform_number, ""
    agreement.decided_at, agreement.decided_by = timezone.now(), by


@transition(
    Agreement,
    source=State.DECIDED,
    target=State.DRAFT,
    verb=SIGN,
    label="退回协议",
    form=ReasonForm,
    tone="warning",
)
def send_back(agreement, *, by, reason):
    """二（六）审核单位写明原因退回，修改后重新决策、公示。"""
    agreement.return_reason = reason
    agreement.decided_at = agreement.decided_by = None


def take_hold(rows):
    """Lock what is let, look once more now that nobody else can change it, and give each agreement its number.

    Returns {row id: sentence} of those refused.
    """
    if not rows:
        return {}
    county = rows[0].county_id
    lock_parties(rows)
    refused = assets_are_ready(rows, None) | owner_does_not_run_it(rows, None) | operator_may_sign(rows, None)
    able = [row for row in rows if row.pk not in refused]
    prefix = rules.agreement_prefix(county, timezone.localdate().year)
    ((_, last),) = draw(county, {prefix: len(able)}) if able else ((prefix, 0),)
    for serial, row in enumerate(able, last - len(able) + 1):
        try:
            row.number = rules.agreement_number(prefix, serial)
        except ValueError as used_up:
            refused[row.pk] = str(used_up)
    return refused


def lock_parties(rows):
    """Lock what agreements of one county let, its titles, and to whom, until the transaction ends."""
    county = rows[0].county_id
    lines = AgreementAsset.objects.filter(county_id=county, agreement__in=[row.pk for row in rows])
    assets = sorted(set(lines.values_list("asset_id", flat=True)))
    list(Asset.objects.select_for_update().filter(county_id=county, pk__in=assets).order_by("pk"))
    list(Title.objects.select_for_update().filter(county_id=county, asset__in=assets).order_by("pk"))
    operators = {row.operator_id for row in rows}
    rows = Operator.objects.select_for_update(of=("self",), no_key=True)  # so does a sanction
    list(rows.filter(county_id=county, pk__in=operators).order_by("pk"))


@transition(
    Agreement,
    source=State.DECIDED,
    target=State.IN_FORCE,
    verb=SIGN,
    label="审核签订",
    form=SignForm,
    guards=[
        assets_are_ready,
        owner_does_not_run_it,
        operator_may_sign,
        operator_was_chosen,
        makes_its_total,
        notice_over(CODE),
        not_by_whoever("operation.decide"),
        not_by_whoever("operation.redraft", BY_YOU),
        not_changed_in(IMPORTED, BY_YOU),
        not_by_its_maker,
    ],
    together=take_hold,
)
def sign(agreement, *, by, paper_number, file):
    """二（六）签订经营协议或合同，赋予经营权：登记合同，生成各期应付款。"""
    agreement.paper = documents.store(file, by=by, county=agreement.county_id, kinds=PAPERS)
    agreement.paper_number = paper_number
    agreement.signed_at, agreement.signed_by = timezone.now(), by
    hold_assets(agreement)
    dues.write(agreement, rules.schedule(agreement))
    deadline.signed(agreement, by=by)


def hold_assets(agreement):
    """Hold its assets for the days it runs. Raises Refused where another agreement holds one of them."""
    lines = agreement.lines.filter(county_id=agreement.county_id)
    days = {"from_on": agreement.from_on, "to_on": agreement.ended_on or agreement.to_on}
    try:
        with transaction.atomic():
            lines.update(is_held=True, **days)
    except IntegrityError as held:
        raise Refused(JUST_TAKEN) from held
