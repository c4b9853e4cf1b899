"""二（四）What may be done to a title: the only code that changes one.

draft → proposed (公示) → reviewed → confirmed → certificated → handed over; disputed → settled by the county's
decision; extinguished. Titles of many assets at once are opened by ownership/opening.py.
"""

from django.utils import timezone

from assets.actions import draw
from assets.models import Asset
from journal import documents
from journal.acts import act
from journal.forms import ReasonForm
from journal.models import Document
from journal.notices import notice_over, standing_over
from journal.transitions import Refused, locked, not_by_its_maker, not_by_whoever, transition
from ownership import owners, rules
from ownership.deadline import settled
from ownership.forms import BookForm, DecisionForm
from ownership.guards import (
    asset_is_ready,
    asset_still_stands,
    by_its_department,
    end_asked,
    goes_into_books,
    in_the_way,
    no_end_asked,
    not_booked,
    reviewed_where_asked,
    reviewers,
    subject_of,
    titled,
)
from ownership.models import Share, Title
from ownership.notices import CODE
from tenancy import persons, policy

State = Title.State
LIVING = [state for state in State if state != State.EXTINGUISHED]
AMENDED_WITH = {State.DRAFT: "propose_title", State.DISPUTED: "dispute_title"}
AMENDED_BY_YOU = "产权主体和份额由您修改，本环节须由他人办理"
SHOWN = "产权主体和份额已在「{}」中公示，先更正或撤回该公示，再作修改。"
TEXTS = {"basis_note": "依据说明", "remark": "备注"}


class Stale(Refused):
    """Somebody else changed the title since the form was opened."""


def draft(asset, *, by, whole, shares, **fields):
    """二（四）Write down whose an asset of the ledger is to be: `shares` are [owners.Owner], making the `whole`.

    Returns the Title, a draft; raises PermissionDenied, or Refused with sentences.
    """
    policy.require(by, "propose_title", asset)
    with act("ownership.draft", "起草确权", by=by, county=asset.county_id) as entry:
        asset = locked(asset)  # two who draft for one asset come one after the other
        told = titled([asset]).get(asset.pk)
        if told or (told := "；".join(in_the_way([asset])[asset.pk])):
            raise Refused(told + "。")
        title = Title(
            county_id=asset.county_id, unit_id=asset.unit_id, asset=asset, name=asset.name, whole=whole
        )
        _fill(title, fields)
        _check(title, shares)
        name_reviewers([title])
        title.save()
        _write(title, shares)
        entry.about(title, after=title.state)
    return title


def amend(title, *, by, version, whole, shares, **fields):
    """二（四）Change a draft, or what the county is to decide, while nobody has published it. Raises Stale, Refused."""
    with act("ownership.amend", "修改确权", by=by, county=title.county_id) as entry:
        row = locked(title)
        if sentence := why_not_amend(row, by):
            raise Refused(sentence)
        if row.version != version:
            raise Stale("您填写期间，他人已修改本登记。请核对后重新打开填写。")
        _hold_to_what_was_shown(row, whole, shares)
        row.whole, row.version = whole, row.version + 1
        _fill(row, fields)
        _check(row, shares)
        row.save()
        row.shares.filter(county_id=row.county_id).delete()
        _write(row, shares)
        entry.about(row, before=row.state, after=row.state)
    return row


def _hold_to_what_was_shown(row, whole, shares):
    """Refuse other owners while a notice shows these: of a household it tells too little to notice the change."""
    held = row.shares.filter(county_id=row.county_id).order_by("position")
    kept = [(s.kind, s.holder_id, s.name, s.credit_code, s.parts) for s in held]
    asked = [(one.kind, one.unit, one.name, one.credit_code, one.parts) for one in shares]
    differs = row.state == State.DRAFT and (row.whole, kept) != (whole, asked)
    if differs and (notice := standing_over(row, CODE)):
        raise Refused(SHOWN.format(notice))


def why_not_amend(title, by):
    """The sentence that says why this person may not change a title now, or None."""
    if title.state not in AMENDED_WITH:
        return f"当前状态为「{title.get_state_display()}」，退回起草后方可修改。"
    if title.end_asked_at:
        return "已申请注销，等待县级审核，不能修改。"
    if not policy.may(by, AMENDED_WITH[title.state], title):
        return "您的岗位不能修改此状态的确权登记。"


