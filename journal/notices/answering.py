"""An objection is answered, once, by those who posted the notice; until then what waits for it does not pass."""

from django import forms
from django.utils import timezone

from journal import many, sets
from journal.acts import Refused
from journal.models import NoticeRow, Objection
from journal.notices import lines as numbering
from journal.transitions import transition
from tenancy import persons

State = Objection.State


MOST = 100  # answered in one act: as many as one has read


class AnswerForm(forms.Form):
    """Whether the objection holds, and what whoever made it will read."""

    outcome = forms.ChoiceField(
        label="处理结果",
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择处理结果。", "invalid_choice": "请从列表中选择处理结果。"},
    )
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
    _hold_answer(answer)
    objection.lines = _about(objection, outcome, lines)
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_at, objection.answered_by = timezone.now(), by


class ManyForm(AnswerForm):
    """One answer to several. What holds is answered by itself: each says something of its own."""

    lines = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        upheld = Objection.Outcome.UPHELD
        self.fields["outcome"].choices = [
            choice for choice in Objection.Outcome.choices if choice[0] != upheld
        ]


def answer_many(objections, *, by, county, outcome, answer):
    """一（三）1 The same answer to several objections of a county (a queryset of those that were read).

    Returns {id: [sentence]} of those it was refused for; the others are answered, each with an entry of its own.
    Raises Refused where all are refused for the same reason: too many, one that holds, a number of a person.
    """
    if outcome == Objection.Outcome.UPHELD:
        raise Refused({"outcome": "异议成立的，请逐件答复，写明涉及哪几项。"})
    seen = dict(objections.annotate(seen=sets.fingerprint(Objection)).values_list("pk", "seen")[: MOST + 1])
    if not seen:
        raise Refused("没有选中待答复的异议，请重新选择。")
    if len(seen) > MOST:
        raise Refused(f"一次最多答复 {MOST} 件，请分几次办理。")
    _hold_answer(answer)
    return many.carry_out(answer_objection, seen, by=by, county=county, outcome=outcome, answer=answer)


def _hold_answer(answer):
    """Raise Refused for an answer that says nothing, or names somebody by a number."""
    if not answer.strip():
        raise Refused({"answer": "请写明答复。"})
    if sentence := persons.fault("答复", answer, kinds=(persons.ID, persons.CARD, persons.PHONE)):
        raise Refused({"answer": sentence})


def _about(objection, outcome, text):
    """The lines an objection that holds is about, as they are kept. Raises Refused for what the notice has not."""
    if not text.strip():
        return ""
    if outcome != Objection.Outcome.UPHELD:
        raise Refused({"lines": "异议不成立的，不填序号。"})
    shown = NoticeRow.objects.filter(county_id=objection.county_id, notice=objection.notice_id)
    return numbering.told(numbering.read(text, shown.count()))
