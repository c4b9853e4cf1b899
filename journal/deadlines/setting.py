"""Kinds of deadlines, and setting and clearing them for many rows by one statement."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, F, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from journal.models import Deadline
from tenancy.scope import current

STEPS = (90, 60, 30, 15, 7, 3, 1, 0)  # days before; then each week
KINDS = {}  # name -> DeadlineKind, in the order they were declared


@dataclass(frozen=True)
class DeadlineKind:
    """A sort of deadline: its label, whose it is (`verb`), its legal `basis`.

    `subject` is the path from a row to what it is called; `page` the name of the address of a row, by its id;
    `before` on which days before it one is reminded.
    """

    name: str
    label: str
    verb: str
    basis: str
    subject: str
    page: str
    before: tuple = STEPS

    def url(self, row_id):
        """The page of a row, "" where the kind has none."""
        return reverse(self.page, args=[row_id]) if self.page else ""


def kind(name, label, verb, basis, *, subject="name", page="", before=STEPS):
    """Declare a sort of deadline, once, where the rule stands that sets it. ValueError for a name taken already."""
    if name in KINDS:
        raise ValueError(f"deadline kind {name} is there already")
    KINDS[name] = DeadlineKind(name, label, verb, basis, subject, page, before)
    return KINDS[name]


INSERT = """
INSERT INTO journal_deadline
    (county_id, kind, "table", row_id, unit_id, subject, due_on, basis, set_at, set_by_id)
SELECT %s, %s, %s, rows.row_id, rows.unit_id, left(rows.subject, 200), rows.due_on, %s, %s, %s
FROM ({rows}) AS rows (row_id, unit_id, subject, due_on)
ON CONFLICT (county_id, "table", row_id, kind) WHERE cleared_at IS NULL DO NOTHING"""


def set_deadlines(kind, rows, due_on, *, by):
    """二（四）Rows of one county (queryset, or list with something in it) are to be dealt with by a day; how many anew.

    The day is the same for all, or each row's own (an expression).

    Each has a unit. One with another day, or of a unit that has handed the row on, is moved: the old deadline is
    closed, a new one set, of which the new unit is reminded; one with the same day is left alone. `by` is a User, or
    None for the clock. In the transaction of the act that causes it, in the county's scope.
    """
    rows = _queryset(rows)
    _moved(kind, rows, due_on).update(cleared_at=timezone.now(), cleared_by=by)
    on = due_on if _is_expression(due_on) else Value(due_on, output_field=DateField())
    wanted = rows.order_by().values_list(F("pk"), F("unit_id"), F(kind.subject), on)
    try:
        statement, given = wanted.query.sql_with_params()
    except EmptyResultSet:
        return 0
    county, table = current().county, rows.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(rows=statement),
            [county, kind.name, table, kind.basis, timezone.now(), by and by.pk, *given],
        )
        return cursor.rowcount


def _moved(kind, rows, due_on):
    """The open deadlines of rows whose day, or whose unit, is another one now."""
    own = rows.model.objects.filter(county_id=OuterRef("county_id"), pk=OuterRef("row_id")).order_by()
    day = Subquery(own.values(day=due_on)[:1]) if _is_expression(due_on) else due_on
    return open_of(kind, rows).exclude(due_on=day, unit_id=Subquery(own.values("unit_id")[:1]))


def _is_expression(due_on):
    return hasattr(due_on, "resolve_expression")


def clear_deadlines(kind, rows, *, by=None):
    """What had to be done of these rows is done, or need not be any more; returns how many deadlines that closes."""
    return open_of(kind, _queryset(rows)).update(cleared_at=timezone.now(), cleared_by=by)


def open_of(kind, rows):
    """The open deadlines of a kind of a queryset of rows."""
    table = rows.model._meta.db_table
    return Deadline.objects.filter(
        kind=kind.name, table=table, row_id__in=rows.order_by().values("pk"), cleared_at=None
    )


def _queryset(rows):
    if hasattr(rows, "query"):
        return rows
    return type(rows[0]).objects.filter(pk__in=[row.pk for row in rows])
