"""An act: the context in which a registry row may change, and the entry that tells of it.

    with act("assets.amend", "更正", by=user, county=asset.county_id) as entry:
        asset.save()
        entry.about(asset, reason=reason)

The entry's number is drawn first and put into the transaction's context; the triggers write it into each change;
the entry itself follows at the end. A change whose entry never comes fails at commit (migration 0002).
"""

import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from journal import sets
from journal.models import Entry
from tenancy import persons
from tenancy.policy import posts

# One round trip: the act that is open already, and the number of the new one, put into its place.
ACT_BEGINS = """
WITH outside AS MATERIALIZED (SELECT current_setting('app.entry', true) AS entry)
SELECT entry, set_config('app.entry', nextval(pg_get_serial_sequence('journal_entry', 'id'))::text, true)
FROM outside"""
NUMBERS = """
SELECT nextval(pg_get_serial_sequence('journal_entry', 'id')) FROM generate_series(1, %s)"""
TOLD = ("subject_type", "subject_id", "subject_name", "before", "after", "reason", "seen")
_job: ContextVar[int | None] = ContextVar("job", default=None)


class Refused(ValidationError):
    """The rules forbid it now. The messages are written for the person who asked."""


def hold_reason(reason):
    """Raise Refused where a reason names a person by a number. Whoever leaves an act to a job asks beforehand."""
    if sentence := persons.fault("理由", reason):
        raise Refused(sentence)


@dataclass
class Draft:
    """An entry that is not written yet."""

    number: int
    fields: dict = field(default_factory=dict)

    def about(self, subject, **fields):
        """Name the row the act is about, and what else the entry should say (reason, before, after, seen).

        Raises Refused for a reason that names a person by a number: the journal cannot be cleaned of it.
        """
        hold_reason(fields.get("reason", ""))
        named = {
            "subject_type": subject._meta.label_lower,
            "subject_id": subject.pk,
            "subject_name": str(subject)[:200],
        }
        self.fields |= named | fields


@contextmanager
def act(name, label, *, by, county):
    """Open an act of `by` (a User, or None for the clock) in a county (its code); yields its Draft.

    Acts nest: the inner one's changes carry the inner entry, then the outer goes on.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT_BEGINS)
        outer, number = cursor.fetchone()
        draft = Draft(int(number))
        yield draft
        Entry.objects.bulk_create([_entry(draft, name, label, by, county)])
        cursor.execute("SELECT set_config('app.entry', %s, true)", [outer or ""])


@contextmanager
def acts(name, label, *, by, county, rows, parts=None):
    """Open one act for each of these rows of a table, all written by one statement; yields {row id: Draft}.

    The triggers find the entry of a changed row by its id; rows may be born inside, with ids drawn before. `parts` are
    rows of other tables that belong to them: {table: {id: id of the row it is part of}}. Does not nest; what else is
    changed inside is refused.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(rows)])
        drafts = {row.pk: Draft(number) for row, (number,) in zip(rows, cursor, strict=True)}
        for row in rows:
            drafts[row.pk].about(row)
        numbers = {row._meta.db_table: {pk: draft.number for pk, draft in drafts.items()} for row in rows[:1]}
        for table, ids in (parts or {}).items():
            numbers[table] = {pk: drafts[of].number for pk, of in ids.items()}
        _name_entries(cursor, json.dumps(numbers))
        yield drafts
        told = {field: [draft.fields.get(field, "") for draft in drafts.values()] for field in TOLD}
        same = _done_by(name, label, by, county)
        sets.insert(Entry, county, id=[draft.number for draft in drafts.values()], **told, **same)
        _name_entries(cursor, "")


def _name_entries(cursor, numbers):
    cursor.execute("SELECT set_config('app.entries', %s, true)", [numbers])


def _entry(draft, name, label, by, county):
    return Entry(id=draft.number, county_id=county, **_done_by(name, label, by, county), **draft.fields)


def _done_by(name, label, by, county):
    return {
        "act": name,
        "label": label,
        "by_id": by and by.pk,
        "by_name": by.name if by else "系统",
        "post": post_of(by, county) if by else "",
        "job_id": _job.get(),
    }


def post_of(user, county):
    """The post a person acts in, as text: the one they work in now, else their first in the county."""
    if not hasattr(user, "working_post"):
        held = sorted(posts(user), key=lambda post: post.county_id != county)
        user.working_post = str(held[0]) if held else ""
    return str(user.working_post or "")


@contextmanager
def for_job(job):
    """The acts inside are done by a job; their entries carry its id."""
    token = _job.set(job.pk)
    try:
        yield
    finally:
        _job.reset(token)
