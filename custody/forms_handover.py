"""二（五）What is asked when duties pass from one person to another, on a phone in the field."""

from django import forms
from django.utils import timezone

from custody.choices import Keeper
from custody.models import Duty
from journal.forms import day

SIGN = "用手指在框内签名；不能手写的，可改为上传签字纸的照片。"


def signature(label):
    """A picture: drawn on the phone by signature.js, or a photo of the signed paper."""
    return forms.FileField(
        label=label,
        help_text=SIGN,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "data-signature": label}),
        error_messages={"required": f"请{label}。", "empty": "图片是空的，请重新签名或拍照。"},
    )


class HandoverForm(forms.Form):
    """The duties that pass, the day, who takes over, what was found, and both signatures."""

    duties = forms.MultipleChoiceField(
        label="本次交接的管护责任",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一项管护责任。"},
    )
    on = day("交接日期", initial=timezone.localdate, help_text="自这一天起由接收人负责。")
    taker = forms.CharField(label="接收人", max_length=40, error_messages={"required": "请填写接收人姓名。"})
    keeper = forms.ChoiceField(label="接收人类别", choices=Keeper.choices)
    phone = forms.CharField(
        label="接收人电话",
        max_length=20,
        required=False,
        validators=Duty._meta.get_field("phone").validators,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    found = forms.CharField(
        label="交接情况",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="资产现状、随同移交的钥匙和资料、遗留问题。",
    )
    giver_signature = signature("移交人签名")
    taker_signature = signature("接收人签名")

    def __init__(self, *args, duties, **options):
        super().__init__(*args, **options)
        self.known = {str(duty.pk): duty for duty in duties}
        self.fields["duties"].choices = [
            (pk, f"{duty.name}（{duty.get_kind_display()}，{duty.term_text()}）")
            for pk, duty in self.known.items()
        ]
        self.fields["duties"].initial = list(self.known)

    @property
    def chosen(self):
        """The duties that were ticked."""
        return [self.known[pk] for pk in self.cleaned_data["duties"]]

    @property
    def values(self):
        """What custody.handing.hand_over takes besides."""
        return {name: value for name, value in self.cleaned_data.items() if name != "duties"}
