"""二（六）The two numbers a county sets for its checks, and what they mean as expressions over its agreements."""

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    DecimalField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast

from journal.parameters import declare
from operation.choices import IncomeRule
from operation.models import AgreementAsset

WAN = 10_000
MONEY = DecimalField(max_digits=20, decimal_places=2)

YEARS = declare(
    "operation.longest_term",
    "经营协议的最长期限",
    20,
    1,
    70,
    "年",
    source="《民法典》第七百零五条：租赁期限不得超过二十年；本县可另作更短的规定",
    clause="二（六）",
)
FLOOR = declare(
    "operation.least_rent",
    "每万元资产原值每年最低收益",
    600,
    0,
    5000,
    "元",
    source="新乡市红旗区、铁岭市清河区、保定市满城区公布的收益分配方案均按投入资金的 6% 约定收益；0 为不检查",
    clause="二（六）",
)


def by_county(parameter):
    """An expression: what a parameter is in the county of a row; one query for any number of counties."""
    told = [When(county_id=county, then=Value(value)) for county, value in parameter.values().items()]
    return Case(*told, default=Value(parameter.default), output_field=IntegerField())


def latest_end():
    """An expression: the day from which an agreement's last day is beyond the county's longest term."""
    years = Func(
        Cast(by_county(YEARS), IntegerField()),
        template="make_interval(years => %(expressions)s)",
        output_field=DurationField(),
    )
    return Cast(ExpressionWrapper(F("from_on") + years, output_field=DateTimeField()), DateField())


def yearly():
    """An expression: what is owed for a whole year as far as it is known beforehand (rules.yearly), else null."""
    by_rate = F("base") * F("income_rate") / Value(100)
    return Case(
        When(income_rule=IncomeRule.FUND_RATE, then=Cast(by_rate, MONEY)),
        When(income_rule__in=[IncomeRule.FIXED, IncomeRule.GUARANTEED], then=F("amount")),
        output_field=MONEY,
    )


def worth():
    """An expression: the original value of all assets of an agreement, null where none is known."""
    lines = AgreementAsset.objects.filter(county_id=OuterRef("county_id"), agreement_id=OuterRef("pk"))
    total = lines.order_by().values("agreement_id").annotate(n=Sum("asset__original_value")).values("n")
    return Subquery(total, output_field=MONEY)
