"""What a county of northern Henan built with this money from 2016 to 2020: recipes.csv, read into rows.

Sizes and prices are of the order that published tables show; nothing in it is a real asset.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from assets.choices import Measure, ProjectKind, Subtype

CROPS = ["铁棍山药", "怀菊花", "怀地黄", "怀牛膝", "核桃", "软籽石榴", "冬凌草", "黄桃"]
LIVESTOCK = ["小尾寒羊", "波尔山羊", "湖羊"]


@dataclass(frozen=True)
class Recipe:
    """One kind of thing: quantities and yuan for one unit to draw between, how often it occurs, years it lasts.

    `implementing` and `supervising` are values of Unit.Sector; `life` 0 means that it does not wear out.
    """

    subtype: Subtype
    thing: str
    spec: str
    measure: Measure
    least: Decimal
    most: Decimal
    step: Decimal
    price_least: int
    price_most: int
    weight: int
    life: int
    implementing: str
    supervising: str
    kind: ProjectKind

    @property
    def title(self) -> str:
        """The thing without a species, as a project of several villages is called."""
        return self.thing.format(species="养殖" if self.subtype is Subtype.HOUSEHOLD_BIOLOGICAL else "")

    def draw_quantity(self, random: Random) -> Decimal:
        """A quantity between least and most, a whole number of steps."""
        return self.least + self.step * random.randint(0, int((self.most - self.least) / self.step))

    def draw_value(self, quantity: Decimal, random: Random) -> Decimal:
        """Yuan for that quantity, in whole hundreds."""
        yuan = quantity * random.randint(self.price_least, self.price_most)
        return (yuan / 100).quantize(Decimal(1)) * 100


TYPES = {
    "subtype": Subtype,
    "measure": Measure,
    "kind": ProjectKind,
    **dict.fromkeys(("least", "most", "step"), Decimal),
    **dict.fromkeys(("price_least", "price_most", "weight", "life"), int),
}


@cache
def recipes() -> tuple[Recipe, ...]:
    """All of them, in the order of the subtypes."""
    with Path(__file__).with_name("recipes.csv").open(encoding="utf-8") as lines:
        return tuple(
            Recipe(**{name: TYPES.get(name, str)(text) for name, text in row.items()})
            for row in csv.DictReader(lines)
        )
