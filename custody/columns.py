"""Columns of the list of duties, and of the assets that nobody looks after."""

from django.utils.html import format_html

from assets.columns import USUAL, Column
from assets.models import Asset
from custody import rules
from journal.templatetags.jiadi import money
from ownership.prints import at
from tenancy import persons


def _name(duty):
    return format_html('<a href="{}">{}</a>', duty.get_absolute_url(), duty.name)


def _state(duty):
    return format_html('<span class="state state-{}">{}</span>', duty.state, duty.get_state_display())


def _term(duty):
    late = format_html(' <span class="late">{}</span>', "已到期") if duty.is_lapsed else ""
    return format_html("{}{}", duty.term_text(), late)


def columns(names):
    """The columns of the list of duties; people by their `names`, or masked."""
    return [
        Column("name", "资产名称", _name, "name", sort="name"),
        Column("at", "所在地", lambda duty: at(duty.asset), "at"),
        Column("kind", "管护内容", lambda duty: duty.get_kind_display()),
        Column("body", "管护主体", lambda duty: shown_body(duty, names), "more holder"),
        Column("custodian", "责任人", lambda duty: shown_name(duty.custodian, names), "sort"),
        Column("keeper", "人员类别", lambda duty: duty.get_keeper_display(), "more"),
        Column("term", "期限", _term),
        Column("fund", "经费来源", lambda duty: duty.get_fund_source_display(), "more"),
        Column("amount", "经费（元/年）", lambda duty: money(duty.fund_amount), num=True),
        Column("state", "状态", _state, "st"),
    ]


def shown_name(name, names):
    """A person's name, in full for whoever may read `names`."""
    return name if names else persons.mask_name(name)


def shown_body(duty, names):
    """Who looks after it; a household is called by a person's name."""
    return shown_name(duty.body_name, names or duty.regime != "household")


def shown_phone(phone, names):
    """A telephone number, in full for whoever may read `names`."""
    if names or not phone:
        return phone
    return f"{phone[:3]}{'*' * max(len(phone) - 7, 4)}{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)


def _stretches(asset: Asset):
    """自 2024-03-01 无人管护, or the last stretch that is over."""
    if not asset.stretches:
        return ""
    begins, ends = asset.stretches[-1]
    more = f" 等 {len(asset.stretches)} 段" if len(asset.stretches) > 1 else ""
    return f"{rules.term_text(begins, ends)}{more}"


def _days(asset):
    css = "late" if asset.is_bare else ""
    return format_html('<span class="{}">{} 天</span>', css, rules.days(asset.stretches))


PLAIN = [column for column in USUAL if column.key not in ("state", "quantity", "formed_year")]
# Of assets with days on which nobody was responsible.
GAP_COLUMNS = [
    *(column for column in USUAL if column.key in ("number", "name", "type", "at", "unit")),
    Column("stretch", "空档", _stretches),
    Column("days", "合计", _days, "year", num=True),
    Column("now", "现状", lambda asset: "无人管护" if asset.is_bare else "已有人管护", "st"),
]
