"""公益岗位拟聘人员公示 (二（五）, 一（三）5): who is to come into a post is shown before the township decides.

Of a person only the masked name, and whether the household comes before others: a class that one household alone has in
its village (特困, 残疾) would name it.
"""

from custody.models import Engagement, WelfarePost
from journal.models import NoticeRow
from journal.notices import NoticeKind, register
from journal.notices.days import GUIDANCE, NOTICE_DAYS
from journal.templatetags.jiadi import place

CODE = "custody.post"
COLUMNS = ("姓名", "所在村", "拟聘岗位", "优先吸纳对象", "补贴标准", "评议情况")


def shown(engagements):
    """What a notice says of engagements."""
    county = engagements[0].county_id
    rows = WelfarePost.objects.filter(county_id=county, pk__in={one.post_id for one in engagements})
    posts = {post.pk: post for post in rows.select_related("village")}
    return {
        "title": f"公益岗位拟聘人员公示（{len(engagements)} 人）",
        "text": [
            "下列人员经本人申请、民主评议，拟聘用为扶贫资产管护公益岗位人员，现予公示。有不同意见的，请在公示期内"
            "提出异议；期满无异议或异议已经答复的，报乡镇人民政府审批、县级备案。"
        ],
        "facts": [("拟聘人数", f"{len(engagements)} 人")],
        "columns": COLUMNS,
        "rows": [_line(one, posts[one.post_id]) for one in engagements],
    }


def _line(one, post):
    votes = f"参会 {one.attended} 人，同意 {one.in_favour} 人"
    first = "是" if one.is_first else "否"
    return [one.shown_name, place(post.village.name), post.name, first, post.pay_text, votes]


def candidates(user):
    """Those who passed their review, that a person may show and that are not shown yet."""
    live = NoticeRow.objects.filter(kind=CODE, table=Engagement._meta.db_table, is_live=True)
    rows = Engagement.objects.permitted(user, "draft_notice").filter(state=Engagement.State.REVIEWED)
    return rows.exclude(pk__in=live.values("row_id")).select_related("unit")


POST = register(
    NoticeKind(
        code=CODE,
        label="公益岗位拟聘人员公示",
        asks=True,
        days=NOTICE_DAYS,
        clause="二（五）",
        source=GUIDANCE,
        render=shown,
        fields=(*COLUMNS, "拟聘人数"),
        per_row=True,
        candidates=candidates,
    )
)
