"""The national divisions as a file, and how the bodies of a place are called after it."""

import csv
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError

from tenancy.models import Region

FOLDER = Path(__file__).with_name("data")  # the files that come with the product
Level = Region.Level
COLUMNS = {"code", "name", "level", "parent"}
DIGITS = {Level.CITY: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}
LONGEST = Region._meta.get_field("name").max_length
GOVERNMENTS = {"街道办事处": "", "街道": "办事处", "镇": "人民政府", "乡": "人民政府"}
COMMITTEES = ["居民委员会", "居委会", "村民委员会", "村委会", "嘎查委员会"]


class Division(NamedTuple):
    """A line of the file: the code of a place, its name, level and the code of the place above."""

    code: int
    name: str
    level: str
    parent: int | None


def read(path):
    """The divisions in a CSV file (code,name,level,parent; UTF-8 or GB18030), as [Division].

    Raises ValidationError with a sentence that names the file and the line.
    """
    try:
        with open(path, "rb") as file:
            text = _text(file.read(), path)
    except OSError as error:
        raise ValidationError(f"读不了区划文件 {path}，请核对路径和权限。") from error
    lines = csv.DictReader(text.splitlines())
    if lacking := COLUMNS - set(lines.fieldnames or ()):
        raise ValidationError(
            f"区划文件 {path} 缺少列：{'、'.join(sorted(lacking))}。首行应为 code,name,level,parent。"
        )
    return [_division(line, f"{path} 第 {number} 行") for number, line in enumerate(lines, start=2)]


def _text(content, path):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(f"区划文件 {path} 不是文本文件，请另存为 CSV（UTF-8）后重试。")


def _division(line, where):
    code, name, level, parent = (
        str(line[column] or "").strip() for column in ("code", "name", "level", "parent")
    )
    if level not in DIGITS:
        raise ValidationError(f"{where}：级别「{level}」不认识，应为 city、county、town 或 village。")
    if not (code.isascii() and code.isdecimal() and len(code) == DIGITS[level]):
        raise ValidationError(f"{where}：代码「{code}」应为 {DIGITS[level]} 位数字。")
    if not name or len(name) > LONGEST:
        raise ValidationError(f"{where}：名称应为 1 至 {LONGEST} 个字。")
    if level != Level.CITY and not (parent and code.startswith(parent)):
        raise ValidationError(f"{where}：{name}（{code}）的上级代码「{parent}」与本级代码不符。")
    return Division(int(code), name, level, int(parent) if parent.isdecimal() else None)


def below(code, divisions):
    """The places of a county (or a city alone), itself first and parents before children, as unsaved Regions.

    Raises ValidationError where the file does not hold the code, or a village without its township.
    """
    home = next((row for row in divisions if row.code == code), None)
    if home is None or home.level not in (Level.COUNTY, Level.CITY):
        raise ValidationError(f"区划文件中没有县（市、区）{code}，请核对代码。")
    kept = {home.code: home}
    inside = [row for row in divisions if home.level == Level.COUNTY and str(row.code).startswith(str(code))]
    for row in sorted(inside, key=lambda row: (len(str(row.code)), row.code)):
        if row.code != code and row.parent not in kept:
            raise ValidationError(f"{row.name}（{row.code}）的上级 {row.parent} 不在区划文件中，请补齐。")
        kept[row.code] = row
    return [
        Region(
            code=row.code,
            name=row.name,
            level=row.level,
            parent_id=None if row.level == Level.CITY else row.parent,
        )
        for row in kept.values()
    ]


def government(town):
    """The body that governs a place of township level: 七贤镇 → 七贤镇人民政府, 百间房街道 → 百间房街道办事处."""
    ending = next((end for end in GOVERNMENTS if town.endswith(end)), None)
    return town + GOVERNMENTS.get(ending, "")


def village(committee):
    """What people call a place whose committee the divisions name.

    赤庄村民委员会 → 赤庄村, 映湖社区居委会 → 映湖社区, 站前居民委员会 → 站前社区; others as they stand.
    """
    ending = next((end for end in COMMITTEES if committee.endswith(end)), None)
    stem = committee.removesuffix(ending) if ending else ""
    if not stem:
        return committee
    if ending == "嘎查委员会":
        return stem.removesuffix("嘎查") + "嘎查"
    if stem.endswith(("村", "社区", "嘎查")):
        return stem
    return stem + ("社区" if ending.startswith("居") else "村")
