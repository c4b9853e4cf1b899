"""Possible double registration: same place or project and a like name. A hint to the person, never a verdict."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Q

from assets.models import Asset

LIKE = 0.45  # measured on published rows: 「赤庄村光伏电站」 and 「赤庄村村级光伏电站」 have 0.58
SHOWN = 5


def one_at_a_time(user):
    """Until this transaction ends the same person registers nothing else: a second click meets what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assets.register'), %s)", [user.pk % 2**31])


def similar(name, *, place=None, project=None, but=None):
    """[{url, name, number, place, value, why}] of assets in the county that may be the same one.

    `place` is a township's or village's code, `project` a Project, `but` the asset one is looking at.
    """
    name = name.strip()
    if len(name) < 2 or not (place or project):
        return []
    near = Q()
    if place:
        near |= Q(village=place) | Q(town=place)
    if project:
        near |= Q(project=project)
    rows = Asset.objects.filter(near).exclude(state=Asset.State.RETIRED)
    if but:
        rows = rows.exclude(pk=but.pk)
    rows = rows.annotate(like=TrigramSimilarity("name", name)).filter(like__gte=LIKE)
    return [
        _candidate(asset, place, project)
        for asset in rows.select_related("village", "town").order_by("-like")[:SHOWN]
    ]


def _candidate(asset, place, project):
    same_place = place and place in (asset.village_id, asset.town_id)
    return {
        "url": asset.get_absolute_url(),
        "name": asset.name,
        "number": asset.number,
        "place": str(asset.village or asset.town or ""),
        "value": asset.original_value,
        "why": "同一地点、名称相近" if same_place else "同一项目、名称相近",
    }
