"""Filters of the lists of dues and receipts: read from the address, shown as chips, kept while turning."""

from django import forms
from django.db.models import F, Q
from django.utils import timezone

from assets.filters import ANY, YES_NO, choices
from assets.filters_places import number
from journal.forms import EARLIEST, LATEST, day
from operation import rules_dues as rules
from operation.arrears import GROUPS
from operation.choices import DueKind, OperatorKind, PaidBy, SurplusUse
from operation.filters import OperationFilter
from operation.models import Agreement, Due, Operator, Receipt
from tenancy.models import Unit

LATE, SOON, AWAITED, PAID, WAIVED = "late", "soon", "awaited", "paid", "waived"
STANDINGS = [
    (LATE, "逾期未收"),
    (AWAITED, "待核定"),
    (SOON, "未到期"),
    (PAID, "已收清"),
    (WAIVED, "已取消、已重排"),
]


def standing(rows, which):
    """Of a queryset of dues those that stand so."""
    today = timezone.localdate()
    if which == LATE:
        return rows.late(today)
    if which == SOON:
        return rows.owed().filter(due_on__gte=today)
    if which == AWAITED:
        return rows.filter(state=Due.State.OPEN, amount=None)
    if which == PAID:
        return rows.filter(state=Due.State.OPEN, paid=F("amount"))
    return rows.exclude(state=Due.State.OPEN)


class MoneyFilter(OperationFilter):
    """What both lists share: place, operator and its kind."""

    unit = number("收款单位")
    operator = number("经营主体")
    operator_kind = forms.ChoiceField(label="主体类别", required=False, choices=choices(OperatorKind))

    EXACT = OperationFilter.EXACT | {
        "unit": "unit_id",
        "operator": "operator_id",
        "operator_kind": "operator__kind",
    }

    def apply(self, rows):
        """The rows that pass."""
        rows = super().apply(rows)
        return rows.matching(self.words) if self.words else rows

    def _shown(self, name, value):
        models = {"operator": Operator, "unit": Unit, "agreement": Agreement}
        if name in models:
            return str(models[name].objects.filter(pk=value).first() or "—")
        return super()._shown(name, value)


class DueFilter(MoneyFilter):
    """应收款 by where they stand, how late they are, what they are and by when."""

    standing = forms.ChoiceField(
        label="收取情况", required=False, choices=[ANY, *STANDINGS], widget=forms.HiddenInput
    )
    age = forms.ChoiceField(
        label="逾期时间", required=False, choices=[ANY, *((key, one[0]) for key, one in rules.AGES.items())]
    )
    kind = forms.ChoiceField(label="款项", required=False, choices=choices(DueKind))
    agreement = number("经营协议")
    due_from, due_to = day("应付日期自", required=False), day("应付日期至", required=False)

    EXACT = MoneyFilter.EXACT | {"kind": "kind", "agreement": "agreement_id"}

    def apply(self, rows):
        """The rows that pass."""
        rows, active = super().apply(rows), self.active
        if "standing" in active:
            rows = standing(rows, active["standing"])
        if "age" in active:
            first, last = rules.ages_between(active["age"], timezone.localdate())
            rows = rows.late().filter(due_on__lte=last, due_on__gte=first or EARLIEST)
        due = active.get("due_from", EARLIEST), active.get("due_to", LATEST)
        return rows.filter(due_on__range=due) if due != (EARLIEST, LATEST) else rows


class ArrearsFilter(DueFilter):
    """欠款 by place, operator and what it is for; `by` says by whom it is summed, and narrows nothing."""

    standing = age = agreement = due_from = due_to = None
    by = forms.ChoiceField(required=False, choices=[(one, one) for one in GROUPS], widget=forms.HiddenInput)

    @property
    def active(self):
        """{name: value} of the filters at work."""
        return {name: value for name, value in super().active.items() if name != "by"}

    @property
    def by_whom(self):
        """By whom it is to be summed; "" where that is not said."""
        self.is_valid()
        return self.cleaned_data.get("by", "")


class ReceiptFilter(MoneyFilter):
    """收款 by state, day, how it came and what is left of it."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=choices(Receipt.State), widget=forms.HiddenInput
    )
    paid_by = forms.ChoiceField(label="付款方式", required=False, choices=choices(PaidBy))
    ahead = forms.ChoiceField(label="有预收款余额", required=False, choices=YES_NO)
    received_from, received_to = day("到账日期自", required=False), day("到账日期至", required=False)
    batch = number("导入批次")

    EXACT = MoneyFilter.EXACT | {"state": "state", "paid_by": "paid_by", "batch": "batch_id"}

    def apply(self, rows):
        """The rows that pass."""
        rows, active = super().apply(rows), self.active
        if "ahead" in active:
            kept = Q(surplus_use=SurplusUse.AHEAD, state=Receipt.State.RECORDED)
            rows = rows.filter(kept) if active["ahead"] == "1" else rows.exclude(kept)
        days = active.get("received_from", EARLIEST), active.get("received_to", LATEST)
        return rows.filter(received_on__range=days) if days != (EARLIEST, LATEST) else rows
