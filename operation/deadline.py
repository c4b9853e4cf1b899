"""二（六）By when each due is to be paid and each agreement ends: set and closed by acts, kept up by the clock.

A due is waited for from three months before its day, so that those of years to come fill nobody's list.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from journal import deadlines
from operation.models import Agreement, Due

HORIZON = timedelta(days=92)
BASIS = "焦扶贫办〔2020〕7号 二（六）："

PAY = deadlines.kind(
    "operation.pay",
    "应收款到期",
    verb="record_receipts",
    basis=BASIS + "依法按协议或合同支付收益",
    subject="agreement__name",
    page="operation:due",
    before=(30, 7, 0),
)
END = deadlines.kind(
    "operation.end",
    "经营协议到期",
    verb="manage_agreements",
    basis=BASIS + "签订经营协议或合同，确定经营期限",
    page="operation:agreement",
    before=(90, 30, 7, 0),
)


def follow_dues(rows, *, by=None):
    """Set the deadline of each of these dues (queryset) that is to be paid soon or late, close those of all others.

    In the transaction of the act that changed them; returns how many were set anew.
    """
    waiting = rows.unpaid().filter(due_on__lte=timezone.localdate() + HORIZON)
    rest = rows.exclude(pk__in=waiting.order_by().values("pk"))
    deadlines.clear_deadlines(PAY, rest, by=by)
    return deadlines.set_deadlines(PAY, waiting, F("due_on"), by=by)


def follow_due(due, *, by):
    """The same of one due as it stands in memory, changed and not yet saved."""
    is_open = due.state == Due.State.OPEN and (due.amount is None or due.paid < due.amount)
    if is_open and due.due_on <= timezone.localdate() + HORIZON:
        deadlines.set_deadlines(PAY, [due], due.due_on, by=by)
    else:
        deadlines.clear_deadlines(PAY, [due], by=by)


def signed(agreement, *, by):
    """Its dues and its last day are waited for; so it is also when an amendment has moved them."""
    deadlines.set_deadlines(END, [agreement], agreement.to_on, by=by)
    follow_dues(_dues(agreement), by=by)


def over(agreement, *, by):
    """Its last day is waited for no more; what is still owed of it is."""
    deadlines.clear_deadlines(END, [agreement], by=by)
    follow_dues(_dues(agreement), by=by)


def _dues(agreement):
    return Due.objects.filter(county_id=agreement.county_id, agreement=agreement)


def watch(county):
    """二（六）See that all of a county (its code) that has to be waited for has its deadline, and nothing else.

    Any number of times; returns how many were set anew. In the county's scope and a transaction.
    """
    agreements = Agreement.objects.filter(county_id=county)
    running = agreements.filter(state=Agreement.State.IN_FORCE)
    deadlines.clear_deadlines(END, agreements.exclude(state=Agreement.State.IN_FORCE))
    ends = deadlines.set_deadlines(END, running, F("to_on"), by=None)
    return ends + follow_dues(Due.objects.filter(county_id=county))
