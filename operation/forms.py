"""二（六）The form of an agreement: shape only. What must be true is asked by the act that saves."""

import re

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory

from assets.clauses import sentence
from assets.models import Asset
from operation.choices import IncomeRule
from operation.forms_steps import named, units_with
from operation.models import Agreement, Operator
from operation.operators import name_for
from operation.rules import ASKED

VERB = "manage_agreements"
PICK = ("", "请选择")
BLANK, MORE, MOST = 3, 3, 20
CLAUSE = "二（六）"
SEVEN = (CLAUSE, sentence(CLAUSE, "签订经营协议"))
PAYING = (CLAUSE, sentence(CLAUSE, "支付收益"))
MARK = re.compile(r"#(\d{1,18})\s*$")
NO_OPERATOR = "没有找到这个经营主体，请从列出的中选择；还没有登记的，先到「经营主体」中登记。"
NO_ASSET = "没有找到编号为“{}”的资产，请核对编号。"
SPLIT = re.compile(r"[\s,，;；、]+")
DAYS = {"invalid": "请填写正确的日期，例如 2020-03-24。"}
TOLD = "rights_duties benefit_mechanism income_distribution risk_control value_preservation".split()
OWN_GROUPS = [
    ("双方和资产", None, "unit operator name assets", "发包（出租）方是资产所有者，或者受其委托的单位。"),
    (
        "经营方式和期限",
        SEVEN,
        "mode from_on to_on principal exit_terms",
        "入股、债权的，须填写投入本金和退出办法。",
    ),
    (
        "约定的内容",
        SEVEN,
        "rights_duties benefit_mechanism income_distribution risk_control value_preservation",
        "指导意见规定的内容，逐项写明，缺一不可；不写个人的证件号码和电话。",
    ),
]
MONEY = (
    "收益和付款",
    PAYING,
    "income_rule every first_due_on total deposit late_fee buyback",
    "各期应付款按约定算到分；保存之前可以先看付款计划。",
)
LAST_GROUPS = [("带动就业", PAYING, "jobs_promised wages_promised", ""), ("备注", None, "remark", "")]


def operator_text(operator, user):
    """An operator as its field shows it: the number behind # is what counts."""
    return f"{name_for(user, operator)} #{operator.pk}"


def area(rows=3):
    return forms.Textarea(attrs={"rows": rows})


def grouped(form, title, clause, names, note):
    """A group of a form's fields, with the words of the directive beside what they govern."""
    label, quote = clause or ("", "")
    fields = [form[name] for name in names.split() if name in form.fields]
    return {"title": title, "fields": fields, "clause": label, "quote": quote, "note": note}


def figures(form):
    """[(the income rules that ask for it, field)] of the figures of income."""
    names = dict.fromkeys(name for asked in ASKED.values() for name in asked)
    return [
        (" ".join(rule.value for rule in IncomeRule if name in ASKED[rule]), form[name]) for name in names
    ]