def _fill(title, fields):
    for name, value in fields.items():
        setattr(title, name, value)


def _check(title, shares):
    """Raise Refused with every sentence: the parts make the whole, owners are named, no text names a person."""
    told = owners.faults(title.whole, shares)
    told += [
        sentence for name, label in TEXTS.items() if (sentence := persons.fault(label, getattr(title, name)))
    ]
    if told:
        raise Refused(told)
    title.clean_fields(exclude=[f.name for f in title._meta.fields if f.is_relation])


def _write(title, shares):
    for position, one in enumerate(shares, 1):
        Share(
            county_id=title.county_id,
            title=title,
            position=position,
            kind=one.kind,
            holder_id=one.unit,
            name=one.name,
            credit_code=one.credit_code,
            parts=one.parts,
        ).save()


def name_reviewers(rows):
    """Say of each row which department reviews it, as the county has named them; nothing is refused here."""
    if rows:
        named = reviewers(rows[0].county_id)
        assets = Asset.objects.in_bulk([row.asset_id for row in rows])
        for row in rows:
            department = named.get(subject_of(assets[row.asset_id]))
            row.reviewer_id = department.pk if department else None
    return {}


@transition(
    Title,
    source=State.DRAFT,
    target=State.PROPOSED,
    verb="propose_title",
    label="提出确权",
    guards=[no_end_asked, asset_is_ready],
    together=name_reviewers,
)
def propose(title, *, by):
    """二（四）所有扶贫资产一次确权到位：提出产权归属，进入公示。"""
    title.proposed_at, title.proposed_by, title.return_reason = timezone.now(), by, ""


@transition(
    Title,
    source=State.PROPOSED,
    target=State.REVIEWED,
    verb="review_title",
    label="审核界定",
    guards=[
        no_end_asked,
        asset_still_stands,
        by_its_department,
        notice_over(CODE),
        not_by_whoever("ownership.propose"),
        not_by_whoever("ownership.amend", AMENDED_BY_YOU),
        not_by_its_maker,
    ],
)
def review(title, *, by):
    """二（四）界定结果由县级人民政府确定的部门审核。"""
    title.reviewed_at, title.reviewed_by = timezone.now(), by


@transition(
    Title,
    source=State.PROPOSED,
    target=State.DRAFT,
    verb="review_title",
    label="审核退回",
    form=ReasonForm,
    guards=[by_its_department],
    tone="warning",
)
def send_back(title, *, by, reason):
    """二（四）审核部门写明原因退回。"""
    _reopen(title, reason)


@transition(
    Title,
    source=[State.PROPOSED, State.REVIEWED],
    target=State.CONFIRMED,
    verb="confirm_title",
    label="确认产权",
    guards=[
        no_end_asked,
        asset_still_stands,
        reviewed_where_asked,
        notice_over(CODE),
        not_by_whoever("ownership.propose"),
        not_by_whoever("ownership.review"),
        not_by_whoever("ownership.amend", AMENDED_BY_YOU),
        not_by_its_maker,
    ],
    together=settled,
)
def confirm(title, *, by):
    """二（四）由县级人民政府统筹安排，确认产权归属。"""
    title.confirmed_at, title.confirmed_by = timezone.now(), by


@transition(
    Title,
    source=[State.PROPOSED, State.REVIEWED],
    target=State.DRAFT,
    verb="confirm_title",
    label="退回起草",
    form=ReasonForm,
    tone="warning",
)
def reject(title, *, by, reason):
    """二（四）县级写明原因退回。"""
    _reopen(title, reason)


def give_numbers(rows):
    """Give each row the next certificate number of its county and year, once; one statement for all.

    Returns {row id: sentence} of those for which the serials are used up.
    """
    if not rows:
        return {}
    prefix = rules.certificate_prefix(rows[0].county_id, timezone.localdate().year)
    ((_, last),) = draw(rows[0].county_id, {prefix: len(rows)})
    refused = {}
    for serial, row in enumerate(rows, last - len(rows) + 1):
        try:
            row.number = rules.certificate_number(prefix, serial)
        except ValueError as used_up:
            refused[row.pk] = str(used_up)
    return refused


