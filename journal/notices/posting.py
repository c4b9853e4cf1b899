"""What happens to a notice: posted, taken back, corrected. Each is a transition of its own (journal/transitions.py)."""

from django import forms
from django.db import connection
from django.utils import timezone

from journal.acts import Refused
from journal.forms import ReasonForm
from journal.models import Notice, NoticeRow
from journal.notices import lines
from journal.notices.body import rendered
from journal.notices.drafting import days_at_fault
from journal.notices.kinds import KINDS
from journal.notices.reading import body_of, hold_rows, rows_in
from journal.transitions import not_by_its_maker, not_by_whoever, over_set, transition
from tenancy import persons

State = Notice.State
CHANGED = "拟公示的内容在起草之后有改动，请起草人重新核对、保存后再发布。"
CHANGED_BY_YOU = "内容由您修改，须由他人审阅发布"
WHOLE_ONLY = "这类公示不是逐项列明的，不能只撤下几项；请办理更正公示或撤回公示"
NUMBERING = 20200921  # the advisory lock under which a county's notices get their numbers


class ShownReasonForm(ReasonForm):
    """Why a notice stands no longer; everybody reads it, so it names nobody by a number."""

    def clean_reason(self):
        """Nor by a telephone's."""
        reason = self.cleaned_data["reason"]
        if sentence := persons.fault("理由", reason, kinds=(persons.ID, persons.CARD, persons.PHONE)):
            raise forms.ValidationError(sentence)
        return reason


class RowsForm(ShownReasonForm):
    """Which lines are taken out of a notice, and why."""

    numbers = forms.CharField(
        label="撤下的序号",
        max_length=300,
        help_text="明细表中的序号，例如 3、5-8。",
        error_messages={"required": "请写明撤下哪几项的序号。"},
    )
    field_order = ("numbers", "reason")
    TOLD = "第 {} 项："

    def clean(self):
        """The history tells which, with the reason."""
        data = super().clean()
        if data.keys() >= {"numbers", "reason"}:
            data["reason"] = (self.TOLD.format(data["numbers"]) + data["reason"])[:500]
        return data


@over_set
def ready(notices, by):
    """A guard: its days are what the county asks for today, and it says what the rows say now."""
    return {notice.pk: sentence for notice in notices if (sentence := _at_fault(notice))}


def _at_fault(notice):
    kind = KINDS[notice.kind]
    try:
        if sentence := days_at_fault(notice, kind):
            return sentence
        fresh = rendered(kind, rows_in(notice))
    except Refused as refused:
        return "；".join(refused.messages)
    body = body_of(notice)
    return CHANGED if any(body[part] != words for part, words in fresh.items()) else None


@transition(
    Notice,
    source=State.DRAFT,
    target=State.POSTED,
    verb="post_notice",
    label="发布公示",
    guards=[not_by_its_maker, not_by_whoever("notices.redraft", CHANGED_BY_YOU), ready],
)
def post_notice(notice, *, by):
    """一（三）5 审阅后发布：内容自此固定，公开页面和张贴件与所审内容一字不差。"""
    notice.number = next_number(notice.county_id, timezone.localdate().year)
    notice.posted_at, notice.posted_by = timezone.now(), by


@transition(
    Notice,
    source=State.POSTED,
    target=State.CORRECTED,
    verb="post_notice",
    label="更正公示",
    form=ShownReasonForm,
    tone="warning",
)
def correct_notice(notice, *, by, reason):
    """一（三）5 公示内容有误或有变化：公开页面注明已更正及原因，须就更正后的内容重新公示。"""
    _void(notice, reason)


@transition(
    Notice,
    source=State.POSTED,
    target=State.WITHDRAWN,
    verb="post_notice",
    label="撤回公示",
    form=ShownReasonForm,
    tone="danger",
)
def withdraw_notice(notice, *, by, reason):
    """一（三）5 不再办理公示的事项：公开页面注明已撤回及原因，原内容仍可查。"""
    _void(notice, reason)


@over_set
def shows_rows(notices, by):
    """A guard: its table has a line for each row, so that one can be told from another."""
    return {notice.pk: WHOLE_ONLY for notice in notices if not KINDS[notice.kind].per_row}


@transition(
    Notice,
    source=State.POSTED,
    target=State.POSTED,
    verb="post_notice",
    label="撤下部分事项",
    form=RowsForm,
    tone="warning",
    guards=[shows_rows],
)
def take_rows_out(notice, *, by, numbers, reason):
    """一（三）5 只有几项有误或有变化：公开页面注明撤下哪几项及原因，其余各项照常办理；撤下的更正后另行公示。"""
    hold_rows(notice)
    rows = NoticeRow.objects.filter(county_id=notice.county_id, notice=notice)
    standing = {row.position + 1: row.pk for row in rows.filter(is_live=True)}
    asked = lines.read(numbers, rows.count())
    if not asked:
        raise Refused({"numbers": "请写明撤下哪几项的序号。"})
    if gone := [number for number in asked if number not in standing]:
        raise Refused({"numbers": f"序号 {lines.told(gone)} 已经撤下，不必重复。"})
    if len(asked) == len(standing):
        raise Refused("这样就一项也不剩了；整份公示不再有效的，请办理更正公示或撤回公示。")
    chosen = rows.filter(pk__in=[standing[number] for number in asked])
    why = reason.removeprefix(RowsForm.TOLD.format(numbers))  # which they are is told beside it
    chosen.update(is_live=False, out_at=timezone.now(), out_reason=why)


@transition(
    Notice,
    source=State.DRAFT,
    target=State.DROPPED,
    verb="post_notice",
    label="不予发布",
    form=ReasonForm,
    tone="warning",
)
def refuse_notice(notice, *, by, reason):
    """一（三）5 审阅不通过：草稿作废，写明原因，由起草人重新起草。"""
    _void(notice, reason)


@transition(
    Notice,
    source=State.DRAFT,
    target=State.DROPPED,
    verb="draft_notice",
    label="作废草稿",
    form=ReasonForm,
    tone="warning",
)
def drop_notice(notice, *, by, reason):
    """一（三）5 起草人自己作废还没有发布的草稿。"""
    _void(notice, reason)


def _void(notice, reason):
    """It stands no longer; the rows it showed may be shown anew."""
    hold_rows(notice)
    notice.void_reason, notice.void_at = reason, timezone.now()
    NoticeRow.objects.filter(county_id=notice.county_id, notice=notice, is_live=True).update(is_live=False)


def next_number(county, year):
    """410821-2020-0012: the notices of a county and year, without a gap; inside the transaction that gives it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERING, county])
    begins = f"{county}-{year}-"
    given = Notice.objects.filter(county_id=county, number__startswith=begins).count()
    return f"{begins}{given + 1:04d}"
