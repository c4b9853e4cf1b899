"""二（三）Value, budget and sources of money: what a line's figures say, and what they say against each other."""

import re
from decimal import Decimal

from assets import rules
from assets.choices import FundKind, FundLevel
from assets.importing import slips
from assets.importing.draft import fitting
from assets.rules.doubts import told

LEVELS = {
    "fund_central": FundLevel.CENTRAL,
    "fund_province": FundLevel.PROVINCE,
    "fund_city": FundLevel.CITY,
    "fund_county": FundLevel.COUNTY,
    "fund_town": FundLevel.TOWN,
    "fund_social": FundLevel.SOCIETY,
    "fund_own": FundLevel.OWN,
}
KIND_LEVELS = {
    FundKind.EAST_WEST: FundLevel.SOCIETY,
    FundKind.PAIRED: FundLevel.SOCIETY,
    FundKind.DONATION: FundLevel.SOCIETY,
    FundKind.SELF_RAISED: FundLevel.OWN,
}
LEVEL_KINDS = {FundLevel.SOCIETY: FundKind.DONATION, FundLevel.OWN: FundKind.SELF_RAISED}
BRIDGING_FROM = 2021  # the special fund's name since
AS_TEXT = ("text", "暂不拆分，原文保留在项目里")
# 「…计102万;苗床17座×2.5万计42.5万;…整体25万」: the last sum of each clause.
CLAUSE = re.compile(r"[;；。\n]")
SUM = re.compile(r"(?:计|合计|共|整体|投资)\s*(\d+(?:\.\d+)?)\s*(亿|万)")
NEAR = (Decimal("0.7"), Decimal("1.3"))  # parts that come so close to the total are meant to be all of it


def settle(checker, line, said, asset, project):
    """Value and budget of the drafts; returns the lines of money, staged only when each is clear."""
    asset.original_value, project.budget = said["original_value"], said["budget"]
    slips.settle(checker, line, said, asset)
    parts = _columns(checker, line, said)
    _against_text(checker, line, said, parts)
    if asset.original_value is None and parts and "original_value" not in line.failed:
        asset.original_value = sum((part.amount for part in parts), Decimal(0))
        line.odd("original_value", f"没有填金额，按资金构成之和 {asset.original_value:,.2f} 元登记，请核对。")
    _contents(line, said, asset)
    if asset.original_value is None and "original_value" not in line.failed:
        line.odd("original_value", "没有填金额，草稿中原值留空，提交审核前须补上。")
    if project.budget is None:
        project.budget = asset.original_value
    lines = _add_up(line, parts, asset, project) if parts else _text(checker, line, said, asset, project)
    return [_staged(part) for part in _named(checker, line, said, lines, project)]


def _columns(checker, line, said):
    """The lines of the columns for each level (资金来源/中央 …) that hold a sum."""
    told_kind = rules.fund_kind(said["fund_text"]) or checker.says.fund_kind
    return [
        rules.FundLine(level, LEVEL_KINDS.get(level) or told_kind, said[key])
        for key, level in LEVELS.items()
        if said[key]
    ]


def _contents(line, said, asset):
    """Parts priced in the words of the contents against the total (修武: 216.5 against 212.2)."""
    total = asset.original_value
    if not total or "万" not in said["spec"]:
        return
    found = [SUM.findall(clause) for clause in CLAUSE.split(said["spec"])]
    sums = [Decimal(one[-1][0]) * (10_000 if one[-1][1] == "万" else 10**8) for one in found if one]
    made = sum(sums, Decimal(0)).quantize(Decimal("0.01"))
    if len(sums) < 2 or made == total or not NEAR[0] <= made / total <= NEAR[1]:
        return
    if _parts_asked(line, "spec", made, total, "建设内容中各分项", "分项文字保留在建设内容中") == "parts":
        asset.original_value = made


def _parts_asked(line, key, made, total, what, kept, *more):
    options = [
        ("total", f"以合计 {told(total)[1]}为准，{kept}"),
        ("parts", f"以分项之和 {told(made)[1]}为准"),
        *more,
    ]
    sentence = f"{what}之和为 {made:,.2f} 元，与金额 {total:,.2f} 元不等。建议{options[0][1]}。"
    return line.ask(key, f"parts_{key}" if key == "spec" else "parts", sentence, options, "total")


