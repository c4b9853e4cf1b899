"""二（三）资产台账 as a file: the list, all there is of it, and the official layout (县、乡、村、部门四级同一张表)."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, JSONField, OuterRef, Q, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Cast, Concat, JSONObject, Trim
from django.http import QueryDict

from assets import saved
from assets.choices import Acquisition, Category, FundLevel, Measure, Status, Subtype
from assets.columns import OWN, chosen
from assets.exporting.details import detail_columns, with_details
from assets.exporting.widgets import Figure, Label, Yuan
from assets.filters import AssetFilter
from assets.models import Alias, Asset, FundingLine
from assets.pages import ORDERS, TURNED
from assets.querysets import WORTH
from journal.exports.ledger import Ledger
from journal.exports.paper import on_paper
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

# What a column of the list is in the file, where it has another name or is two.
IN_FILE = {
    "type": ("category", "subtype"),
    "at": ("town", "village"),
    "quantity": ("quantity", "measure"),
    "implementing_dept": ("department",),
    "supervising_dept": ("supervising",),
    "project": ("project_name",),
    "funds": ("fund_text",),
    "aliases": ("alias",),
}
LEVELS = {
    "中央": [FundLevel.CENTRAL],
    "省级": [FundLevel.PROVINCE],
    "市级": [FundLevel.CITY],
    "县级": [FundLevel.COUNTY],
    "其他": [FundLevel.TOWN, FundLevel.SOCIETY, FundLevel.OWN],
}
ALONE = "分级资金只列单独形成一项资产的项目；一个项目形成多项资产的，见“资金来源说明”，不重复计入合计。"


def rows(user, scope, query):
    """The assets a person's list shows under this query, in its order, by itself oldest first."""
    form = filtered(user, scope, query)
    old = Alias.objects.filter(county_id=OuterRef("county_id"), asset_id=OuterRef("pk")).order_by()
    numbers = old.values("asset_id").annotate(told=StringAgg("number", "、", order_by="pk")).values("told")
    found = form.apply(Asset.objects.permitted(user)).annotate(old_numbers=Subquery(numbers))
    return with_details(found).alias(worth=WORTH).order_by("county_id", *_order(form), "pk")


def _order(form):
    sort = form.cleaned_data.get("sort") or ""
    key, descending, _ = ORDERS.get(sort.removeprefix(TURNED), ORDERS["new"])
    return [f"-{key}" if descending != sort.startswith(TURNED) else key] if key else []


def told(user, scope, query):
    """The filters at work, in words."""
    return "；".join(f"{label}：{value}" for label, value in saved.told(filtered(user, scope, query)))


def settled(user, scope, query):
    """The query with a saved filter written out: it may change, or go, before the job begins."""
    return QueryDict(saved.kept(filtered(user, scope, query)))


def filtered(user, scope, query):
    return AssetFilter(query, scope=scope, user=user)


def shown(user, scope, query):
    """The columns this person chose for the list, as columns of the file, and what tells one asset from another."""
    keys = [column.key.removeprefix(OWN) for column in chosen(user, scope.county)]
    home = [] if scope.county else ["county"]
    keys = [key for own in keys for key in IN_FILE.get(own, (own,))]
    return list(dict.fromkeys(home + keys + ["number", "system_number"]))


def read_only(county):
    """What an import passes over: states, keys to other tables, the fields of one kind of asset."""
    home = [] if county else [Column("county", "县区", "county__name")]
    return [
        *home,
        Column("state", "办理状态", "state", Label(Asset.State)),
        Column("entered_at", "入账日期", "entered_at__date", Day()),
        Column("return_reason", "退回原因", "return_reason", width=24),
        Column("hold_reason", "冻结原因", "hold_reason", width=24),
        Column("created_at", "登记时间", "created_at__date", Day()),
        Column("updated_at", "更新时间", "updated_at__date", Day()),
        *detail_columns(),
    ]


