"""二（六）Made-up work for the poor under agreements that are signed, and workshops that villages run themselves."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from assets.choices import Category as Type
from assets.models import Asset, Household
from operation import employing, selfrun
from operation.choices import Category
from operation.models import Agreement, AgreementAsset, LocalJob
from ownership.models import Title
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

WORKERS = "试一 试二 试三 试四 试五 试六 试七 试八".split()  # nobody is called so
WORKS = ["缝纫工", "采摘工", "包装工", "大棚管理", "保洁"]
SORTS = [Category.REGISTERED, Category.MONITORED, Category.LOCAL]
EACH, YEARS, RUN = 3, 2, 3
BENEFIT = "收益用于村公益岗位和困难户帮扶，优先吸纳脱贫户务工（示例）。"


class Deeds:
    """The making of one county's jobs and self-operations by the people whose work it is."""

    def __init__(self, county, units, posts):
        self.county = county
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.clerk, self.head = (self.hand[self.office.pk, role] for role in ("county_clerk", "county_head"))

    def fill(self):
        """Make them in one transaction; returns how many lines of work there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            signed = Agreement.objects.filter(county_id=self.county).exclude(number="")
            for number, agreement in enumerate(signed.select_related("unit").order_by("pk")):
                if number % 4 < 3:  # of every fourth nothing has been told
                    self._employ(number, agreement)
            self._run()
            return LocalJob.objects.filter(county_id=self.county).count()

    def _employ(self, number, agreement):
        """Some people a year; one of them of a household of the register, one line void again."""
        places = employing.places_of([agreement])[agreement.pk]
        homes = Household.objects.filter(county_id=self.county, village_id__in=places.villages)
        home = homes.select_related("village").order_by("pk").first()
        last = min(timezone.localdate(), agreement.ended_on or agreement.to_on).year
        for year in range(max(agreement.from_on.year, last - YEARS + 1), last + 1):
            for at in range(EACH):
                name = WORKERS[(number + at) % len(WORKERS)]
                told = {"worker": home.householder if home and not at else name, "year": year}
                told |= {"household": home if not at else None, "category": SORTS[at % len(SORTS)]}
                told |= {
                    "work": WORKS[number % len(WORKS)],
                    "months": self._months(year, 12 - at * 3),
                    "wages": 24_000 - at * 5_000,
                }
                job = employing.record(by=self.clerk, agreement=agreement, **told)
            if number == 1:
                employing.void(job, by=self.clerk, reason="与花名册核对，此人当年外出务工（示例）")

    @staticmethod
    def _months(year, most):
        """As many, or as this year has had."""
        today = timezone.localdate()
        return min(most, today.month) if year == today.year else most

    def _run(self):
        """Of the operating assets that nobody lets, some are run by their owners; one waits to be confirmed."""
        titles = Title.objects.filter(county_id=self.county, state__in=Title.SETTLED)
        rows = Asset.objects.filter(
            county_id=self.county, category=Type.OPERATING, state=Asset.State.LEDGER, hold_reason=""
        )
        let = AgreementAsset.objects.filter(county_id=self.county).values("asset")
        rows = rows.filter(pk__in=titles.values("asset")).exclude(pk__in=let).select_related("unit")
        free = list(rows.order_by("-pk")[:RUN])
        told = {"runner": "试管事", "from_on": date(2021, 1, 1), "to_on": None}
        told |= {"benefit": BENEFIT, "income": 20_000, "remark": ""}
        made = [selfrun.declare(row, by=self.clerk, **told) for row in free]
        for row in made[1:]:
            selfrun.confirm_self(row, by=self.head)
