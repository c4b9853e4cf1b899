"""The installation: settings, addresses, servers. Celery's application is named here: tasks find their broker by it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
