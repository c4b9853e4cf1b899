"""Columns of the lists of agreements and operators."""

from django.utils.html import format_html

from assets.columns import Column
from journal.templatetags.jiadi import money


def _name(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.name)


def _assets(row):
    lines = sorted(row.lines.all(), key=lambda line: line.pk)
    first = lines[0].asset.name if lines else "—"
    return first + (f" 等 {len(lines)} 项" if len(lines) > 1 else "")


def _state(row):
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


def _operator(row):
    barred = format_html('<span class="state state-refused">{}</span> ', "失信") if row.is_barred else ""
    return format_html("{}{}", barred, row.operator.shown_name)


AGREEMENTS = [
    Column("number", "编号", lambda a: a.number or "未签订", "code"),
    Column("name", "协议名称", _name, "name"),
    Column("operator", "经营主体", _operator, "sort"),
    Column("assets", "资产", _assets, "more holder"),
    Column("unit", "发包（出租）方", lambda a: a.unit.name, "at"),
    Column("mode", "经营方式", lambda a: a.get_mode_display(), "more"),
    Column("term", "期限", lambda a: a.term_text, "year"),
    Column("total", "合同总额（元）", lambda a: money(a.total), "amount", num=True),
    Column("state", "状态", _state, "st"),
]


def _operator_name(row):
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.shown_name)


def _standing(row):
    if row.is_barred:
        return format_html('<span class="state state-refused">{}</span>', "失信惩戒中")
    return ""


OPERATORS = [
    Column("name", "名称", _operator_name, "name"),
    Column("kind", "主体类别", lambda o: o.get_kind_display(), "sort"),
    Column("code", "统一社会信用代码", lambda o: o.credit_code or "—", "code"),
    Column("unit", "登记单位", lambda o: o.unit.name, "at"),
    Column("agreements", "履行中的协议", lambda o: str(o.agreements_in_force), "amount held", num=True),
    Column("standing", "信用", _standing, "st"),
]
