"""二（五）Made-up patrols: assets looked at lately, some looked at too long ago, a photo used twice, and repairs."""

from datetime import timedelta
from io import BytesIO
from random import Random
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from assets.models import Asset
from custody.choices_patrols import Condition
from custody.models import Patrol
from custody.patrols import repairs
from custody.patrols.recording import BACK, record
from custody.patrols.schedule import BEATS, looked_at, watch
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

PLACES = 3  # townships that have begun
FRESH = 3  # assets of each looked at these days
DAMAGES = [
    "路肩冲毁约 5 米，护栏倒 2 根（示例）。",
    "东墙渗水，檐口脱落（示例）。",
    "排水沟淤堵，盖板断裂（示例）。",
]
WORK = "拆除松动部分，重新砌筑并抹面（示例）。"
ORIGIN = (113.447312, 35.223471)  # where a made-up phone says it is, give or take


class Rounds:
    """The patrols of one county by the people whose work they are: town clerks look, town reviewers accept."""

    def __init__(self, county, units, posts):
        self.county, self.today = county, timezone.localdate()
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        known = {post.unit.parent_id for post in posts if post.role == "village_clerk"}
        towns = [unit for unit in units if unit.kind == Unit.Kind.TOWN]
        # First where the people work whom one signs in as.
        self.towns = sorted(towns, key=lambda town: town.pk not in known)
        self.taken = 0

    def fill(self):
        """Make them in one transaction; returns how many patrols there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            ledger = looked_at(Asset.objects.filter(county_id=self.county, hold_reason=""))
            ledger = ledger.select_related("unit").order_by("pk")
            stations = BEATS[0][1]
            for number, town in enumerate(self.towns[:PLACES]):
                near = ledger.exclude(stations).filter(town=town.region_id)
                self._town(number, near, self.hand[town.pk, "town_clerk"])
            self._repairs()
            self._too_long_ago(ledger.filter(stations))
            watch(self.county)
            return Patrol.objects.filter(county_id=self.county).count()

    def _town(self, number, near, clerk):
        """Some that are well, then one that is damaged: each damage opens an order to repair."""
        *well, broken = list(near[: FRESH + 1])
        for ago, asset in enumerate(well):
            self._look(asset, clerk, self.today - timedelta(days=ago))
        self._look(broken, clerk, self.today - timedelta(days=1), Condition.DAMAGED, DAMAGES[number])

    def _repairs(self):
        """The first is repaired and accepted by somebody else, the second waits for that, the third for repair."""
        orders = repairs.Repair.objects.filter(county_id=self.county).select_related("unit", "asset")
        for number, order in enumerate(orders.order_by("pk")[:2]):
            clerk, reviewer = (self.hand[self._town_of(order), r] for r in ("town_clerk", "town_reviewer"))
            told = {"repaired_on": self.today, "cost": 2600 + 850 * number, "work": WORK}
            photos = [picture(self._seed(order.asset), mended=True)]
            done = repairs.report_repaired(
                order, by=clerk, repairer="本村施工队（示例）", photos=photos, **told
            )
            if number == 0:
                repairs.accept(done, by=reviewer)

    def _too_long_ago(self, stations):
        """Power stations that nobody has been to since; the same photo served for all of them."""
        order = [town.region_id for town in self.towns]
        for asset in sorted(stations, key=lambda asset: order.index(asset.town_id))[:3]:
            town = self.towns[order.index(asset.town_id)]
            photos = [picture(self.county)]
            self._look(
                asset,
                self.hand[town.pk, "town_clerk"],
                self.today - timedelta(days=BACK),
                Condition.GOOD,
                photos=photos,
            )

    def _look(self, asset, by, on, condition=Condition.GOOD, note="", photos=None):
        self.taken += 1
        record(
            asset,
            by=by,
            client_id=UUID(int=self.county * 1000 + self.taken),
            condition=condition,
            on=on,
            note=note,
            place=(ORIGIN[0] + self.taken / 1000, ORIGIN[1] + self.taken / 1000, 8 + self.taken),
            photos=photos or [picture(self._seed(asset))],
        )

    def _seed(self, asset):
        return self.county * 10_000 + asset.pk

    def _town_of(self, order):
        return next(unit.pk for unit in self.towns if unit.region_id == order.asset.town_id)


def picture(seed, mended=False):
    """Fields under a sky, as a phone might show them; the same seed is the same place, its ground new once mended."""
    sky, ground = Random(seed), Random(seed * 2 + mended)
    small = Image.new("RGB", (9, 8))
    for at in range(72):
        draw = (sky if at < 27 else ground).randrange(90)
        small.putpixel(
            (at % 9, at // 9),
            (110 + draw, 160 + draw, 165 + draw) if at < 27 else (70 + draw, 95 + draw, 50 + draw),
        )
    sheet, kept = small.resize((480, 360), Image.Resampling.BICUBIC), BytesIO()
    ImageDraw.Draw(sheet).polygon(
        [(200, 135), (250, 135), (360, 360), (90, 360)], fill=(168, 164, 156) if mended else (140, 132, 120)
    )
    sheet.save(kept, "JPEG", quality=80)
    return SimpleUploadedFile("现场照片（示例）.jpg", kept.getvalue())
