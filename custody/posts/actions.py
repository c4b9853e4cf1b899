"""二（五）What may be done to an engagement: the only code that moves one.

applied → reviewed (民主评议) → 公示 → approved (乡镇审批) → filed (县级备案) → serving (上岗) → ended; or declined.
Posts and applications are written down in custody/posts/entering.py, months in custody/posts/months.py.
"""

from django.db import connection
from django.utils import timezone

from custody.models import Engagement
from custody.posts import rules
from custody.posts.deadline import cleared, watched
from custody.posts.forms import AgreementForm, LeavingForm, ReviewForm
from custody.posts.guards import (
    PASSED_OVER,
    a_place_is_free,
    ages,
    hold_posts,
    of_age,
    poor_first,
    post_stands,
    waiting_first,
)
from custody.posts.notices import CODE
from journal import documents
from journal.forms import ReasonForm
from journal.models import Document
from journal.notices import notice_over
from journal.transitions import Refused, not_by_its_maker, not_by_whoever, transition
from tenancy import persons

State = Engagement.State
PAPERS = {Document.Kind.PDF, Document.Kind.JPG, Document.Kind.PNG}
TWICE = "此人在这段时间内已在另一公益岗位（{} 至 {}），请先办理离岗，或改协议日期。"
NAMESAKE = (
    "{}有同名、同日出生的人员在这段时间内在岗（{} 至 {}）。是同一人的，请先办理离岗；"
    "确不是同一人的，请在「同名情况说明」中写明如何核实。"
)
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('custody.engagement'), %s)"


@transition(
    Engagement,
    source=State.APPLIED,
    target=State.REVIEWED,
    verb="manage_posts",
    label="民主评议通过",
    form=ReviewForm,
    guards=[post_stands, of_age],
)
def review(engagement, *, by, reviewed_on, attended, in_favour, against, file, priority_reason=""):
    """二（五）优先吸纳贫困家庭劳动力：登记民主评议的结果，拟录用的进入公示。"""
    faults = [rules.vote_fault(attended, in_favour, against)]
    if reviewed_on < engagement.applied_on:
        faults.append(f"评议日期不能早于申请日期（{engagement.applied_on:%Y-%m-%d}）。")
    faults.append(persons.fault("未优先录用的理由", priority_reason))
    if not engagement.is_first and not priority_reason.strip():
        waiting = waiting_first(engagement.county_id, [engagement.post_id])[engagement.post_id]
        faults.append(PASSED_OVER.format(waiting) + "。" if waiting else None)
    if told := [sentence for sentence in faults if sentence]:
        raise Refused(told)
    engagement.minutes = documents.store(file, by=by, county=engagement.county_id, kinds=PAPERS)
    engagement.reviewed_on, engagement.attended = reviewed_on, attended
    engagement.in_favour, engagement.against = in_favour, against
    engagement.priority_reason = "" if engagement.is_first else priority_reason.strip()
    engagement.reviewed_at, engagement.reviewed_by = timezone.now(), by
    engagement.back_reason = ""


@transition(
    Engagement,
    source=State.REVIEWED,
    target=State.APPROVED,
    verb="approve_post",
    label="审批录用",
    guards=[
        post_stands,
        of_age,
        poor_first,
        a_place_is_free,
        notice_over(CODE),
        not_by_whoever("custody.review"),
        not_by_its_maker,
    ],
    together=hold_posts,
)
def approve(engagement, *, by):
    """二（五）评议、公示之后，由乡镇人民政府审批录用。"""
    engagement.approved_at, engagement.approved_by = timezone.now(), by


@transition(
    Engagement,
    source=State.REVIEWED,
    target=State.APPLIED,
    verb="approve_post",
    label="退回重新评议",
    form=ReasonForm,
    tone="warning",
)
def return_to_village(engagement, *, by, reason):
    """二（五）乡镇写明原因退回，重新评议、公示。"""
    engagement.back_reason = reason
    engagement.reviewed_on = engagement.reviewed_at = engagement.reviewed_by = engagement.minutes = None
    engagement.attended = engagement.in_favour = engagement.against = None
    engagement.priority_reason = ""


