"""Forms of repair orders: shape only; what must be true is asked by the act that saves."""

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from custody.choices import FundSource
from custody.forms_spot import Pictures, SpotForm
from journal.forms import day

UNNAMED = "写单位或师傅的称呼，不写证件号码和银行卡号。"


def yuan(label, **options):
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(0, "金额不能为负数。")],
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
        **options,
    )


class RepairForm(SpotForm):
    """二（五）What is damaged, by when it is repaired, who pays."""

    damage = forms.CharField(
        label="损坏情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明损坏情况。"},
    )
    limit_on = day("维修期限", help_text="含当日。")
    payer = forms.ChoiceField(label="维修经费来源", choices=FundSource)
    estimate = yuan("预计费用（元）", required=False)
    repairer = forms.CharField(label="承修单位或个人", max_length=80, required=False, help_text=UNNAMED)
    photos = Pictures("修复前照片", required=False)


class AmendForm(forms.Form):
    """二（五）By when, by whom and at whose cost, said anew."""

    damage, limit_on, payer, estimate, repairer = (
        RepairForm.base_fields[name] for name in ("damage", "limit_on", "payer", "estimate", "repairer")
    )
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RepairedForm(SpotForm):
    """二（五）What was done, what it cost, and how it looks now, from the same place as before."""

    repaired_on = day("修复日期", initial=timezone.localdate)
    work = forms.CharField(
        label="维修内容",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明做了哪些维修。"},
    )
    cost = yuan(
        "实际费用（元）",
        help_text="没有花钱的填 0。",
        error_messages={"required": "请填写实际费用，没有花钱的填 0。"},
    )
    repairer = forms.CharField(label="承修单位或个人", max_length=80, required=False, help_text=UNNAMED)
    photos = Pictures(
        "修复后照片",
        help_text="与修复前照片站在同一位置、同一角度拍摄。",
        error_messages={"required": "请拍一张修复后的照片。"},
    )
