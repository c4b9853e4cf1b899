"""What Celery calls of the register."""

from celery import shared_task

import assets.inventory.prints
import assets.labels.making  # noqa: F401 - both declare jobs or what they print
from assets import bulk
from assets.models import LabelRun
from journal import kept
from tenancy.scope import SYSTEM, scope


@shared_task(name="assets.expire_labels")
def expire_labels():
    """Remove the label files whose day is over, and what acts on many rows looked at long ago (剩余信息保护)."""
    with scope(SYSTEM):
        kept.expire(LabelRun)
        bulk.expire()
