"""The forms of an inventory: shape only. What must be true is asked by the act that saves (assets.inventory)."""

from uuid import uuid4

from django import forms
from django.utils import timezone

from assets.choices import Category, Measure, Scope, Status
from assets.forms import places
from assets.inventory import deciding
from assets.models import HouseholdGrant, HouseholdLine, Result, RoundLine, Tracing
from tenancy import policy
from tenancy.models import Region, Unit

State = RoundLine.State
TEAMS_HELP = (
    "每行一组：组名，组长，组员，负责范围（用逗号分开；组员之间用顿号）。例如：一组，张某，李某、王某，城关镇"
)
FINDINGS = [(State.MATCH, "相符"), (State.MISMATCH, "账实不符"), (State.LOSS, "未找到（盘亏）")]


def area(rows=2, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def date(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


def quantity(label, **options):
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"})
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, widget=widget, **options)


def boxes(label, **options):
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **options)


def year(label):
    return forms.IntegerField(label=label, required=False, min_value=1986, max_value=2099)


def photo():
    """A picture; a phone opens its camera."""
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"})
    return forms.FileField(label="现场照片", required=False, widget=widget)


class RoundForm(forms.Form):
    """二（三）What is counted, by whom, until when."""

    title = forms.CharField(label="清查名称", max_length=80)
    basis = forms.CharField(label="工作依据", max_length=120, required=False, help_text="文件名称或文号。")
    starts_on = date("开始日期")
    ends_on = date("完成日期")
    categories = boxes("资产类型", choices=Category.choices, initial=Category.values)
    towns = boxes("乡镇", required=False, help_text="不勾选即全部乡镇。")
    departments = boxes(
        "部门",
        required=False,
        help_text="不勾选即不限部门；勾选后只清查其持有、实施或监管的资产，到户登记不在其内。",
    )
    year_from, year_to = year("形成年度自"), year("形成年度至")
    teams = forms.CharField(label="清查组", required=False, widget=area(4), help_text=TEAMS_HELP)
    remark = forms.CharField(label="工作要求", max_length=500, required=False, widget=area())

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        towns = Region.objects.filter(parent_id=county, level=Region.Level.TOWN).order_by("code")
        self.fields["towns"].choices = list(towns.values_list("code", "name"))
        bodies = Unit.objects.filter(
            county_id=county, kind__in=(Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT)
        )
        self.fields["departments"].choices = list(bodies.order_by("path").values_list("pk", "name"))
        self.unit = policy.units(user, "open_round").filter(county_id=county).order_by("path").first()

    def clean_towns(self):
        return [int(code) for code in self.cleaned_data["towns"]]

    def clean_departments(self):
        return [int(pk) for pk in self.cleaned_data["departments"]]

    def clean_teams(self):
        """[{name, leader, members, area}] of the lines."""
        found = []
        for line in filter(str.strip, self.cleaned_data["teams"].splitlines()):
            name, *more = (part.strip() for part in line.replace(",", "，").split("，"))
            leader, members, reach = (*more, "", "", "")[:3]
            told = {"name": name, "leader": leader, "members": members, "area": reach}
            if not (name and leader) or any(
                len(text) > most for text, most in zip(told.values(), (40, 40, 200, 200), strict=True)
            ):
                raise forms.ValidationError(f"“{line.strip()[:30]}”写不成一组。{TEAMS_HELP}")
            found.append(told)
        return found


