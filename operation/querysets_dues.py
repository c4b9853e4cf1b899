"""Lists of dues and receipts: what is owed, what is late, what each row loads and how it is searched."""

from django.db.models import F, Q
from django.utils import timezone

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet


def operators_called(words):
    """Operators with these words in their name; people are found by no name."""
    from operation.models import Operator  # the managers are made before the models are

    return Operator.objects.filter(
        Q(name__contains=words) & ~Q(kind="household") | Q(credit_code=words.upper())
    )


class DueQuerySet(PermittedQuerySet):
    def unpaid(self):
        """Those that are still open: not paid in full, or their amount not known yet."""
        return self.filter(Q(amount=None) | Q(paid__lt=F("amount")), state="open")

    def owed(self):
        """Those of which a known amount is still to be paid."""
        return self.filter(state="open", paid__lt=F("amount"))

    def late(self, on=None):
        """Those of which something is owed though their last day is over on a day, today when None."""
        return self.owed().filter(due_on__lt=on or timezone.localdate())

    def awaiting(self, on=None):
        """Those whose day has come, and whose profit or power nobody has told yet."""
        return self.filter(state="open", amount=None, due_on__lte=on or timezone.localdate())

    def for_list(self):
        """With everything a row of the list shows."""
        return self.select_related("unit__parent", "operator__unit", "agreement")

    def matching(self, words):
        """Rows whose agreement or operator has these words in it."""
        return self.filter(
            Q(agreement__name__contains=words)
            | Q(agreement__number__contains=words)
            | Q(agreement__paper_number__contains=words)
            | Q(operator__in=operators_called(words).values("pk"))
        )


class ReceiptQuerySet(PermittedQuerySet):
    def for_list(self):
        """With everything a row of the list shows."""
        return self.select_related("unit__parent", "operator__unit")

    def matching(self, words):
        """Rows whose voucher or operator has these words in it; payers may be people."""
        operators = operators_called(words).values("pk")
        return self.filter(Q(voucher__contains=words) | Q(operator__in=operators))


DueManager = CountyManager.from_queryset(DueQuerySet)
ReceiptManager = CountyManager.from_queryset(ReceiptQuerySet)
