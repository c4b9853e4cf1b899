"""Finding the table in sheets as offices lay them out; the published ones have their own file."""

import pytest

from journal.files import wording
from journal.files.limits import Unreadable
from journal.files.sheets import Sheet
from journal.files.tables import find_in, find_table

KNOWN = ["项目名称", "实施地点", "资金规模", "资金来源", "建设年度", "所在村", "备注"]


def sheet(*rows, merged=(), name="台账", hidden=False):
    """A sheet of these rows, each a text with cells between | ."""
    cells = [[text.strip() for text in row.split("|")] for row in rows]
    width = max(map(len, cells), default=0)
    lines = [(row, {}) for row in cells]
    return Sheet(name, hidden, list(merged), width, len(cells), lines)


def rows_of(table):
    """[(row number, texts)] of its data."""
    return [(number, texts) for number, texts, _ in table.rows()]


def refusal_of(found_in, *args):
    """The sentence a sheet or workbook is refused with."""
    with pytest.raises(Unreadable) as refused:
        found_in(*args)
    return refused.value.sentence


def test_levels_merged_across_and_down_are_joined():
    table = find_table(
        sheet(
            "附件1",
            "某县项目资产台账||||单位：元",
            "序号|项目名称|资金来源|||备注",
            "||财政资金||自筹|",
            "||中央|省级||",
            "1|道路|10|20|5|",
            merged=[(3, 1, 5, 1), (3, 2, 5, 2), (3, 3, 3, 5), (4, 3, 4, 4), (4, 5, 5, 5), (3, 6, 5, 6)],
        ),
        KNOWN,
    )
    assert table.columns == [
        "序号",
        "项目名称",
        "资金来源/财政资金/中央",
        "资金来源/财政资金/省级",
        "资金来源/自筹",
        "备注",
    ]
    assert (table.title, table.unit, table.header_row, table.header_levels) == (
        "某县项目资产台账",
        "元",
        3,
        3,
    )
    assert rows_of(table) == [(6, ["1", "道路", "10", "20", "5", ""])]


def test_levels_are_joined_where_nothing_is_merged():
    table = find_table(sheet("序号|项目名称|资金来源||备注", "||中央|省级|", "1|道路|10|20|"), KNOWN)
    assert table.columns == ["序号", "项目名称", "资金来源/中央", "资金来源/省级", "备注"]
    assert rows_of(table)[0][0] == 3


def test_groups_above_the_known_names_belong_to_the_header():
    table = find_table(
        sheet(
            "基本情况||资金情况|",
            "项目名称|所在村|资金规模|资金来源",
            "道路|甲村|10|省级",
            merged=[(1, 1, 1, 2), (1, 3, 1, 4)],
        ),
        KNOWN,
    )
    assert table.columns == ["基本情况/项目名称", "基本情况/所在村", "资金情况/资金规模", "资金情况/资金来源"]
    assert (table.header_row, table.header_levels, table.known) == (1, 2, 4)


def test_a_line_of_office_and_date_above_is_no_level():
    table = find_table(
        sheet(
            "填报单位：甲乡||填报日期：2024年1月|",
            "项目名称|所在村|资金规模|",
            "道路|甲村|10|",
            merged=[(1, 1, 1, 2), (1, 3, 1, 4)],
        ),
        KNOWN,
    )
    assert (table.columns, table.title) == (["项目名称", "所在村", "资金规模"], "")
    assert table.notes == ["填报单位：甲乡", "填报日期：2024年1月"]


def test_merged_ranges_beyond_the_cells_do_no_harm():
    wide = sheet(
        "项目名称|所在村|资金规模", "道路|甲村|10", merged=[(1, 3, 1, 99), (1, 50, 2, 60), (900, 1, 901, 1)]
    )
    assert find_table(wide, KNOWN).columns == ["项目名称", "所在村", "资金规模"]


def test_a_cell_full_of_brackets_does_not_keep_the_patterns_busy():
    brackets = "(" * 32_767
    table = find_table(sheet("|".join([brackets] * 100), "项目名称|所在村", f"{brackets}|{brackets}"), KNOWN)
    assert rows_of(table) == [(3, [brackets, brackets])]


