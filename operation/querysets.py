"""Lists of agreements and operators: what they load and how they are searched."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenancy.models import CountyManager
from tenancy.policy import PermittedQuerySet


def holding(sanctions, on=None):
    """Of a queryset of sanctions those that hold on a day, today when None."""
    on = on or timezone.localdate()
    rows = sanctions.filter(lifted_at=None, from_on__lte=on)
    return rows.filter(Q(to_on=None) | Q(to_on__gte=on))


def barred(path):
    """An expression: whether the operator to which a path leads is under a sanction today."""
    from operation.models import Sanction  # the managers are made before the models are

    mine = Sanction.objects.filter(county_id=OuterRef("county_id"), operator_id=OuterRef(path))
    return Exists(holding(mine))


class AgreementQuerySet(PermittedQuerySet):
    def for_list(self):
        """With everything a row of the list shows."""
        rows = self.select_related("unit", "operator").prefetch_related("lines__asset")
        return rows.annotate(is_barred=barred("operator_id"))

    def matching(self, words):
        """Rows whose name, number, operator or asset has these words in it; people are found by no name."""
        from operation.models import AgreementAsset, Operator

        named = Q(name__contains=words) & ~Q(kind="household")
        operators = Operator.objects.filter(named | Q(credit_code=words.upper()))
        lines = AgreementAsset.objects.filter(
            Q(asset__name__contains=words) | Q(asset__number__contains=words)
        )
        return self.filter(
            Q(name__contains=words)
            | Q(number__contains=words)
            | Q(paper_number__contains=words)
            | Q(operator__in=operators.values("pk"))
            | Q(pk__in=lines.values("agreement"))
        )


class OperatorQuerySet(PermittedQuerySet):
    def for_list(self):
        """With everything a row of the list shows."""
        from operation.models import Agreement

        running = Agreement.objects.filter(
            county_id=OuterRef("county_id"), operator_id=OuterRef("pk"), state="in_force"
        )
        counted = running.order_by().values("operator_id").annotate(n=Count("pk")).values("n")
        return self.select_related("unit").annotate(
            is_barred=barred("pk"),
            agreements_in_force=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )


AgreementManager = CountyManager.from_queryset(AgreementQuerySet)
OperatorManager = CountyManager.from_queryset(OperatorQuerySet)
