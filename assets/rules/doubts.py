"""Cells that say nearly enough: what they may mean, for a person to choose, with what is most likely proposed."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from assets.rules.numbers import ABOUT, AMOUNT, YEAR, parse_amount, parse_year, plain_text

NONE = ""  # the option that leaves the cell open
LEAVE_OPEN = (NONE, "先留空，核实后补填")
NOTED = re.compile(r"(?P<head>[^()]*\d[^()]*)\((?P<note>[^()]*)\)")
ABOUT_IN = re.compile(r"[约近余多]|左右|上下|以上|以下")
RANGE = re.compile(r"(?P<low>\d[\d,.]*)\s*(?P<unit>亿元?|万元?|千元|元)?\s*(?:[-–—~至]|到)+\s*(?P<high>\d.*)")
LABELLED = re.compile(r"[^\d/+、,;，；]*?(\d[\d.]*\s*(?:亿元?|万元?|千元|元)?)[^\d/+、,;，；]*")
SHORT_YEAR = re.compile(r"(?<!\d)'?(\d\d)\s*年")
SERIALS = range(31_000, 55_000)  # Excel's days from 1984 to 2050
SERIAL_DIGITS = 5  # longer ones, like a telephone number of 0371, count no days
EPOCH = date(1899, 12, 30)


class Doubt(NamedTuple):
    """What a cell may mean: a sentence, options (value as text, label), and the value that is proposed."""

    sentence: str
    options: tuple[tuple[str, str], ...]
    proposal: str


def read_amount(value: object, unit: str = "元") -> Decimal | Doubt:
    """An amount in yuan as parse_amount reads it; a Doubt where the cell tells a note, a rough figure, a range or
    parts. ValueError, in Chinese, for what tells nothing."""
    text = plain_text(value).replace("¥", "").strip()
    try:
        return parse_amount(text, unit)
    except ValueError:
        for reading in (_noted, _rough, _ranging, _in_parts):
            if doubt := reading(text, unit):
                return doubt
        raise


def read_year(value: object, latest: int) -> int | Doubt:
    """The year a cell means, as parse_year reads it; a Doubt for a span of years, a two-digit one or a day's serial.

    ValueError, in Chinese, for what tells no year or one to come.
    """
    text = plain_text(value)
    if day := serial_day(text):
        sentence = f"“{text}”像是 Excel 的日期序号（{day}），年度取 {day.year}，请核对。"
        return Doubt(sentence, ((str(parse_year(day, latest)), f"{day.year} 年"), LEAVE_OPEN), str(day.year))
    years = sorted({int(year) for year in YEAR.findall(text)})
    if not years and (short := SHORT_YEAR.search(text)):
        year = parse_year(f"20{short[1]}", latest)
        return Doubt(
            f"“{text[:30]}”没有写全年份，请核对。", ((str(year), f"{year} 年"), LEAVE_OPEN), str(year)
        )
    if len(years) < 2 or len(years) > 6 or years[-1] > latest:
        return parse_year(value, latest)
    options = tuple((str(year), f"{year} 年") for year in years)
    return Doubt(f"“{text[:30]}”中有 {len(years)} 个年份，按最后一年登记，请核对。", options, str(years[-1]))


def serial_day(text: str) -> date | None:
    """The day an Excel serial number stands for (44256 is 2021-03-01), or None."""
    if text.isdecimal() and len(text) == SERIAL_DIGITS and int(text) in SERIALS:
        return EPOCH + timedelta(days=int(text))
    return None


def _noted(text, unit):
    """「10(其中,灾情因素6万元)」: the figure before the brackets."""
    found = NOTED.fullmatch(text)
    if not found or not AMOUNT.fullmatch(found["head"].strip()):
        return None
    amount = parse_amount(found["head"].strip(), unit)
    sentence = f"“{text[:40]}”带有说明，金额取括号外的数，说明写入备注，请核对。"
    return Doubt(sentence, (told(amount), LEAVE_OPEN), str(amount))


def _rough(text, unit):
    """「6725余万」: the figure without the word that makes it rough."""
    bare = ABOUT_IN.sub("", text).strip()
    if not ABOUT.search(text) or not AMOUNT.fullmatch(bare):
        return None
    amount = parse_amount(bare, unit)
    return Doubt(f"“{text[:40]}”是约数，请核对。", (told(amount), LEAVE_OPEN), str(amount))


def _ranging(text, unit):
    """「10-15万」: one end or the other; nothing is proposed, since neither was said."""
    found = RANGE.fullmatch(text)
    if not found or not AMOUNT.fullmatch(found["high"].strip()):
        return None
    last = AMOUNT.fullmatch(found["high"].strip())
    low = parse_amount(found["low"] + (found["unit"] or last["unit"] or ""), unit)
    high = parse_amount(last[0], unit)
    return Doubt(f"“{text[:40]}”是一个范围，请选定金额。", (told(low), told(high), LEAVE_OPEN), NONE)


def _in_parts(text, unit):
    """「中央10/省级1106.7」 where one amount belongs: the sum of the parts."""
    parts = [part.strip() for part in re.split(r"[/+、;]", text) if part.strip()]
    found = [LABELLED.fullmatch(part) for part in parts]
    if len(parts) < 2 or not all(found):
        return None
    amounts = [parse_amount(match[1].strip(), unit) for match in found]
    total = sum(amounts, Decimal(0))
    sentence = f"“{text[:40]}”写了 {len(parts)} 笔，金额取它们的和，请核对。"
    return Doubt(sentence, (told(total), LEAVE_OPEN), str(total))


def told(amount: Decimal) -> tuple[str, str]:
    """An amount as an option: in yuan, and in words as people write it."""
    wan = amount / 10_000
    return str(amount), f"{amount:,.2f} 元（{wan.normalize():f} 万元）"
