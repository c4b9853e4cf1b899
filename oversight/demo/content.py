"""Made-up projects and assets for a county, in its real villages, all marked 示例. No database: plain values.

The same rows, count and seed give the same content, so that screenshots and tests can count on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assets.choices import Acquisition, Category, FundKind, FundLevel, Nature, Scope, Status, Subtype
from assets.rules import FundLine, Gazetteer, Place
from oversight.demo.details import detail
from oversight.demo.recipes import CROPS, LIVESTOCK, Recipe, recipes

MARK = "（示例）"
YEARS, YEAR_WEIGHTS = [2016, 2017, 2018, 2019, 2020], [12, 20, 26, 26, 16]
COUNTED_FROM, COUNTED_DAYS = date(2020, 5, 6), 90  # 二（四）: before the titles of 20 September 2020
STATUSES = {
    Category.PUBLIC: {(Status.IN_USE, ""): 94, (Status.DAMAGED, "汛期受损，待维修"): 6},
    Category.OPERATING: {
        (Status.IN_USE, ""): 86,
        (Status.IDLE, "经营主体合同到期，尚未续签"): 6,
        (Status.UNDERUSED, "订单不足，季节性停产"): 5,
        (Status.DAMAGED, "设备故障，待维修"): 3,
    },
    Category.HOUSEHOLD: {(Status.IN_USE, ""): 1},
}
MONEY = {
    (FundKind.SPECIAL, Scope.FISCAL): 80,
    (FundKind.INDUSTRY, Scope.INDUSTRY): 12,
    (FundKind.PAIRED, Scope.SOCIAL): 8,
}
SHARES = {
    FundLevel.CENTRAL: (40, 60),
    FundLevel.PROVINCE: (15, 25),
    FundLevel.CITY: (5, 12),
}  # % of a project
LINKAGE = {
    Category.PUBLIC: "改善村内生产生活条件，全体村民受益",
    Category.OPERATING: "收益归村集体，用于公益岗位、困难补助和小型公益事业",
    Category.HOUSEHOLD: "补助到户，自种自养，收益归户",
}
DONATED = {Subtype.SPORT, Subtype.EDUCATION, Subtype.HEALTH, Subtype.MACHINERY}
TRACED = {Subtype.ROAD, Subtype.IRRIGATION, Subtype.WATER_SUPPLY}
FEW = 10  # villages; a city district with fewer shows its communities too
ODD_ONES = 40  # one donated and one traced asset for each so many


@dataclass
class DemoAsset:
    """An asset to register: `values` and `detail` name fields of assets.models; departments are Unit.Sector."""

    town: int
    village: int
    implementing: str
    supervising: str
    values: dict[str, object]
    detail: dict[str, object]


@dataclass
class DemoProject:
    """A project with what it built; its lines, and its assets' values, both sum to its budget in yuan."""

    town: int
    implementing: str
    supervising: str
    values: dict[str, object]
    lines: list[FundLine]
    assets: list[DemoAsset]


@dataclass
class DemoContent:
    """A county's projects, and the assets that have none (donated, or from before 2016)."""

    projects: list[DemoProject] = field(default_factory=list)
    loose: list[DemoAsset] = field(default_factory=list)

    def assets(self) -> Iterator[DemoAsset]:
        """All assets, those of projects first."""
        for project in self.projects:
            yield from project.assets
        yield from self.loose


