"""二（六）What becomes of a due besides being paid: its amount worked out, not owed any more, lateness charged."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from journal.forms import ReasonForm
from journal.transitions import Refused, over_set, transition
from operation import dues
from operation import rules_dues as rules
from operation.choices import DueKind
from operation.deadline import follow_due
from operation.editions import as_agreed
from operation.forms_dues import FixForm, LateFeeForm
from operation.models import Agreement, Allocation, Due
from operation.rules import MOST_YUAN
from tenancy import persons

State = Due.State
CLERK, JUDGE = "record_receipts", "sign_agreement"
KNOWN = "这笔应收款的金额已经确定"
NOT_FIXED = "这笔应收款的金额是协议约定的，不是事后核定的"
FEE_STANDS = "已按这一金额计收违约金，先取消违约金（取消应收）再撤销核定"
PAID = "已收款 {:,.2f} 元，先作废有关的收款再办理"
NO_RULE = "协议按{}约定收益，请直接填写应收金额。"
NO_RATE = "协议没有约定违约金"
NOT_LATE = "没有逾期，不计收违约金"
OF_A_FEE = "违约金不再计收违约金"
CHARGED = "到 {} 的违约金已经计收"
NOTHING_OWED = "计算到 {}，违约金不足一分，不必计收。"
TOO_MUCH = "计算到 {}，违约金 {:,.2f} 元，超过了系统能登记的 {:,.2f} 元，请核对应收金额和违约金比例。"
TOO_EARLY = "{} 以前的违约金已经计收，计算日期不能早于 {}。"
BASIS = "{}逾期，{} 至 {}，按每日 {}‰ 计"


def is_unknown(due, by):
    """A guard: nobody has worked its amount out."""
    if due.amount is not None:
        return KNOWN


@transition(
    Due,
    source=State.OPEN,
    target=State.OPEN,
    verb=CLERK,
    label="核定金额",
    form=FixForm,
    guards=[is_unknown],
)
def fix(due, *, by, basis, quantity=None, amount=None):
    """二（六）按利润或发电量约定的收益，根据报表、结算单核定本期应收金额。"""
    if sentence := persons.fault("核定依据", basis):
        raise Refused({"basis": sentence})
    if amount is None:
        terms = as_agreed(due)
        amount = rules.figured(terms, quantity)
    if amount is None:
        raise Refused({"quantity": NO_RULE.format(terms.get_income_rule_display())})
    due.amount, due.basis = amount, basis
    follow_due(due, by=by)


def was_fixed(due, by):
    """A guard: its amount was worked out after the signing, and nothing is paid of it."""
    if not due.basis or due.late_of_id:
        return NOT_FIXED
    if due.paid:
        return PAID.format(due.paid)


@over_set
def no_fee_stands(rows, by):
    """A guard: lateness was not charged on the amount that is taken back."""
    fees = Due.objects.filter(
        county_id=rows[0].county_id, late_of__in=[row.pk for row in rows], state=State.OPEN
    )
    return dict.fromkeys(fees.values_list("late_of", flat=True), FEE_STANDS)


@transition(
    Due,
    source=State.OPEN,
    target=State.OPEN,
    verb=CLERK,
    label="撤销核定",
    form=ReasonForm,
    guards=[was_fixed, no_fee_stands],
    tone="warning",
)
def unfix(due, *, by, reason):
    """二（六）核定有误的写明原因撤销，重新核定。"""
    due.amount, due.basis = None, ""
    follow_due(due, by=by)


@transition(
    Due,
    source=State.OPEN,
    target=State.WAIVED,
    verb=JUDGE,
    label="取消应收",
    form=ReasonForm,
    tone="danger",
)
def waive(due, *, by, reason):
    """二（六）依程序决定减免或者依法不再收取的，写明决定和原因；已收的部分不变。"""
    due.waive_reason = reason
    follow_due(due, by=by)


def agreement_binds(due, by):
    """A guard: the agreement has not ended; what an end has cut off stays so."""
    if due.agreement.state in Agreement.OVER:
        return "协议已终止，随终止取消的应收款不能恢复"


@transition(
    Due,
    source=State.WAIVED,
    target=State.OPEN,
    verb=JUDGE,
    label="恢复应收",
    form=ReasonForm,
    guards=[agreement_binds],
    tone="warning",
)
def restore(due, *, by, reason):
    """二（六）取消有误的写明原因恢复，继续收取。"""
    due.waive_reason = ""
    follow_due(due, by=by)


def payments_of(rows):
    """{due id: [(day, yuan)]} of what was paid of these dues, and when; one query."""
    live = Allocation.objects.filter(
        county_id=rows[0].county_id, due__in=[row.pk for row in rows], is_live=True
    )
    found = {row.pk: [] for row in rows}
    for pk, day, amount in live.values_list("due_id", "receipt__received_on", "amount"):
        found[pk].append((day, amount))
    return found


def charged_until(rows):
    """{due id: the last day lateness was charged for}, forgiven or not; one query."""
    fees = Due.objects.filter(county_id=rows[0].county_id, late_of__in=[row.pk for row in rows])
    return dict(fees.order_by().values_list("late_of").annotate(last=Max("to_on")))


def fee_of(due, payments, charged, until):
    """(first day, yuan) of what lateness of a due costs up to a day, beyond what was charged; 0 where nothing."""
    since = max(due.due_on, charged or due.due_on) + timedelta(days=1)
    if due.kind == DueKind.LATE_FEE or not due.amount or not due.agreement.late_fee or since > until:
        return since, Decimal(0)
    return since, rules.late_fee(due.amount, payments, due.agreement.late_fee, since, until)


@over_set
def costs_something(rows, by):
    """A guard: the contract has a rate, and the due is late or was paid late."""
    payments, charged, today = payments_of(rows), charged_until(rows), timezone.localdate()
    found = {}
    for due in rows:
        last = charged.get(due.pk)
        if due.kind == DueKind.LATE_FEE:
            found[due.pk] = OF_A_FEE
        elif not due.agreement.late_fee:
            found[due.pk] = NO_RATE
        elif not fee_of(due, payments[due.pk], last, today)[1]:
            found[due.pk] = CHARGED.format(last) if last else NOT_LATE
    return found


@transition(
    Due,
    source=State.OPEN,
    target=State.OPEN,
    verb=CLERK,
    label="计收违约金",
    form=LateFeeForm,
    guards=[costs_something],
    tone="warning",
)
def charge_late_fee(due, *, by, until):
    """二（六）逾期付款的，按协议约定的日比例计收违约金，另列一笔应收款。"""
    agreement, last = due.agreement, charged_until([due]).get(due.pk)
    since, fee = fee_of(due, payments_of([due])[due.pk], last, until)
    if since > until:
        raise Refused({"until": TOO_EARLY.format(since, since)})
    if not fee:
        raise Refused({"until": NOTHING_OWED.format(until)})
    if fee > MOST_YUAN:
        raise Refused({"until": TOO_MUCH.format(until, fee, MOST_YUAN)})
    rate = f"{agreement.late_fee.normalize():f}"
    made = Due(
        county_id=due.county_id,
        unit=due.unit,
        agreement=agreement,
        edition=due.edition,
        operator_id=due.operator_id,
        position=dues.last_position(agreement) + 1,
        kind=DueKind.LATE_FEE,
        from_on=since,
        to_on=until,
        due_on=until,
        amount=fee,
        basis=BASIS.format(due, since, until, rate),
        late_of=due,
    )
    made.save()
    follow_due(made, by=by)
