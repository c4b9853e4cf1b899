"""Patrols and repairs for tests: photos that are like or unlike each other, and looks and orders by the right hands."""

from io import BytesIO
from itertools import count
from random import Random
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from custody.models import Patrol, Repair
from custody.patrols import recording, repairs

TODAY = timezone.localdate
HERE_AT = (113.447312, 35.223471, 12)  # a village of the county, as a phone tells it
_scene = count(1)


def scene(number=None, size=(320, 240), kind="JPEG", quality=90, name="现场.jpg"):
    """A picture of a scene: the same number is the same scene, at any size; without one, a scene unlike any before."""
    draw = Random(next(_scene) if number is None else f"scene {number}")  # -5 would draw as 5 does
    small = Image.new("RGB", (9, 8))
    small.putdata([(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(72)])
    kept = BytesIO()
    options = {"quality": quality} if kind == "JPEG" else {}
    small.resize(size, Image.Resampling.NEAREST).save(kept, kind, **options)
    return SimpleUploadedFile(name, kept.getvalue())


def differing(look, other):
    """In how many of 64 bits two looks differ."""
    return ((look ^ other) & (2**64 - 1)).bit_count()


def patrolled(place, asset, condition="good", /, by="village_clerk", **told):
    """A look at an asset by somebody of the county."""
    usual = {"client_id": uuid4(), "photos": [scene()], "note": "" if condition == "good" else "护栏倒塌两处"}
    with place.scope():
        return recording.record(asset, by=getattr(place, by), condition=condition, **usual | told)


def ordered(place, asset=None, /, by="village_clerk", **told):
    """A repair order of an asset of the ledger."""
    asset = asset or place.asset_in("ledger")
    with place.scope():
        return repairs.order(asset, by=getattr(place, by), damage="路面塌陷 3 米", **told)


def repaired(place, repair, /, by="village_clerk", **told):
    """The same order, with what was repaired today."""
    usual = {"repaired_on": TODAY(), "cost": 800, "work": "回填夯实", "repairer": "", "photos": [scene()]}
    with place.scope():
        return repairs.report_repaired(repair, by=getattr(place, by), **usual | told)


def repair_in(place, state):
    """A repair order that went its way to this state."""
    repair = ordered(place)
    with place.scope():
        if state == "cancelled":
            repair = repairs.cancel_repair(repair, by=place.town_reviewer, reason="报修有误")
        if state in ("repaired", "accepted"):
            repair = repaired(place, repair)
        if state == "accepted":
            repair = repairs.accept(repair, by=place.town_reviewer)
        assert repair.state == state
        return fresh(repair)


def patrol_in(place, state):
    """A look at an asset that counts, or does not."""
    patrol = patrolled(place, place.asset_in("ledger"))
    if state == "void":
        with place.scope():
            patrol = recording.void(patrol, by=place.town_reviewer, reason="照片不是现场所拍")
    return patrol


def fresh(row):
    related = {Patrol: ("unit", "asset"), Repair: ("unit", "asset")}[type(row)]
    return type(row).objects.select_related(*related).get(pk=row.pk)
