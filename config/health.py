"""Two addresses for whoever watches the server: does the process live, and can it serve. They tell nothing else."""

import functools

from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app
from tenancy.scope import NOBODY, scope

PATIENCE = 2  # seconds for the broker to answer


@require_safe
@never_cache
@transaction.non_atomic_requests
def alive(request):
    """200 while the process answers, whatever else is broken."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
@transaction.non_atomic_requests
def ready(request):
    """200 with {part: true} for database, migrations and broker, 503 when one of them is false."""
    parts = {"database": _database(), "migrations": _migrations(), "broker": _broker()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def _migrations():
    try:
        with scope(NOBODY), transaction.atomic():  # whoever asks: only the login itself may read this table
            return _in_the_code() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return False


@functools.cache
def _in_the_code():
    return MigrationLoader(None).disk_migrations.keys()


def _broker():
    try:
        with app.connection_for_write(connect_timeout=PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE)
            return True
    except OperationalError:
        return False
