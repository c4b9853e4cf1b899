"""What Celery calls: run one job, sweep, seal."""

from celery import shared_task

from journal import jobs
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
