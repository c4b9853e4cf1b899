"""二（五）The forms of posts and applications: shape only. What must be true is asked by the act that saves."""

from django import forms
from django.utils import timezone

from assets.clauses import sentence
from assets.forms_registers import area, group
from assets.models import Asset, Household
from custody.models import Engagement, WelfarePost
from custody.posts.entering import VERB
from journal.forms import day
from tenancy import policy
from tenancy.models import Region, Unit

CLAUSE = "二（五）"
QUOTE = sentence(CLAUSE, "公益岗位")
MOST_SHOWN = 500
ASIDE = ("version", "reason", "where", "unit")


class EntryForm(forms.ModelForm):
    """What both forms share: the version it was opened with, and no rules of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField) and field.choices[:1] == [("", "---------")]:
                field.choices = [("", "请选择"), *field.choices[1:]]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def groups(self):
        """Its fields in groups, with the clause each rests on; the reason last."""
        for title, names, note in self.GROUPS:
            clause = (CLAUSE, QUOTE) if title == self.GROUPS[0][0] else None
            yield group(title, self, names.split(), clause, note)
        if "reason" in self.fields:
            yield group("更正理由", self, ["reason"])

    @property
    def values(self):
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ASIDE}


class PostForm(EntryForm):
    """A post: where, what is done, by how many, for how much and from whom, and for which assets."""

    from_on, to_on = day("设岗起始日期"), day("设岗截止日期", help_text="含当日。")
    where = forms.TypedChoiceField(label="设岗村（社区）", coerce=int, empty_value=None)
    assets = forms.TypedMultipleChoiceField(
        label="看护的资产",
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="本村已入账的资产，可选多项（按住 Ctrl 点选）。",
        error_messages={"invalid_choice": "所选资产不在本村已入账的资产中，请重新选择。"},
    )
    reason = forms.CharField(
        label="更正理由", max_length=500, widget=area(), help_text="写明事实与依据，将记入变更记录。"
    )

    class Meta:
        model = WelfarePost
        fields = (
            "kind",
            "name",
            "duties",
            "places",
            "pay",
            "per",
            "payer",
            "funds",
            "from_on",
            "to_on",
            "remark",
        )
        widgets = {"duties": area(), "remark": area()}
        help_texts = {
            "name": "如“东关村护路员”；不写人的姓名。",
            "pay": "每人的标准；按年的，平均到 12 个月发放，合计与标准一分不差。",
        }

    GROUPS = [
        ("岗位", "where kind name places duties", "优先吸纳贫困家庭劳动力参与扶贫资产管护。"),
        ("补贴和期限", "pay per payer funds from_on to_on", ""),
        (
            "看护的资产",
            "assets remark",
            "本村已入账的资产；选定村（社区）并保存后，可在“更正”中选择。管护责任人见各资产的管护责任。",
        ),
    ]

    def __init__(self, *args, user, county, **options):
        super().__init__(*args, user=user, **options)
        self.units = {
            unit.region_id: unit
            for unit in policy.units(user, VERB).filter(
                county_id=county, kind__in=[Unit.Kind.TOWN, Unit.Kind.VILLAGE]
            )
        }
        self.fields["where"].choices = [("", "请选择"), *self._places(county)]
        if self.instance.pk:
            self.initial |= {"where": self.instance.village_id}
            self.initial["assets"] = list(self.instance.assets.values_list("asset_id", flat=True))
        else:
            del self.fields["reason"]
        self._offer_assets(county)

    def _places(self, county):
        units = sorted(self.units.values(), key=lambda unit: unit.path)
        codes = {unit.region_id for unit in units if unit.kind == Unit.Kind.VILLAGE}
        towns = {unit.region_id: unit.name for unit in units if unit.kind == Unit.Kind.TOWN}
        rows = Region.objects.filter(code__in=codes).select_related("parent").order_by("code")
        found = {}
        for region in rows:
            found.setdefault(towns.get(region.parent_id) or region.parent.name, []).append(
                (region.code, region.name)
            )
        return list(found.items())

    def _offer_assets(self, county):
        """Of the village that is chosen, or the only one; without one there is nothing to choose from yet."""
        chosen = str(self.data.get("where") or self.initial.get("where") or "")
        villages = [code for _, group_ in self.fields["where"].choices[1:] for code, _ in group_]
        if not chosen and len(villages) == 1:
            chosen = self.initial["where"] = villages[0]
        rows = Asset.objects.filter(county_id=county, state=Asset.State.LEDGER, village=_code(chosen))
        found = rows.order_by("number").values_list("pk", "number", "name")[:MOST_SHOWN]
        self.fields["assets"].choices = [(pk, f"{name}（{number}）") for pk, number, name in found]
        if not found:
            del self.fields["assets"]

    def clean(self):
        super().clean()
        self.cleaned_data["village_id"] = self.cleaned_data.get("where")
        return self.cleaned_data

    @property
    def unit(self):
        """The unit that sets the post up: the village's own, else its township's; None where none is this person's."""
        village = self.cleaned_data["village_id"]
        return self.units.get(village) or self.units.get(village // 1000)


class ApplicationForm(EntryForm):
    """Somebody who asks for a post: of which household, and who it is."""

    household = forms.ModelChoiceField(
        label="所在户",
        queryset=None,
        required=False,
        empty_label="不在到户登记册中（按一般农户）",
        help_text="户类别取自到户登记；册中没有的先在“到户登记”中登记。",
    )
    born_on = day("出生日期", help_text="用于核对年龄，不公开。")
    applied_on = day("申请日期", initial=timezone.localdate)

    class Meta:
        model = Engagement
        fields = ("name", "sex", "born_on", "phone", "remark")
        widgets = {"remark": area()}
        help_texts = {
            "name": "只写姓名，不写身份证号。",
            "phone": "仅供联系，不公开。",
        }

    GROUPS = [
        ("申请人", "household name sex born_on phone", "年龄按本县参数核对；户类别以到户登记为准。"),
        ("申请", "applied_on remark", ""),
    ]

    def __init__(self, *args, user, post, **options):
        super().__init__(*args, user=user, **options)
        homes = Household.objects.permitted(user).filter(county_id=post.county_id, village=post.village_id)
        self.fields["household"].queryset = homes.order_by("householder", "pk")
        self.fields["household"].label_from_instance = _home
        if self.instance.pk:
            self.initial |= {"household": self.instance.household_id, "applied_on": self.instance.applied_on}


def _home(home):
    """How a household stands in the list: 张三户（脱贫户，户编号 123）."""
    code = f"，户编号 {home.code}" if home.code else ""
    return f"{home.householder}户（{home.get_kind_display()}{code}）"


def _code(text):
    return int(text) if str(text).isdecimal() and len(str(text)) < 13 else None
