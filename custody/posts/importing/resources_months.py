"""二（五）What a workbook may say of months worked and paid: columns, their usual names, how cells are read."""

import re

from django import forms
from django.urls import reverse
from import_export import resources

from assets.importing.cells import Amount, Civil
from custody.models import WorkedMonth
from custody.posts.entering import VERB
from custody.posts.importing import months
from custody.posts.importing.cells import Month
from custody.posts.importing.resources import world
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text

IN_TITLE = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月")
NO_NUMBERS = "只写姓名；身份证号、银行卡号和电话不登记，请从表中删去。"


class MonthTableForm(forms.Form):
    """The month of the whole table, where its rows tell none."""

    month = forms.CharField(
        label="月份",
        required=False,
        max_length=20,
        help_text="整张表是一个月的，写成 2020-06；表中有月份列的，以该列为准。",
    )

    def clean_month(self):
        """As it is kept: 2020-06, or nothing."""
        try:
            return Month().render(Month().clean(self.cleaned_data["month"]))
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


@register("worked_months")
class MonthResource(resources.Resource):
    """公益岗位出勤与补贴: a line is one person's month."""

    label, verb, act = "公益岗位出勤与补贴", VERB, ("custody.import_months", "导入出勤与补贴")
    money_unit = "元"
    TableForm = MonthTableForm
    checker = months.MonthChecker
    next_step = "已登记，可在当月登记表中查看、更正"

    engagement = Column(
        "聘用编号",
        Text(20),
        attribute="engagement_id",
        names=("聘用号",),
        hint="导出的表自带；没有的，按姓名、村和岗位查找在岗人员。",
    )
    month = Column(
        "月份",
        Month(),
        attribute="month",
        names=("所属月份", "补贴月份", "年月", "所属年月", "出勤月份"),
        hint="整张表是一个月的可以不填，导入时填写一次。",
        example="2020-06",
    )
    town = Column(
        "乡镇", Text(60), attribute="engagement__post__village__parent__name", names=("所在乡镇", "乡镇名称")
    )
    village = Column(
        "村（社区）",
        Text(60),
        attribute="engagement__post__village__name",
        names=("所在村", "行政村", "村名", "村"),
        example="韩庄村",
    )
    post = Column(
        "岗位名称",
        Text(60),
        attribute="engagement__post__name",
        names=("岗位", "公益岗位", "公益岗位名称", "岗位类别"),
        example="韩庄村护路员",
    )
    name = Column(
        "姓名",
        Text(40),
        attribute="engagement__name",
        names=("人员姓名", "公益岗位人员", "公益岗人员"),
        required=True,
        unless=("engagement",),
        hint=NO_NUMBERS,
        example="试一",
    )
    days = Column(
        "出勤天数",
        Number(31),
        attribute="days",
        names=("出勤", "工作天数", "实际出勤天数", "上岗天数"),
        required=True,
        hint="没有出勤的填 0。",
        example="22",
    )
    amount = Column(
        "应发补贴",
        Amount(),
        attribute="amount",
        names=("补贴金额", "应发金额", "发放金额", "补助金额", "岗位补贴", "工资", "金额"),
        hint="不填的，按岗位的补贴标准和协议期算出。",
        example="500",
    )
    paid_on = Column(
        "发放日期",
        Civil(),
        attribute="paid_on",
        names=("发放时间", "支付日期"),
        hint="还没有发放的留空；已发放的不能用导入更改。",
        example="2020-07-10",
    )
    remark = Column("备注", Text(200), attribute="remark", names=("说明",))

    lock, write = staticmethod(months.lock), staticmethod(months.write)
    between = staticmethod(months.between)

    @staticmethod
    def suggest(title):
        """The month that the table's title tells."""
        found = set(IN_TITLE.findall(str(title)))
        return {"month": "{}-{:0>2}".format(*found.pop())} if len(found) == 1 else {}

    @staticmethod
    def twins(batch):
        """A month told twice is refused, not asked about."""
        return []

    @staticmethod
    def world(batch, by):
        """Who is in which post, for how much, and which months stand."""
        return world(batch, by, "custody_workedmonth", "custody_engagement", "custody_welfarepost")

    @staticmethod
    def rows_url(batch, action=""):
        """The sheet of the first month of this batch, showing its rows only; the other months are a step away."""
        rows = batch.wrote(WorkedMonth.objects.filter(county_id=batch.county_id), "worked_months", action)
        first = rows.order_by("month").values_list("month", flat=True).first()
        month = {"month": Month().render(first)} if first else {}
        return reverse("posts:months", query=rows_of(batch, action) | month)
