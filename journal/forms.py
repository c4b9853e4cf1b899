"""Forms that acts of every app ask for, and those of people and posts; and where a refusal is shown in a form."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils import timezone

from tenancy.models import Unit
from tenancy.roles import ROLES

KINDS = {kind.value: kind.label for kind in Unit.Kind}
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
OUT_OF_REACH = "日期应在 1900 年至 2199 年之间，请核对年份。"


def take_back(refused, *asked, **named):
    """Put what an act refused (a ValidationError) beside the fields it names, of whichever of these forms has them.

    What none has is told on top of the first. `named`: the act's name for a field -> the form's.
    """
    for name, errors in getattr(refused, "error_dict", {None: getattr(refused, "error_list", [])}).items():
        here = named.get(name, name)
        form = next((form for form in asked if here in form.fields), None)
        (form or asked[0]).add_error(here if form else None, errors)


class ReasonForm(forms.Form):
    """One sentence that says why; it is kept in the journal."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明事实与依据，将记入操作记录。",
        error_messages={"required": "请写明理由。"},
    )


class AccountForm(ReasonForm):
    """Why an account is disabled or enabled; `active` is which of the two the page offered, not what holds by now."""

    active = forms.TypedChoiceField(
        choices=[("0", "停用"), ("1", "启用")], coerce=lambda told: told == "1", widget=forms.HiddenInput
    )


def day(label, **options):
    """A civil day, picked from the browser's calendar; of years that can be reckoned with."""
    return forms.DateField(
        label=label,
        validators=[MinValueValidator(EARLIEST, OUT_OF_REACH), MaxValueValidator(LATEST, OUT_OF_REACH)],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写正确的日期，例如 2020-03-24。"},
        **options,
    )


class ParameterForm(forms.Form):
    """A county's own number, from which day on and by which document."""

    value = forms.IntegerField(
        label="新的值", error_messages={"invalid": "请填写整数。"}, widget=forms.NumberInput
    )
    valid_from = day("起始日", initial=timezone.localdate, help_text="从这一天起按新的值执行，不能早于今天。")
    valid_until = day("截止日", required=False, help_text="含当日；长期有效的不填。到期后恢复原来的规定。")
    source = forms.CharField(
        label="依据文件", max_length=200, help_text="文件名称和文号，例如“修政办〔2020〕15号第六条”。"
    )


class PostForm(forms.Form):
    """A post: where, as what, from which day to which. `units` are those the person asking may give posts at."""

    unit = forms.TypedChoiceField(
        label="单位", coerce=int, error_messages={"invalid_choice": "请从列表中选择本县（市、区）的单位。"}
    )
    role = forms.ChoiceField(
        label="角色",
        help_text="括号内是可以设这一岗位的单位；各角色的权限见「设置 · 角色权限」。",
        error_messages={"invalid_choice": "请从列表中选择角色。"},
    )
    from_on = day("任职起", initial=timezone.localdate)
    to_on = day("任职止", required=False, help_text="含当日；未定的不填。")

    def __init__(self, *args, units, **options):
        super().__init__(*args, **options)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [("", "请选择"), *by_place(units)]
        self.fields["role"].choices = [("", "请选择"), *roles_at({unit.kind for unit in units})]

    def clean_unit(self):
        return self.units[self.cleaned_data["unit"]]


def roles_at(kinds):
    """Choices of the roles that exist at these kinds of unit, each with where: [(role, 乡镇经办人（乡镇政府）)]."""
    for key, role in ROLES.items():
        if here := sorted(role.kinds & kinds):
            yield key, f"{role.label}（{'、'.join(KINDS[kind] for kind in here)}）"


def by_place(units):
    """Choices of units in groups: the offices first, then each township with its villages. [(label, [(id, name)])]"""
    local = (Unit.Kind.TOWN, Unit.Kind.VILLAGE)
    offices = sorted((unit.pk, unit.name) for unit in units if unit.kind not in local)  # as they were founded
    groups = [("机关单位", offices)] if offices else []
    towns = {unit.pk: (unit.name, [(unit.pk, unit.name)]) for unit in units if unit.kind == Unit.Kind.TOWN}
    for unit in units:
        if unit.kind == Unit.Kind.VILLAGE and unit.parent_id in towns:
            towns[unit.parent_id][1].append((unit.pk, unit.name))
    return [*groups, *towns.values()]


class InviteForm(PostForm):
    """A new person and the first post."""

    name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="登录名",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_.-]{2,39}\Z",
                "登录名须以小写字母开头，由 3 至 40 个小写字母、数字或 _ . - 组成。",
            )
        ],
        help_text="本人登录时使用，全系统唯一，建立后不再更改。",
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9+() -]{5,20}\Z", "联系电话只写数字，例如 0391-3925000。")],
    )
    field_order = ["name", "username", "phone", "unit", "role", "from_on", "to_on"]


class KnownForm(PostForm):
    """A post for a person whose account another county keeps; found by the exact sign-in name."""

    username = forms.CharField(
        label="登录名", max_length=40, help_text="此人已有的登录名，须一字不差；账号仍由原单位管理。"
    )
    field_order = ["username", "unit", "role", "from_on", "to_on"]