class Posted(forms.Form):
    """What a phone sends: with an id of its own, so that sending it again is no second record."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("client_id", uuid4())

    @property
    def said(self):
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "back"}


class CountForm(Posted):
    """二（三）What was found of one asset of the list. The button that is pressed is the result."""

    result = forms.CharField(label="清查结果", max_length=10)
    quantity = quantity("实盘数量", required=False)
    status = forms.ChoiceField(
        label="实际状况", required=False, choices=[("", "与账面相同"), *Status.choices]
    )
    address = forms.CharField(label="实际位置", max_length=120, required=False)
    note = forms.CharField(label="清查说明", max_length=300, required=False)
    photo = photo()
    # The version of the line that was looked at, and the day, where it is sent later than it was counted.
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    on = forms.DateField(required=False, widget=forms.HiddenInput)

    FINDINGS = FINDINGS

    def clean_on(self):
        """The day of the count; a phone whose clock is ahead counted today."""
        on = self.cleaned_data["on"]
        return on if on and on <= timezone.localdate() else None


class SurplusForm(Posted):
    """二（三）A thing that is there and not in the books."""

    unit = forms.TypedChoiceField(label="持有单位", coerce=int)
    where = forms.TypedChoiceField(label="所在村（社区）", coerce=int, empty_value=None)
    name = forms.CharField(label="资产名称", max_length=120)
    subtype = forms.ChoiceField(
        label="资产小类",
        choices=[
            ("", "请选择"),
            *(
                (category.label, [(subtype.value, subtype.label) for subtype in category.subtypes])
                for category in Category
            ),
        ],
    )
    formed_year = forms.IntegerField(
        label="形成年度", min_value=1986, max_value=2099, help_text="不确切的填大致年份。"
    )
    scope = forms.ChoiceField(
        label="纳入依据", choices=[choice for choice in Scope.choices if choice[0] != Scope.DONATED]
    )
    found_quantity = quantity("实盘数量")
    measure = forms.ChoiceField(label="计量单位", choices=[("", "请选择"), *Measure.choices])
    found_status = forms.ChoiceField(label="实际状况", choices=Status.choices, initial=Status.IN_USE)
    original_value = forms.DecimalField(
        label="估计原值（元）", required=False, max_digits=16, decimal_places=2, min_value=0
    )
    found_address = forms.CharField(label="实际位置", max_length=120, required=False)
    note = forms.CharField(
        label="来源和未入账原因", max_length=300, widget=area(), help_text="不写证件号码和电话。"
    )
    photo = photo()
    field_order = [
        *("name", "where", "subtype", "found_quantity", "measure", "photo", "note", "formed_year", "scope"),
        *("found_status", "found_address", "original_value", "unit"),
    ]

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        units = policy.units(user, "count_assets").filter(county_id=county).order_by("path")
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in self.units.values()]
        here = {unit.region_id for unit in self.units.values()}
        wide = any(
            unit.kind in (Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT) for unit in self.units.values()
        )
        self.fields["where"].choices = list(_places(county, None if wide else here))

    @property
    def said(self):
        """What the act takes."""
        told = super().said
        where = told.pop("where")
        village = where if where > 10**11 else None
        return told | {
            "unit": self.units[told["unit"]],
            "village_id": village,
            "town_id": where // 1000 if village else where,
        }


def _places(county, reach):
    """Townships and villages, by township; those of a reach only, where one is given."""
    for label, below in ((group[0], group[1]) for group in places(county)):
        if not isinstance(below, list | tuple):
            yield label, below
            continue
        mine = [place for place in below if reach is None or place[0] in reach]
        if mine:
            yield label, mine


class HomeForm(Posted):
    """二（三）Of a household's asset: still there, what it achieved, who has the use of it."""

    presence = forms.ChoiceField(label="现状", choices=HouseholdGrant.Presence.choices)
    beneficiary = forms.ChoiceField(
        label="受益情况", choices=HouseholdLine.Beneficiary.choices, initial="same"
    )
    result = forms.ChoiceField(label="绩效结果", choices=Result.choices)
    result_note = forms.CharField(
        label="绩效说明", max_length=500, required=False, help_text="部分达到、未达到的须写明差距和原因。"
    )
    note = forms.CharField(label="核实说明", max_length=300, required=False, help_text="不写姓名和证件号码。")


class DecisionForm(forms.Form):
    """二（三）How one or many like differences are settled, and why."""

    decision = forms.ChoiceField(label="处理决定", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="处理理由", max_length=500, widget=area(3), help_text="写明事实、依据和会议或批准文件。"
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, choices, withheld, **options):
        super().__init__(*args, **options)
        self.fields["decision"].choices = [(key, f"{label}：{TOLD[key]}") for key, label in choices]
        self.fields["decision"].help_text = "".join(
            f"「{label}」须由有「{verb}」权限的岗位办理。" for label, verb in withheld
        )


TOLD = {
    deciding.Decision.CORRECT: "按实盘的数量、状况、位置更正台账，记入资产的变更记录",
    deciding.Decision.KEEP: "台账不变，写明差异的原因",
    deciding.Decision.HOLD: "冻结资产，查清后再解冻或核销",
    deciding.Decision.RETIRE: "资产退出台账，编号不再使用",
    deciding.Decision.REGISTER: "建立资产草稿，由持有单位补充后按程序提交、审核、入账",
    deciding.Decision.DECLINE: "不属于扶贫资产，不登记",
    deciding.RECOUNT: "退回未清查，再到现场查看",
}


class TracingForm(forms.ModelForm):
    """二（一）追溯资产状态、厘清权属关系."""

    class Meta:
        model = Tracing
        fields = ("known", "informants", "status", "status_note", "title", "title_note", "traced_on")
        widgets = {
            "known": area(4),
            "traced_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "known": "何时、用何资金、由谁建设或购置，留有哪些资料。",
            "informants": "提供情况的单位、人员职务，或查阅的档案；不写证件号码和电话。",
            "status_note": "在用的可不填。",
            "title_note": "依据的文件、会议记录；尚未厘清的写明争议所在。",
        }

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""
