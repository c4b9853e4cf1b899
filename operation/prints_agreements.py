"""二（六）An agreement on paper, at a glance: who with whom over what, the clauses, the payments, who approved."""

from django.utils import timezone

from journal.prints.registry import printed
from operation import operators, rules
from operation.arrears import called
from operation.deposits import told as deposit_told
from operation.editions import in_force
from operation.models import Agreement, Due
from operation.shown import clauses, line, marked, money_facts, named_candidates
from tenancy import policy

SHEETS = 10  # agreements rendered at a time
RELATED = (
    "unit__region__parent",
    "county",
    "operator__unit",
    "previous",
    "signed_by",
    "decided_by",
    "ended_by",
)


@printed(
    "operation.summary",
    label="经营协议摘要",
    verb=policy.SEE,
    template="pdf/agreement_summary.html",
    model=Agreement,
    per=SHEETS,
)
def summary(rows, *, by, part):
    """二（六）One after another; names of people only for who may read them."""
    known = Agreement.objects.filter(county_id=rows[0].county_id, pk__in=[row.pk for row in rows])
    known = known.select_related(*RELATED).in_bulk()
    return {
        "title": "经营协议摘要",
        "today": timezone.localdate(),
        "agreements": [_sheet(known[row.pk], by) for row in rows],
    }


def _sheet(row, by):
    sees = operators.sees_contacts(by, row.operator)
    lines = row.lines.filter(county_id=row.county_id).select_related("asset").order_by("pk")
    return {
        "row": row,
        "unit": called(row.unit),
        "operator": operators.name_for(by, row.operator),
        "assets": [line.asset for line in lines],
        "clauses": clauses(row),
        "money": list(money_facts(row)),
        "candidates": named_candidates(row, sees),
        "editions": list(in_force(row).select_related("judged_by").order_by("edition")),
        "deposit": deposit_told(row),
        "people": _people(row),
        **_payments(row),
    }


def _payments(row):
    """{dues, sums}: of a signed agreement its dues with what was paid, before that what they will be (sums None)."""
    if not row.number:
        made = [] if rules.faults(row) else rules.schedule(row)
        return {"dues": [line(at, one) for at, one in enumerate(made, 1)], "sums": None}
    dues = Due.objects.filter(county_id=row.county_id, agreement=row).exclude(state=Due.State.REPLACED)
    dues = list(dues.order_by("due_on", "position"))
    owed = [due for due in dues if due.state == Due.State.OPEN]
    sums = {
        "amount": sum(due.amount or 0 for due in owed),
        "paid": sum(due.paid for due in dues),
        "left": sum(due.left for due in owed),
    }
    told = [line(due.position, due, marked(due)) | {"paid": due.paid, "left": due.left} for due in dues]
    return {"dues": told, "sums": sums}


def _people(row):
    """[(step, who, instant)] of who moved it on."""
    steps = [
        ("决策登记", row.decided_by, row.decided_at),
        ("签订审核", row.signed_by, row.signed_at),
        ("终止办理", row.ended_by, row.ended_at),
    ]
    return [(step, who.name, at) for step, who, at in steps if at]