def demo_content(rows: Iterable[tuple], count: int = 300, seed: int = 0) -> DemoContent:
    """About `count` assets for one county, given as rows (code, name, level, parent) of the national list.

    LookupError for a county with so few villages that there is nothing left to make up.
    """
    maker = Maker(Gazetteer(rows), seed)
    content = DemoContent()
    for _ in range(count // ODD_ONES):
        content.loose += [maker.donated(), maker.traced()]
    made = len(content.loose)
    while made < count:
        content.projects.append(maker.project(len(content.projects) + 1))
        made += len(content.projects[-1].assets)
    return content


class Maker:
    """Draws for one county; what it drew it does not draw again in the same village."""

    def __init__(self, places: Gazetteer, seed: int):
        self.places = places
        self.random = Random(f"{places.county.code}-{seed}")
        self.villages = real_villages(places)
        self.drawn: set[tuple[str, str]] = set()

    def pick(self, weights: dict):
        """One of the keys, by weight."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def place(self, most: int, subtypes=frozenset(Subtype)) -> tuple[Recipe, list[Place]]:
        """A recipe, and one to `most` villages of one township that do not have its thing yet.

        LookupError when every village has everything.
        """
        free = {
            recipe: [
                left
                for villages in self.villages.values()
                if (left := [place for place in villages if (place.code, recipe.thing) not in self.drawn])
            ]
            for recipe in recipes()
            if recipe.subtype in subtypes
        }
        open_ones = {recipe: recipe.weight for recipe, towns in free.items() if towns}
        if not open_ones:
            raise LookupError(f"{self.places.county.name}的村太少，示例资产已生成完。")
        recipe = self.pick(open_ones)
        villages = self.random.choice(free[recipe])
        chosen = self.random.sample(villages, min(self.random.randint(1, most), len(villages)))
        self.drawn |= {(place.code, recipe.thing) for place in chosen}
        return recipe, chosen

    def project(self, serial: int) -> DemoProject:
        """One to three villages of a township get the same kind of thing in one year."""
        recipe, villages = self.place(most=3)
        year = self.random.choices(YEARS, YEAR_WEIGHTS)[0]
        fund, scope = self.pick(MONEY)
        assets = [self.asset(recipe, village, year, scope) for village in villages]
        budget = sum(asset.values["original_value"] for asset in assets)
        town = self.places.by_code[villages[0].parent]
        values = {
            "name": f"{MARK}{year}年{self.places.label(town)}{recipe.title}项目",
            "number": f"SL{self.places.county.code}{year}{serial:04}",
            "fund_year": year,
            "approval_number": f"示例批〔{year}〕{serial}号",
            "kind": recipe.kind,
            "nature": Nature.NEW,
            "place": "、".join(self.places.label(village) for village in villages),
            "scope_text": "；".join(asset.values["spec"] for asset in assets),
            "budget": budget,
            "beneficiaries": f"项目村群众，其中贫困户 {self.random.randint(8, 60)} 户",
            "linkage": LINKAGE[recipe.subtype.category],
        }
        lines = self.lines(budget, fund, year)
        return DemoProject(int(town.code), recipe.implementing, recipe.supervising, values, lines, assets)

    def lines(self, budget: Decimal, fund: FundKind, year: int) -> list[FundLine]:
        """Special money comes from four levels, the county gives the rest; other money from one hand."""
        if fund is FundKind.PAIRED:
            return [
                FundLine(FundLevel.SOCIETY, fund, budget, f"示例帮扶〔{year}〕{self.random.randint(1, 60)}号")
            ]
        lines, rest = [], budget
        for level, (least, most) in SHARES.items():
            amount = (budget * self.random.randint(least, most) / 10_000).quantize(Decimal(1)) * 100
            document = f"示例财农〔{year}〕{self.random.randint(1, 120)}号"
            lines.append(FundLine(level, fund, amount, document))
            rest -= amount
        return [
            *lines,
            FundLine(FundLevel.COUNTY, fund, rest, f"示例县财〔{year}〕{self.random.randint(1, 120)}号"),
        ]

    def donated(self) -> DemoAsset:
        """二（一） a thing given, with donor and valuation."""
        recipe, villages = self.place(1, DONATED)
        asset = self.asset(recipe, villages[0], self.random.choice(YEARS), Scope.DONATED)
        asset.values |= {
            "acquisition": Acquisition.DONATED,
            "donor": f"{MARK}{self.random.choice(['爱心企业甲', '爱心企业乙', '慈善协会'])}",
            "donation_value": asset.values["original_value"],
            "valuation_basis": "捐赠协议载明价值，经乡镇核对发票",
        }
        return asset

    def traced(self) -> DemoAsset:
        """二（一） a thing from before 2016, traced and counted."""
        recipe, villages = self.place(1, TRACED)
        year = self.random.randint(2012, 2015)
        asset = self.asset(recipe, villages[0], year, Scope.BEFORE_2016)
        asset.values["tracing"] = f"查得 {year} 年项目验收资料和村集体账目，现场核对实物在用，权属无争议"
        return asset

    def asset(self, recipe: Recipe, village: Place, year: int, scope: Scope) -> DemoAsset:
        """One village's thing, now and then out of use."""
        quantity = recipe.draw_quantity(self.random)
        species = self.random.choice(CROPS if recipe.subtype is Subtype.PLANTATION else LIVESTOCK)
        status, reason = self.pick(STATUSES[recipe.subtype.category])
        in_households = recipe.subtype.category is Category.HOUSEHOLD
        values = {
            "name": f"{MARK}{village.short}{recipe.thing.format(species=species)}",
            "category": recipe.subtype.category,
            "subtype": recipe.subtype,
            "scope": scope,
            "formed_year": year,
            "acquisition": acquisition(recipe.subtype),
            "counted_on": COUNTED_FROM + timedelta(days=self.random.randrange(COUNTED_DAYS)),
            "holder": f"{village.short}受益农户" if in_households else f"{village.short}村集体经济组织",
            "spec": recipe.spec.format(quantity=quantity, species=species),
            "quantity": quantity,
            "measure": recipe.measure,
            "original_value": recipe.draw_value(quantity, self.random),
            "life_years": recipe.life or None,
            "in_use_on": date(year, 12, self.random.randint(1, 28)),
            "status": status,
            "status_reason": reason,
        }
        facts = values | {"species": species, "county": self.places.county.name}
        further = detail(recipe.subtype, facts, self.random)
        return DemoAsset(
            int(village.parent), int(village.code), recipe.implementing, recipe.supervising, values, further
        )


def acquisition(subtype: Subtype) -> Acquisition:
    """How things of a subtype usually come about."""
    if subtype.category is Category.HOUSEHOLD:
        return Acquisition.GRANT
    bought = {Subtype.EQUITY: Acquisition.EQUITY, Subtype.MACHINERY: Acquisition.PURCHASED}
    return bought.get(subtype, Acquisition.BUILT)


def real_villages(places: Gazetteer) -> dict[str, list[Place]]:
    """The villages by township; in a district that has few its communities too. 虚拟生活区 are left out."""
    found = [
        place for place in places.by_code.values() if place.level == "village" and "生活区" not in place.name
    ]
    rural = [place for place in found if place.short.endswith("村")]
    by_town: dict[str, list[Place]] = defaultdict(list)
    for place in rural if len(rural) >= FEW else found:
        by_town[place.parent].append(place)
    return dict(by_town)
