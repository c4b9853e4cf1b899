"""二（六）What is owed under an agreement is written when it is signed, by one statement for all its periods."""

from django.db.models import Max
from django.utils import timezone

from journal import sets
from operation import rules
from operation.models import Due


def write(agreement, payments, after=0):
    """Write payments [rules.Payment] as dues of a signed agreement, numbered behind `after`."""
    if not payments:
        return
    sets.insert(
        Due,
        agreement.county_id,
        unit_id=agreement.unit_id,
        agreement_id=agreement.pk,
        operator_id=agreement.operator_id,
        position=list(range(after + 1, after + len(payments) + 1)),
        kind=[one.kind for one in payments],
        from_on=[one.from_on for one in payments],
        to_on=[one.to_on for one in payments],
        due_on=[one.due_on for one in payments],
        amount=[one.amount for one in payments],
        edition=agreement.edition,
        **_usual(),
    )


def last_position(agreement):
    """The number of an agreement's last due; 0 where it has none."""
    return agreement.dues.filter(county_id=agreement.county_id).aggregate(last=Max("position"))["last"] or 0


def cut_off(agreement, ended_on, reason):
    """What an early end makes of the open dues: those beyond are not owed, a period that is cut counts by its days.

    Returns how many were changed.
    """
    changed = []
    for due in open_of(agreement):
        change = rules.ended(due, ended_on)
        if change is None:
            continue
        due.amount, due.due_on = change.amount, change.due_on
        if change.is_waived:
            due.state, due.waive_reason = Due.State.WAIVED, reason
        due.version += 1
        changed.append(due)
    sets.update(changed, {"amount", "due_on", "state", "waive_reason", "version"})
    return len(changed)


def replace(dues, reason):
    """Dues (loaded, locked, nothing paid of them) give way to those of a later edition."""
    for due in dues:
        due.state, due.waive_reason, due.version = Due.State.REPLACED, reason, due.version + 1
    sets.update(dues, {"state", "waive_reason", "version"})


def open_of(agreement):
    """The open dues of an agreement, locked, in their order."""
    rows = Due.objects.select_for_update(of=("self",)).filter(
        county_id=agreement.county_id, agreement=agreement, state=Due.State.OPEN
    )
    return list(rows.order_by("position"))


def _usual():
    """What the other columns of a new due hold."""
    return {
        "state": Due.State.OPEN,
        "basis": "",
        "paid": 0,
        "waive_reason": "",
        "version": 1,
        "created_at": timezone.now(),
    }