class AgreementForm(forms.ModelForm):
    """An agreement; with its candidates, which stand in a form of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    unit = forms.TypedChoiceField(label="发包（出租）方", coerce=int, empty_value=None)
    operator = forms.CharField(
        label="经营主体",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "operators", "autocomplete": "off"}),
        help_text="输入名称，从列出的经营主体中选择，或者填写统一社会信用代码。",
        error_messages={"required": "请选择经营主体。"},
    )
    assets = forms.CharField(
        label="资产编号",
        widget=area(2),
        help_text="一项或几项经营性资产，一行一个编号。",
        error_messages={"required": "请填写资产编号。"},
    )

    class Meta:
        model = Agreement
        fields = (
            "name mode from_on to_on principal exit_terms rights_duties benefit_mechanism income_distribution"
            " risk_control value_preservation income_rule amount base income_rate price every first_due_on total"
            " deposit late_fee buyback jobs_promised wages_promised remark"
        ).split()
        widgets = {
            **{
                name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
                for name in ("from_on", "to_on", "first_due_on")
            },
            **{name: area() for name in TOLD},
            **{name: area(2) for name in ("exit_terms", "buyback", "remark")},
        }
        help_texts = {
            "name": "例如“东关村扶贫车间租赁协议”。",
            "first_due_on": "以后各期从这一天起按付款周期推算。",
            "total": "合同上写明总额的填写，系统核对各期合计是否相符；按利润、发电量约定的不填。",
            "to_on": "含当日。",
            "late_fee": "逾期一天按欠款的千分之几计，没有约定的不填。",
            "buyback": "先租后售等约定回购的，写明期限、价格和比例。",
        }
        error_messages = dict.fromkeys(("from_on", "to_on", "first_due_on"), DAYS)

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        self.user, self.county = user, county
        self.units = units_with(user, VERB, county)
        self.fields["unit"].choices = [PICK, *named(self.units)]
        for name in ("mode", "income_rule"):
            self.fields[name].choices = [PICK, *self.fields[name].choices[1:]]
        for name in ("deposit", "jobs_promised", "wages_promised"):
            self.fields[name].required = False
        for name in TOLD:
            field = self.fields[name]
            field.error_messages["required"] = f"{field.label}是指导意见二（六）要求写明的，请填写。"
        if self.instance.pk:
            del self.fields["unit"]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def clean_unit(self):
        """The unit itself."""
        return self.units[self.cleaned_data["unit"]]

    def clean_operator(self):
        """The operator the text names by its #number, its code, or its name where only one is called so."""
        text = self.cleaned_data["operator"].strip()
        rows, mark = Operator.objects.filter(county_id=self.county), MARK.search(text)
        found = (
            rows.filter(pk=int(mark[1])) if mark else rows.filter(Q(credit_code=text.upper()) | Q(name=text))
        )
        found = list(found.select_related("unit")[:2])
        if len(found) != 1:
            raise forms.ValidationError(NO_OPERATOR)
        return found[0]

    def clean_assets(self):
        """The assets of these numbers, in the order they were written, each once."""
        numbers = list(dict.fromkeys(filter(None, SPLIT.split(self.cleaned_data["assets"].upper()))))
        rows = Asset.objects.permitted(self.user).filter(county_id=self.county, number__in=numbers[:1000])
        found = {asset.number: asset for asset in rows.select_related("unit")}
        if unknown := [number for number in numbers if number not in found]:
            raise forms.ValidationError([NO_ASSET.format(number[:30]) for number in unknown[:5]])
        return [found[number] for number in numbers]

    def clean(self):
        """What may be left open is nothing."""
        for name in ("deposit", "jobs_promised", "wages_promised"):
            if name in self.cleaned_data and self.cleaned_data[name] is None:
                self.cleaned_data[name] = 0

    @property
    def values(self):
        """What the act takes of the agreement itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def groups(self):
        """Its fields in groups, with the words of the directive beside what they govern."""
        for one in OWN_GROUPS:
            yield grouped(self, *one)
        yield grouped(self, *MONEY) | {"figures": figures(self)}
        for one in LAST_GROUPS:
            yield grouped(self, *one)


class CandidateForm(forms.Form):
    """Who offered, on which terms, and whether they were chosen."""

    name = forms.CharField(label="候选主体", max_length=120)
    offer = forms.CharField(label="报价及条件", max_length=300)
    is_chosen = forms.BooleanField(label="中选", required=False)


class _Candidates(BaseFormSet):
    """Rows of candidates; a row left empty is left out."""

    def initial_form_count(self):
        """None of the rows that are sent must be filled in."""
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def values(self):
        """[{name, offer, is_chosen}] of the rows that are filled in."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        return [{name: row[name] for name in ("name", "offer", "is_chosen")} for row in rows]


def CandidateForms(data, candidates=()):
    """The rows of an agreement's candidates; where more are asked for ("more" in data), three more are empty."""
    initial = [{"name": c.name, "offer": c.offer, "is_chosen": c.is_chosen} for c in candidates]
    if data is not None and "more" in data:
        data = data.copy()
        total = data.get("candidates-TOTAL_FORMS", "0")
        total = int(total) if total.isdecimal() and len(total) < 4 else 0
        data["candidates-TOTAL_FORMS"] = min(total + MORE, MOST)
    made = formset_factory(CandidateForm, formset=_Candidates, extra=BLANK, max_num=MOST, absolute_max=MOST)
    return made(data, initial=None if data else initial, prefix="candidates")