@transition(
    Engagement,
    source=State.APPROVED,
    target=State.FILED,
    verb="file_post",
    label="县级备案",
    guards=[not_by_whoever("custody.approve")],
)
def file(engagement, *, by):
    """二（五）乡镇审批的公益岗位聘用报县级备案。"""
    engagement.filed_at, engagement.filed_by = timezone.now(), by


@transition(
    Engagement,
    source=State.FILED,
    target=State.SERVING,
    verb="manage_posts",
    label="签订协议上岗",
    form=AgreementForm,
    guards=[post_stands],
)
def take_up(engagement, *, by, from_on, to_on, file, reason=""):
    """二（五）备案之后签订聘用协议书，落实管护责任。`reason`: why a namesake in another post is somebody else."""
    post, limits = engagement.post, ages(engagement.county_id)
    faults = [
        rules.term_fault(from_on, to_on, post.from_on, post.to_on),
        rules.age_fault(engagement.sex, engagement.born_on, from_on, limits),
        _elsewhere(engagement, from_on, to_on, reason) if from_on <= to_on else None,
    ]
    if told := [sentence for sentence in faults if sentence]:
        raise Refused(told)
    engagement.agreement = documents.store(file, by=by, county=engagement.county_id, kinds=PAPERS)
    engagement.from_on, engagement.to_on = from_on, to_on
    engagement.begun_at, engagement.begun_by = timezone.now(), by
    watched(engagement, by)


def _elsewhere(engagement, from_on, to_on, reason):
    """The sentence about another post of the county that the person has in these days, or None; one writes at a time.

    Of two with one name and day of birth in two units it is doubtful whether they are one: a reason answers that.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [engagement.county_id])
    same = {name: getattr(engagement, name) for name in ("county_id", "name", "born_on")}
    held = Engagement.objects.filter(**same, state__in=[State.SERVING, State.ENDED]).exclude(pk=engagement.pk)
    others = held.filter(from_on__lte=to_on, to_on__gte=from_on).select_related("unit").order_by("pk")
    for other in others:
        if other.unit_id == engagement.unit_id or other.household_id == engagement.household_id is not None:
            return TWICE.format(other.from_on, other.to_on)
    if others and not reason.strip():
        return NAMESAKE.format(others[0].unit.name, others[0].from_on, others[0].to_on)
    return None


@transition(
    Engagement,
    source=State.SERVING,
    target=State.ENDED,
    verb="manage_posts",
    label="办理离岗",
    form=LeavingForm,
    tone="warning",
)
def leave(engagement, *, by, ended_on, leaving, reason):
    """二（五）协议期满、辞职或不能胜任的，办理离岗，岗位空出。"""
    if ended_on < engagement.from_on:
        raise Refused(f"离岗日期不能早于上岗日期（{engagement.from_on:%Y-%m-%d}）。")
    if ended_on > engagement.to_on:
        raise Refused(f"离岗日期不能晚于协议截止日期（{engagement.to_on:%Y-%m-%d}）；继续聘用的，重新办理。")
    if late := engagement.months.filter(month__gt=ended_on).order_by("month").first():
        raise Refused(f"离岗日期之后的 {late.month:%Y 年 %m 月}已登记出勤，请先核对出勤登记。")
    engagement.to_on, engagement.leaving, engagement.end_reason = ended_on, leaving, reason
    engagement.ended_at, engagement.ended_by = timezone.now(), by
    cleared(engagement, by)


@transition(
    Engagement,
    source=[State.APPLIED, State.REVIEWED, State.APPROVED, State.FILED],
    target=State.DECLINED,
    verb="manage_posts",
    label="不予录用",
    form=ReasonForm,
    tone="danger",
)
def decline(engagement, *, by, reason):
    """二（五）评议没有通过、本人放弃等，写明原因，不予录用。"""
    engagement.decline_reason = reason
