"""Several villages in one cell: one asset each, one that they hold together, or one of the township."""

import re
from decimal import Decimal
from typing import NamedTuple

JOINT = re.compile(
    r"联建|共建|联合|合建|共有|共同|投入|入股|股权|配股|厂房|电站|合作社|公司|企业|产业园|基地|一[座处个栋]"
)
EACH = re.compile(r"每村|各村|分别|各[建修新购安][^、,，;；]{0,12}|各\d|村均|每个村")
FEN = Decimal("0.01")


class Where(NamedTuple):
    """A place as two codes, the cell (key) that says so; `joint`: names of villages that hold it together;
    `shared`: the Places among which the row is to be split."""

    town: int | None = None
    village: int | None = None
    key: str = "place"
    joint: str = ""
    shared: tuple = ()


def ask_villages(gazetteer, line, said, key, match, importing, may_split):
    """The Where of a cell with several places; asks how they hold it."""
    town = _common_town(gazetteer, match)
    holder = gazetteer.label(town) if town else f"导入单位（{importing}）"
    names = "、".join(gazetteer.label(place) for place in match.places)
    names = said[key] if match.missing else names
    villages = [place for place in match.places if place.level == "village"]
    options = [
        ("joint", f"作为一项，由各地共有，记在{holder}"),
        ("town", f"作为一项，由{holder}持有"),
    ]
    if may_split and not match.missing and len(villages) == len(match.places) > 1:
        options.insert(0, ("split", f"拆成 {len(villages)} 项，一村一项，金额和数量平均分"))
    words = said["name"] + said["spec"]
    splits = options[0][0] == "split" and EACH.search(words) and not JOINT.search(said["name"])
    proposal = "split" if splits else "joint"
    sentence = f"{match.note}建议{dict(options)[proposal]}。"
    chosen = line.ask(key, "villages", sentence, options, proposal)
    code = int(town.code) if town else None
    if chosen == "split":
        return Where(code, None, key, shared=tuple(villages))
    return Where(code, None, key, joint=names if chosen == "joint" else "")


def _common_town(gazetteer, match):
    """The township all of them lie in, or None."""
    towns = {place.code if place.level == "town" else place.parent for place in match.places}
    town = gazetteer.by_code.get(towns.pop()) if len(towns) == 1 and not match.missing else None
    return town if town and town.level == "town" else None


def split(checker, line, asset, places):
    """The asset as one for each place: [{column: value}]; money and quantity add up to the whole, to the fen."""
    count = len(places)
    values = shares(asset.original_value, count)
    gifts = shares(asset.donation_value, count)
    sizes = shares(asset.quantity, count, Decimal(1) if _counts(asset.quantity, count) else FEN)
    made = []
    for place, value, gift, size in zip(places, values, gifts, sizes, strict=True):
        unit, refusal = checker.bodies.holder_of(int(place.parent), int(place.code))
        if refusal:
            line.bad("place", refusal)
        made.append(
            asset.copy(
                name=_named_for(asset.name, place),
                town_id=int(place.parent),
                village_id=int(place.code),
                unit_id=unit,
                original_value=value,
                donation_value=gift,
                quantity=size,
            )
        )
    if any(len(part.name) > 120 for part in made):
        line.bad("name", "拆分后的名称超过 120 个字，请缩短名称，或不拆分。")
    return [part.told() for part in made]


def shares(whole, count, step=FEN):
    """A sum in equal shares by largest remainder: multiples of `step` that add up to it exactly."""
    if whole is None:
        return [None] * count
    each, more = divmod(int(whole / step), count)
    rest = whole - (each * count + more) * step
    parts = [(each + (at < more)) * step for at in range(count)]
    parts[0] += rest
    return parts


def _counts(quantity, count):
    """Whether it is a number of things of which each village can have a whole number."""
    return quantity is not None and quantity == int(quantity) and quantity >= count


def _named_for(name, place):
    return f"{name}（{place.short}）"