def test_names_broken_by_blanks_and_marked_as_duty_are_still_known():
    table = find_table(sheet("序 号|项目\n名称（必填）|*所在村|资金规模(万元)", "1|道路|甲村|10"), KNOWN)
    assert (table.known, table.serial) == (4, 0)
    assert table.columns[1] == "项目名称（必填）"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("资金规模（万元）", "万元"),
        ("原值(元)", "元"),
        ("面积（单位：亩）", "亩"),
        ("金额/万元", "万元"),
        ("投资额：元", "元"),
        ("资金来源（万元）/中央", "万元"),
        ("装机(kW)", "kw"),
        ("管护单元", None),
        ("受益对象（人员名单）", None),
    ],
)
def test_the_unit_in_a_columns_name(name, unit):
    assert wording.column_unit(name) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位:元）", "元"),
        ("金额单位：人民币元", "元"),
        ("项目情况表（万元）", "万元"),
        ("填报单位：甲乡  单位：万元", "万元"),
        ("单 位：万 元    填报人：张三", "万元"),
        ("填报单位：元村镇", None),
    ],
)
def test_the_unit_of_the_sheet(text, unit):
    assert wording.sheet_unit(text) == unit


def test_totals_parts_headings_and_notes_are_set_apart_from_data():
    table = find_table(
        sheet(
            "序号|项目名称|资金规模",
            "1|2|3",
            "|合 计|60",
            "一|产业项目|50",
            "1|大棚|20",
            "2|车间|30",
            "|甲镇小计|50",
            "二、基础设施||",
            "3|道路|10",
            "序号|项目名称|资金规模",
            "4|合计桥|0",
            "||",
            "总计||60",
            "注：金额为决算数",
            "2.不含管理费||",
            "填表人：张三|审核人：|负责人：",
            "数据来源：县乡村振兴局",
        ),
        KNOWN,
    )
    assert [(row, texts[1]) for row, texts in rows_of(table)] == [
        (5, "大棚"),
        (6, "车间"),
        (9, "道路"),
        (11, "合计桥"),
    ]
    assert table.total == (13, ["总计", "", "60"])
    assert [row for row, _ in table.subtotals] == [4, 7, 8, 3] or sorted(r for r, _ in table.subtotals) == [
        3,
        4,
        7,
        8,
    ]
    assert table.notes == ["注：金额为决算数", "2.不含管理费", "填表人：张三  审核人：  负责人："]
    assert table.source == "数据来源：县乡村振兴局"


def test_a_remark_that_opens_like_a_note_stays_with_its_numbered_row():
    table = find_table(sheet("序号|备注|项目名称", "1|注：已拆除|旧站"), KNOWN)
    assert rows_of(table) == [(2, ["1", "注：已拆除", "旧站"])]


def test_rows_numbered_in_chinese_only_are_data():
    table = find_table(sheet("序号|项目名称|资金规模", "一|道路|10", "二|桥|20"), KNOWN)
    assert len(rows_of(table)) == 2


def test_a_column_without_name_is_kept_where_it_has_data_and_dropped_at_the_end_where_not():
    table = find_table(sheet("项目名称||资金规模||", "道路|甲村|10||"), KNOWN)
    assert table.columns == ["项目名称", "", "资金规模"]


def test_a_table_that_begins_in_column_b_keeps_its_letters():
    table = find_table(sheet("|项目名称||备注", "|道路|甲村|完好"), KNOWN)
    assert (table.columns, rows_of(table)[0][0]) == (["", "项目名称", "", "备注"], 2)


def test_duplicate_names_are_left_for_the_clerk_to_tell_apart():
    table = find_table(sheet("项目名称|资金规模|资金规模", "道路|10|20"), KNOWN)
    assert table.columns == ["项目名称", "资金规模", "资金规模"]


def test_the_visible_sheet_with_most_known_columns_is_taken():
    book = [
        sheet("填表说明", name="说明"),
        sheet("项目名称|备注", "道路|x", name="简表"),
        sheet("项目名称|所在村|备注", "道路|甲村|x", name="总表"),
        sheet("项目名称|所在村|备注|资金来源", "道路|甲村|x|y", name="底稿", hidden=True),
    ]
    assert find_in(book, KNOWN).sheet.name == "总表"


def test_a_sheet_without_header_is_refused():
    assert "“台账”里没有找到表头。请确认" in refusal_of(find_table, sheet("你好", "1|2"), KNOWN)


def test_a_sheet_with_header_only_is_refused():
    only = sheet("某县台账", "项目名称|资金规模", "合计|0")
    assert "只有表头（第 2 行），下面没有数据" in refusal_of(find_table, only, KNOWN)


def test_a_workbook_with_hidden_sheets_only_is_refused():
    book = [sheet("项目名称|备注", "道路|x", hidden=True)]
    assert "可见的工作表都是空的" in refusal_of(find_in, book, KNOWN)


def test_of_several_useless_sheets_the_first_tells_why():
    book = [sheet("项目名称|备注", name="甲"), sheet("你好", name="乙")]
    assert "“甲”只有表头" in refusal_of(find_in, book, KNOWN)
