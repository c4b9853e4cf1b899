"""The form of an asset: shape only. What must be true is asked in assets.checks, by the act that saves."""

import re

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from assets import custom
from assets.choices import Category, Detail, ExcludedKind, Scope, Subtype
from assets.clauses import sentence
from assets.models import DETAILS, Alias, Asset, Attachment, Project
from tenancy import policy
from tenancy.models import Region, Unit

PROJECT = re.compile(r"#(\d{1,18})")
ALIAS_HELP = "旧台账、三资平台等处的编号，多个用顿号分开；登记后不删除。"
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def subtypes():
    """Subtypes grouped by type, as the select shows them."""
    return [
        ("", "请选择"),
        *[(category.label, [(s.value, s.label) for s in category.subtypes]) for category in Category],
    ]


def places(county):
    """The townships of a county with their villages: [(town, [(code, name)])]; the township itself comes first."""
    regions = Region.objects.filter(parent_id=county) | Region.objects.filter(parent__parent_id=county)
    towns, villages = {}, {}
    for code, name, level, parent in regions.order_by("code").values_list(
        "code", "name", "level", "parent_id"
    ):
        if level == Region.Level.TOWN:
            towns[code] = name
        else:
            villages.setdefault(parent, []).append((code, name))
    grouped = [(name, [(code, f"{name}（镇级）"), *villages.get(code, [])]) for code, name in towns.items()]
    return [("", "请选择"), *grouped]


class AssetForm(forms.ModelForm):
    """二（一）–（三）Registering, editing or amending an asset."""

    subtype = forms.ChoiceField(label="资产小类", choices=subtypes)
    unit = forms.ModelChoiceField(label="持有单位", queryset=None, empty_label="请选择")
    place = forms.TypedChoiceField(
        label="所在地",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="选到村（社区）；不在单个村内的选「镇级」。",
    )
    project = forms.CharField(
        label="来源项目",
        required=False,
        max_length=260,
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
        help_text="输入项目名称查找，从列出的项目中选择。",
    )
    alias = forms.CharField(
        label="新增原有编号",
        required=False,
        max_length=200,
        help_text=ALIAS_HELP,
    )
    scope = forms.ChoiceField(
        label="纳入依据",
        choices=[("", "请选择"), *Scope.choices, ("不属于扶贫资产（二（二））", ExcludedKind.choices)],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)  # what it was opened with, signed
    not_duplicate = forms.BooleanField(label="已核对，不是重复登记", required=False)
    reason = forms.CharField(
        label="更正理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明事实与依据，将记入变更记录。",
    )

    class Meta:
        model = Asset
        fields = (
            "name",
            "category",
            "subtype",
            "unit",
            "holder",
            "formed_year",
            "scope",
            "scope_reason",
            "acquisition",
            "donor",
            "donation_value",
            "valuation_basis",
            "tracing",
            "counted_on",
            "address",
            "longitude",
            "latitude",
            "implementing_dept",
            "supervising_dept",
            "spec",
            "quantity",
            "measure",
            "original_value",
            "life_years",
            "in_use_on",
            "status",
            "status_reason",
            "remark",
        )
        widgets = {
            "counted_on": DATE,
            "in_use_on": DATE,
            "spec": forms.Textarea(attrs={"rows": 2}),
            "tracing": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, user, county, amending=False, known=(), **options):
        super().__init__(*args, **options)
        self.county = county
        verb = "amend_asset" if amending else "register_asset"
        units = policy.units(user, verb).filter(county_id=county).order_by("path")
        self.fields["unit"].queryset = units
        self.fields["place"].choices = places(county)
        depts = Unit.objects.filter(
            county_id=county, kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE]
        ).order_by("pk")
        for name in ("implementing_dept", "supervising_dept"):
            self.fields[name].queryset = depts
            self.fields[name].empty_label = "请选择"
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and field.choices[0] == BLANK_CHOICE_DASH[0]:
                field.choices = [("", "请选择"), *field.choices[1:]]
        self.fields["category"].required = False
        self.fields["category"].help_text = "可不选，由小类确定。"
        if known:
            self.fields["alias"].help_text = f"已登记：{'、'.join(known)}。{ALIAS_HELP}"
        if not self.is_bound and self.instance.pk is None and len(only := units[:2]) == 1:
            self.initial["unit"] = only[0].pk
        self.projects = Project.objects.permitted(user)
        self._add_custom()
        if not amending:
            del self.fields["reason"]

    def _add_custom(self):
        """The fields the county keeps besides, with what this asset has."""
        self.custom = custom.in_use(self.county)
        kept = self.instance.custom
        self.fields |= custom.form_fields(self.custom, kept)
        self.initial |= {field.key: custom.initial_of(field, kept.get(field.key)) for field in self.custom}

    def clean_scope(self):
        """二（二）What the directive excludes may be chosen, and is refused with its words."""
        chosen = self.cleaned_data["scope"]
        if chosen in ExcludedKind.values:
            raise forms.ValidationError(ExcludedKind(chosen).refusal)
        return chosen

    def clean_project(self):
        """The Project the text names by its #number, or None; the one it has already is never asked about."""
        text = self.cleaned_data["project"].strip()
        if not text:
            return None
        if self.instance.pk and text == initial_of(self.instance)["project"]:
            return self.instance.project
        number = PROJECT.search(text)
        found = self.projects.filter(pk=int(number[1])).first() if number else None
        if found is None:
            raise forms.ValidationError("没有找到这个项目，请从列出的项目中选择，或留空。")
        return found

    def clean_alias(self):
        """The text, if none of the numbers in it is longer than the register keeps."""
        text = self.cleaned_data["alias"]
        longest = Alias._meta.get_field("number").max_length
        if long := [number for number in Alias.split(text) if len(number) > longest]:
            raise forms.ValidationError(
                f"编号“{long[0][:20]}…”超过 {longest} 个字，请核对；多个编号用顿号分开。"
            )
        return text

    def clean(self):
        data = super().clean()
        if subtype := data.get("subtype"):
            data["category"] = data.get("category") or Subtype(subtype).category
            if data.get("quantity") is not None and not data.get("measure") and "measure" not in self.errors:
                data["measure"] = Subtype(subtype).measure
        place = data.pop("place", None)
        data["village_id"] = place if place and place > 10**11 else None
        data["town_id"] = place // 1000 if data["village_id"] else place
        return data

    def _post_clean(self):
        """Nothing: the model's rules are asked by the act (assets.checks), once for form and import."""

    @property
    def values(self):
        """What the act takes: the model's own fields, the old numbers, and the county's own fields of this subtype."""
        data = self.cleaned_data
        aside = {
            "version",
            "opened",
            "not_duplicate",
            "reason",
            "alias",
            *(field.key for field in self.custom),
        }
        own = {field.key: data[field.key] for field in self.custom if field.concerns(data["subtype"])}
        told = {"aliases": Alias.split(data.get("alias", "")), "custom": own}
        return told | {name: value for name, value in data.items() if name not in aside}


