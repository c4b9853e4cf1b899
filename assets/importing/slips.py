"""Slips of a unit: a village road of 2,950 km, 元 in a column of 万元; sizes.py has the others."""

import re
from decimal import Decimal

from assets.choices import Category, Measure, Subtype
from assets.importing import sizes
from assets.importing.sizes import per
from assets.importing.table import is_bare
from assets.rules.doubts import told

FAR = Decimal(100)  # kilometres no village road has
LONG = Decimal(10)  # kilometres that few have
LEAST_PER_KM = 20_000  # yuan: a hardened road costs ten times that and more
LEAST_PER_LONG_KM = 5_000
OUT_OF_PROPORTION = 1000  # times the column's middle figure
WITHIN = 30  # times of it, once put right
HUGE = Decimal(100_000_000)  # yuan hardly any single asset of a county is worth
TINY = Decimal(1_000)  # yuan no public or operating asset is worth
LENGTH = re.compile(r"(?<![\d距离.,])(\d[\d,]*(?:\.\d+)?)\s*(千米|公里|km|KM)")
LENGTHS = (Subtype.ROAD, Subtype.IRRIGATION, Subtype.WATER_SUPPLY)


def settle(checker, line, said, asset):
    """Ask about figures that a slip of the unit explains; the drafts get what holds."""
    if "original_value" in line.places and asset.original_value:
        asset.original_value = _amount(checker, line, asset)
    _length(line, said, asset)
    if asset.quantity and asset.measure == Measure.KILOMETRE:
        _kilometres(line, asset)
    sizes.settle(line, said, asset)


def _amount(checker, line, asset):
    """An amount 10,000 times out of proportion with its column: 元 where 万元 is meant, or the reverse."""
    value = asset.original_value
    text, unit = line.said["original_value"], checker.says.units["original_value"]
    if unit not in ("元", "万元") or not is_bare(text):
        return value
    middle = checker.says.median("original_value")
    right = value / 10_000 if unit == "万元" else value * 10_000
    if middle:
        ratio = value / middle if unit == "万元" else middle / value
        slip = ratio >= OUT_OF_PROPORTION and middle / WITHIN <= right <= middle * WITHIN
    else:
        slip = value >= HUGE if unit == "万元" else value < TINY and asset.category != Category.HOUSEHOLD
    if not slip or right != round(right, 2):
        return value
    other = "元" if unit == "万元" else "万元"
    usual = f"单项资产一般没有这么{'大' if unit == '万元' else '小'}"
    against = f"本列一般为 {middle / 10_000:,.2f} 万元左右" if middle else usual
    right = right.quantize(Decimal("0.01"))
    return Decimal(
        line.ask(
            "original_value",
            "unit_slip_amount",
            f"“{text}”按{unit}计为 {value:,.2f} 元，{against}，可能写的是{other}。建议按 {told(right)[1]}登记。",
            [told(right), (str(value), f"确为 {value:,.2f} 元")],
            str(right),
        )
    )


def _length(line, said, asset):
    """「硬化道路长2950千米」 in the contents."""
    found = LENGTH.search(asset.spec) if asset.subtype in LENGTHS else None
    size = found and Decimal(found[1].replace(",", ""))
    if not found or not _too_far(size, asset.original_value):
        return
    meant = f"{found[1]}米"
    answer = line.ask(
        "spec",
        "unit_slip",
        f"“{found[0]}”超出一个村的范围{per(asset.original_value, size, '公里')}。建议改为“{meant}”。",
        [("mend", f"改为“{meant}”"), ("keep", f"确为“{found[0]}”")],
        "mend",
    )
    if answer == "mend":
        asset.spec = asset.spec.replace(found[0], meant)


def _kilometres(line, asset):
    """A quantity in kilometres."""
    if not _too_far(asset.quantity, asset.original_value):
        return
    size = f"{asset.quantity.normalize():f}"
    answer = line.ask(
        "quantity",
        "unit_slip_quantity",
        f"{size} 公里超出一个村的范围{per(asset.original_value, size, '公里')}，可能应为 {size} 米。建议按米登记。",
        [("mend", f"按 {size} 米登记"), ("keep", f"确为 {size} 公里")],
        "mend",
    )
    if answer == "mend":
        asset.measure = Measure.METRE


def _too_far(kilometres, value):
    if kilometres >= FAR:
        return not value or value / kilometres < LEAST_PER_KM
    return bool(value) and kilometres >= LONG and value / kilometres < LEAST_PER_LONG_KM
