"""二（五）Public-welfare posts, the people in them and the months worked, as files."""

from assets.exporting.registers import all_of, form_of, rows_of, told_by, with_county
from assets.exporting.widgets import Figure, Label
from assets.models import Household
from custody.models import Engagement, WelfarePost, WorkedMonth
from custody.posts.choices import Leaving, Sex
from custody.posts.filters import PeopleFilter, PostFilter
from custody.posts.months import working_in
from custody.posts.sheet import SHAPE, MonthFilter, read_month
from journal.exports.registry import EXPORTS, Column, Exportable
from journal.imports.widgets import Day

POSTS = [
    *("system_number", "village_code", "town", "village", "name", "kind", "places", "pay", "per", "payer"),
    *("funds", "from_on", "to_on", "duties", "closed_reason", "remark"),
]
MONTHS = [
    *("engagement", "month", "town", "village", "post", "name", "kind", "days", "amount", "paid_on"),
    "remark",
]
KIND = Column("kind", "户类别", "engagement__kind", Label(Household.Kind), 14)
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
    shown=all_of(POSTS),
    read_only=with_county([Column("closed_reason", "撤岗原因", "closed_reason", width=20)]),
)
EXPORTS["engagements"] = Exportable(
    label="公益岗位人员",
    verb="view_households",
    resource="engagements",
    list_name="posts:people",
    rows=rows_of(Engagement, PeopleFilter),
    told=told_by(PeopleFilter),
    form=form_of(PeopleFilter),
    shown=all_of([column.key for column in PEOPLE]),
    read_only=with_county(PEOPLE),
)
EXPORTS["worked_months"] = Exportable(
    label="公益岗位出勤与补贴",
    verb="view_households",
    resource="worked_months",
    list_name="posts:months",
    rows=_months,
    told=_told,
    form=form_of(MonthFilter),
    shown=all_of(MONTHS),
    settled=_settled,
    read_only=with_county([KIND]),
)
