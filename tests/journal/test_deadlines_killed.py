"""Beat strikes twice, the worker is killed in the middle, the queue is emptied: each is told once all the same."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from journal import jobs
from journal.deadlines import digests, set_deadlines
from journal.models import Job, Reminder
from tenancy.scope import SYSTEM, scope
from tests import database
from tests.crowd import at_once
from tests.errands import CHECK
from tests.servers import empty_queue, wait_until

NOON = timezone.localtime().replace(hour=12)


def told(place):
    """(reminders, different (deadline, person, step)) of a county, as others see it now."""
    with place.scope():
        rows = list(Reminder.objects.values_list("deadline", "user", "step"))
    return len(rows), len(set(rows))


def owed(place, number):
    with place.scope():
        assets = [place.asset(name=f"{at}号路") for at in range(number)]
        set_deadlines(CHECK, assets, timezone.localdate(), by=None)


def test_struck_by_many_at_once_and_with_an_emptied_queue(worker, here):
    owed(here, 3)
    at_once(4, lambda: digests.owe(NOON))
    empty_queue()  # Redis has lost what it carried
    with scope(SYSTEM), transaction.atomic():
        Job.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    assert wait_until(lambda: jobs.sweep() == 0 and told(here)[0] > 0)
    digests.owe(NOON)
    with here.scope():
        assert Job.objects.filter(kind="deadlines.remind").count() == 1
    assert told(here) == (3, 3)


def test_killed_while_the_reminders_are_written(worker, here, django_db_setup):
    owed(here, 3)
    with database.owner(django_db_setup.name) as door, door.transaction():
        door.execute("LOCK TABLE journal_reminder IN SHARE MODE")
        waiting = (
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'journal_reminder'::regclass"
        )
        digests.owe(NOON)
        assert wait_until(lambda: door.execute(waiting).fetchone()[0] > 0)
        worker.kill()
    assert told(here) == (0, 0)

    with scope(SYSTEM), transaction.atomic():
        Job.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    worker.start()
    assert wait_until(lambda: jobs.sweep() == 0 and told(here)[0] > 0)
    assert told(here) == (3, 3)
