"""二（六）The checks of how assets are operated, in the order in which one looks at them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F

from assets.models import Asset
from operation.checks import limits, terms, unheld
from operation.models import Agreement, Operator
from operation.places import of_town, town_of

REGION = "unit__region_id"


@dataclass(frozen=True)
class Check:
    """One thing that may be amiss.

    `meaning`: one sentence of what it means and what to do; `source`: the clause and the document on which it rests;
    `rows(user)`: those in which it is found, of a person's reach; `shown()`: the same model with what `why(rows)` ->
    {id: sentence} needs.
    """

    key: str
    label: str
    meaning: str
    source: str
    model: type
    rows: Callable
    shown: Callable
    why: Callable

    def by_place(self, user, county=None):
        """{township (its code, or None): how many} of a county, over counties {county: how many}; one query."""
        rows = self.rows(user).order_by()
        if county:
            rows = rows.filter(county_id=county).annotate(place=self._town())
        else:
            rows = rows.annotate(place=F("county_id"))
        return dict(rows.values("place").annotate(n=Count("pk")).values_list("place", "n"))

    def at(self, rows, town):
        """Those of its rows that lie in a township (its code; 0: in none)."""
        if self.model is Asset:
            return rows.filter(town_id=town or None)
        if town:
            return rows.filter(of_town(REGION, town))
        return rows.alias(at_town=town_of(REGION)).filter(at_town=None)

    def _town(self):
        return F("town_id") if self.model is Asset else town_of(REGION)


SIGN = "指导意见二（六）：确定经营主体，赋予经营权，签订经营协议或合同"
BY_COUNTY = "指导意见二（六）；本县参数「{}」，系统默认 {} {}（{}）"


def _set_by_county(parameter):
    return BY_COUNTY.format(parameter.label, parameter.default, parameter.unit, parameter.source)


CHECKS = [
    Check(
        "nobody",
        "无协议也未自营",
        "产权已确认的经营性资产，既没有签订的经营协议，也没有确认的自营申报：请确定经营主体并签订协议，自己经营的申报自营。",
        SIGN,
        Asset,
        unheld.nobody,
        unheld.shown_nobody,
        unheld.why_nobody,
    ),
    Check(
        "unsigned",
        "有租无合同",
        "约定的起始日期已过而协议没有签订，或者协议在履行而没有合同扫描件：请尽快补签、补传，不能补的收回资产。",
        SIGN,
        Agreement,
        unheld.unsigned,
        terms.agreements,
        unheld.why_unsigned,
    ),
    Check(
        "overstayed",
        "到期仍在使用",
        "协议期限已满，没有办理终止或续签，资产仍在使用：请办理到期终止并收回资产，或者按程序续签。",
        "指导意见二（六）：确定经营期限",
        Agreement,
        unheld.overstayed,
        terms.agreements,
        unheld.why_overstayed,
    ),
    Check(
        "long",
        "期限过长",
        "协议期限超过本县规定的最长年限：请与经营主体协商缩短，或者说明理由后变更协议。",
        _set_by_county(limits.YEARS),
        Agreement,
        terms.long,
        terms.shown_long,
        terms.why_long,
    ),
    Check(
        "cheap",
        "收益过低",
        "每年约定的收益与资产原值相比，低于本县规定的下限：请核对原值和约定，过低的协商调整，防止资产流失。",
        _set_by_county(limits.FLOOR),
        Agreement,
        terms.cheap,
        terms.shown_cheap,
        terms.why_cheap,
    ),
    Check(
        "alike",
        "疑似同一主体",
        "几个经营主体的联系电话、账号或法定代表人相同：请核实是否为关联主体，有无借名承包、围标串标。",
        "指导意见三（四）：对套取骗取扶贫资金、不依法履约的经营主体予以失信惩戒",
        Operator,
        terms.alike,
        terms.operators,
        terms.why_alike,
    ),
]
BY_KEY = {check.key: check for check in CHECKS}
