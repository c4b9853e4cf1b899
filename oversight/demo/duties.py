"""二（五）Made-up duties: in force by village, town and department, some handed over, run out, waiting or not there."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from assets.models import Asset
from custody import actions
from custody.assigning import Assigning
from custody.handing import hand_over
from custody.models import Duty
from journal import many
from oversight.demo.titles import seen
from ownership.models import Title
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

KEEPERS = "王守田 李保山 赵护林 张水生 刘青河 陈永固 杨明路 周长安".split()
PHONE = "1380000{:04}"
SINCE = date(2020, 10, 1)
VALUES = {
    "kind": "care",
    "body_name": "",
    "keeper": "cadre",
    "to_on": None,
    "fund_source": "collective",
    "fund_amount": "1200",
    "duties": "每周巡查一次，清淤除草，发现损坏当日报告乡镇（示例）。",
    "remark": "",
}


class Deeds:
    """The making of one county's duties by the people whose work it is."""

    def __init__(self, county, units, posts):
        self.county = county
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.towns = [unit for unit in units if unit.kind == Unit.Kind.TOWN]
        self.clerk, self.head = (self.hand[self.office.pk, role] for role in ("county_clerk", "county_head"))

    def fill(self):
        """Make them in one transaction; returns how many duties there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            titles = Title.objects.filter(county_id=self.county, state__in=Title.SETTLED)
            rows = Asset.objects.filter(pk__in=titles.values("asset"), hold_reason="").exclude(village=None)
            for number, village in enumerate(sorted({asset.village_id for asset in rows})):
                near = [asset.pk for asset in rows if asset.village_id == village]
                if number % 5 < 4:  # of every fifth village nobody has been named
                    self._village(number, near)
            self._upkeep(rows)
            self._pass_on()
            return Duty.objects.filter(county_id=self.county).count()

    def _village(self, number, near):
        """One custodian a village; the last asset of some waits to be confirmed, one has run out."""
        told = {"regime": "village", "custodian": KEEPERS[number % len(KEEPERS)]}
        told |= {"phone": PHONE.format(number), "from_on": SINCE.isoformat()}
        if number % 4 == 3:
            told |= {"to_on": (timezone.localdate() + timedelta(days=20 - number * 10)).isoformat()}
        if number % 4 == 1:
            told |= {"keeper": "post", "fund_source": "income", "fund_amount": "3000"}
        made = self._draft(near, told)
        self._confirm(made[: len(made) - (number % 2)])

    def _upkeep(self, rows):
        """The departments that supervise keep some of it in repair."""
        some = [asset.pk for asset in rows if asset.supervising_dept_id or asset.implementing_dept_id][:12]
        told = {"kind": "upkeep", "regime": "department", "custodian": "孙建修", "phone": "0391-3925000"}
        told |= {"keeper": "staff", "fund_source": "department", "fund_amount": "5000"}
        self._confirm(
            self._draft(some, told | {"from_on": SINCE.isoformat(), "duties": "年度维修养护（示例）。"})
        )

    def _draft(self, assets, told):
        Assigning(VALUES | told).carry_out(seen(Asset, assets), by=self.clerk, county=self.county)
        kind = told.get("kind", VALUES["kind"])
        rows = Duty.objects.filter(county_id=self.county, asset__in=assets, kind=kind, state=Duty.State.DRAFT)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def _confirm(self, duties):
        many.carry_out(actions.begin, seen(Duty, duties), by=self.head, county=self.county)

    def _pass_on(self):
        """In two villages the custodian has changed; both have signed."""
        standing = Duty.objects.standing().filter(county_id=self.county, kind="care", to_on=None)
        for number, name in enumerate(
            standing.order_by("custodian").values_list("custodian", flat=True).distinct()[:2]
        ):
            duties = list(standing.filter(custodian=name).select_related("unit", "asset").order_by("pk"))
            same = [duty for duty in duties if duty.body_id == duties[0].body_id]
            hand_over(
                same[:3],
                by=self.clerk,
                on=timezone.localdate(),
                taker=f"{'郑马'[number]}接管",
                keeper="post",
                phone=PHONE.format(900 + number),
                found="现场完好，移交钥匙和巡查记录本（示例）。",
                giver_signature=_signature(number * 2),
                taker_signature=_signature(number * 2 + 1),
            )


def _signature(number):
    """A stroke that stands for a name."""
    kept, sheet = BytesIO(), Image.new("RGB", (360, 150), "white")
    line = [(40 + 28 * at, 75 + (at * (number + 3) * 17) % 60 - 30) for at in range(11)]
    ImageDraw.Draw(sheet).line(line, fill="black", width=5, joint="curve")
    sheet.save(kept, "PNG")
    return SimpleUploadedFile(f"签名（示例）{number}.png", kept.getvalue())
