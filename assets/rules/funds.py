"""Reading the fund column: whose money, which, how much, by which document; and what 二（一） says of it."""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import NamedTuple
from unicodedata import normalize

from assets.choices import FundKind, FundLevel, Scope
from assets.rules.numbers import parse_amount

SCOPE_FROM = 2016  # 二（一）2016 年以来

LEVELS = [
    (FundLevel.CENTRAL, r"中央|国家级"),
    (FundLevel.PROVINCE, r"省级|省财政|自治区级|省(?=[\d财:]|$)"),
    (FundLevel.CITY, r"市级|市财政|州级|市(?=[\d财:]|$)"),
    (FundLevel.COUNTY, r"县级|区级|旗级|本级|县财政|区财政|县(?=[\d配财:]|$)|区(?=[\d配财:]|$)"),
    (FundLevel.TOWN, r"乡级|镇级|乡镇级?"),
    (FundLevel.OWN, r"自筹|村集体出资|群众筹资"),
    (FundLevel.SOCIETY, r"捐赠|捐款|社会(?:扶贫)?资金|社会帮扶"),
]
KINDS = [
    (FundKind.EAST_WEST, r"东西部|沪滇|闽宁|粤桂|京蒙|苏陕|浙川|鲁渝|鲁甘|协作资金"),
    (FundKind.PAIRED, r"定点帮扶|定点扶贫|对口帮扶|对口支援|携手奔小康"),
    (FundKind.BRIDGING, r"衔接(?:推进乡村振兴)?(?:补助)?资金|财政衔接"),
    (FundKind.INTEGRATED, r"整合(?:财政)?涉农|涉农整合|统筹整合"),
    (FundKind.LOTTERY, r"彩票公益金"),
    (FundKind.RELOCATION, r"易地(?:扶贫)?搬迁"),
    (FundKind.LAND, r"增减挂"),
    (FundKind.BOND, r"债券"),
    (FundKind.COLLECTIVE, r"壮大村级集体经济|扶持村级集体经济"),
    (FundKind.DONATION, r"捐赠|捐款|捐助"),
    (FundKind.REVIVED, r"盘活(?:财政)?存量"),
    (FundKind.REINVESTED, r"再投资"),
    (FundKind.SELF_RAISED, r"自筹|村集体出资|群众筹资"),
    (FundKind.INDUSTRY, r"行业(?:扶贫)?(?:部门)?资金"),
    (FundKind.SPECIAL, r"专项扶贫资金|扶贫专项资金|财政扶贫资金|财政专项扶贫"),
]
LEVEL_WORDS = [(level, re.compile(words)) for level, words in LEVELS]
OUTRIGHT = re.compile(r"中央|国家级|省级|自治区级|市级|州级|县级|区级|旗级|本级")
KIND_WORDS = [(kind, re.compile(words)) for kind, words in KINDS]
KIND_SCOPES = {
    FundKind.SPECIAL: Scope.FISCAL,
    FundKind.BRIDGING: Scope.FISCAL,  # the special fund's name since 2021
    FundKind.EAST_WEST: Scope.SOCIAL,  # 社会扶贫 is cooperation, paired help and private help together
    FundKind.PAIRED: Scope.SOCIAL,
    FundKind.DONATION: Scope.SOCIAL,  # money; a thing given is DONATED, which a person says
    FundKind.INDUSTRY: Scope.INDUSTRY,
}
DOCUMENT = re.compile(
    r"[\u4e00-\u9fff]{1,12}[〔\[【(](?:19|20)\d\d[〕\]】)]\s*\d{1,4}\s*号(?:[、,]\s*\d{1,4}\s*号)*"
)
NOTE = re.compile(r"\([^()]*\)")
WHOLE_BATCH = re.compile(r"全批|全区|全县|全市|合计|共计|两村")
MARK = 0xE000
SEPARATORS = re.compile(r"[/+;,、\n]")
NUMBER = re.compile(r"\d[\d,.]*\s*(?:亿元|亿|万元|万|元)?")


class FundLine(NamedTuple):
    """One source of money. Level or kind is None where the text does not say; the amount is in yuan."""

    level: FundLevel | None
    kind: FundKind | None
    amount: Decimal
    document_number: str = ""