@transition(
    Title,
    source=State.CONFIRMED,
    target=State.CERTIFICATED,
    verb="issue_title",
    label="颁发权证",
    guards=[
        no_end_asked,
        asset_still_stands,
        not_by_whoever("ownership.confirm"),
        not_by_whoever("ownership.decide"),
    ],
    together=give_numbers,
)
def issue(title, *, by):
    """二（四）严格确权登记：登记编号，颁发权证。"""
    title.issued_at, title.issued_by = timezone.now(), by


@transition(
    Title,
    source=State.CERTIFICATED,
    target=State.HANDED_OVER,
    verb="hand_over_title",
    label="办理移交",
    guards=[no_end_asked, not_by_whoever("ownership.issue")],
)
def hand_over(title, *, by):
    """二（四）确权到村的扶贫资产，产权归属村集体：权证和资产移交产权主体。"""
    title.handed_at, title.handed_by = timezone.now(), by


@transition(
    Title,
    source=State.HANDED_OVER,
    target=State.HANDED_OVER,
    verb="hand_over_title",
    label="登记账簿编号",
    form=BookForm,
    guards=[no_end_asked, not_booked, goes_into_books],
)
def book(title, *, by, book_number):
    """二（四）纳入农村“三资”管理（国有的纳入国有资产管理）：登记其编号。"""
    title.book_number = book_number


@transition(
    Title,
    source=[State.DRAFT, State.PROPOSED, State.REVIEWED, State.CONFIRMED],
    target=State.DISPUTED,
    verb="dispute_title",
    label="列为争议",
    form=ReasonForm,
    tone="warning",
)
def dispute(title, *, by, reason):
    """二（四）产权不明确的，由县级人民政府确定产权归属：写明情况，等待决定。"""
    title.dispute_reason = reason
    title.confirmed_at = title.confirmed_by = None


@transition(
    Title,
    source=State.DISPUTED,
    target=State.CONFIRMED,
    verb="confirm_title",
    label="登记县政府决定",
    form=DecisionForm,
    guards=[
        no_end_asked,
        asset_still_stands,
        not_by_whoever("ownership.dispute"),
        not_by_its_maker,
        not_by_whoever("ownership.amend"),
    ],
    together=settled,
)
def decide(title, *, by, decision_number, decision_on, file):
    """二（四）对于产权不明确的，由县级人民政府按照相关规定和实际情况，确定产权归属。"""
    kinds = {Document.Kind.PDF, Document.Kind.JPG, Document.Kind.PNG}
    title.decision = documents.store(file, by=by, county=title.county_id, kinds=kinds)
    title.decision_number, title.decision_on, title.basis = decision_number, decision_on, "government"
    title.decided_at = title.confirmed_at = timezone.now()
    title.decided_by = title.confirmed_by = by


@transition(
    Title,
    source=LIVING,
    target=None,
    verb="propose_title",
    label="申请注销",
    form=ReasonForm,
    guards=[no_end_asked],
    tone="warning",
)
def ask_end(title, *, by, reason):
    """二（四）登记有误或资产已处置的，由经办人写明原因申请注销，县级审核；审核之前不再往下办理。"""
    title.extinguish_reason = reason
    title.end_asked_at, title.end_asked_by = timezone.now(), by


@transition(
    Title,
    source=LIVING,
    target=State.EXTINGUISHED,
    verb="confirm_title",
    label="注销登记",
    guards=[end_asked, not_by_whoever("ownership.ask_end")],
    tone="danger",
    asked="end_asked_at",
)
def extinguish(title, *, by):
    """二（四）登记有误或资产已处置：经申请、由他人审核，注销后方可重新确权，编号不再使用。"""
    title.extinguished_at, title.extinguished_by = timezone.now(), by


@transition(
    Title,
    source=LIVING,
    target=None,
    verb="confirm_title",
    label="不予注销",
    form=ReasonForm,
    guards=[end_asked],
    tone="warning",
)
def refuse_end(title, *, by, reason):
    """二（四）申请注销的理由不成立：写明原因，登记照旧。"""
    title.extinguish_reason, title.end_asked_at, title.end_asked_by = "", None, None


def _reopen(title, reason):
    title.return_reason = reason
    title.proposed_at = title.proposed_by = title.reviewed_at = title.reviewed_by = None
