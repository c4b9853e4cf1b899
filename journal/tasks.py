"""What Celery calls: run one job, sweep, seal."""

from celery import shared_task

from journal import jobs


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
