"""二（六）What a workbook may say of operators: columns, their usual names, how cells are read."""

from django import forms
from django.urls import reverse
from import_export import resources

from assets.importing import between
from assets.resources_registers import ID_HINT, Named, choice
from journal.imports.resources import Column, register, rows_of
from journal.imports.widgets import Text
from operation.choices import OperatorKind
from operation.forms_operators import ACCOUNT, TELEPHONE
from operation.importing import operators
from operation.importing.cells import Code, Held
from operation.models import Operator
from operation.resources_dues import count_of

KINDS = {
    **dict.fromkeys(("合作社", "专业合作社", "农民专业合作社"), OperatorKind.COOPERATIVE),
    **dict.fromkeys(("公司", "有限公司", "龙头企业", "民营企业"), OperatorKind.ENTERPRISE),
    **dict.fromkeys(("国企", "国有公司", "平台公司"), OperatorKind.STATE),
    **dict.fromkeys(("村集体", "村委会", "村股份经济合作社"), OperatorKind.COLLECTIVE),
    **dict.fromkeys(("个体户", "个体"), OperatorKind.TRADER),
    **dict.fromkeys(("个人", "自然人", "种植户", "养殖户"), OperatorKind.HOUSEHOLD),
}


class OperatorTableForm(forms.Form):
    """What holds for the whole table where its rows are silent."""

    kind = choice("主体类别", OperatorKind)


@register("operators")
class OperatorResource(resources.Resource):
    """经营主体: a line is one of them."""

    label, verb, act = "经营主体", operators.VERB, ("operation.import_operators", "导入经营主体")
    TableForm = OperatorTableForm
    checker = operators.OperatorChecker
    next_step = "已登记，起草协议时可以选用"

    system_number = Column("系统编号", Text(20), attribute="id", hint=ID_HINT)
    name = Column(
        "名称",
        Text(120),
        attribute="name",
        names=("经营主体", "经营主体名称", "主体名称", "企业名称", "单位名称", "承租方", "承包方"),
        required=True,
        unless=("system_number",),
        hint="与营业执照、登记证书一致；农户填写户主姓名。",
        example="修武县云台服饰有限公司",
    )
    kind = Column(
        "主体类别",
        Named(OperatorKind, KINDS),
        attribute="kind",
        names=("类别", "主体类型", "企业类型", "单位性质"),
        example="企业",
    )
    credit_code = Column(
        "统一社会信用代码",
        Code(),
        attribute="credit_code",
        names=("信用代码", "社会信用代码", "营业执照号", "机构代码"),
        hint="农户、家庭农场等没有的不填。",
        example="91410821MA40N3QK6K",
    )
    legal_person = Column(
        "法定代表人（负责人）",
        Text(40),
        attribute="legal_person",
        names=("法定代表人", "法人代表", "法人", "负责人", "经营者"),
        required=True,
        unless=("system_number",),
        hint="只写姓名；身份证号不登记。",
        example="试一",
    )
    phone = Column(
        "联系电话", Held(20, TELEPHONE), attribute="phone", names=("电话", "联系方式", "手机号", "负责人电话")
    )
    account = Column(
        "收付款账号",
        Held(40, ACCOUNT),
        attribute="account",
        names=("账号", "银行账号", "开户账号", "收款账号"),
    )
    address = Column(
        "住所", Text(200), attribute="address", names=("地址", "注册地址", "经营场所", "企业地址")
    )
    related = Column(
        "申报的关联方",
        Text(500),
        attribute="related",
        names=("关联方", "关联关系"),
        hint="与村（居）干部、其他经营主体的亲属、投资关系。",
    )
    remark = Column("备注", Text(300), attribute="remark", names=("说明",))

    lock, write = staticmethod(operators.lock), staticmethod(operators.write)

    @staticmethod
    def suggest(title):
        """Nothing: each line tells all."""
        return {}

    @staticmethod
    def twins(batch):
        """One that is entered already is refused, not asked about."""
        return []

    @staticmethod
    def between(batch):
        """Rows that enter or change one operator twice."""
        yield from between.once(batch, "经营主体")
        yield from operators.between(batch)

    @staticmethod
    def world(batch, by):
        """The units one may write for, and how the county's operators stand: a row may be one of them."""
        return [operators.reach(by), count_of(Operator, batch.county_id)]

    @staticmethod
    def rows_url(batch, action=""):
        """The list, showing the rows of this batch only."""
        return reverse("operation:operators", query=rows_of(batch, action))
