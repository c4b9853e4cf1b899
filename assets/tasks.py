"""What Celery calls of the register."""

from celery import shared_task

from assets import bulk
from assets.labels import making
from tenancy.scope import SYSTEM, scope


@shared_task(name="assets.expire_labels")
def expire_labels():
    """Remove the label files whose day is over, and what acts on many rows looked at long ago (剩余信息保护)."""
    with scope(SYSTEM):
        making.expire()
        bulk.expire()
