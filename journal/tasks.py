"""What Celery calls: run one job, sweep, seal, remind, remove what has had its day."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from journal import jobs, strays
from journal.deadlines import digests, reminders
from journal.exports import steps as exports
from journal.imports import steps
from journal.prints import steps as prints
from tenancy.scope import SYSTEM, scope


@shared_task(name="journal.run")
def run(county, job):
    """Do the job of this county; safe to deliver twice."""
    jobs.run(county, job)


@shared_task(name="journal.sweep")
def sweep():
    """Send again what got lost."""
    jobs.sweep()


@shared_task(name="journal.seal")
def seal():
    """Seal what has happened."""
    jobs.seal_all()


@shared_task(name="journal.expire_imports")
def expire_imports():
    """Remove what was uploaded and not written in time, and what was taken out and has had its day (剩余信息保护)."""
    with scope(SYSTEM):
        steps.expire()
        exports.expire()
        prints.expire()


@shared_task(name="journal.sweep_files")
def sweep_files():
    """Remove the files that no row knows (剩余信息保护)."""
    strays.sweep()


@shared_task(name="journal.remind")
def remind():
    """二（四）Owe the reminders of the day and the letters about them; however often, they go out once."""
    digests.owe(timezone.now())


@shared_task(name="journal.prune_reminders")
def prune_reminders():
    """Remove reminders of half a year ago (剩余信息保护)."""
    with scope(SYSTEM), transaction.atomic():
        reminders.prune(timezone.localdate())
