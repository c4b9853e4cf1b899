"""正式台账 as it is printed: title, unit and date, header of two levels, 万元 to the fen, total, signatures."""

import io
from decimal import Decimal

import openpyxl

from assets import projects
from tests.journal.exporting import content, taken_out

HEAD = 4


def book(row):
    return openpyxl.load_workbook(io.BytesIO(content(row))).active


def labels(sheet):
    """{name of a column, with its group: its number}, merged cells filled."""
    group, found = "", {}
    for upper, lower in zip(sheet[3], sheet[4], strict=True):
        group = upper.value or group
        found[f"{group}/{lower.value}" if lower.value else group] = upper.column
    return found


def funded(here, *levels, name="2019年项目"):
    """A project with a sum of each level."""
    lines = [{"level": level, "kind": "special", "amount": amount} for level, amount in levels]
    with here.scope():
        return projects.add_project(
            by=here.town_clerk,
            unit=here.town,
            town_id=here.towns[0],
            name=name,
            fund_year=2019,
            budget=sum(amount for _, amount in levels),
            implementing_dept=here.department,
            lines=lines,
        )


def test_it_is_laid_out_as_offices_file_it(here):
    here.asset_in("ledger")
    here.asset(name="还是草稿")
    sheet = book(taken_out(here, layout="ledger"))
    assert sheet["A1"].value == "修武县扶贫资产台账"
    above = [cell.value for cell in sheet[2] if cell.value]
    assert (
        above[0].startswith("填报单位：修武县") and above[1].startswith("日期：") and above[2] == "单位：万元"
    )
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "A3:A4" in merged and any(area.startswith("A1:") for area in merged)
    assert {"序号", "资产基本情况/资产编号", "原值", "来源项目和资金/中央", "备注"} <= labels(sheet).keys()

    first = [cell.value for cell in sheet[HEAD + 1]]
    assert first[0] == 1 and first[2] == "东关至刘庄道路"
    texts = [cell.value for row in sheet.iter_rows(min_row=HEAD + 2) for cell in row if cell.value]
    assert texts[:3] == ["合计", "1 项", 86]
    assert texts[-3:] == ["填表人：", "审核人：", "负责人："]
    assert any("状态：已入账" in str(text) for text in texts) and "还是草稿" not in texts


def test_it_prints_across_a3_with_its_header_on_every_page(here):
    sheet = book(taken_out(here, layout="ledger"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$1:$4" and "第 &P 页" in sheet.oddFooter.center.text
    assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_amounts_are_exact_to_the_fen_and_the_total_is_their_sum(here):
    here.asset(original_value=Decimal("0.01"))
    here.asset(original_value=Decimal("1234567.89"))
    sheet = book(taken_out(here, layout="ledger", query="state=draft"))
    cells = [sheet.cell(HEAD + at, labels(sheet)["原值"]) for at in (1, 2, 3)]
    assert [Decimal(str(cell.value)) for cell in cells] == [
        Decimal("0.000001"),
        Decimal("123.456789"),
        Decimal("123.456790"),
    ]
    assert all(cell.data_type == "n" for cell in cells)


def test_money_of_a_project_is_split_by_level_where_it_built_one_asset(here):
    alone = funded(here, ("central", Decimal(300_000)), ("town", Decimal(20_000)), ("own", Decimal(10_000)))
    shared = funded(here, ("central", Decimal(500_000)), name="两项资产的项目")
    here.asset(name="甲", project=alone)
    here.asset(name="乙", project=shared)
    here.asset(name="丙", project=shared)
    sheet = book(taken_out(here, layout="ledger", query="state=draft"))
    at = {name.rpartition("/")[2]: place for name, place in labels(sheet).items()}
    rows = {row[at["资产名称"] - 1].value: row for row in sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + 3)}
    assert [rows["甲"][at[level] - 1].value for level in ("中央", "省级", "其他")] == [30, None, 3]
    assert [rows[name][at["中央"] - 1].value for name in ("乙", "丙")] == [None, None]
    assert "形成 2 项资产" in rows["丙"][at["资金来源说明"] - 1].value
    assert sheet.cell(HEAD + 4, at["中央"]).value == 30


def test_a_townships_ledger_is_named_by_the_township(here):
    assert book(taken_out(here, "town_clerk", layout="ledger"))["A1"].value == "修武县城关镇扶贫资产台账"


def test_nothing_at_all_still_makes_a_ledger(here):
    row = taken_out(here, layout="ledger")
    assert row.rows == 0 and book(row).cell(HEAD + 1, 1).value == "合计"