def _add_up(line, parts, asset, project):
    """The level columns' lines where they make the total; else as a person decides."""
    made = sum((part.amount for part in parts), Decimal(0))
    if project.budget is None or made == project.budget:
        project.budget = made
        return parts
    key = next(key for key in LEVELS if key in line.places)
    words = "、".join(f"{part.level.label}{part.amount:,.2f}元" for part in parts)
    answer = _parts_asked(
        line,
        key,
        made,
        project.budget,
        "各级资金",
        "各级数字写入资金来源原文",
        ("none", "以合计为准，不记资金构成"),
    )
    if answer == "parts":
        asset.original_value = project.budget = made
        return parts
    if answer == "total":
        project.fund_text = fitting(line, key, "；".join(filter(None, (project.fund_text, words))), 300)
    return []


def _against_text(checker, line, said, parts):
    """What the fund cell says in words against the columns beside it, which hold."""
    text, made = said["fund_text"], sum((part.amount for part in parts), Decimal(0))
    if not parts or not any(sign.isdigit() for sign in text):
        return
    reading = rules.parse_fund_lines(text, made, checker.says.unit, checker.says.fund_kind)
    told = reading.lines or reading.parts
    same = sum((part.amount for part in told), Decimal(0)) == made
    if same and len(told) == len(parts):
        same = {part.level or None for part in told} in ({None}, {part.level for part in parts})
    if told and not same:
        line.odd(
            "fund_text", "资金来源的文字与各级资金列不一致，按各级资金列登记，文字保留在项目里，请核对。"
        )


def _text(checker, line, said, asset, project):
    """The lines a fund cell states (「中央10/省级1106.7」); what cannot be split is said and stays text."""
    text, says = said["fund_text"], checker.says
    if project.budget is None and not any(sign.isdigit() for sign in text):
        return []
    reading = rules.parse_fund_lines(text, project.budget, says.unit, says.fund_kind)
    if reading.lines:
        return reading.lines
    if not reading.parts:
        line.odd("fund_text", f"{reading.doubt}草稿中暂不拆分资金来源，原文保留在项目里。")
        return []
    made = sum((part.amount for part in reading.parts), Decimal(0))
    for factor in (10_000, Decimal("0.0001")):  # 元 in the cell of a table in 万元, or the reverse
        if made * factor == project.budget:
            line.odd("fund_text", "资金来源中的数与金额差一万倍，按元与万元之差换算，请核对。")
            return [part._replace(amount=part.amount * factor) for part in reading.parts]
    answer = _parts_asked(line, "fund_text", made, project.budget, f"“{text[:40]}”各笔", "原文保留，暂不拆分")
    if answer == "parts":
        asset.original_value = project.budget = made
        return reading.parts
    return []


def _named(checker, line, said, lines, project):
    """The lines with level and kind; what a text leaves open is asked once for all of them."""
    lines = [part._replace(level=part.level or checker.says.fund_level) for part in lines]
    if lines and not all(part.level for part in lines):
        likely = KIND_LEVELS.get(lines[0].kind) or checker.says.titled_level
        level = _one_of(
            line, "fund_level", FundLevel, likely, f"“{said['fund_text'][:40]}”没有写明资金的级次。"
        )
        lines = [part._replace(level=part.level or level) for part in lines] if level else []
    if lines and not all(part.kind for part in lines):
        likely = LEVEL_KINDS.get(lines[0].level) or (
            FundKind.BRIDGING if (project.fund_year or 0) >= BRIDGING_FROM else FundKind.SPECIAL
        )
        kind = _one_of(line, "fund_kind", FundKind, likely, "资金来源没有写明资金的类别。")
        lines = [part._replace(kind=part.kind or kind) for part in lines] if kind else []
    return lines


def _one_of(line, question, choices, likely, sentence):
    """The member a person says, or the likely one; None where it is left as text."""
    proposal = likely.value if likely else AS_TEXT[0]
    hint = f"建议按“{likely.label}”登记。" if likely else f"建议{AS_TEXT[1]}。"
    key = (
        "fund_text"
        if "fund_text" in line.places
        else next((k for k in LEVELS if k in line.places), "fund_text")
    )
    chosen = line.ask(key, question, f"{sentence}{hint}", [*choices.choices, AS_TEXT], proposal)
    return None if chosen == AS_TEXT[0] else choices(chosen)


def _staged(part):
    return part._asdict() | {"amount": part.amount}
