"""What Celery calls of operation."""

from celery import shared_task
from django.db import transaction

from operation.deadline import watch
from tenancy.models import Region
from tenancy.scope import SYSTEM, county_scope, scope


@shared_task(name="operation.watch")
def watch_all():
    """二（六）See that what falls due soon, and each agreement's last day, has its deadline, county by county."""
    with scope(SYSTEM), transaction.atomic():
        counties = list(Region.objects.filter(level=Region.Level.COUNTY).values_list("pk", flat=True))
    for county in counties:
        with scope(county_scope(county)), transaction.atomic():
            watch(county)
