"""Who came, as people write it: a unit a line, its name, how many were to come, how many came. No database."""

import re

from custody.models.training import MOST

MOST_LINES = 500
GAPS = re.compile(r"[\s,，、;；:：]+")
SHAPE = "第 {} 行“{}”看不明白。每行写：单位名称 应到 实到，例如“城关镇 3 3”。"
UNKNOWN = "第 {} 行的“{}”不是本县的单位，请写全称，村写成“乡镇 村名”。"
SEVERAL = "第 {} 行的“{}”在本县不止一个，请在前面写上乡镇。"
TOO_MANY = "第 {} 行的人数超过 {} 人，请核对。"


def names_of(units):
    """{name as people write it: [Unit]} of units whose regions and parents' regions are loaded."""
    found = {}
    for unit in units:
        for name in _names(unit):
            found.setdefault(name, []).append(unit)
    return found


def _names(unit):
    """The names one unit goes by: its own, its place's, a village's also with its township in front."""
    if unit.kind == unit.Kind.TOWN:
        return {unit.name, unit.region.name}
    if unit.kind != unit.Kind.VILLAGE:
        return {unit.name}
    stem = unit.region.name.removesuffix("民委员会").removesuffix("居民委员会").removesuffix("居委会")
    short = {unit.name, unit.region.name, stem}
    return short | {unit.parent.region.name + name for name in short}


def read(text, names):
    """([(Unit, asked, came)], [sentence]) of lines of text, by the names of names_of(); numbers may be full-width."""
    rows, faults = [], []
    written = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(written) > MOST_LINES:
        return [], [f"一次最多填写 {MOST_LINES} 个单位。"]
    for at, line in written:
        *name, asked, came = ["", "", *GAPS.split(line)]
        name = "".join(name)
        units = names.get(name, [])
        if not name or not (asked.isdecimal() and came.isdecimal()):
            faults.append(SHAPE.format(at, line[:20]))
        elif len(units) != 1:
            faults.append((SEVERAL if units else UNKNOWN).format(at, name[:20]))
        elif len(asked) > 5 or len(came) > 5 or max(int(asked), int(came)) > MOST:
            faults.append(TOO_MANY.format(at, MOST))
        else:
            rows.append((units[0], int(asked), int(came)))
    return rows, faults
