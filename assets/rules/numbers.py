"""Asset numbers, years, amounts and quantities as offices write them."""

import re
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from assets.choices import Category, Measure

FIRST_YEAR = 1986  # the work began then, and its first fund; nothing in a ledger is older
INTEGER_DIGITS = 14  # numeric(16, 2)
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: each stands for its place here
CODE_DIGITS = {4, 6, 9, 12}  # city, county, town, village
MONEY_UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "万": 10_000, "亿元": 100_000_000, "亿": 100_000_000}

AMOUNT = re.compile(
    r"(?P<sign>[-−–负])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>亿元?|万元?|千元|元)?整?"
)
ABOUT = re.compile(r"[约近余多]|左右|上下|不低于|不超过|以上|以下|≥|≤|[<>~]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
QUANTITY = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s.,]{1,4}\d?)")
MEASURE_ALIASES = {
    "千米": Measure.KILOMETRE,
    "km": Measure.KILOMETRE,
    "m": Measure.METRE,
    "延米": Measure.METRE,
    "m2": Measure.SQUARE_METRE,
    "平米": Measure.SQUARE_METRE,
    "平方": Measure.SQUARE_METRE,
    "m3": Measure.CUBIC_METRE,
    "立方": Measure.CUBIC_METRE,
    "方": Measure.CUBIC_METRE,
    "幢": Measure.BUILDING,
    "口": Measure.WELL,
    "kw": Measure.KILOWATT,
    "棵": Measure.TREE,
}
MEGAWATTS = ("mw", "兆瓦")


def asset_number(code: int | str, category: str, year: int, serial: int) -> str:
    """The number given once: place (12 digits, zeros behind a town's or county's), letter, year, serial.

    (410821100201, "public", 2019, 12) makes "410821100201G20190012". ValueError in Chinese for a bad part.
    """
    place = str(code)
    if not (place.isdecimal() and len(place) in CODE_DIGITS):
        raise ValueError(f"区划代码“{place}”应为 4、6、9 或 12 位数字。")
    if not FIRST_YEAR <= year <= 9999:
        raise ValueError(f"形成年度“{year}”不是有效年份。")
    if not 1 <= serial <= 9999:
        raise ValueError(f"流水号“{serial}”超出 1 至 9999，请联系管理员。")
    return f"{place:0<12}{Category(category).letter}{year}{serial:04d}"


def tells_no_village(number: str) -> bool:
    """Whether an asset number's place is a township or the county: only such may stand on a household's label."""
    return number[9:12] == "000"


def parse_amount(value: object, unit: str = "元") -> Decimal:
    """An amount in yuan with two decimals, from a cell (text, int, float, Decimal) whose column is in `unit`.

    A unit written beside the number goes before the column's. ValueError says in Chinese what is wrong:
    nothing there, two numbers, a rough figure, a negative one, too long, parts of a fen.
    """
    text = plain_text(value).replace("¥", "").removeprefix("人民币").strip()
    found = AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(_amount_fault(text))
    if found["sign"]:
        raise ValueError(f"金额“{text}”是负数，请填正数。")
    if (found["unit"] or unit) not in MONEY_UNITS:
        raise ValueError(f"此列以“{_short(unit)}”为单位，不是金额。")
    yuan = Decimal(found["number"].replace(",", "")) * MONEY_UNITS[found["unit"] or unit]
    if yuan >= 10**INTEGER_DIGITS:
        raise ValueError(f"金额“{_short(text)}”超过 {INTEGER_DIGITS} 位，请核对单位。")
    if yuan != round(yuan, 2):
        raise ValueError(f"金额“{text}”折合 {yuan.normalize():f} 元，不足一分，请核对后填到分。")
    return yuan.quantize(Decimal("0.01"))


