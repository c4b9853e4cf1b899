"""The form of a patrol, filled in with a thumb: shape only; what must be true is asked by the act that saves."""

from uuid import uuid4

from django import forms
from django.utils import timezone

from custody.choices_patrols import Condition
from custody.forms_spot import Pictures, SpotForm
from journal.forms import day


class PatrolForm(SpotForm):
    """二（五）What was found on the spot. It carries an id, so that sending it again is no second record."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    condition = forms.ChoiceField(
        label="巡查结果",
        choices=Condition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择巡查结果。"},
    )
    photos = Pictures(required=False, help_text="至少一张，可多选。")
    note = forms.CharField(
        label="情况说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="完好的可不填；损坏的写明部位和程度，系统据此开出维修单。不写证件号码。",
    )
    on = day("巡查日期", initial=timezone.localdate, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("client_id", uuid4())
