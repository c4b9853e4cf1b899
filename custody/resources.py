"""二（五）What a workbook may say of duties: columns, their usual names, how cells are read."""

from django import forms
from django.db import connection
from django.urls import reverse
from import_export import resources

from assets.importing.cells import Amount, Civil
from assets.resources_registers import ID_HINT, Named, choice
from custody import importing
from custody.actions import IMPORTED, VERB
from custody.choices import DutyKind, FundSource, Keeper, Regime
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Text
from tenancy import policy

KINDS = {"管护": DutyKind.CARE, "维护": DutyKind.UPKEEP, "维修": DutyKind.UPKEEP, "指导": DutyKind.GUIDANCE}
REGIMES = {
    "行业部门": Regime.DEPARTMENT,
    "部门管护": Regime.DEPARTMENT,
    "村集体": Regime.VILLAGE,
    "村级管护": Regime.VILLAGE,
    "村管护": Regime.VILLAGE,
    "乡镇": Regime.TOWN,
    "镇管护": Regime.TOWN,
    "企业管护": Regime.ENTERPRISE,
    "合作社管护": Regime.ENTERPRISE,
    "农户": Regime.HOUSEHOLD,
    "户管护": Regime.HOUSEHOLD,
}
KEEPERS = {
    "公益岗位": Keeper.POST,
    "公益岗": Keeper.POST,
    "部门人员": Keeper.STAFF,
    "乡镇干部": Keeper.STAFF,
    "企业": Keeper.ENTERPRISE,
    "物业": Keeper.COMPANY,
}
FUNDS = {
    "村集体": FundSource.COLLECTIVE,
    "集体收入": FundSource.COLLECTIVE,
    "财政": FundSource.COUNTY,
    "无": FundSource.NONE,
}


class DutyTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    kind = choice("管护内容", DutyKind)
    regime = choice("管护方式", Regime)
    fund_source = choice("经费来源", FundSource)


@register("duties")
class DutyResource(resources.Resource):
    """管护责任: a line says who looks after one asset."""

    label, verb, act = "管护责任", VERB, (IMPORTED, "导入管护责任")
    money_unit = "元"
    TableForm = DutyTableForm
    checker = importing.DutyChecker
    next_step = "均为起草，由审核人员确认后生效"

    system_number = Column("系统编号", Text(20), attribute="id", hint=ID_HINT)
    asset_number = Column(
        "资产编号",
        Text(24),
        attribute="asset__number",
        names=("编号", "资产代码"),
        hint="台账中的编号；没有编号的，按资产名称在您的范围内查找。",
    )
    name = Column(
        "资产名称",
        Text(120),
        attribute="name",
        names=("名称", "项目名称", "扶贫资产名称"),
        required=True,
        unless=("asset_number", "system_number"),
        example="东关至刘庄道路",
    )
    kind = Column("管护内容", Named(DutyKind, KINDS), attribute="kind", names=("管护类别", "责任类别"))
    regime = Column(
        "管护方式",
        Named(Regime, REGIMES),
        attribute="regime",
        names=("管护模式", "管护类型"),
        example="村集体管护",
    )
    body_name = Column(
        "管护主体",
        Text(120),
        attribute="body_name",
        names=("管护单位", "责任单位", "管护责任单位"),
        hint="不填的，按管护方式取资产所在的村、乡镇或监管部门；村名前写上乡镇名称。",
        example="城关镇东关村",
    )
    custodian = Column(
        "管护责任人",
        Text(40),
        attribute="custodian",
        names=("责任人", "管护人", "管护员", "管护人员", "姓名"),
        required=True,
        unless=("system_number",),
        hint="写真实姓名；身份证号和银行卡号不登记。",
        example="试一",
    )
    keeper = Column(
        "管护人员类别", Named(Keeper, KEEPERS), attribute="keeper", names=("人员类别", "人员性质")
    )
    phone = Column("联系电话", Text(20), attribute="phone", names=("电话", "联系方式", "手机号"))
    from_on = Column(
        "起始日期",
        Civil(),
        attribute="from_on",
        names=("开始日期", "开始时间", "管护起始日期"),
        required=True,
        unless=("system_number",),
        example="2020-10-01",
    )
    to_on = Column("截止日期", Civil(), attribute="to_on", names=("结束日期", "终止日期", "到期日期"))
    fund_source = Column(
        "管护经费来源", Named(FundSource, FUNDS), attribute="fund_source", names=("经费来源", "资金来源")
    )
    fund_amount = Column(
        "管护经费",
        Amount(),
        attribute="fund_amount",
        names=("年管护经费", "经费", "管护费", "管护资金", "补助标准"),
        hint="每年的金额。",
        example="1200",
    )
    duties = Column("管护职责", Text(500), attribute="duties", names=("职责", "管护要求"))
    remark = Column("备注", Text(300), attribute="remark", names=("说明",))

    lock, write = staticmethod(importing.lock), staticmethod(importing.write)
    between = staticmethod(importing.between)

    @staticmethod
    def suggest(title):
        """The title above the table tells nothing that its rows do not."""
        return {}

    @staticmethod
    def twins(batch):
        """A duty told twice overlaps itself: `between` and the check say so."""
        return []

    @staticmethod
    def world(batch, by):
        """The units one may write for, and how the county's duties stand: rows may be in the time of one of them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), max(id), sum(version) FROM custody_duty WHERE county_id = %s",
                [batch.county_id],
            )
            units = sorted(policy.units(by, VERB).values_list("pk", "path"))
            return [units, [str(figure) for figure in cursor.fetchone()]]

    @staticmethod
    def rows_url(batch, action=""):
        """The list, showing the rows of this batch only."""
        return reverse("custody:list", query=rows_of(batch, action))