def in_the_book(found):
    """The rows of the official ledger in the order of places.

    With `funds`, the project's money by level, where the asset is all that the project built.
    """
    lines = FundingLine.objects.filter(county_id=OuterRef("county_id"), project_id=OuterRef("project_id"))
    sums = {
        name: Cast(Sum("amount", filter=Q(level__in=levels)), TextField()) for name, levels in LEVELS.items()
    }
    by_level = lines.order_by().values("project_id").annotate(told=JSONObject(**sums)).values("told")
    built = Asset.objects.filter(county_id=OuterRef("county_id"), project_id=OuterRef("project_id"))
    built = built.order_by().values("project_id").annotate(n=Count("pk")).values("n")
    found = found.alias(built=Subquery(built)).annotate(
        funds=Case(When(built=1, then=Subquery(by_level)), output_field=JSONField(), default=None),
        funds_told=Case(
            When(
                built__gt=1,
                then=Trim(
                    Concat(
                        "project__fund_text",
                        Value(" 项目形成 "),
                        Cast("built", TextField()),
                        Value(" 项资产，资金不分摊"),
                        output_field=TextField(),
                    )
                ),
            ),
            default="project__fund_text",
            output_field=TextField(),
        ),
    )
    return found.order_by("county_id", "town_id", "village_id", "number", "pk")


LEDGER = Ledger(
    title="扶贫资产台账",
    rows=in_the_book,
    defaults={"state": Asset.State.LEDGER},  # a draft is in no ledger, unless one asks for the drafts
    groups=[
        (
            "资产基本情况",
            [
                Column("number", "资产编号", "number", width=31),
                Column("name", "资产名称", "name", width=24),
                Column("category", "资产类型", "category", Label(Category), width=11),
                Column("subtype", "资产小类", "subtype", Label(Subtype), width=12),
                Column("town", "乡镇", "town__name", width=11),
                Column("village", "村（社区）", "village__name", width=16),
                Column("spec", "建设内容及规模", "spec", width=30),
                Column("quantity", "数量", "quantity", Figure(), width=9),
                Column("measure", "单位", "measure", Label(Measure), width=7),
                Column("acquisition", "取得方式", "acquisition", Label(Acquisition), width=9),
                Column("formed_year", "形成年度", "formed_year", Figure(), width=7),
            ],
        ),
        (
            "",
            [Column("original_value", "原值", "original_value", Yuan(), 13, is_wan=True, is_summed=True)],
        ),
        (
            "来源项目和资金",
            [
                Column("project", "来源项目", "project__name", width=22),
                Column("fund_year", "资金年度", "project__fund_year", Figure(), width=7),
                *(
                    Column(name, name, "funds", Yuan(), 11, pick=name, is_wan=True, is_summed=True)
                    for name in LEVELS
                ),
                Column("funds_told", "资金来源说明", "funds_told", width=18),
            ],
        ),
        (
            "权属、实施和监管",
            [
                Column("unit", "持有单位", "unit__name", width=18),
                Column("holder", "实际持有（使用）人", "holder", width=16),
                Column("implementing", "实施部门", "implementing_dept__name", width=16),
                Column("supervising", "监管部门", "supervising_dept__name", width=16),
                Column("status", "使用状况", "status", Label(Status), width=9),
            ],
        ),
        (
            "带贫效益",
            [
                Column("linkage", "带贫减贫机制", "project__linkage", width=22),
                Column("beneficiaries", "受益对象", "project__beneficiaries", width=16),
            ],
        ),
        (
            "",
            [
                Column("remark", "备注", "remark", width=16),
                Column("system_number", "系统编号", "id", width=8),
            ],
        ),
    ],
    notes=(ALONE,),
)

EXPORTS["assets"] = Exportable(
    label="资产台账",
    verb="view_register",
    resource="assets",
    list_name="assets:list",
    rows=rows,
    told=told,
    form=filtered,
    shown=shown,
    settled=settled,
    read_only=read_only,
    ledger=LEDGER,
)
on_paper("assets", Asset)
