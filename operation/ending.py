"""二（六）How an agreement ends: by its term, renewed, by both sides, or broken; what is owed then, and its deposit."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from journal.transitions import Refused, transition
from operation import deadline, deposits, dues, rules
from operation.actions import SIGN, State, hold_assets
from operation.choices import DueKind, EndKind
from operation.forms_ending import EndForm, ExpireForm
from operation.guards import no_amendment_waits
from operation.models import Agreement
from tenancy import persons

NOT_OVER = "协议期限到 {}，{} 起方可办理"
NOT_RENEWED = "没有已签订的续签协议"
BEFORE_IT_BEGAN = "终止日期不能早于协议的起始日期 {}。"
AFTER_ITS_END = "终止日期晚于协议的截止日期 {}，请办理到期终止。"


def term_is_over(agreement, by):
    """A guard: its last day has gone by."""
    if agreement.to_on >= timezone.localdate():
        next_day = rules.next_day(agreement.to_on)
        return NOT_OVER.format(f"{agreement.to_on:%Y-%m-%d}", f"{next_day:%Y-%m-%d}")


def is_renewed(agreement, by):
    """A guard: another agreement that goes on from it has been signed."""
    if not _successors(agreement.county_id, agreement).exists():
        return NOT_RENEWED


def _successors(county, agreement):
    return Agreement.objects.filter(county_id=county, previous=agreement).exclude(number="")


def run_out(rows):
    """Agreements (queryset) whose term is over and that nobody goes on from: time to end them."""
    return _over(rows).exclude(Exists(_successors(OuterRef("county_id"), OuterRef("pk"))))


def run_on(rows):
    """Those whose term is over and that another goes on from: time to close them."""
    return _over(rows).filter(Exists(_successors(OuterRef("county_id"), OuterRef("pk"))))


def _over(rows):
    return rows.filter(to_on__lt=timezone.localdate())


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=State.ENDED,
    verb=SIGN,
    label="到期终止",
    form=ExpireForm,
    guards=[term_is_over, no_amendment_waits],
    turn=run_out,
)
def expire(agreement, *, by, **deposit):
    """二（六）经营期限届满：协议终止，尚欠的款项继续催收，保证金已收的退还或者依约处理，未收的不再收取。"""
    _end(agreement, by, EndKind.EXPIRED, agreement.to_on, deposit)


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=State.RENEWED,
    verb=SIGN,
    label="办结续签",
    form=ExpireForm,
    guards=[term_is_over, is_renewed, no_amendment_waits],
    turn=run_on,
)
def close_renewed(agreement, *, by, **deposit):
    """二（六）期满已另签协议继续经营：原协议办结，保证金退还或者依约处理。"""
    _end(agreement, by, EndKind.EXPIRED, agreement.to_on, deposit)


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=State.ENDED,
    verb=SIGN,
    label="协商解除",
    form=EndForm,
    guards=[no_amendment_waits],
    tone="warning",
)
def dissolve(agreement, *, by, ended_on, reason, settlement, amount, **deposit):
    """二（六）双方协商，提前终止：此后各期不再应付，当期按天计算，结算款另计，保证金写明去向。"""
    _end_early(agreement, by, EndKind.AGREED, ended_on, reason, settlement, amount, deposit)


@transition(
    Agreement,
    source=State.IN_FORCE,
    target=State.BREACHED,
    verb=SIGN,
    label="违约解除",
    form=EndForm,
    guards=[no_amendment_waits],
    tone="danger",
)
def breach(agreement, *, by, ended_on, reason, settlement, amount, **deposit):
    """二（六）经营主体不依约履行：解除协议，尚欠款项和赔偿继续追收，保证金写明去向。"""
    _end_early(agreement, by, EndKind.BREACH, ended_on, reason, settlement, amount, deposit)


def _end_early(agreement, by, kind, ended_on, reason, settlement, amount, deposit):
    if ended_on < agreement.from_on:
        raise Refused({"ended_on": BEFORE_IT_BEGAN.format(agreement.from_on)})
    if ended_on > agreement.to_on:
        raise Refused({"ended_on": AFTER_ITS_END.format(agreement.to_on)})
    if sentence := persons.fault("结算情况", settlement):
        raise Refused({"settlement": sentence})
    agreement.end_reason, agreement.settlement = reason, settlement
    if amount:
        last = dues.last_position(agreement)
        settled = rules.Payment(DueKind.SETTLEMENT, None, None, ended_on, amount)
        dues.write(agreement, [settled], after=last)
    _end(agreement, by, kind, ended_on, deposit)


def _end(agreement, by, kind, ended_on, deposit):
    dues.cut_off(agreement, ended_on, f"协议于 {ended_on:%Y-%m-%d} {kind.label}")
    deposits.settle(agreement, by=by, on=ended_on, **deposit)
    agreement.end_kind, agreement.ended_on = kind, ended_on
    agreement.ended_at, agreement.ended_by = timezone.now(), by
    hold_assets(agreement)
    deadline.over(agreement, by=by)
