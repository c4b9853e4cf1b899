"""What Celery calls of the register."""

from celery import shared_task

import assets.bulk  # noqa: F401 - a worker knows its job
from assets.labels import making
from tenancy.scope import SYSTEM, scope


@shared_task(name="assets.expire_labels")
def expire_labels():
    """Remove the label files whose day is over (剩余信息保护)."""
    with scope(SYSTEM):
        making.expire()
