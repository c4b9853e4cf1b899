"""二（三）What a workbook may say of households and of subsidies: columns, their usual names, how cells are read."""

import re

from django import forms
from django.db import connection
from django.urls import reverse
from import_export import resources

from assets.choices import Subtype
from assets.importing import between, households, same_home, subsidies
from assets.importing.cells import Amount, Civil, MeasureWord, Nearly, Quantity, Year
from assets.models import Household, HouseholdGrant, Result, Subsidy
from assets.registers import VERB
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Choice, Number, Text
from tenancy import policy

YEAR = re.compile(r"(20\d\d)\s*年")
ID_HINT = "导出的表自带；按它更新那一条登记，留空即新增。空白的格不改动原有内容。"
NO_NUMBERS = "只写姓名；身份证号和电话不登记，请从表中删去。"
Kind = Household.Kind


class Named(Nearly):
    """One of a TextChoices, also by names that offices use for it."""

    def __init__(self, choices, names):
        super().__init__(choices)
        self.names = names

    def _find(self, text):
        return self.names.get(text) or super()._find(text)


KINDS = {
    "贫困户": Kind.REGISTERED,
    "建档立卡户": Kind.REGISTERED,
    "五保户": Kind.EXTREME,
    "特困户": Kind.EXTREME,
    "特困人员": Kind.EXTREME,
    "监测对象": Kind.MONITORED,
    "三类户": Kind.MONITORED,
    "普通农户": Kind.ORDINARY,
    "非贫困户": Kind.ORDINARY,
}
RESULTS = {
    **dict.fromkeys(("达到", "已达到", "达标", "完成", "优", "良", "优秀", "良好"), Result.MET),
    **dict.fromkeys(("基本达到", "基本达标", "基本完成", "部分完成", "中", "一般"), Result.PARTLY),
    **dict.fromkeys(("没有达到", "未达标", "未完成", "差", "较差"), Result.UNMET),
    **dict.fromkeys(("未评价", "未开展", "正在评价"), Result.PENDING),
}


class HouseholdSubtype(Choice):
    """D01–D03, by code or label."""

    def __init__(self):
        super().__init__([subtype for subtype in Subtype if subtype.value.startswith("D")])

    def render(self, value, obj=None, **kwargs):
        return Subtype(value).label if value else ""


def choice(label, choices):
    return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *choices.choices])


def year():
    return forms.IntegerField(label="年度", required=False, min_value=1986, max_value=2099)


class HouseholdTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    year = year()
    kind = choice("户类别", Kind)
    result = choice("绩效结果", Result)
    presence = choice("现状", HouseholdGrant.Presence)


class SubsidyTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    year = year()
    kind = choice("补贴类别", Subsidy.Kind)
    result = choice("绩效结果", Result)


def year_in(title):
    """Initial values of either form: the year that the table's title tells."""
    found = set(YEAR.findall(str(title)))
    return {"year": int(found.pop())} if len(found) == 1 else {}


def reach(by):
    """The units whose books rows may enter: one gone, or a post ended, asks for another look."""
    return sorted(policy.units(by, VERB).values_list("pk", "path"))


def system_number():
    return Column("系统编号", Text(20), attribute="id", hint=ID_HINT)


PLACE_NAMES = ("实施地点", "地点", "住址", "家庭住址", "地址", "所在地")


