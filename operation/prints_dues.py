"""二（六）依法按协议或合同支付收益, on paper: the letter that asks an operator for what is late, one an agreement."""

from datetime import timedelta

from django.utils import timezone

from journal.parameters import declare
from journal.prints.registry import printed
from operation import rules_dues as rules
from operation.arrears import called
from operation.charging import charged_until, fee_of, payments_of
from operation.models import Agreement, Due

DAYS = declare(
    "operation.demand_days",
    "催缴通知要求付款的期限",
    10,
    3,
    90,
    "日",
    source="协议有约定的从约定；10 日为系统建议值",
    clause="二（六）",
)
LETTERS = 20  # rendered at a time


@printed(
    "operation.demand",
    label="催缴通知",
    verb="record_receipts",
    template="pdf/demand.html",
    model=Agreement,
    per=LETTERS,
)
def demand(rows, *, by, part):
    """二（六）每份协议一张：逾期的各期款项、到今天的违约金和付款期限。"""
    today, county = timezone.localdate(), rows[0].county_id
    agreements = Agreement.objects.filter(county_id=county, pk__in=[row.pk for row in rows])
    known = agreements.select_related("unit__region__parent", "operator").in_bulk()
    late = Due.objects.late(today).filter(county_id=county, agreement__in=known)
    dues = list(late.select_related("agreement").order_by("due_on", "position"))
    told = {row.pk: [] for row in rows}
    for due, fee in zip(dues, _fees(dues, today), strict=True):
        told[due.agreement_id].append(_line(due, fee))
    by_day = today + timedelta(days=DAYS.value(county))
    return {
        "title": "催缴通知",
        "letters": [_letter(known[row.pk], told[row.pk], today, by_day) for row in rows if told[row.pk]],
    }


def _fees(dues, today):
    """What lateness of each costs up to today beyond what was charged, in yuan; two queries."""
    if not dues:
        return []
    payments, charged = payments_of(dues), charged_until(dues)
    return [fee_of(due, payments[due.pk], charged.get(due.pk), today)[1] for due in dues]


def _line(due, fee):
    return {
        "name": str(due),
        "period": due.period_text or "—",
        "due_on": due.due_on,
        "amount": due.amount,
        "paid": due.paid,
        "left": due.left,
        "days": due.days_late,
        "fee": fee,
    }


def _letter(agreement, lines, today, by_day):
    left, fee = sum(line["left"] for line in lines), sum(line["fee"] for line in lines)
    return {
        "number": agreement.number,
        "paper_number": agreement.paper_number,
        "name": agreement.name,
        "operator": agreement.operator.name,
        "unit": called(agreement.unit),
        "signed_on": timezone.localtime(agreement.signed_at).date(),
        "lines": lines,
        "left": left,
        "fee": fee,
        "total": left + fee,
        "words": rules.in_words(left + fee),
        "has_rate": bool(agreement.late_fee),
        "rate": f"{agreement.late_fee.normalize():f}" if agreement.late_fee else "",
        "today": today,
        "by_day": by_day,
    }
