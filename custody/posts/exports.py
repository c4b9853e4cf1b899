"""二（五）Public-welfare posts, the people in them and the months worked, as files."""

from import_export.widgets import Widget

from assets.exporting.registers import form_of, rows_of, told_by
from assets.exporting.widgets import Figure, Label, Yuan
from assets.models import Household
from custody.models import Engagement, WelfarePost, WorkedMonth
from custody.posts.choices import Leaving, Money, Payer, Per, PostKind, Sex
from custody.posts.filters import PeopleFilter, PostFilter
from custody.posts.months import working_in
from custody.posts.sheet import SHAPE, MonthFilter, read_month
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day


class Month(Widget):
    """A month as it is written: 2020-06."""

    def render(self, value, obj=None, **kwargs):
        return value.strftime(SHAPE) if value else ""


def _with_county(columns):
    """read_only(county): these columns, and the county where there are several."""
    return lambda county: [*([] if county else [Column("county", "县区", "county__name")]), *columns]


def _all(columns):
    """shown(user, scope, query): every column there is."""
    keys = [column.key for column in columns]
    return lambda user, scope, query: [*([] if scope.county else ["county"]), *keys]


POSTS = [
    Column("id", "岗位编号", "id", width=9),
    Column("town", "乡镇", "village__parent__name", width=12),
    Column("village", "村（社区）", "village__name", width=18),
    Column("name", "岗位名称", "name", width=22),
    Column("kind", "岗位类别", "kind", Label(PostKind), 14),
    Column("places", "岗位人数", "places", Figure(), 9),
    Column("pay", "补贴标准（元）", "pay", Yuan(), 14),
    Column("per", "计发周期", "per", Label(Per), 9),
    Column("payer", "发放方", "payer", Label(Payer), 14),
    Column("funds", "补贴资金来源", "funds", Label(Money), 16),
    Column("from_on", "设岗起始日期", "from_on", Day(), 13),
    Column("to_on", "设岗截止日期", "to_on", Day(), 13),
    Column("duties", "岗位职责", "duties", width=32),
    Column("closed_reason", "撤岗原因", "closed_reason", width=20),
    Column("remark", "备注", "remark", width=20),
]
PEOPLE = [
    Column("id", "聘用编号", "id", width=9),
    Column("town", "乡镇", "post__village__parent__name", width=12),
    Column("village", "村（社区）", "post__village__name", width=18),
    Column("post", "岗位名称", "post__name", width=22),
    Column("name", "姓名", "name", width=10),
    Column("sex", "性别", "sex", Label(Sex), 6),
    Column("born_on", "出生日期", "born_on", Day(), 12),
    Column("kind", "户类别", "kind", Label(Household.Kind), 14),
    Column("code", "户编号", "household__code", width=14),
    Column("phone", "联系电话", "phone", width=14),
    Column("applied_on", "申请日期", "applied_on", Day(), 12),
    Column("reviewed_on", "评议日期", "reviewed_on", Day(), 12),
    Column("attended", "参会人数", "attended", Figure(), 9),
    Column("in_favour", "同意人数", "in_favour", Figure(), 9),
    Column("priority_reason", "未优先录用的理由", "priority_reason", width=24),
    Column("from_on", "协议起始日期", "from_on", Day(), 13),
    Column("to_on", "协议截止日期", "to_on", Day(), 13),
    Column("state", "状态", "state", Label(Engagement.State), 12),
    Column("leaving", "离岗情形", "leaving", Label(Leaving), 12),
]
MONTHS = [
    Column("engagement", "聘用编号", "engagement_id", width=9),
    Column("month", "月份", "month", Month(), 10),
    Column("town", "乡镇", "engagement__post__village__parent__name", width=12),
    Column("village", "村（社区）", "engagement__post__village__name", width=18),
    Column("post", "岗位名称", "engagement__post__name", width=22),
    Column("name", "姓名", "engagement__name", width=10),
    Column("kind", "户类别", "engagement__kind", Label(Household.Kind), 14),
    Column("days", "出勤天数", "days", Figure(), 9),
    Column("amount", "应发补贴（元）", "amount", Yuan(), 14),
    Column("paid_on", "发放日期", "paid_on", Day(), 12),
    Column("remark", "备注", "remark", width=20),
]


def _months(user, scope, query):
    """What the sheet of a month shows a person, village by village."""
    form = MonthFilter(query, scope=scope, user=user)
    month = read_month(query.get("month", ""))
    people = working_in(month, form.apply(Engagement.objects.permitted(user)))
    rows = WorkedMonth.objects.permitted(user).filter(month=month, engagement__in=people.values("pk"))
    return rows.order_by("county_id", "engagement__post__village_id", "engagement_id")


def _told(user, scope, query):
    """Which month, and the filters at work."""
    told = MonthFilter(query, scope=scope, user=user).told()
    return "；".join(filter(None, [f"月份：{read_month(query.get('month', '')):{SHAPE}}", told]))


def _settled(user, scope, query):
    """The month written out: the last one is another when the job begins on the first of a month."""
    kept = query.copy()
    kept["month"] = read_month(query.get("month", "")).strftime(SHAPE)
    return kept


EXPORTS["welfare_posts"] = Exportable(
    label="公益岗位",
    verb="view_register",
    resource="welfare_posts",
    list_name="posts:list",
    rows=rows_of(WelfarePost, PostFilter),
    told=told_by(PostFilter),
    form=form_of(PostFilter),
    shown=_all(POSTS),
    read_only=_with_county(POSTS),
)
EXPORTS["engagements"] = Exportable(
    label="公益岗位人员",
    verb="view_households",
    resource="engagements",
    list_name="posts:people",
    rows=rows_of(Engagement, PeopleFilter),
    told=told_by(PeopleFilter),
    form=form_of(PeopleFilter),
    shown=_all(PEOPLE),
    read_only=_with_county(PEOPLE),
)
EXPORTS["worked_months"] = Exportable(
    label="公益岗位出勤与补贴",
    verb="view_households",
    resource="worked_months",
    list_name="posts:months",
    rows=_months,
    told=_told,
    form=form_of(MonthFilter),
    shown=_all(MONTHS),
    settled=_settled,
    read_only=_with_county(MONTHS),
)
