"""二（五）What a workbook may say of public-welfare posts: columns, their usual names, how cells are read."""

from django import forms
from django.db import connection
from django.urls import reverse
from import_export import resources

from assets.importing.cells import Amount, Civil
from assets.resources_registers import ID_HINT, PLACE_NAMES, Named, choice
from custody.models.posts import MOST_PLACES
from custody.posts.choices import Money, Payer, Per, PostKind
from custody.posts.entering import VERB
from custody.posts.importing import posts
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Number, Text
from tenancy import policy

KINDS = {
    **dict.fromkeys(("保洁员", "环卫", "环境卫生"), PostKind.CLEANING),
    **dict.fromkeys(("护林员", "护林", "生态护林", "生态护林员"), PostKind.FOREST),
    **dict.fromkeys(("护路员", "道路养护", "公路养护"), PostKind.ROAD),
    **dict.fromkeys(("巡防", "治安", "治安联防"), PostKind.PATROL),
    **dict.fromkeys(("护河", "河道管护员", "护水"), PostKind.RIVER),
    **dict.fromkeys(("光伏", "光伏管护", "电站管理"), PostKind.SOLAR),
    **dict.fromkeys(("水管员", "管水员", "水电"), PostKind.UTILITIES),
    **dict.fromkeys(("设施管护", "设施管护员"), PostKind.FACILITY),
}
PERS = {
    **dict.fromkeys(("月", "按月", "元/月", "月发", "每月发放"), Per.MONTH),
    **dict.fromkeys(("年", "按年", "元/年", "年发", "每年发放"), Per.YEAR),
}
PAYERS = {
    **dict.fromkeys(("县级", "县", "县扶贫办", "县财政"), Payer.COUNTY),
    **dict.fromkeys(("乡镇", "镇", "乡镇人民政府", "镇政府"), Payer.TOWN),
    **dict.fromkeys(("村", "村集体", "村委会"), Payer.VILLAGE),
    **dict.fromkeys(("企业", "公司", "合作社"), Payer.OPERATOR),
}
FUNDS = {
    **dict.fromkeys(("光伏收益", "光伏", "光伏发电收益"), Money.SOLAR),
    **dict.fromkeys(("扶贫资产收益", "收益", "资产收益金"), Money.INCOME),
    **dict.fromkeys(("村集体", "集体收入"), Money.COLLECTIVE),
    **dict.fromkeys(("财政", "财政专项扶贫资金", "衔接资金"), Money.FISCAL),
    **dict.fromkeys(("就业资金", "就业补助"), Money.EMPLOYMENT),
    **dict.fromkeys(("捐赠", "捐款"), Money.DONATION),
}


class PostTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    kind = choice("岗位类别", PostKind)
    per = choice("计发周期", Per)
    payer = choice("发放方", Payer)
    funds = choice("补贴资金来源", Money)


def world(batch, by, *tables):
    """The units one may write for, and how the county's rows of these tables stand: what rows are held against."""
    units = sorted(policy.units(by, VERB).values_list("pk", "path"))
    told = " UNION ALL ".join(
        f"SELECT count(*), max(id), sum(version) FROM {table} WHERE county_id = %(county)s"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(told, {"county": batch.county_id})
        return [units, [[str(figure) for figure in row] for row in cursor.fetchall()]]


@register("welfare_posts")
class PostResource(resources.Resource):
    """公益岗位: a line is a post of a village."""

    label, verb, act = "公益岗位", VERB, ("custody.import_posts", "导入公益岗位")
    money_unit = "元"
    TableForm = PostTableForm
    checker = posts.PostChecker
    next_step = "已设立；看护的资产在各岗位的“更正”中选定，人员逐人登记申请"

    system_number = Column("系统编号", Text(20), attribute="id", names=("岗位编号",), hint=ID_HINT)
    village_code = Column(
        "区划代码", Text(20), attribute="village_id", names=("村代码", "行政村代码", "村编码")
    )
    town = Column(
        "乡镇", Text(60), attribute="village__parent__name", names=("所在乡镇", "乡镇名称", "乡镇街道")
    )
    village = Column(
        "村（社区）",
        Text(60),
        attribute="village__name",
        names=("设岗村", "所在村", "行政村", "村名", "村"),
        hint="设岗的村；乡镇和村也可以写在一列里，列名为“所在地”。",
        example="韩庄村",
    )
    place = Column("所在地", Text(200), names=(*PLACE_NAMES[:-1], "设岗地点"))
    name = Column(
        "岗位名称",
        Text(60),
        attribute="name",
        names=("公益岗位名称", "公益岗位", "岗位"),
        required=True,
        unless=("system_number",),
        hint="不写人的姓名；人员经申请、评议、公示、审批、备案上岗，不由此表导入。",
        example="韩庄村护路员",
    )
    kind = Column(
        "岗位类别",
        Named(PostKind, KINDS),
        attribute="kind",
        names=("岗位类型", "类别", "岗位性质"),
        example="护路",
    )
    places = Column(
        "岗位人数",
        Number(MOST_PLACES),
        attribute="places",
        names=("人数", "设岗人数", "岗位数", "岗位数量"),
        example="2",
    )
    pay = Column(
        "补贴标准",
        Amount(),
        attribute="pay",
        names=("岗位补贴标准", "工资标准", "补助标准", "标准", "月补贴标准"),
        required=True,
        unless=("system_number",),
        hint="每人的标准。",
        example="500",
    )
    per = Column(
        "计发周期", Named(Per, PERS), attribute="per", names=("发放周期", "计发方式"), example="每月"
    )
    payer = Column(
        "发放方", Named(Payer, PAYERS), attribute="payer", names=("发放单位", "发放主体", "由谁发放")
    )
    funds = Column(
        "补贴资金来源", Named(Money, FUNDS), attribute="funds", names=("资金来源", "补贴来源", "经费来源")
    )
    from_on = Column(
        "设岗起始日期",
        Civil(),
        attribute="from_on",
        names=("设岗日期", "起始日期", "开始日期", "设立日期"),
        required=True,
        unless=("system_number",),
        example="2020-07-01",
    )
    to_on = Column(
        "设岗截止日期",
        Civil(),
        attribute="to_on",
        names=("截止日期", "结束日期", "终止日期"),
        required=True,
        unless=("system_number",),
        example="2021-06-30",
    )
    duties = Column("岗位职责", Text(500), attribute="duties", names=("职责", "工作内容", "岗位要求"))
    remark = Column("备注", Text(300), attribute="remark", names=("说明",))

    lock, write = staticmethod(posts.lock), staticmethod(posts.write)
    between = staticmethod(posts.between)

    @staticmethod
    def suggest(title):
        """The title above the table tells nothing that its rows do not."""
        return {}

    @staticmethod
    def twins(batch):
        """Posts that a village would have twice, as questions."""
        return list(posts.twins(batch))

    @staticmethod
    def world(batch, by):
        """The people of a post and what is shown of them bind it, as the post itself does."""
        return world(batch, by, "custody_welfarepost", "custody_engagement")

    @staticmethod
    def rows_url(batch, action=""):
        """The list, showing the rows of this batch only."""
        return reverse("posts:list", query=rows_of(batch, action))
