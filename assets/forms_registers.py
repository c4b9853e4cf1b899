"""The forms of the registers: shape only. What must be true is asked by the act that saves (assets.registers)."""

from django import forms

from assets.clauses import CLAUSES, sentence
from assets.forms import PROJECT, places
from assets.models import Asset, Household, HouseholdGrant, Project, Subsidy
from assets.registers import VERB, Keepers
from tenancy import policy
from tenancy.models import Unit

ASIDE = ("version", "opened", "reason", "not_duplicate", "where")
RESULT = ("二（三）", sentence("二（三）", "受益对象"))
EXCLUDED = ("二（二）", CLAUSES["二（二）"].rpartition("；")[2])  # 到户类资产包括……除外。
NO_NAMES = "写明类别和户数、人数，不写姓名。"


def area(rows=2):
    return forms.Textarea(attrs={"rows": rows})


def date():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def project_text(project):
    """A project as its field shows it: the number behind # is what counts."""
    return f"{project.name} #{project.pk}" if project else ""


class RegisterForm(forms.ModelForm):
    """What the forms of the registers share: the version it was opened with, and a reason where a line is amended."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # what it was opened with, signed
    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=area(),
        help_text="写明事实与依据，将记入变更记录；不写姓名和证件号码。",
    )

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, **options)
        self.user, self.county = user, county
        if self.instance.pk is None:
            del self.fields["reason"]
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField) and field.choices[:1] == [("", "---------")]:
                field.choices = [("", "请选择"), *field.choices[1:]]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def groups(self):
        """Its fields in groups, with the clause each rests on; the reason last."""
        for title, clause, names, note in self.GROUPS:
            yield group(title, self, names.split(), clause, note)
        if "reason" in self.fields:
            yield group("更正理由", self, ["reason"])

    @property
    def values(self):
        """What the act takes: the model's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ASIDE}

    def clean_project(self):
        """The Project the text names by its #number, or None; the one it has already is never asked about."""
        text = self.cleaned_data["project"].strip()
        if not text:
            return None
        if self.instance.pk and text == project_text(self.instance.project):
            return self.instance.project
        number = PROJECT.search(text)
        found = Project.objects.permitted(self.user).filter(pk=int(number[1])).first() if number else None
        if found is None:
            raise forms.ValidationError("没有找到这个项目，请从列出的项目中选择，或留空。")
        return found

    def split_place(self):
        """The place chosen, as township and village."""
        where = self.cleaned_data.get("where")
        self.cleaned_data["village_id"] = where if where and where > 10**11 else None
        self.cleaned_data["town_id"] = where // 1000 if self.cleaned_data["village_id"] else where


def project_field():
    return forms.CharField(
        label="来源项目",
        required=False,
        max_length=260,
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
        help_text="输入项目名称查找，从列出的项目中选择。",
    )


class HouseholdForm(RegisterForm):
    """A household: where it lives, who heads it, of which category it is."""

    where = forms.TypedChoiceField(label="所在村（社区）", coerce=int, empty_value=None)
    not_duplicate = forms.BooleanField(label="已核对，不是同一户", required=False)

    class Meta:
        model = Household
        fields = ("householder", "kind", "code", "population", "remark")
        help_texts = {
            "householder": "只写姓名，不写身份证号和电话。",
            "code": "扶贫（防返贫）系统中的户编号，没有的留空。",
        }
        widgets = {"remark": area()}

    GROUPS = [
        (
            "受益户",
            RESULT,
            "where householder kind code population remark",
            "每户登记一次；以后再得到的，在该户名下添加。",
        )
    ]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.keepers = Keepers(self.user, self.county)
        self.fields["where"].choices = list(self._villages())

    def _villages(self):
        """Villages of this person's reach, by township."""
        reach = self.keepers.by_region
        for group in places(self.county):
            if not group[0]:
                yield group
                continue
            below = [place for place in group[1] if place[0] > 10**11 and self._is_mine(place[0], reach)]
            if below:
                yield group[0], below

    def _is_mine(self, village, reach):
        return bool(self.keepers.office) or village in reach or village // 1000 in reach

    def clean(self):
        super().clean()
        self.split_place()
        self.unit = self.keepers.of(self.cleaned_data["town_id"], self.cleaned_data["village_id"])
        return self.cleaned_data


