"""Columns of the lists of dues and receipts."""

from django.utils.html import format_html

from assets.columns import Column
from journal.templatetags.jiadi import day, money


def _state(state, label):
    return format_html('<span class="state state-{}">{}</span>', state, label)


def _agreement(due):
    return format_html('<a href="{}">{}</a>', due.get_absolute_url(), due.agreement.name)


def _standing(due):
    late = f" {due.days_late} 天" if due.days_late else ""
    return _state(due.standing[0], due.standing[1] + late)


def _left(due):
    return "待核定" if due.amount is None and due.state == due.State.OPEN else money(due.left)


DUES = [
    Column("agreement", "经营协议", _agreement, "name"),
    Column("operator", "经营主体", lambda due: due.operator.shown_name, "sort"),
    Column("unit", "收款单位", lambda due: due.unit.name, "at"),
    Column("kind", "款项", str, "code"),
    Column("due_on", "应付日期", lambda due: day(due.due_on), "year"),
    Column(
        "amount",
        "应收（元）",
        lambda due: "待核定" if due.amount is None else money(due.amount),
        "more",
        num=True,
    ),
    Column("paid", "已收（元）", lambda due: money(due.paid), "more", num=True),
    Column("left", "未收（元）", _left, "amount owed", num=True),
    Column("standing", "收取情况", _standing, "st"),
]


def _voucher(receipt):
    return format_html('<a href="{}">{}</a>', receipt.get_absolute_url(), receipt.voucher)


def _surplus(receipt):
    if not receipt.surplus:
        return ""
    return f"{receipt.get_surplus_use_display()} {money(receipt.surplus)}"


RECEIPTS = [
    Column("voucher", "凭证号", _voucher, "name"),
    Column("operator", "经营主体", lambda one: one.operator.shown_name, "sort"),
    Column("unit", "收款单位", lambda one: one.unit.name, "at"),
    Column("received_on", "到账日期", lambda one: day(one.received_on), "year"),
    Column("paid_by", "付款方式", lambda one: one.get_paid_by_display(), "more"),
    Column("amount", "金额（元）", lambda one: money(one.amount), "amount", num=True),
    Column("surplus", "多收部分", _surplus, "more"),
    Column("state", "状态", lambda one: _state(_colour(one), one.get_state_display()), "st"),
]


def _colour(receipt):
    return "retired" if receipt.state == "void" else "done"
