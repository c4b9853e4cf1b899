"""An objection is answered, once, by those who posted the notice; until then what waits for it does not pass."""

from django import forms
from django.utils import timezone

from journal.acts import Refused
from journal.models import Objection
from journal.transitions import transition
from tenancy import persons

State = Objection.State


class AnswerForm(forms.Form):
    """Whether the objection holds, and what whoever made it will read."""

    outcome = forms.ChoiceField(label="处理结果", choices=Objection.Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明核实情况和结论。提出人凭受理号可以看到，请勿写入他人的个人信息。",
        error_messages={"required": "请写明答复。"},
    )


@transition(
    Objection,
    source=State.ACCEPTED,
    target=State.ANSWERED,
    verb="answer_objection",
    label="答复异议",
    form=AnswerForm,
)
def answer_objection(objection, *, by, outcome, answer):
    """一（三）1 核实异议并答复；异议成立的，公示须更正或撤回后重新公示。"""
    if not answer.strip():
        raise Refused({"answer": "请写明答复。"})
    if sentence := persons.fault("答复", answer, kinds=(persons.ID, persons.CARD, persons.PHONE)):
        raise Refused({"answer": sentence})
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_at, objection.answered_by = timezone.now(), by
