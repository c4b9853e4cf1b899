"""二（三）What a ledger workbook may say of an asset: columns, the names offices give them, how cells are read."""

from django import forms
from django.urls import reverse
from import_export import resources

from assets.choices import Acquisition, Category, FundKind, FundLevel, Scope, Status, Subtype
from assets.custom import import_columns
from assets.importing import between, content, twins, writing
from assets.importing.cells import Amount, Civil, Degrees, MeasureWord, Nearly, Quantity, Span, Year
from assets.importing.meaning import Checker
from assets.models import Alias
from assets.rules import fund_kind
from journal.imports.guessing import codebook
from journal.imports.lines import Action
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text, short
from tenancy import policy


class OldNumbers(Text):
    """Numbers the asset has or had elsewhere, apart by 、."""

    def __init__(self):
        super().__init__(600)

    def clean(self, value, row=None, **kwargs):
        numbers, longest = Alias.split(super().clean(value)), Alias._meta.get_field("number").max_length
        if long := [number for number in numbers if len(number) > longest]:
            raise ValueError(f"编号“{short(long[0])}”超过 {longest} 个字，请核对；多个编号用顿号分开。")
        return "、".join(numbers)


def choice(label, choices, hint):
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "—"), *choices.choices], help_text=hint
    )


def below(*names):
    """Short names that mean a level of money only below a group of money: 资金来源 / 市."""
    return [f"{group}/{name}" for name in names for group in ("资金", "投资", "投入")]


def level(label, *names):
    """What one level of government, or society, or the village itself gave (资金来源 / 中央)."""
    return Column(label, Amount(), names=names, hint="资金来源中这一级的金额。")


class AssetTableForm(forms.Form):
    """What holds for the whole table where its rows are silent; left blank, such rows are asked about."""

    year = forms.IntegerField(label="年度", required=False, min_value=1986, max_value=2099)
    fund_kind = choice("资金类别", FundKind, "资金来源没有写明类别时，按此登记。")
    fund_level = choice("资金级次", FundLevel, "资金来源没有写明级次时，按此登记。")
    scope = choice("纳入依据", Scope, "无法从资金来源判断纳入依据时，按此登记（二（一））。")
    subtype = choice("资产小类", Subtype, "无法从名称判断类型时，按此登记（二（二））。")


