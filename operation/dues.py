"""二（六）What is owed under an agreement is written when it is signed, by one statement for all its periods."""

from django.db.models import Max
from django.utils import timezone

from journal import sets
from operation import rules
from operation.choices import DueKind
from operation.models import Due


def write(agreement, payments, after=0):
    """Write payments [rules.Payment] as dues of a signed agreement, numbered behind `after`."""
    write_all([(agreement, payments)], after)


def write_all(plans, after=0):
    """The same of many agreements of one county, [(Agreement, [Payment])], by one statement."""
    lines = [(of, at, one) for of, payments in plans for at, one in enumerate(payments, after + 1)]
    if not lines:
        return
    sets.insert(
        Due,
        lines[0][0].county_id,
        unit_id=[of.unit_id for of, *_ in lines],
        agreement_id=[of.pk for of, *_ in lines],
        operator_id=[of.operator_id for of, *_ in lines],
        position=[at for _, at, _ in lines],
        kind=[one.kind for *_, one in lines],
        from_on=[one.from_on for *_, one in lines],
        to_on=[one.to_on for *_, one in lines],
        due_on=[one.due_on for *_, one in lines],
        amount=[one.amount for *_, one in lines],
        edition=[of.edition for of, *_ in lines],
        **_usual(),
    )


def last_position(agreement):
    """The number of an agreement's last due; 0 where it has none."""
    return agreement.dues.filter(county_id=agreement.county_id).aggregate(last=Max("position"))["last"] or 0


def cut_off(agreement, ended_on, reason):
    """What an end makes of the open dues: those beyond are not owed, a period that is cut counts by its days.

    What lateness has cost stays with what was late. Returns how many were changed.
    """
    changed, moved = [], set()
    for due in open_of(agreement):
        stays = due.kind == DueKind.LATE_FEE and due.late_of_id not in moved
        change = None if stays else rules.ended(due, ended_on)
        if change is None:
            continue
        moved.add(due.pk)
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
