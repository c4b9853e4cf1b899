"""Forms of notices: what one looks for, what visitors write."""

from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from journal.forms import day
from journal.models import Notice
from journal.notices import public
from journal.notices.drafting import HOTLINE
from journal.notices.kinds import KINDS
from journal.templatetags.jiadi import place


class NoticeFilter(forms.Form):
    """What one looks for in the list; a field that cannot be read narrows nothing."""

    q = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)  # the bar draws it
    state = forms.ChoiceField(choices=Notice.State.choices, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", required=False)
    since = day("公示起始日从", required=False)
    until = day("到", required=False, help_text="含当日。")

    PARTS = {"q": "title__contains", "state": "state", "kind": "kind"}
    DAYS = {"since": "begins_on__gte", "until": "begins_on__lte"}

    def __init__(self, data, **options):
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()}, **options)
        self.fields["kind"].choices = [("", "全部"), *((kind.code, kind.label) for kind in KINDS.values())]

    @property
    def active(self):
        """What is looked for, by field, as it is written in an address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def apply(self, rows):
        """The notices that fit."""
        active = self.active
        looked = self.PARTS | self.DAYS
        return rows.filter(**{looked[name]: value for name, value in active.items()})


class NoticeForm(forms.Form):
    """The days and the words of a notice; what they must be is asked by journal.notices.drafting."""

    begins_on = day("公示起始日", initial=timezone.localdate, help_text="张贴的第一天，算在公示期内。")
    ends_on = day("公示截止日", required=False, help_text="含当日。不填即按本县规定的最短期限。")
    words = forms.CharField(
        label="说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写在明细前面，可不填。不要写身份证号、银行卡号。",
    )
    contact = forms.CharField(label="联系方式", initial=HOTLINE, help_text="有意见找谁：单位、电话。")
    late_reason = forms.CharField(
        label="逾期公示原因", required=False, max_length=300, help_text="没有逾期的不填；不公开。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """The version goes its own way."""
        self.cleaned_data.pop("version", None)
        return self.cleaned_data


class ProofForm(forms.Form):
    """The proof that a notice hung: what it must be is asked by journal.notices.proving."""

    photo = forms.FileField(
        label="现场照片",
        help_text="JPG 或 PNG，能看清公示栏和公示内容；照片里的拍摄信息会清除。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    place = forms.CharField(label="张贴地点", max_length=120, help_text="例如：东关村委会公示栏。")
    on = day("拍摄日期", initial=timezone.localdate)


class PublicFilter(forms.Form):
    """What a visitor looks for; what cannot be read narrows nothing."""

    q = forms.CharField(label="查找", max_length=40, required=False)
    town = forms.TypedChoiceField(label="乡镇", required=False, coerce=int, empty_value="")
    village = forms.TypedChoiceField(label="村（社区）", required=False, coerce=int, empty_value="")
    kind = forms.ChoiceField(label="类别", required=False)
    stands = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *public.STANDS.items()])
    since = day("公示起始日从", required=False)
    until = day("到", required=False)

    def __init__(self, data, *, county):
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()})
        towns = public.places(county)
        self.fields["town"].choices = [("", "全部"), *towns]
        self.fields["kind"].choices = [("", "全部"), *public.kinds()]
        town = self.data.get("town", "")
        villages = public.places(int(town)) if town in {str(pk) for pk, _ in towns} else []
        self.fields["village"].choices = [("", "全部"), *((pk, place(name)) for pk, name in villages)]
        if not villages:
            del self.fields["village"]

    @property
    def knows_villages(self):
        """Whether a township is chosen, whose villages can be named."""
        return "village" in self.fields

    @property
    def asked(self):
        """{field: value} of what is looked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self):
        """The same as it is written in an address."""
        return urlencode({name: str(value) for name, value in self.asked.items()})


class ObjectionForm(forms.Form):
    """An objection; what it must be is asked by journal.notices.objecting."""

    text = forms.CharField(label="您的异议", widget=forms.Textarea(attrs={"rows": 8}), required=False)
    name = forms.CharField(label="姓名（可不填）", required=False)
    phone = forms.CharField(label="联系电话（可不填）", required=False)


class ReceiptForm(forms.Form):
    """The receipt somebody was given."""

    receipt = forms.CharField(label="受理号", max_length=80, error_messages={"required": "请填写受理号。"})
