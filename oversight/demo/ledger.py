"""A county's made-up ledger, entered through the actions by the people whose work it is."""

from itertools import cycle
from random import Random

from django.db import transaction

from assets import actions, projects
from assets.choices import Scope
from assets.custom import read_once
from assets.inventory.tracing import trace
from assets.models import Tracing
from oversight.demo.content import demo_content
from oversight.demo.particulars import Particulars
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

# How far an asset has come, and how many of a hundred; in the village of the memorable people each is met in turn.
WAYS = {
    "ledger": 62,
    "submitted": 10,
    "draft": 9,
    "verified": 8,
    "returned": 4,
    "rejected": 2,
    "held": 2,
    "retired": 3,
}
SHOWN = ["submitted", "ledger", "draft", "returned", "verified", "held", "ledger"]
FORGOTTEN = 4  # projects of which nothing was registered: 应登记未登记
STEPS = {
    "draft": [],
    "submitted": ["submit"],
    "returned": ["submit", "send_back"],
    "verified": ["submit", "verify"],
    "rejected": ["submit", "verify", "reject"],
    "ledger": ["submit", "verify", "enter_ledger"],
    "held": ["submit", "verify", "enter_ledger", "hold"],
    "retired": ["submit", "verify", "enter_ledger", "retire"],
}
REASONS = {
    "send_back": "建设内容中的数量与验收资料不一致，请核对后重报。",
    "reject": "缺监管部门意见，请补充后重报。",
    "hold": "承包户对四至有异议，核实期间先行冻结。",
    "retire": "项目区占用，已按程序处置完毕，核销退出。",
}


class Books:
    """The making of one county's ledger: its units, its people, and the asset's way from hand to hand."""

    def __init__(self, county, units, posts):
        self.county, self.random = county, Random(county)
        self.people = {(post.unit_id, post.role): post.user for post in posts}
        self.village = next(post.unit_id for post in posts if post.role == "village_clerk")
        self.by_place = {
            unit.region_id: unit for unit in units if unit.kind in (Unit.Kind.TOWN, Unit.Kind.VILLAGE)
        }
        self.by_sector = {unit.sector: unit for unit in units if unit.sector}
        self.shown = cycle(SHOWN)

    def fill(self, content):
        """Enter a DemoContent in one transaction; returns how many assets."""
        with scope(county_scope(self.county)), transaction.atomic(), read_once():
            self.particulars = Particulars(self.county)
            for project in content.projects:
                built_by = self._project(project)
                for asset in project.assets:
                    self._asset(asset, project=built_by)
            for asset in content.loose:
                self._asset(asset)
            for project in content.projects[:FORGOTTEN]:
                self._project(project, name=f"{project.values['name']}（二期）")
        return sum(1 for _ in content.assets())

    def _project(self, demo, **other):
        lines = [line._asdict() for line in demo.lines]
        town = self.by_place[demo.town]
        bodies = self._bodies(demo)
        clerk = self.people[town.pk, "town_clerk"]
        return projects.add_project(
            unit=town, by=clerk, lines=lines, town_id=demo.town, **bodies, **demo.values | other
        )

    def _bodies(self, demo):
        return {
            "implementing_dept": self.by_sector[demo.implementing],
            "supervising_dept": self.by_sector[demo.supervising],
        }

    def _asset(self, demo, project=None):
        unit = self.by_place[demo.village]
        here = unit.pk == self.village
        clerk = self.people[(unit.pk, "village_clerk") if here else (unit.parent_id, "town_clerk")]
        asset = actions.register(
            unit=unit,
            by=clerk,
            detail=demo.detail,
            town_id=demo.town,
            village_id=demo.village,
            project=project,
            custom=self.particulars.of(demo.values["subtype"]),
            **self._bodies(demo),
            **demo.values,
        )
        if asset.scope == Scope.BEFORE_2016:
            self._trace(asset, clerk)
        way = next(self.shown) if here else self.random.choices(list(WAYS), list(WAYS.values()))[0]
        hands = {"submit": clerk}
        hands |= dict.fromkeys(("verify", "send_back"), self.people[unit.parent_id, "town_reviewer"])
        head = self.people[self.by_sector[Unit.Sector.POVERTY].pk, "county_head"]
        for step in STEPS[way]:
            said = {"reason": REASONS[step]} if step in REASONS else {}
            by = hands.get(step, head)
            asset = getattr(actions, step)(asset, by=by, **said)

    def _trace(self, asset, clerk):
        """二（一）An older thing enters the ledger by the record of its tracing only."""
        trace(
            asset,
            by=clerk,
            known=asset.tracing,
            informants="村委会、时任村干部、乡镇档案",
            status=asset.status,
            status_note=asset.status_reason,
            title=Tracing.Title.CLEAR,
            title_note="村民代表会议记录，归村集体经济组织所有",
            traced_on=asset.counted_on,
        )


def busiest(content, units):
    """The unit of the village that most of the content lies in: where the memorable people work."""
    lying = [asset.village for asset in content.assets()]
    code = max(sorted(set(lying)), key=lying.count)
    return next(unit for unit in units if unit.region_id == code)


def content_of(county, rows, count):
    """The made-up content of a county (its code), drawn from the national divisions."""
    return demo_content([row for row in rows if str(row.code).startswith(str(county))], count)
