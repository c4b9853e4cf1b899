"""The columns of the ledger's list: those everybody begins with, those one may add, and what a person chose."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html

from assets import custom
from assets.models import Alias, ColumnChoice, FundingLine
from journal.templatetags.jiadi import day, figure, money, place
from tenancy.scope import working_in

MOST = 16  # a wider list is no list, and no page of sixty kilobytes
OWN = "custom-"


@dataclass(frozen=True)
class Column:
    """A column: how a row's cell reads, what it sorts by (assets.pages), and what a page must load for it."""

    key: str
    label: str
    text: Callable
    css: str = "more"
    num: bool = False
    sort: str = ""
    loads: tuple = ()

    def cell(self, asset):
        """(css classes, text or HTML) of the column in a row."""
        return f"{self.css} num" if self.num else self.css, self.text(asset)


def _name(asset):
    held = format_html('<span class="state state-hold">{}</span> ', "冻结") if asset.hold_reason else ""
    return format_html('{}<a href="{}">{}</a>', held, reverse("assets:detail", args=[asset.pk]), asset.name)


def _type(asset):
    short = asset.get_category_display()[:2]
    return format_html('<span class="muted">{}</span> {}', short, asset.get_subtype_display())


def _at(asset):
    town = asset.town.name if asset.town else ""
    return f"{town} {place(asset.village.name)}" if asset.village else town


def _size(asset):
    return f"{figure(asset.quantity)} {asset.get_measure_display()}"


def _state(asset):
    return format_html('<span class="state state-{}">{}</span>', asset.state, asset.get_state_display())


def _funds(asset):
    lines = asset.project.lines.all() if asset.project else ()
    return "；".join(
        f"{line.get_level_display()} {line.get_kind_display()} {money(line.amount)}" for line in lines
    )


def _named(attribute):
    return lambda asset: str(getattr(asset, attribute) or "")


USUAL = [
    Column("number", "编号", lambda a: a.number or "未编号", "code", sort="number"),
    Column("name", "名称", _name, "name", sort="name"),
    Column("type", "类型", _type, "sort"),
    Column("at", "所在地", _at, "at"),
    Column("unit", "持有单位", lambda a: a.unit.name, "more holder"),
    Column("quantity", "数量", _size, num=True),
    Column(
        "original_value", "原值（元）", lambda a: money(a.original_value), "amount", num=True, sort="value"
    ),
    Column("formed_year", "年度", lambda a: str(a.formed_year), "year", sort="year"),
    Column("status", "使用状况", lambda a: a.get_status_display()),
    Column("state", "状态", _state, "st"),
]
MORE = [
    Column("category", "资产类型", lambda a: a.get_category_display()),
    Column("subtype", "小类", lambda a: a.get_subtype_display()),
    Column("town", "乡镇", _named("town")),
    Column("village", "村（社区）", lambda a: place(a.village) if a.village else ""),
    Column("address", "详细位置", lambda a: a.address, "more holder"),
    Column("holder", "实际持有（使用）人", lambda a: a.holder, "more holder"),
    Column("scope", "纳入依据", lambda a: a.get_scope_display(), "more holder"),
    Column("acquisition", "取得方式", lambda a: a.get_acquisition_display()),
    Column(
        "implementing_dept",
        "实施部门",
        _named("implementing_dept"),
        "more holder",
        loads=("implementing_dept",),
    ),
    Column(
        "supervising_dept", "监管部门", _named("supervising_dept"), "more holder", loads=("supervising_dept",)
    ),
    Column("project", "来源项目", _named("project"), "more holder", loads=("project",)),
    Column("funds", "资金来源", _funds, "more holder", loads=("project", "project__lines")),
    Column("life_years", "使用年限（年）", lambda a: str(a.life_years or ""), num=True),
    Column("in_use_on", "开始使用日期", lambda a: day(a.in_use_on) if a.in_use_on else ""),
    Column("status_reason", "状况说明", lambda a: a.status_reason, "more holder"),
    Column("spec", "建设内容及规模", lambda a: a.spec[:40], "more holder"),
    Column(
        "aliases",
        "原编号",
        lambda a: "、".join(alias.number for alias in a.aliases.all()),
        loads=("aliases",),
    ),
    Column("return_reason", "退回原因", lambda a: a.return_reason, "more holder"),
    Column("remark", "备注", lambda a: a.remark[:40], "more holder"),
    Column("created_at", "登记时间", lambda a: day(a.created_at)),
    Column("updated_at", "更新时间", lambda a: day(a.updated_at)),
]
NEEDED = "name"  # without it no row can be opened
PREFETCHED = {"project__lines": FundingLine, "aliases": Alias}


def available(county):
    """{key: Column} of all a list can show in a county (its code; None over counties)."""
    own = [
        Column(f"{OWN}{one.key}", one.label, _own(one), "more holder", num=one.is_number)
        for one in custom.columns(county)
    ]
    return {column.key: column for column in [*USUAL, *MORE, *own]}


def _own(one):
    return lambda asset: custom.cell(one, asset)


def home(user, county):
    """The county a choice is kept in: that one works in, over counties that of one's post (a city's own code)."""
    return county or getattr(getattr(user, "working_post", None), "county_id", None)


def chosen(user, county):
    """[Column] that a person sees in a county (None: over counties), in their order; unless they chose, the usual."""
    choice = ColumnChoice.objects.filter(county_id=home(user, county), owner=user).first()
    known = available(county) if choice else {}
    return [known[key] for key in choice.keys if key in known] if choice and choice.keys else USUAL


def choose(keys, *, by, county):
    """Remember a person's columns; those unknown, twice or too many are left out, the name is always there.

    Without any, the usual ones come back.
    """
    known, home_code = available(county), home(by, county)
    wanted = [key for key in dict.fromkeys(keys) if key in known]
    wanted = wanted if NEEDED in wanted or not wanted else [NEEDED, *wanted]
    with working_in(home_code):  # over counties one reads only; the choice is one's own, in the city
        ColumnChoice.objects.update_or_create(county_id=home_code, owner=by, defaults={"keys": wanted[:MOST]})


def loaded(rows, columns):
    """A queryset of assets with all that these columns show, in a number of queries that the columns alone decide."""
    paths = {path for column in columns for path in column.loads}
    joined = sorted(paths - PREFETCHED.keys())
    rows = rows.for_list().select_related(*joined) if joined else rows.for_list()
    fetched = [
        Prefetch(path, model.objects.order_by("pk")) for path, model in PREFETCHED.items() if path in paths
    ]
    return rows.prefetch_related(*fetched)
