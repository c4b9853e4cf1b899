"""An objection is answered, once, by those who posted the notice; until then what waits for it does not pass."""

from django import forms
from django.utils import timezone

from journal.acts import Refused
from journal.models import NoticeRow, Objection
from journal.notices import lines as numbering
from journal.transitions import transition
from tenancy import persons

State = Objection.State


class AnswerForm(forms.Form):
    """Whether the objection holds, and what whoever made it will read."""

    outcome = forms.ChoiceField(label="处理结果", choices=Objection.Outcome.choices, widget=forms.RadioSelect)
    lines = forms.CharField(
        label="成立的是哪几项",
        max_length=300,
        required=False,
        help_text="公示明细中的序号，例如 3、5-8；其余各项照常办理。不填的，整份公示须更正或撤回。",
    )
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
def answer_objection(objection, *, by, outcome, answer, lines=""):
    """一（三）1 核实异议并答复；异议成立的，公示须更正或撤回后重新公示。"""
    if not answer.strip():
        raise Refused({"answer": "请写明答复。"})
    if sentence := persons.fault("答复", answer, kinds=(persons.ID, persons.CARD, persons.PHONE)):
        raise Refused({"answer": sentence})
    objection.lines = _about(objection, outcome, lines)
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_at, objection.answered_by = timezone.now(), by


def _about(objection, outcome, text):
    """The lines an objection that holds is about, as they are kept. Raises Refused for what the notice has not."""
    if not text.strip():
        return ""
    if outcome != Objection.Outcome.UPHELD:
        raise Refused({"lines": "异议不成立的，不填序号。"})
    shown = NoticeRow.objects.filter(county_id=objection.county_id, notice=objection.notice_id)
    return numbering.told(numbering.read(text, shown.count()))
