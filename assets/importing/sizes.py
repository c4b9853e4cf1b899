"""Slips of a unit that the money shows: a million kilowatts, a hall of one square metre, 亩 where 平方米 is meant."""

import re
from decimal import Decimal
from typing import NamedTuple

from assets.choices import Measure, Subtype

LEAST_PER_KW = 500  # yuan: a station cost five times that in its cheapest year
MOST_PER_KW = 50_000
VAST = Decimal(100_000)  # kilowatts no village has
POWER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*(kw|千瓦|mw|兆瓦)(?!h|时|·)", re.IGNORECASE)
STATIONS = {Subtype.PV_STATION, Subtype.HOUSEHOLD_PV}
BUILT = {
    *(Subtype.FACILITY_FARMING, Subtype.PROCESSING, Subtype.WORKSHOP, Subtype.STORAGE, Subtype.BREEDING),
    *(Subtype.PREMISES, Subtype.EDUCATION, Subtype.CULTURE, Subtype.SPORT, Subtype.HEALTH),
    Subtype.COMMUNITY_SERVICE,
}
BRIDGE = re.compile("桥|隧|涵|闸")


class Slip(NamedTuple):
    """A size in `measure` of such subtypes that costs less than `least` or more than `most` yuan each, and counts at
    least `many`, was likely meant in another measure."""

    measure: Measure
    meant: Measure
    subtypes: set
    least: int = 0
    most: int = 0
    many: int = 0


SLIPS = [
    Slip(Measure.MU, Measure.SQUARE_METRE, BUILT, least=5_000, many=50),
    Slip(Measure.MU, Measure.SQUARE_METRE, {Subtype.PLANTATION}, least=20, many=1_000),
    Slip(Measure.SQUARE_METRE, Measure.MU, BUILT, most=30_000),
    Slip(Measure.METRE, Measure.KILOMETRE, {Subtype.ROAD, Subtype.IRRIGATION}, most=50_000),
]
DEAR = {Measure.SQUARE_METRE: 30_000, Measure.KILOWATT: MOST_PER_KW}  # a number without unit is one of things


def settle(line, said, asset):
    """Ask about sizes that a slip of the unit explains; the draft gets what holds."""
    if asset.subtype in STATIONS:
        _power(line, asset)
    if not asset.quantity or asset.measure == "":
        return
    if asset.subtype in STATIONS and asset.measure == Measure.KILOWATT:
        if _capacity(line, asset):
            return
    if not _things(line, said, asset):
        _measure(line, asset)


def _power(line, asset):
    """「100万KW」 for 95万: the 万 belongs to the money."""
    found = POWER.search(asset.spec)
    if not found or not (found[2] or found[3].lower() in ("mw", "兆瓦")):
        return
    size, value = _kilowatts(found), asset.original_value
    if value / size >= LEAST_PER_KW if value else size < VAST:
        return
    meant = f"{found[1]}{found[3] if found[2] and found[3].lower() in ('kw', '千瓦') else '千瓦'}"
    answer = line.ask(
        "spec",
        "unit_slip",
        f"“{found[0]}”与金额不相称{per(value, size, '千瓦')}，可能写错了单位。建议改为“{meant}”。",
        [("mend", f"改为“{meant}”"), ("keep", f"确为“{found[0]}”")],
        "mend",
    )
    if answer == "mend":
        asset.spec = asset.spec.replace(found[0], meant)


def _kilowatts(found):
    size = Decimal(found[1].replace(",", "")) * (10_000 if found[2] else 1)
    return size * (1_000 if found[3].lower() in ("mw", "兆瓦") else 1)


def _capacity(line, asset):
    """「数量 1」 of a station whose contents tell its power; watts where kilowatts are meant. True where it asked."""
    value, size = asset.original_value, asset.quantity
    found = POWER.search(asset.spec)
    told = _kilowatts(found).normalize() if found else None
    price = value and value / size
    if told and told != size and (not LEAST_PER_KW <= price <= MOST_PER_KW if price else size == 1):
        meant, why = told, f"建设内容写明“{found[0]}”"
    elif price and price < LEAST_PER_KW and size >= VAST and "万" in line.said["quantity"]:
        meant, why = (size / 10_000).normalize(), "“万”可能是写错了"
    elif price and price < LEAST_PER_KW and size >= 1_000:
        meant, why = (size / 1_000).normalize(), "可能是瓦"
    else:
        return False
    answer = line.ask(
        "quantity",
        "unit_slip_quantity",
        f"数量 {_plain(size)} 按千瓦登记不合常理{per(value, size, '千瓦')}，{why}。建议按 {_plain(meant)} 千瓦登记。",
        [
            ("mend", f"按 {_plain(meant)} 千瓦登记"),
            ("things", f"按 {_plain(size)} 座登记"),
            ("keep", f"确为 {_plain(size)} 千瓦"),
        ],
        "mend",
    )
    if answer == "mend":
        asset.quantity = meant
    elif answer == "things":
        asset.measure = Measure.STRUCTURE
    return True


def _things(line, said, asset):
    """A number without a unit that would make each square metre cost a house: so many of them. True where it asked."""
    has_unit = said["measure"] or (said["quantity"] and said["quantity"][1])
    most, size = DEAR.get(asset.measure), _plain(asset.quantity)
    if has_unit or not most or not asset.original_value or asset.original_value / asset.quantity <= most:
        return False
    label = Measure(asset.measure).label
    answer = line.ask(
        "quantity",
        "unit_slip_quantity",
        f"没有填计量单位，数量 {size} 按{label}登记不合常理{per(asset.original_value, asset.quantity, label)}。"
        f"建议按 {size} 座登记。",
        [("mend", f"按 {size} 座登记"), ("keep", f"确为 {size} {label}")],
        "mend",
    )
    if answer == "mend":
        asset.measure = Measure.STRUCTURE
    return True


def _measure(line, asset):
    """A size whose price shows that another measure was meant."""
    slip = next((slip for slip in SLIPS if _is(slip, asset)), None)
    if slip is None:
        return
    size, label, meant = _plain(asset.quantity), slip.measure.label, slip.meant.label
    answer = line.ask(
        "quantity",
        "unit_slip_quantity",
        f"{size} {label}与金额不相称{per(asset.original_value, asset.quantity, label)}，可能应为 {size} {meant}。"
        f"建议按{meant}登记。",
        [("mend", f"按 {size} {meant}登记"), ("keep", f"确为 {size} {label}")],
        "mend",
    )
    if answer == "mend":
        asset.measure = slip.meant


def _is(slip, asset):
    if asset.measure != slip.measure or asset.subtype not in slip.subtypes or not asset.original_value:
        return False
    price = asset.original_value / asset.quantity
    if slip.measure == Measure.METRE and BRIDGE.search(asset.name + asset.spec):
        return False
    return (price < slip.least and asset.quantity >= slip.many) if slip.least else price > slip.most


def per(value, size, unit):
    """What that comes to for each unit, in brackets."""
    return f"（合每{unit} {value / Decimal(size):,.2f} 元）" if value else ""


def _plain(number):
    return f"{number.normalize():f}"