@register("households")
class HouseholdResource(resources.Resource):
    """到户登记: a line is a thing of a household, whose columns stand in each of its lines."""

    label, verb, act = "到户登记", VERB, ("assets.import_households", "导入到户登记")
    TableForm = HouseholdTableForm
    checker = households.HouseholdChecker
    next_step = "已登记，可逐条查看、更正"

    system_number = system_number()
    village_code = Column(
        "区划代码", Text(20), attribute="household__village_id", names=("村代码", "行政村代码", "村编码")
    )
    town = Column(
        "乡镇",
        Text(60),
        attribute="household__town__name",
        names=("所在乡镇", "乡镇名称", "乡镇街道", "乡镇办"),
    )
    village = Column(
        "村（社区）",
        Text(60),
        attribute="household__village__name",
        names=("所在村", "行政村", "村名", "村名称", "村"),
        hint="写到村；乡镇和村也可以写在一列里，列名为“所在地”。",
        example="韩庄村",
    )
    place = Column("所在地", Text(200), names=PLACE_NAMES[:-1])
    code = Column("户编号", Text(30), attribute="household__code", names=("户编码", "户号"))
    householder = Column(
        "户主姓名",
        Text(40),
        attribute="household__householder",
        names=("户主", "姓名", "农户姓名", "受益户", "贫困户姓名", "户主名"),
        required=True,
        hint=NO_NUMBERS,
        example="试一",
    )
    kind = Column(
        "户类别",
        Named(Kind, KINDS),
        attribute="household__kind",
        names=("户类型", "农户类型", "贫困户类型", "对象类别", "类别", "户属性"),
        example="脱贫户",
    )
    population = Column(
        "家庭人口",
        Number(30),
        attribute="household__population",
        names=("人口", "家庭人数", "人口数", "人数"),
    )
    home_remark = Column("户备注", Text(300), attribute="household__remark")
    name = Column(
        "到户资产名称",
        Text(120),
        attribute="name",
        names=("资产名称", "名称", "物品名称", "补助内容", "项目内容", "扶持内容", "项目名称"),
        required=True,
        example="母牛",
    )
    subtype = Column(
        "资产小类", HouseholdSubtype(), attribute="subtype", names=("小类", "资产类别", "资产类型")
    )
    quantity = Column("数量", Quantity(), attribute="quantity", names=("规模", "补助数量"), example="2")
    measure = Column("计量单位", MeasureWord(), attribute="measure", names=("单位", "数量单位"), example="头")
    amount = Column(
        "补助金额",
        Amount(),
        attribute="amount",
        names=("金额", "补助资金", "补贴金额", "扶持资金", "资金", "发放金额"),
        required=True,
        example="0.5",
    )
    year = Column("补助年度", Year(), attribute="year", names=("年度", "年份", "资金年度", "项目年度"))
    granted_on = Column("发放日期", Civil(), attribute="granted_on", names=("发放时间", "补助时间"))
    fund_text = Column("资金来源", Text(300), attribute="fund_text", names=("资金类型", "资金名称"))
    project_name = Column(
        "来源项目",
        Text(200),
        attribute="project__name",
        names=("项目名称", "所属项目"),
        hint="项目库中的名称，一字不差的自动关联。",
    )
    asset_number = Column("对应资产编号", Text(24), attribute="asset__number", names=("资产编号",))
    persons = Column("受益人数", Number(30), attribute="persons", names=("受益人口",))
    result = Column(
        "绩效结果",
        Named(Result, RESULTS),
        attribute="result",
        names=("项目绩效结果", "绩效评价", "绩效", "评价结果"),
        hint="待评价、达到预期、部分达到、未达到（二（三）项目绩效结果）。",
        example="达到预期",
    )
    result_note = Column(
        "绩效说明", Text(500), attribute="result_note", names=("效益情况", "增收情况", "成效")
    )
    presence = Column(
        "现状",
        Nearly(HouseholdGrant.Presence),
        attribute="presence",
        names=("资产现状", "使用状况", "目前状况", "是否存在", "存栏情况"),
        hint="在养、在用、闲置、已出售、自用消耗、死亡、损毁、去向不明。",
        example="在养",
    )
    presence_on = Column("现状核实日期", Civil(), attribute="presence_on", names=("核实日期", "核查日期"))
    remark = Column("备注", Text(300), attribute="remark", names=("说明",))

    suggest = staticmethod(year_in)
    lock, write = staticmethod(households.lock), staticmethod(households.write)

    @staticmethod
    def twins(batch):
        """Things that a household would have twice, and lines that contradict each other on it, as questions."""
        return [*households.twins(batch), *same_home.questions(batch)]

    settle, between = staticmethod(same_home.settle), staticmethod(between.of_households)

    @staticmethod
    def world(batch, by):
        """The units one may write for, and how the households of the county stand: rows may be of one of them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), max(id), sum(version) FROM assets_household WHERE county_id = %s",
                [batch.county_id],
            )
            return [reach(by), [str(figure) for figure in cursor.fetchone()]]

    @staticmethod
    def rows_url(batch, action=""):
        """The register, showing the rows of this batch only."""
        return reverse("assets:households", query=rows_of(batch, action))


@register("subsidies")
class SubsidyResource(resources.Resource):
    """补贴登记: money that made no asset."""

    label, verb, act = "补贴登记", VERB, ("assets.import_subsidies", "导入补贴登记")
    TableForm = SubsidyTableForm
    checker = subsidies.SubsidyChecker
    next_step = "已登记，可逐条查看、更正"

    system_number = system_number()
    name = Column(
        "补贴名称",
        Text(200),
        attribute="name",
        names=("名称", "项目名称", "补助名称", "资金名称", "补贴项目"),
        required=True,
        example="2019年小额信贷贴息",
    )
    kind = Column(
        "补贴类别",
        Nearly(Subsidy.Kind),
        attribute="kind",
        names=("补助类别", "类别", "项目类型", "类型"),
        hint="不填时按名称判断，请您核对（二（二）“除外”的两类及其他不形成资产的支出）。",
        example="金融扶贫贴息",
    )
    year = Column("年度", Year(), attribute="year", names=("年份", "资金年度", "项目年度"), example="2019")
    village_code = Column(
        "区划代码", Text(20), attribute="village_id", names=("村代码", "行政村代码", "村编码")
    )
    town = Column("乡镇", Text(60), attribute="town__name", names=("所在乡镇", "乡镇名称", "乡镇街道"))
    village = Column("村（社区）", Text(60), attribute="village__name", names=("所在村", "行政村", "村名"))
    place = Column("实施地点", Text(200), attribute="place", names=("地点", "所在地", "发放范围", "地址"))
    amount = Column(
        "金额",
        Amount(),
        attribute="amount",
        names=("补贴金额", "补助金额", "资金规模", "计划投资", "发放金额", "贴息金额", "投资规模"),
        example="25",
    )
    fund_text = Column("资金来源", Text(300), attribute="fund_text", names=("资金类型", "资金性质"))
    project_name = Column(
        "来源项目",
        Text(200),
        attribute="project__name",
        names=("所属项目",),
        hint="项目库中的名称，一字不差的自动关联。",
    )
    households = Column(
        "受益户数", Number(1_000_000), attribute="households", names=("户数", "受益户", "补贴户数")
    )
    persons = Column(
        "受益人数", Number(5_000_000), attribute="persons", names=("人数", "受益人口", "受益人口数")
    )
    beneficiaries = Column(
        "受益对象",
        Text(500),
        attribute="beneficiaries",
        names=("受益群体", "受益范围", "补贴对象"),
        hint="写类别和户数、人数，不写姓名。",
        example="脱贫户 120 户",
    )
    result = Column(
        "绩效结果",
        Named(Result, RESULTS),
        attribute="result",
        names=("项目绩效结果", "绩效评价", "绩效", "评价结果"),
        example="达到预期",
    )
    result_note = Column(
        "绩效说明", Text(500), attribute="result_note", names=("绩效目标", "效益情况", "成效")
    )
    remark = Column("备注", Text(500), attribute="remark", names=("说明", "建设任务", "建设内容"))

    suggest = staticmethod(year_in)
    lock, write = staticmethod(subsidies.lock), staticmethod(subsidies.write)

    @staticmethod
    def twins(batch):
        """Sums that the register would have twice, as questions."""
        return list(subsidies.twins(batch))

    @staticmethod
    def between(batch):
        """Rows that name one line of the register."""
        return between.once(batch, "登记")

    @staticmethod
    def world(batch, by):
        """The units one may write for."""
        return reach(by)

    @staticmethod
    def rows_url(batch, action=""):
        """The register, showing the rows of this batch only."""
        return reverse("assets:subsidies", query=rows_of(batch, action))