@register("assets")
class AssetResource(resources.Resource):
    """The columns, in the order in which they take the table's: what comes first has the first choice."""

    label, verb, act = "资产台账", "import_assets", ("assets.import", "批量导入")
    TableForm = AssetTableForm
    elsewhere = "已转入补贴登记"
    checker = Checker

    system_number = Column(
        "系统编号",
        Text(20),
        attribute="id",
        hint="导出的表自带；按它更新台账中的那一项，留空即新增。空白的格不改动原有内容。",
    )
    number = Column(
        "资产编号",
        Text(60),
        attribute="number",
        hint="本系统的资产编号，按它更新台账中的那一项；别处的编号作为原编号保留。",
        example="",
    )
    name = Column(
        "资产名称",
        Text(120),
        attribute="name",
        names=("名称", "资产项目名称", "项目名称", "工程名称", "项目"),
        required=True,
        unless=("system_number", "number"),
        hint="没有“资产名称”列时，取“项目名称”。",
        example="七贤镇韩庄村食用菌大棚",
    )
    project_name = Column(
        "来源项目",
        Text(200),
        attribute="project__name",
        names=("项目名称", "所属项目", "来源项目名称", "项目"),
    )
    category = Column(
        "资产类型",
        Nearly(Category),
        attribute="category",
        names=("资产类别", "资产性质", "资产大类"),
        hint="公益性资产、经营性资产、到户类资产。",
        example="经营性资产",
        looks=codebook(Category),
    )
    subtype = Column(
        "资产小类",
        Nearly(Subtype),
        attribute="subtype",
        names=("小类", "资产子类", "资产细类"),
        hint="不填时按名称判断，作为问题请您核对。",
        example="设施农业",
        looks=codebook(Subtype),
    )
    place = Column(
        "所在地",
        Text(200),
        names=(
            *("实施地点", "建设地点", "项目地点", "资产所在地", "项目实施地点", "坐落地点", "存放地点"),
            *("地点", "坐落", "位置", "地址", "项目所在地", "所在乡镇村", "所在镇和村"),
        ),
        hint="写到乡镇和村，如“七贤镇韩庄村”；只能是本县的地点。",
        example="七贤镇韩庄村",
        looks=content.places,
    )
    town = Column(
        "乡镇",
        Text(60),
        attribute="town__name",
        names=("所在乡镇", "乡镇名称", "乡镇街道", "所属乡镇", "乡镇办"),
        looks=content.towns,
    )
    village = Column(
        "村（社区）",
        Text(60),
        attribute="village__name",
        names=("所在村", "行政村", "村名", "村名称", "所属村", "村居", "项目村"),
        looks=content.villages,
    )
    village_code = Column(
        "区划代码",
        Text(20),
        attribute="village_id",
        names=("村代码", "行政村代码", "村编码", "统计用区划代码", "所在地代码"),
        looks=content.codes,
    )
    unit = Column(
        "持有单位",
        Text(80),
        attribute="unit__name",
        names=("登记单位", "填报单位"),
        hint="本县单位的名称；不填时按所在地记到村、乡镇。",
    )
    address = Column("详细位置", Text(120), attribute="address", names=("详细地址", "具体位置", "具体地址"))
    spec = Column(
        "建设内容及规模",
        Text(1000),
        attribute="spec",
        names=(
            "建设任务",
            "建设内容",
            "建设内容和规模",
            "主要建设内容",
            "建设规模",
            "规模",
            "规格型号",
            "规格",
        ),
    )
    quantity = Column("数量", Quantity(), attribute="quantity", names=("资产数量", "工程量"), example="12")
    measure = Column("计量单位", MeasureWord(), attribute="measure", names=("数量单位",), example="座")
    formed_year = Column(
        "形成年度",
        Year(),
        attribute="formed_year",
        names=(
            *("形成年份", "资产形成年度", "建成年度", "建成年份", "购建年度", "资产形成时间", "形成时间"),
            *("年度", "年份", "资金年度", "项目年度", "实施年度", "建设年度", "资金年份"),
        ),
        hint="没有单独一列时，取资金年度。",
        example="2019",
        looks=content.years,
    )
    fund_year = Column(
        "资金年度", Year(), attribute="project__fund_year", names=("项目年度", "资金年份", "年度", "年份")
    )
    original_value = Column(
        "原值",
        Amount(),
        attribute="original_value",
        names=(
            *("资产原值", "资产价值", "原始价值", "账面原值", "金额", "资金规模", "投资规模", "计划投资"),
            *("总投资", "投资额", "投资金额", "项目资金", "资金额", "资金金额", "投入资金", "项目总投资"),
            *("财政资金", "安排资金", "计划资金", "资金安排"),
            *("投资资金", "资金合计", "总金额"),
            *("资金/合计", "资金/小计", "资金/总额", "投资/合计", "投资/小计"),
        ),
        hint="数字可带单位；不带单位的，按列名或表上方的单位（万元、元）。",
        example="48.6",
    )
    budget = Column(
        "资金规模",
        Amount(),
        attribute="project__budget",
        names=("投资规模", "计划投资", "总投资", "项目总投资"),
    )
    fund_text = Column(
        "资金来源",
        Text(300),
        attribute="project__fund_text",
        names=("资金来源及金额", "资金类型", "资金构成", "资金性质", "资金名称", "资金级次", "资金层级"),
        hint="级次、类别、金额，如“中央9.747/省级5.71”。",
        example="中央财政衔接资金",
    )
    fund_central = level("中央资金", "中央", "中央财政资金", "中央衔接资金", *below("国家"))
    fund_province = level(
        "省级资金", "省级", "省级财政资金", "自治区级", "省级衔接资金", *below("省", "自治区")
    )
    fund_city = level("市级资金", "市级", "市级财政资金", "州级", "市级衔接资金", *below("市", "州"))
    fund_county = level(
        "县级资金",
        "县级",
        "区级",
        "县（市、区）级",
        "本级",
        "县级配套",
        "区级配套",
        *below("县", "区", "县区", "旗"),
    )
    fund_town = level("乡镇级资金", "乡镇级", "乡级", "镇级", *below("乡镇", "乡", "镇"))
    fund_social = level("社会资金", "社会捐赠", "捐赠资金", *below("社会", "捐赠"))
    fund_own = level("自筹资金", "自筹", "群众自筹", "村集体自筹", *below("村", "村级", "村集体", "群众"))
    approval_number = Column(
        "批复文号",
        Text(80),
        attribute="project__approval_number",
        names=("文号", "资金文号", "批准文号", "依据文件字号", "依据文号"),
    )
    project_number = Column("项目编号", Text(40), attribute="project__number", names=("项目编码", "项目代码"))
    implementing = Column(
        "实施单位",
        Text(120),
        attribute="project__implementing_text",
        names=("责任单位", "建设单位", "项目实施单位", "项目责任单位", "责任部门", "项目单位"),
    )
    department = Column(
        "实施部门",
        Text(80),
        attribute="implementing_dept__name",
        names=("实施单位（部门）",),
        hint="本县单位的名称。",
    )
    period = Column(
        "实施期限",
        Span(),
        names=(
            "建设期限",
            "起止时间",
            "建设起止时间",
            "项目期限",
            "建设周期",
            "实施时间",
            "时间进度",
            "实施年限",
            "建成时间",
            "建成日期",
        ),
        hint="如“2021.3-6”；写入来源项目的开工、完工日期。",
        example="2021.3-2021.6",
    )
    start_on = Column("开工日期", Civil(), attribute="project__start_on", names=("开工时间",))
    end_on = Column(
        "完工日期", Civil(), attribute="project__end_on", names=("完工时间", "竣工日期", "竣工时间")
    )
    supervising = Column(
        "监管部门",
        Text(120),
        attribute="supervising_dept__name",
        names=("主管部门", "行业主管部门", "项目主管部门", "监管单位", "主管单位", "管理部门"),
    )
    holder = Column(
        "产权归属",
        Text(120),
        attribute="holder",
        names=("权属", "产权人", "产权单位", "持有人", "实际持有人", "资产归属", "确权对象", "所有权人"),
    )
    operating = Column("经营方式", Text(200), names=("经营模式", "运营方式", "运营模式", "管护方式"))
    sharing = Column("收益分配", Text(300), names=("收益分配方式", "收益情况", "预期收益", "年收益"))
    linkage = Column(
        "带贫减贫机制",
        Text(500),
        attribute="project__linkage",
        names=("联农带农机制", "利益联结机制", "带贫机制"),
    )
    beneficiaries = Column(
        "受益对象",
        Text(500),
        attribute="project__beneficiaries",
        names=("受益群体", "受益户", "受益人", "受益范围"),
    )
    acquisition = Column(
        "取得方式",
        Nearly(Acquisition),
        attribute="acquisition",
        names=("形成方式", "来源方式"),
        example="新建",
    )
    donor = Column("捐赠人", Text(80), attribute="donor", names=("捐赠单位", "捐赠方"))
    donation_value = Column("捐赠作价", Amount(), attribute="donation_value", names=("捐赠价值",))
    valuation_basis = Column("作价依据", Text(200), attribute="valuation_basis", names=("估价依据",))
    scope = Column("纳入依据", Nearly(Scope), attribute="scope", names=("纳入范围",))
    scope_reason = Column("纳入说明", Text(300), attribute="scope_reason")
    tracing = Column("追溯情况", Text(500), attribute="tracing", names=("追溯说明",))
    counted_on = Column("清产核资日期", Civil(), attribute="counted_on", names=("清产核资时间",))
    status = Column(
        "使用状况",
        Nearly(Status),
        attribute="status",
        names=("资产状态", "使用状态", "使用情况", "资产现状", "现状"),
        example="在用",
    )
    status_reason = Column("状况说明", Text(300), attribute="status_reason", names=("状态说明", "闲置原因"))
    life_years = Column("使用年限", Number(100), attribute="life_years", names=("折旧年限", "预计使用年限"))
    in_use_on = Column("开始使用日期", Civil(), attribute="in_use_on", names=("投入使用日期", "交付使用日期"))
    longitude = Column("经度", Degrees("longitude"), attribute="longitude")
    latitude = Column("纬度", Degrees("latitude"), attribute="latitude")
    alias = Column(
        "原编号",
        OldNumbers(),
        attribute="old_numbers",
        names=("原资产编号", "资产编码", "编号", "三资平台编号"),
        hint="旧台账、三资平台等处的编号，多个用顿号分开；只增不减。",
    )
    remark = Column("备注", Text(500), attribute="remark", names=("说明", "备注说明"))

    @staticmethod
    def county_columns(county):
        """The fields a county keeps besides, under their reporting names."""
        return import_columns(county)

    @staticmethod
    def suggest(title):
        """Initial values of AssetTableForm: what the table's title says."""
        return {"fund_kind": fund_kind(title)}

    @staticmethod
    def twins(batch):
        """Rows that may tell of one thing twice, as questions."""
        return twins.twins(batch)

    between = staticmethod(between.of_assets)

    @staticmethod
    def world(batch, by):
        """Which units the rows may enter: a unit gone or a post ended asks for another look."""
        return sorted(policy.units(by, "import_assets").values_list("pk", "path"))

    lock, write = staticmethod(writing.lock), staticmethod(writing.write)

    @staticmethod
    def rows_url(batch, action=""):
        """The ledger, showing the rows of this batch only; the register of subsidies for what went there."""
        page = "assets:subsidies" if action == Action.OTHER else "assets:list"
        return reverse(page, query=rows_of(batch, action))
