"""What Celery calls of custody."""

from celery import shared_task
from django.db import transaction

from custody import terms
from custody.patrols.schedule import watch
from tenancy.models import Region
from tenancy.scope import SYSTEM, county_scope, scope


@shared_task(name="custody.watch_patrols")
def watch_patrols():
    """二（五）See that what is to be looked at soon, and each duty that ends, has its deadline, county by county."""
    with scope(SYSTEM), transaction.atomic():
        counties = list(Region.objects.filter(level=Region.Level.COUNTY).values_list("pk", flat=True))
    for county in counties:
        with scope(county_scope(county)), transaction.atomic():
            watch(county)
            terms.watch(county)