class GrantForm(RegisterForm):
    """A thing that a household got, what it achieved and whether it is still there."""

    project = project_field()
    asset = forms.CharField(
        label="对应资产编号",
        required=False,
        max_length=24,
        help_text="已在资产台账中登记为到户类资产的，填资产编号；没有的留空。",
    )

    class Meta:
        model = HouseholdGrant
        fields = (
            *("name", "subtype", "quantity", "measure", "amount", "year", "granted_on", "fund_text"),
            *("persons", "result", "result_note", "presence", "presence_on", "remark"),
        )
        widgets = {
            "granted_on": date(),
            "presence_on": date(),
            "result_note": area(),
            "remark": area(),
        }
        help_texts = {
            "persons": "这项帮扶使家中多少人受益。",
            "result_note": "如增收金额、是否达到项目目标；部分达到和未达到的写明差距和原因。",
        }

    GROUPS = [
        (
            "到户资产",
            EXCLUDED,
            "name subtype quantity measure amount year granted_on fund_text project asset",
            "",
        ),
        ("绩效结果和受益对象", RESULT, "result persons result_note", ""),
        ("现状和备注", None, "presence presence_on remark", ""),
    ]

    def clean_asset(self):
        """The household-type Asset of this number, or None."""
        number = self.cleaned_data["asset"].strip()
        if not number:
            return None
        found = Asset.objects.permitted(self.user).filter(category="household", number=number).first()
        if found is None:
            raise forms.ValidationError("台账中没有这个编号的到户类资产，请核对，或留空。")
        return found


class SubsidyForm(RegisterForm):
    """Money that made no asset: what for, how much, with what result, and for whom."""

    unit = forms.ModelChoiceField(label="登记单位", queryset=None, empty_label="请选择")
    where = forms.TypedChoiceField(
        label="所在地", coerce=int, empty_value=None, required=False, help_text="全县的不选。"
    )
    project = project_field()

    class Meta:
        model = Subsidy
        fields = (
            *("kind", "name", "year", "unit", "amount", "fund_text", "place"),
            *("households", "persons", "beneficiaries", "result", "result_note", "remark"),
        )
        widgets = {"beneficiaries": area(), "result_note": area(), "remark": area()}
        help_texts = {
            "beneficiaries": NO_NAMES,
            "result_note": "如放贷户数、增收金额、是否达到项目目标。",
            "place": "表册中的原文。",
        }

    GROUPS = [
        ("补贴基本信息", EXCLUDED, "kind name year amount fund_text project", ""),
        ("登记单位和所在地", None, "unit where place", ""),
        (
            "绩效结果和受益对象",
            RESULT,
            "households persons beneficiaries result result_note remark",
            "",
        ),
    ]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["where"].choices = places(self.county)
        for name in ("amount", "beneficiaries"):
            self.fields[name].required = True
        if self.instance.pk:
            del self.fields["unit"]
        else:
            self._offer_units()

    def _offer_units(self):
        mine = policy.units(self.user, VERB).filter(county_id=self.county).order_by("path")
        above = mine.exclude(kind__in=[Unit.Kind.VILLAGE, Unit.Kind.DISCIPLINE, Unit.Kind.AUDIT])
        self.fields["unit"].queryset = above if above.exists() else mine
        if not self.is_bound and len(only := self.fields["unit"].queryset[:2]) == 1:
            self.initial["unit"] = only[0].pk

    def clean(self):
        super().clean()
        self.split_place()
        return self.cleaned_data


def group(title, form, names, clause=None, note=""):
    """A group of fields as _components/form_groups shows it."""
    fields = [form[name] for name in names if name in form.fields]
    label, quote = clause or ("", "")
    return {"title": title, "fields": fields, "clause": label, "quote": quote, "note": note}


def initial_of(row):
    """What the form shows of a saved line besides its own fields."""
    shown = {"version": row.version}
    if isinstance(row, Household):
        return shown | {"where": row.village_id}
    shown["project"] = project_text(row.project)
    if isinstance(row, Subsidy):
        return shown | {"where": row.village_id or row.town_id}
    return shown | {"asset": row.asset.number if row.asset else ""}
