"""Columns of the lists of posts and of the people in them."""

from django.utils import timezone
from django.utils.html import format_html

from assets.columns import Column
from journal.templatetags.jiadi import day, money, place


def standing(post, taken):
    """(state for the colour, words): how a post stands today, so many of its places being taken."""
    if post.closed_reason:
        return "refused", "已撤岗"
    if post.to_on < timezone.localdate():
        return "warning", "设岗期满"
    return ("current", "已满员") if taken >= post.places else ("open", f"空缺 {post.places - taken} 人")


def badge(state, words):
    return format_html('<span class="state state-{}">{}</span>', state, words)


def at(post):
    """Where a post is: 城关镇 东关村."""
    return f"{post.village.parent.name} {place(post.village.name)}"


def _post_name(post):
    return format_html('<a href="{}">{}</a>', post.get_absolute_url(), post.name)


def _days(row):
    return f"{day(row.from_on)} 至 {day(row.to_on)}"


POSTS = [
    Column("name", "岗位名称", _post_name, "name"),
    Column("kind", "岗位类别", lambda p: p.get_kind_display(), "sort"),
    Column("at", "所在村", at, "at"),
    Column("places", "已录用／人数", lambda p: f"{p.taken}／{p.places}", "more", num=True),
    Column("pay", "补贴标准", lambda p: f"{p.get_per_display()} {money(p.pay)} 元", "amount", num=True),
    Column("payer", "发放方", lambda p: p.get_payer_display(), "more"),
    Column("funds", "资金来源", lambda p: p.get_funds_display(), "more"),
    Column("days", "设岗期", _days, "more"),
    Column("state", "状态", lambda p: badge(*standing(p, p.taken)), "st"),
]


def _person(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.name)


def _agreed(row):
    """The days of the agreement; how many are left where they are few, or that it is over."""
    if not row.from_on:
        return ""
    left = (row.to_on - timezone.localdate()).days
    if row.state == row.State.SERVING and left < 0:
        return format_html('{} <span class="late">已到期 {} 天</span>', _days(row), -left)
    return _days(row)


PEOPLE = [
    Column("name", "姓名", _person, "name"),
    Column("post", "岗位", lambda r: r.post.name, "sort"),
    Column("at", "所在村", lambda r: at(r.post), "at"),
    Column("home", "户类别", lambda r: r.get_kind_display(), "more"),
    Column(
        "age", "性别、年龄", lambda r: f"{r.get_sex_display()} {r.age(timezone.localdate())} 周岁", "more"
    ),
    Column("days", "协议期", _agreed, "more"),
    Column("state", "状态", lambda r: badge(r.state, r.get_state_display()), "st"),
]
