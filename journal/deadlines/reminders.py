"""Reminders of deadlines: so many days before as their kind says, and weekly after, each once for each person.

Which step is due is reckoned from the day alone, so that nothing is lost when the clock stood still: after a pause the
newest step that is due is sent, once, and the ones before it are not sent afterwards. A step whose day lies before the
deadline was set is nobody's, unless it was overdue by then: that is told at once. Who comes into a post is told the
step that is due now.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction

from journal.deadlines.setting import KINDS
from journal.jobs import job
from journal.models import Digest, Reminder
from tenancy import policy

KEPT = timedelta(days=180)  # far longer than from any step to the next: what is gone is not sent again

# Units and people are few, deadlines many: who is responsible for a unit is found first, then hashed on.
DUE = """
WITH kinds (kind, verb) AS MATERIALIZED (SELECT * FROM unnest(%(kinds)s::text[], %(verbs)s::text[])),
ladder (kind, step) AS MATERIALIZED (SELECT * FROM unnest(%(l_kind)s::text[], %(l_step)s::int[])),
holders (user_id, verb, unit_id, path, is_wide) AS MATERIALIZED (
    SELECT * FROM unnest(%(h_user)s::bigint[], %(h_verb)s::text[], %(h_unit)s::bigint[], %(h_path)s::text[],
                         %(h_wide)s::bool[])),
reach AS MATERIALIZED (
    SELECT DISTINCT u.id AS unit_id, k.kind, h.user_id
    FROM kinds k JOIN holders h USING (verb) JOIN tenancy_unit u
        ON h.is_wide OR h.unit_id = u.id OR (h.path <> '' AND starts_with(u.path, h.path))
    WHERE u.county_id = %(county)s),
steps AS MATERIALIZED (
    SELECT kind, days, CASE WHEN days < 0 THEN -((-days) / 7 * 7)
                            ELSE (SELECT min(l.step) FROM ladder l WHERE l.kind = remaining.kind AND l.step >= days)
                       END AS step
    FROM (SELECT DISTINCT kind, due_on - %(on)s::date AS days FROM journal_deadline
          WHERE county_id = %(county)s AND cleared_at IS NULL AND due_on <= %(on)s::date + 90) AS remaining),
due AS (
    SELECT d.id, d.kind, d.due_on, s.step, r.user_id
    FROM journal_deadline d
    JOIN steps s ON s.kind = d.kind AND s.days = d.due_on - %(on)s::date
    JOIN reach r ON r.unit_id = d.unit_id AND r.kind = d.kind
    WHERE d.county_id = %(county)s AND d.cleared_at IS NULL AND d.due_on <= %(on)s::date + 90
        AND (s.days < 0 OR d.due_on - s.step >= least((d.set_at AT TIME ZONE %(zone)s)::date, %(on)s::date)))"""
SEND = """
INSERT INTO journal_reminder (county_id, deadline_id, user_id, step, sent_on)
SELECT %(county)s, id, user_id, step, %(on)s::date FROM due
ON CONFLICT (county_id, deadline_id, user_id, step) DO NOTHING"""
OWE = """
INSERT INTO journal_digest (county_id, user_id, "on")
SELECT DISTINCT r.county_id, r.user_id, r.sent_on FROM journal_reminder r JOIN tenancy_user u ON u.id = r.user_id
WHERE r.county_id = %(county)s AND r.sent_on = %(on)s::date AND u.email <> ''
ON CONFLICT (county_id, user_id, "on") DO NOTHING"""
PLAN = """
SELECT kind, due_on, step, user_id, count(*) FROM due
WHERE NOT EXISTS (SELECT FROM journal_reminder r WHERE r.county_id = %(county)s AND r.deadline_id = due.id
                  AND r.user_id = due.user_id AND r.step = due.step)
GROUP BY kind, due_on, step, user_id ORDER BY due_on, kind, user_id"""


def send(county, on):
    """二（四）Tell whoever is responsible in a county (its code) what is due on a day; owe them a letter if they have
    an address. Any number of times, at once or after a break, it sends each (deadline, person, step) once. Returns how
    many. In the county's scope."""
    given = _given(county, on)
    with connection.cursor() as cursor:
        cursor.execute(DUE + SEND, given)
        sent = cursor.rowcount
        cursor.execute(OWE, given)
    return sent


def plan(county, on):
    """What `send` would send: [(kind, due_on, step, user id, how many)]; nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(DUE + PLAN, _given(county, on))
        return cursor.fetchall()


def _given(county, on):
    holders = policy.holders(county, {kind.verb for kind in KINDS.values()})
    return {
        "county": county,
        "on": on,
        "zone": settings.TIME_ZONE,
        "l_kind": [kind.name for kind in KINDS.values() for _ in kind.before],
        "l_step": [step for kind in KINDS.values() for step in kind.before],
        "kinds": [kind.name for kind in KINDS.values()],
        "verbs": [kind.verb for kind in KINDS.values()],
        "h_user": [holder.user_id for holder in holders],
        "h_verb": [holder.verb for holder in holders],
        "h_unit": [holder.unit_id for holder in holders],
        "h_path": [holder.path for holder in holders],
        "h_wide": [holder.is_wide for holder in holders],
    }


@job("deadlines.remind", "发送期限提醒")
def remind(run, *, on):
    """The reminders of a county for a day (ISO date)."""
    with transaction.atomic():
        run.hold()
        sent = send(run.job.county_id, date.fromisoformat(on))
    return f"提醒 {sent:,} 条"


def prune(on):
    """Remove reminders and letters older than 180 days (剩余信息保护): whatever is still open has newer ones.

    In the scope of the system. Returns how many reminders.
    """
    Digest.objects.filter(on__lt=on - KEPT).delete()
    gone, _ = Reminder.objects.filter(sent_on__lt=on - KEPT).delete()
    return gone