def parse_year(value: object, latest: int) -> int:
    """The one year a cell means (2021, "2021年度", "2021.3-6", a date), not later than `latest`.

    ValueError in Chinese when there is none, several (「2020-2021」) or only a bound (「2016年以前」).
    """
    if isinstance(value, date):
        value = value.year
    text = CHINESE_YEAR.sub(lambda digits: digits[0].translate(CHINESE_DIGITS), plain_text(value))
    years = sorted({int(year) for year in YEAR.findall(text)})
    if not text:
        raise ValueError("没有填年度。")
    if len(years) != 1:
        raise ValueError(
            f"“{_short(text)}”中" + ("有多个年份，请只填一个。" if years else "没有四位年份，如 2019。")
        )
    if re.search(r"以前|之前|前后|以后|之后|左右|约", text):
        raise ValueError(f"“{_short(text)}”不是确定的年份，请填形成年度，如 2015。")
    if fault := year_fault(years[0], latest):
        raise ValueError(fault)
    return years[0]


def year_fault(year: int, latest: int) -> str | None:
    """Why a year is none the ledger can hold, in Chinese; None for one from 1986 to `latest`."""
    if not FIRST_YEAR <= year <= latest:
        return f"年度“{year}”应在 {FIRST_YEAR} 至 {latest} 之间。"
    return None


def credit_code_fault(code: str) -> str | None:
    """Why a text is no 统一社会信用代码 (GB 32100-2015), in Chinese; None for a right one.

    18 digits and capitals without I, O, S, V, Z; the last is a check digit: weights 3^n, modulo 31.
    """
    if len(code) != 18 or not set(code) <= set(CREDIT_DIGITS):
        return f"统一社会信用代码“{_short(code)}”应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对。"
    total = sum(CREDIT_DIGITS.index(digit) * pow(3, place, 31) for place, digit in enumerate(code[:17]))
    if CREDIT_DIGITS[-total % 31] != code[17]:
        return f"统一社会信用代码“{code}”的校验位不符，请对照营业执照或登记证书核对。"
    return None


def parse_measure(text: str) -> Measure:
    """The unit of quantity a word means (「千米」「㎡」「kW」). ValueError in Chinese for one we lack."""
    word = plain_text(text)
    labels = {measure.label: measure for measure in Measure}
    measure = labels.get(word) or MEASURE_ALIASES.get(word.lower())
    if measure is None:
        raise ValueError(f"计量单位“{_short(word)}”不在目录中，可用：{'、'.join(labels)}。")
    return measure


def parse_quantity(text: str) -> tuple[Decimal, Measure]:
    """A cell that is one number and one unit (「60千瓦」「2万平方米」「0.5MW」). ValueError in Chinese for all else."""
    word = plain_text(text)
    found = QUANTITY.fullmatch(word)
    if found is None:
        raise ValueError(f"“{_short(word)}”不是一个数量加一个单位，如 60千瓦。")
    unit, times = found["unit"], 1
    if unit.lower() in MEGAWATTS:
        unit, times = Measure.KILOWATT.label, 1_000
    elif unit.startswith("万") and unit != "万":
        unit, times = unit[1:], 10_000
    return Decimal(found["number"].replace(",", "")) * times, parse_measure(unit)


def plain_text(value: object) -> str:
    """A cell as text: full-width made half-width; floats with the 15 digits that Excel keeps and shows."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}" if abs(value) < 1e300 else str(value)
    return normalize("NFKC", str(value)).strip()


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


def _amount_fault(text: str) -> str:
    """Why a cell is no amount, most telling reason first."""
    numbers = re.findall(r"\d[\d,.]*", text)
    if not numbers:
        return "没有填金额。" if len(text) < 2 else f"“{_short(text)}”中没有数字，请填金额。"
    if "%" in text:
        return f"“{_short(text)}”是百分比，请填金额。"
    if len(numbers) > 1:
        return f"“{_short(text)}”中有 {len(numbers)} 个数，请只填一个金额，其余写在备注中。"
    if ABOUT.search(text):
        return f"“{_short(text)}”是约数，请填确定的金额。"
    return f"“{_short(text)}”不是金额，请只填数字，可带单位“元”或“万元”。"
