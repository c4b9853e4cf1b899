"""二（三）清查表 as a workbook: taken out of a round, filled in where there is no network, and brought back."""

from django import forms
from django.urls import reverse
from import_export import resources

from assets.choices import Status
from assets.importing import between, counts
from assets.importing.cells import Civil, Nearly
from assets.inventory.counting import VERB
from assets.models import Round, RoundLine
from assets.resources_registers import Named
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text
from tenancy import policy

State = RoundLine.State
RESULTS = {
    **dict.fromkeys(("账实相符", "一致", "符合", "√", "✓", "是"), State.MATCH),
    **dict.fromkeys(("不符", "不一致", "有差异", "不相符"), State.MISMATCH),
    **dict.fromkeys(("未找到", "没找到", "找不到", "丢失", "灭失", "无实物"), State.LOSS),
}


class Finding(Named):
    """A result of counting, by the words that people write on sheets."""

    def __init__(self):
        super().__init__(State, RESULTS)

    @property
    def offers(self):
        return [State.MATCH.label, State.MISMATCH.label, State.LOSS.label]

    def render(self, value, obj=None, **kwargs):
        return State(value).label if value else ""


class Condition(Nearly):
    """A condition, blank where it is as in the books."""

    def render(self, value, obj=None, **kwargs):
        return Status(value).label if value else ""


@register("counts")
class CountResource(resources.Resource):
    """清查表: a line says what was found of one asset of a round."""

    label, verb, act = "清查表", VERB, ("assets.import_counts", "导入清查结果")
    TableForm = forms.Form
    checker = counts.CountChecker
    next_step = "已登记清查结果，有差异的由县扶贫办处理"

    system_number = Column(
        "系统编号",
        Text(20),
        attribute="id",
        required=True,
        hint="导出的清查表自带；按它找到要登记的资产，请勿改动。",
    )
    number = Column("资产编号", Text(24), attribute="number", hint="只供对照，不会改动台账。")
    name = Column("资产名称", Text(120), attribute="name", hint="只供对照，不会改动台账。")
    result = Column(
        "清查结果",
        Finding(),
        attribute="state",
        names=("盘点结果", "清查情况", "结果"),
        hint="相符、账实不符、盘亏（未找到）；没有去看的留空。",
        example="相符",
    )
    found_quantity = Column(
        "实盘数量", Number(10**12, 2), attribute="found_quantity", names=("实有数量", "盘点数量"), example="2"
    )
    found_status = Column("实际状况", Condition(Status), attribute="found_status", names=("使用状况", "现状"))
    found_address = Column("实际位置", Text(120), attribute="found_address")
    note = Column("清查说明", Text(300), attribute="note", names=("差异说明", "备注", "说明"))
    counted_on = Column("清查日期", Civil(), attribute="counted_on", names=("盘点日期",))

    lock, write = staticmethod(counts.lock), staticmethod(counts.write)
    not_undone = staticmethod(counts.not_undone)

    @staticmethod
    def suggest(title):
        """Nothing: each line tells all."""
        return {}

    @staticmethod
    def twins(batch):
        """None: a line is named by its number."""
        return []

    @staticmethod
    def between(batch):
        """Rows that speak of one line of the list."""
        return between.once(batch, "清查明细")

    @staticmethod
    def world(batch, by):
        """What one may count for, and which rounds are open."""
        reach = sorted(policy.units(by, VERB).values_list("pk", "path"))
        return [reach, sorted(Round.objects.filter(state="open").values_list("pk", flat=True))]

    @staticmethod
    def rows_url(batch, action=""):
        """The list of lines, showing those of this batch only."""
        return reverse("assets:round_lines", query=rows_of(batch, action))
