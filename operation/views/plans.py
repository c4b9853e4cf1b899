"""The table of payments: the dues of a signed agreement, or what terms that are not signed will make of them."""

from operation import rules
from operation.models import Due
from operation.shown import line, marked

PLAN = [
    {"label": "期次"},
    {"label": "款项"},
    {"label": "所属期"},
    {"label": "应付日期"},
    {"label": "应付金额（元）", "num": True},
]


def plan(found):
    """{rows, total, is_signed}: what is paid when: of a signed agreement its dues, before that what they will be."""
    if not found.number:
        return preview(found)
    dues = list(found.dues.filter(county_id=found.county_id).order_by("due_on", "position"))
    owed = [due for due in dues if due.state == Due.State.OPEN]
    rows = [line(due.position, due, marked(due)) for due in dues]
    return {"rows": rows, "total": rules.known_total(owed), "is_signed": True}


def preview(terms):
    """The same of terms that are not signed; no rows where none can be made of them."""
    if rules.faults(terms):
        return {"rows": [], "total": 0, "is_signed": False}
    payments = rules.schedule(terms)
    rows = [line(at, one) for at, one in enumerate(payments, 1)]
    return {"rows": rows, "total": rules.known_total(payments), "is_signed": False}
