"""二（六）What a workbook may say of work that operators gave: columns, their usual names, how cells are read."""

from django import forms
from django.db import connection
from django.urls import reverse
from import_export import resources

from assets.importing.cells import Amount, Year
from assets.resources_registers import Named, choice, year, year_in
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text
from operation import importing_jobs
from operation.choices import Category
from operation.employing import VERB
from tenancy import policy

CATEGORIES = {
    **dict.fromkeys(("贫困户", "脱贫户", "建档立卡户", "建档立卡贫困户", "脱贫人口"), Category.REGISTERED),
    **dict.fromkeys(("监测户", "监测对象", "三类户", "边缘户", "脱贫不稳定户"), Category.MONITORED),
    **dict.fromkeys(("一般户", "一般农户", "非贫困户", "其他", "其他农户", "本地农户"), Category.LOCAL),
}
ID_HINT = "导出的表自带，用来认出已登记的行；新增的留空。已登记的不能用导入更改。"


class JobTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    year = year()
    category = choice("人员类别", Category)


@register("jobs")
class JobResource(resources.Resource):
    """带动就业: a line is one person's work of one year."""

    label, verb, act = "带动就业", VERB, ("operation.import_jobs", "导入带动就业")
    money_unit = "元"
    TableForm = JobTableForm
    checker = importing_jobs.JobChecker
    next_step = "已登记，有错的逐条作废后重新登记"

    system_number = Column("系统编号", Text(20), attribute="id", hint=ID_HINT)
    agreement_number = Column(
        "协议编号",
        Text(24),
        attribute="agreement__number",
        names=("经营协议编号", "合同编号"),
        required=True,
        unless=("system_number",),
        hint="已签订的经营协议的编号。",
        example="410821X2020000001",
    )
    worker = Column(
        "务工人员",
        Text(40),
        attribute="worker",
        names=("姓名", "务工人员姓名", "人员姓名", "用工人员"),
        required=True,
        unless=("system_number",),
        hint="只写姓名；身份证号和电话不登记，请从表中删去。",
        example="试一",
    )
    category = Column(
        "人员类别",
        Named(Category, CATEGORIES),
        attribute="category",
        names=("类别", "户类别", "户属性", "人员类型"),
        example="脱贫户",
    )
    household_code = Column(
        "户编号",
        Text(30),
        attribute="household__code",
        names=("户编码", "户号"),
        hint="到户登记中同村的户；没有登记的留空。",
    )
    work = Column(
        "岗位",
        Text(60),
        attribute="work",
        names=("工种", "务工岗位", "从事工作"),
        required=True,
        unless=("system_number",),
        example="缝纫工",
    )
    year = Column("年度", Year(), attribute="year", names=("年份",), example="2020")
    months = Column(
        "务工月数",
        Number(12),
        attribute="months",
        names=("月数", "务工时间（月）", "工作月数"),
        required=True,
        unless=("system_number",),
        example="10",
    )
    wages = Column(
        "劳务报酬",
        Amount(),
        attribute="wages",
        names=("工资", "年工资", "务工收入", "报酬", "工资总额"),
        required=True,
        unless=("system_number",),
        hint="本年度合计。",
        example="24000",
    )

    suggest = staticmethod(year_in)
    lock, write = staticmethod(importing_jobs.lock), staticmethod(importing_jobs.write)
    between = staticmethod(importing_jobs.between)

    @staticmethod
    def twins(batch):
        """Work told twice is refused, not asked about."""
        return []

    @staticmethod
    def world(batch, by):
        """The units one may write for, and how the county's lines stand: a row may be one of them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), max(id), sum(version) FROM operation_localjob WHERE county_id = %s",
                [batch.county_id],
            )
            units = sorted(policy.units(by, VERB).values_list("pk", "path"))
            return [units, [str(figure) for figure in cursor.fetchone()]]

    @staticmethod
    def rows_url(batch, action=""):
        """The list, showing the rows of this batch only."""
        return reverse("operation:jobs", query=rows_of(batch, action))
