"""A made-up inventory under way: most of it counted, some differences decided, some waiting, a village still to go."""

from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assets.choices import Measure
from assets.inventory import counting, deciding, opening
from assets.models import HouseholdLine, RoundLine
from oversight.demo.registers import MARK
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

TOWNS = 5  # townships that are counted, the busiest first
# Of a hundred lines that somebody looked at, and what was found.
FINDINGS = {"match": 82, "quantity": 7, "status": 5, "loss": 6}
SAID = {
    "quantity": {"result": "mismatch", "note": "现场丈量与账面不一致，已与村干部共同复核。"},
    "status": {"result": "mismatch", "status": "idle", "note": "现场查看已停用，原经营主体退出。"},
    "loss": {"result": "loss", "note": "现场未见实物，村民反映 2019 年道路拓宽时拆除。"},
}
REASONS = {
    "correct": "经乡镇和主管部门现场复核，以实盘为准更正。",
    "retire": "县政府常务会议研究同意核销，纪要附后。",
}
METERED = {
    Measure.KILOMETRE,
    Measure.METRE,
    Measure.SQUARE_METRE,
    Measure.CUBIC_METRE,
    Measure.MU,
    Measure.KILOWATT,
}
TEAMS = [
    {"name": "第一组", "leader": "王某某（乡镇）", "members": "李某某、张某某", "area": "第一片区各村"},
    {"name": "第二组", "leader": "赵某某（农业农村局）", "members": "刘某某、陈某某", "area": "第二片区各村"},
]


def fill(county, units, posts):
    """Open and half count a round in one transaction, by the people whose work it is; returns how many were counted."""
    with scope(county_scope(county)), transaction.atomic():
        return _Counting(county, units, posts).go()


def _fewer(line):
    """A tenth less than the book says; of what is counted one by one, whole ones, and two where it says one."""
    if line.measure in METERED:
        return round(line.quantity * 9 / 10, 2)
    return int(line.quantity * 9 / 10) or 2


class _Counting:
    def __init__(self, county, units, posts):
        self.random, self.people = Random(county), {(post.unit_id, post.role): post.user for post in posts}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.clerk = self.people[self.office.pk, "county_clerk"]
        self.head = self.people[self.office.pk, "county_head"]
        self.by_id = {unit.pk: unit for unit in units}
        self.village = next(post.unit for post in posts if post.role == "village_clerk")

    def go(self):
        row = self._open()
        lines = list(RoundLine.objects.filter(round=row).select_related("unit").order_by("serial"))
        left = {line.village_id for line in lines if line.unit_id != self.village.pk}
        left = sorted(left)[-1:]  # a village where nobody has been yet
        seen = [line for line in lines if line.village_id not in left and self.random.random() < 0.8]
        for line in seen:
            self._count(line)
        self._surplus(row)
        self._decide(row)
        for home in (
            HouseholdLine.objects.filter(round=row).select_related("grant", "unit").order_by("serial")[::2]
        ):
            self._home(home)
        return len(seen)

    def _open(self):
        today = timezone.localdate()
        town = self.village.region_id // 1000
        towns = [unit.region_id for unit in self.by_id.values() if unit.kind == Unit.Kind.TOWN]
        return opening.open_round(
            by=self.clerk,
            unit=self.office,
            title=f"{MARK}{today.year} 年扶贫资产清产核资",
            basis="焦扶贫办〔2020〕7号 二（三）",
            starts_on=today - timedelta(days=12),
            ends_on=today + timedelta(days=18),
            categories=["public", "operating", "household"],
            towns=[town, *(code for code in towns if code != town)][:TOWNS],
            teams=TEAMS,
            remark="账账相符、账实相符；差异当场写明原因，盘亏写明查找经过。",
        )

    def _by(self, unit):
        """Who counts for a unit: its clerk, its township's, else the county's."""
        own = self.people.get((unit.pk, "village_clerk")) or self.people.get((unit.parent_id, "town_clerk"))
        return own or self.people.get((unit.pk, "town_clerk")) or self.clerk

    def _id(self):
        return UUID(int=self.random.getrandbits(128), version=4)

    def _count(self, line):
        found = self.random.choices(list(FINDINGS), list(FINDINGS.values()))[0]
        said = dict(SAID.get(found, {"result": "match"}))
        if found == "quantity" and line.quantity:
            said["quantity"] = _fewer(line)
        if said.get("status") == line.status:
            del said["status"]
        counting.count(line, by=self._by(line.unit), client_id=self._id(), **said)

    def _surplus(self, row):
        village = self.village.region_id
        counting.report_surplus(
            row,
            by=self._by(self.village),
            client_id=self._id(),
            unit=self.village,
            name=f"{MARK}村口文化健身广场",
            subtype="G08",
            scope="fiscal",
            formed_year=2018,
            town_id=village // 1000,
            village_id=village,
            found_quantity=1,
            measure="place",
            original_value=120_000,
            note="2018 年整村推进项目建成，验收后漏登台账。",
        )

    def _decide(self, row):
        """Some of each kind of difference is settled; the rest waits for the people of the demonstration."""
        for state, decision, by in (("mismatch", "correct", self.clerk), ("loss", "retire", self.head)):
            waiting = RoundLine.objects.filter(round=row, state=state).exclude(counted_by=by).order_by("pk")
            chosen = RoundLine.objects.filter(
                pk__in=[line.pk for line in waiting[: (waiting.count() + 1) // 2]]
            )
            if chosen:
                seen = deciding.digest(chosen)
                deciding.decide(chosen, by=by, decision=decision, reason=REASONS[decision], seen=seen)

    def _home(self, home):
        counting.count_household(
            home,
            by=self._by(home.unit),
            client_id=self._id(),
            presence=home.grant.presence,
            result=home.grant.result,
            beneficiary="same",
        )