def initial_of(asset):
    """What the form shows of a saved asset besides its own fields."""
    project = asset.project
    return {
        "place": asset.village_id or asset.town_id,
        "project": f"{project.name} #{project.pk}" if project else "",
        "version": asset.version,
    }


def detail_forms(data=None, details=None):
    """One small form a kind of detail: {Detail: form}; the subtype chosen says which one counts."""
    return {
        kind: _detail_form(model)(data, instance=(details or {}).get(kind), prefix=kind.value)
        for kind, model in DETAILS.items()
    }


def _detail_form(model):
    dates = {f.name: DATE for f in model._meta.fields if f.get_internal_type() == "DateField"}
    return forms.modelform_factory(model, exclude=["county", "asset"], widgets=dates)


# title, clause and a word of the sentence of it that the group rests on, fields
GROUPS = [
    (
        "资产基本信息",
        ("二（二）", "主要包括"),
        ("name", "category", "subtype", "spec", "quantity", "measure", "in_use_on", "life_years"),
    ),
    (
        "纳入依据和来源",
        ("二（一）", "以来"),
        ("formed_year", "scope", "scope_reason", "acquisition", "project", "original_value"),
    ),
    ("接受捐赠", ("二（一）", "以来"), ("donor", "donation_value", "valuation_basis")),
    ("追溯登记", ("二（一）", "以前"), ("tracing", "counted_on")),
    (
        "所在地和责任单位",
        ("二（三）", "谁实施"),
        (
            "unit",
            "holder",
            "place",
            "address",
            "longitude",
            "latitude",
            "implementing_dept",
            "supervising_dept",
        ),
    ),
    ("现状和备注", None, ("status", "status_reason", "alias", "remark")),
]
SHOWN_WHEN = {"接受捐赠": ("acquisition", "donated"), "追溯登记": ("scope", "before_2016")}


def groups(form, details):
    """The form's groups with the sentence each rests on, then the details of the kinds that have any."""
    for title, clause, names in GROUPS:
        field, values = SHOWN_WHEN.get(title, ("", ""))
        yield _group(title, [form[name] for name in names], clause, field, values)
    for kind, detail in details.items():
        values = " ".join(s.value for s in Subtype if s.detail == kind)
        group = _group(Detail(kind).label, list(detail), None, "subtype", values)
        yield group | {"errors": detail.non_field_errors()}
    yield from _custom_groups(form)
    if "reason" in form.fields:
        yield _group("更正理由", [form["reason"]])


def _custom_groups(form):
    """The county's own fields: one group for those that all assets have, one for each choice of subtypes."""
    together = {}
    for field in form.custom:
        together.setdefault((field.concerned, " ".join(field.subtypes)), []).append(form[field.key])
    for (concerned, subtypes), fields in together.items():
        group = _group("本县补充信息", fields, None, "subtype" if concerned else "", subtypes)
        yield group | {"note": concerned}


def _group(title, fields, clause=None, when_field="", when_values=""):
    return {
        "title": title,
        "clause": clause[0] if clause else "",
        "quote": sentence(*clause) if clause else "",
        "fields": fields,
        "when_field": when_field,
        "when_values": when_values,
    }


class AttachmentForm(forms.Form):
    """A photo or paper of an asset."""

    kind = forms.ChoiceField(label="类别", choices=Attachment.Kind)
    caption = forms.CharField(label="说明", required=False, max_length=120)
    file = forms.FileField(label="文件", help_text="JPG、PNG、PDF 或 xlsx，不超过 20 MB。")


class AliasForm(forms.ModelForm):
    """A number the asset has or had elsewhere, and where it comes from."""

    class Meta:
        model = Alias
        fields = ("number", "origin")
        widgets = {"origin": forms.TextInput(attrs={"placeholder": "例如：2018 年扶贫资产台账"})}

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""