class FundReading(NamedTuple):
    """The lines, when the text was clear (they sum to the total); else none, and the doubt as a sentence.

    `parts`: the lines it names that do not make the total; one of both may be right.
    """

    lines: tuple[FundLine, ...]
    doubt: str = ""
    parts: tuple[FundLine, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether each line says whose money it is and which: then it may be entered without asking."""
        return bool(self.lines) and all(line.level and line.kind for line in self.lines)


def parse_fund_lines(
    text: str, total: Decimal | None, unit: str = "万元", kind: FundKind | None = None
) -> FundReading:
    """The lines a fund cell states (「中央9.747/省5.71」) for an investment of `total` yuan.

    `unit` is that of bare numbers in the cell; `kind` stands in where the cell names none.
    Figures of a whole batch (「省47/市66.5(全区合计)」) do not sum to the row's total and are left as text.
    """
    plain, lines, doubt, takes_all = _read(text or "", unit, kind)
    if doubt:
        return FundReading((), doubt)
    if takes_all and total is not None:
        lines = [takes_all._replace(amount=total)]
    return _sum_checked(lines, total, plain)


@lru_cache(maxsize=20_000)
def _read(text: str, unit: str, kind: FundKind | None):
    """(the text in half-width, its lines, a doubt, the one line that has the whole sum): what needs no total."""
    plain = normalize("NFKC", text).replace("【", "〔").replace("】", "〕").strip()
    if not plain:
        return plain, [], "没有填资金来源。", None
    documents = [found[0] for found in DOCUMENT.finditer(plain)]
    bare = DOCUMENT.sub(_marks(), plain)  # 「9号、11号」 is neither two parts nor two amounts
    if WHOLE_BATCH.search(bare) and NUMBER.search(NOTE.sub("", bare)):
        return plain, [], f"“{plain}”写的是整批资金，请填本项目各级各类资金的金额。", None
    parts = [part for part in SEPARATORS.split(_without_batch_note(bare)) if part.strip()]
    lines = [_line(part, unit, kind, documents) for part in parts]
    whole = None
    if len(parts) == 1 and lines == [None] and not NUMBER.search(parts[0]):
        whole = _line(f"{parts[0]}0元", unit, kind, documents)
    return plain, lines, "", whole


@lru_cache(maxsize=20_000)
def fund_kind(text: str) -> FundKind | None:
    """The kind of money a text names (a fund column, a table's title), or None; two kinds give None."""
    found = [kind for kind, words in KIND_WORDS if words.search(text or "")]
    beside = {FundKind.EAST_WEST, FundKind.PAIRED}  # 「沪滇对口帮扶资金」 is cooperation in paired form
    return found[0] if len(found) == 1 or set(found) == beside else None


@lru_cache(maxsize=20_000)
def fund_level(text: str) -> FundLevel | None:
    """Whose money a text names, or None; two levels give None."""
    found = [level for level, words in LEVEL_WORDS if words.search(text or "")]
    return found[0] if len(found) == 1 else None


def titled_level(title: str) -> FundLevel | None:
    """Whose money a table's title names outright (「市级财政专项扶贫资金」); a county's own name tells nothing."""
    return fund_level("、".join(OUTRIGHT.findall(title or "")))


def scope_of(year: int | None, text: str) -> Scope | None:
    """二（一） why an asset formed in `year` with this money is in scope; None: a person decides."""
    if year is None:
        return None
    if year < SCOPE_FROM:
        return Scope.BEFORE_2016
    return KIND_SCOPES.get(fund_kind(normalize("NFKC", text or "")))


def _without_batch_note(text: str) -> str:
    """A remark in brackets is kept unless it tells of the whole batch or of a share (「(6%)」)."""
    return NOTE.sub(lambda note: "" if WHOLE_BATCH.search(note[0]) or "%" in note[0] else note[0], text)


def _marks():
    """A replacement that puts the n-th private-use character for the n-th document number."""
    places = count(MARK)
    return lambda found: chr(next(places))


def _line(part: str, unit: str, kind: FundKind | None, documents: list[str]) -> FundLine | None:
    """One part of the cell as a line; None when it states no amount or more than one."""
    numbers = NUMBER.findall(part)
    if len(numbers) != 1:
        return None
    try:
        amount = parse_amount(numbers[0], unit)
    except ValueError:
        return None
    named = [document for place, document in enumerate(documents) if chr(MARK + place) in part]
    return FundLine(fund_level(part), fund_kind(part) or kind, amount, "、".join(named))


def _sum_checked(lines: list[FundLine | None], total: Decimal | None, plain: str) -> FundReading:
    """The lines, if each says something and together they make the total."""
    known = [line for line in lines if line and (line.level or line.kind or line.document_number)]
    if len(known) != len(lines) or not known:
        return FundReading((), f"“{plain}”中没有写明每一笔资金的级次、类别和金额，请逐笔填写。")
    made = sum(line.amount for line in known)
    if total is not None and made != total:
        return FundReading(
            (),
            f"“{plain}”各笔之和为 {made:,.2f} 元，与资金规模 {total:,.2f} 元不等，请核对。",
            tuple(known),
        )
    return FundReading(tuple(known))
