"""The words by which official tables are laid out: units, totals, notes, signatures. Pure text, no workbook."""

import re
import unicodedata

UNIT = (
    "亿元|万元|千元|元|亩|公顷|平方千米|平方公里|平方米|立方米|m2|m3|公里|千米|米|"
    "千瓦时|千瓦|兆瓦|kw|mw|个|户|人|%|年|月"
)
# 资金规模（万元）, 原值(元), 面积（单位：亩）
UNIT_IN_BRACKETS = re.compile(rf"[(](?:单位:)?(?:人民币)?({UNIT})[)]", re.IGNORECASE)
# 金额/万元, 投资额:万元
UNIT_AT_END = re.compile(r"[/:,、](亿元|万元|千元|元)$")
# A money unit for the whole sheet; not 填报单位：元村镇, which names an office.
SHEET_UNIT = re.compile(
    r"单\s*位\s*:?\s*(?:人民币)?\s*(万\s*元|元)(?![一-龥])|[(]\s*(?:人民币)?(万元|元)\s*[)]$"
)

# No column's name, total or sign of a note is longer; a hostile cell of 32,767 brackets would keep a pattern busy.
LONGEST = 200
SERIAL = {"序号", "项次", "序", "no", "no."}
TOTAL = re.compile(
    r"(?:[全本]?[省市县区乡镇村街道页表年]{0,3})?(?:合计|总计|共计|总合计|总额|汇总)(?:[(].*[)])?:?$"
)
SUBTOTAL = re.compile(r".{0,24}(?:小计|合计|共计)(?:[(].*[)])?:?$")
# 一、产业项目: a heading (often with a sum of its own) among rows numbered 1, 2, 3.
SECTION_NUMBER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?$")
SECTION_HEADING = re.compile(r"[(]?[一二三四五六七八九十]{1,3}(?:[)]|[、.])")
SOURCE = re.compile(r"(?:数据|资料|信息)?来源:")
NOTE = re.compile(
    r"(?:附?注|备注|说明|填表说明|填报说明|编制说明|注释|公示(?:时间|期|单位)|监督(?:举报)?电话|举报电话|联系(?:人|电话|方式))[0-9]?:"
)
OWN_NUMBER = "系统编号"  # by which our own export tells its rows apart: whatever else one says, it is data
REMARKS = "核对结果"  # the column in which a checked workbook comes back; it is nobody's data
SAMPLE_MARK = "示例"  # before a row that shows how a blank workbook is filled in
# What offices write into a cell they have nothing to say in.
NOTHING = set(
    "待定 未定 待确定 待核实 待核 待补 待补充 待填 待查 暂无 暂缺 暂未 无 没有 空 不详 暂不详 未知 不清 不清楚 未统计"
    " 无数据 n/a na none null / \\ - -- --- — —— – * ×".split()
)
SIGNATURE = re.compile(
    r"(?:填[表报]|制[表单]|编制|审[核批定]|复核|经办|(?:单位|主要|分管)?负责|(?:主要|分管)?领导)(?:人|单位|日期|时间|签[字章名])?:"
)
# What stands above a header and is no title: 填报单位:某某乡, 2023年12月5日.
ABOVE = re.compile(
    r".{0,8}(?:单位|日期|时间|部门):|[(]?单位(?:万元|元)|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?$"
)
# The line of column numbers below the header: 1 2 3, (1) (2) (3)=(1)+(2), 甲 乙 1 2.
COLUMN_NUMBER = re.compile(r"[(]?([0-9]{1,2})[)]?(?:=.*)?$")
ATTACHMENT = re.compile(r"附(?:件|表)[0-9一二三四五六七八九十]*:?$")


def plain(text):
    """The text for comparison: half-width, lower case, without any blanks (合 计, 项目\\n名称)."""
    return "".join(unicodedata.normalize("NFKC", text[:LONGEST]).lower().split())


def bare(text):
    """A column's name for comparison: plain, without brackets and marks of duty (*项目名称（必填） → 项目名称)."""
    text = re.sub(r"[(].*?[)]", "", plain(text))
    return UNIT_AT_END.sub("", text).strip("*:、·")


def column_unit(name):
    """The unit a column's name states, 资金规模（万元） → 万元, or None."""
    text = plain(name)
    found = UNIT_IN_BRACKETS.search(text) or UNIT_AT_END.search(text)
    return found[1] if found else None


def is_unit(text):
    """Whether the text is a unit and nothing else, as in a line of units below a header: 万元, (亩)."""
    return bool(re.fullmatch(rf"[(]?(?:单位:)?(?:{UNIT}|公里|座|台|套|处|眼|头|只|株)[)]?", plain(text)))


def sheet_unit(text):
    """元 or 万元 when the text states the money unit of the whole sheet, else None."""
    found = SHEET_UNIT.search(unicodedata.normalize("NFKC", text[:LONGEST]).strip())
    return plain(found[1] or found[2]) if found else None


def is_title(text):
    """Whether a text above the header can be the table's title."""
    text = plain(text)
    return not (
        ATTACHMENT.match(text) or ABOVE.match(text) or SHEET_UNIT.match(text.lstrip("(")) or is_aside(text)
    )


def is_aside(text):
    """Whether the text opens a line about the table: source, note, signature."""
    text = plain(text)
    return bool(SOURCE.match(text) or NOTE.match(text) or SIGNATURE.match(text))


def is_total(filled):
    """Whether a row (its non-blank texts) is the total of the table: 合计 or the like among its first three texts."""
    return any(TOTAL.match(plain(text)) for text in filled[:3])


def says_nothing(text):
    """Whether a cell only says that there is nothing to say yet: 待定, 暂无, 不详, －."""
    return plain(text).strip("()。.") in NOTHING


def is_sample(filled):
    """Whether a row (its non-blank texts) only shows how the table is filled in: it begins with 示例."""
    return filled[0] == SAMPLE_MARK


def is_subtotal(filled):
    """Whether a row (its non-blank texts) sums up a part of the table: 小计, 某某镇合计."""
    return any(SUBTOTAL.match(plain(text)) for text in filled[:3])


def is_section(filled):
    """Whether a row (its non-blank texts) heads a part of the table: 一、产业项目, or 一 in the column 序号."""
    first = plain(filled[0])
    return bool(SECTION_NUMBER.match(first) or SECTION_HEADING.match(first))


def is_set_apart(row):
    """Whether a row stands in the table without being data."""
    filled = [text for text in row if text]
    return not filled or is_aside(filled[0]) or is_total(filled) or is_subtotal(filled)
