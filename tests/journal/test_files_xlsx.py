"""Reading workbooks: every cell as the clerk sees it, and each hostile one refused with its sentence."""

import datetime
import io
import struct

import openpyxl
import pytest

from journal.files.inside.outline import parse_reference
from journal.files.limits import Unreadable
from journal.files.sheets import cell_name
from tests.journal.hostile import archive, sheet_data, with_lying_size, workbook, worksheet
from tests.journal.reading import read_all


def only_sheet(content):
    """The one sheet of a workbook."""
    (sheet,) = read_all(content)
    return sheet


def saved(fill):
    """A workbook as openpyxl saves it, its first sheet filled by `fill`."""
    book, into = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(into)
    return into.getvalue()


def column_of(*values):
    """The texts read back from a column of these values."""
    return [row[0] for row in only_sheet(saved(lambda sheet: [sheet.append([v]) for v in values])).rows]


def refusal_of(content):
    """The sentence a workbook is refused with."""
    with pytest.raises(Unreadable) as refused:
        read_all(content)
    return refused.value.sentence


# What a cell becomes


def test_numbers_are_written_as_excel_shows_them():
    assert column_of(123.0, 320.5, -0.5, 1e-7, 575.038908, 1.1384999999999998) == [
        "123",
        "320.5",
        "-0.5",
        "0.0000001",
        "575.038908",
        "1.1385",
    ]


def test_dates_times_and_truth_become_iso_text():
    assert column_of(
        datetime.date(2021, 3, 5),
        datetime.datetime(2021, 3, 5, 8, 30),
        datetime.time(8, 30),
        datetime.timedelta(hours=30),
        True,
    ) == ["2021-03-05", "2021-03-05 08:30:00", "08:30:00", "30:00:00", "TRUE"]


def test_texts_lose_blanks_around_and_what_nobody_sees():
    assert column_of("\u3000 合　计 \u00a0", "前\u200b后\u202e", "两行\r\n字") == [
        "合　计",
        "前后",
        "两行\n字",
    ]


def test_a_code_held_as_text_keeps_its_digits_and_one_held_as_number_is_told_of():
    def fill(sheet):
        sheet["A1"] = "410821199001011234"
        sheet["B1"] = 410821199001011234
        sheet["C1"] = 410821100201

    sheet = only_sheet(saved(fill))
    assert sheet.rows == [["410821199001011234", "410821199001011000", "410821100201"]]
    assert sheet.imprecise == {(1, 2)}


def test_a_formula_gives_what_excel_computed_and_is_told_of():
    sheet = only_sheet(workbook(sheet_data(B2="<f>1+1</f><v>2</v>", C3="直接填写")))
    assert (sheet.rows[1][1], sheet.formula, sheet.uncached) == ("2", {(2, 2)}, set())


@pytest.mark.parametrize("inside", ["<f>1+1</f>", "<f>1+1</f><v/>", "<f>1+1</f><v> </v>"])
def test_a_formula_without_a_computed_value_is_told_of(inside):
    sheet = only_sheet(workbook(sheet_data(A1="x", B2=inside, C3="<f>A1</f><v>1</v>")))
    assert (sheet.formula, sheet.uncached) == ({(3, 3)}, {(2, 2)})


def test_each_cell_of_an_array_formula_is_told_of():
    sheet = only_sheet(workbook(sheet_data(A1='<f t="array" ref="A1:A3">B1:B3</f><v>1</v>', B3="x")))
    assert sheet.formula == {(1, 1), (2, 1), (3, 1)}


def test_an_error_value_is_its_own_text():
    cells = '<sheetData><row r="1"><c r="A1" t="e"><f>B9</f><v>#REF!</v></c><c r="B1"><v>7</v></c></row></sheetData>'
    assert only_sheet(workbook(cells)).rows == [["#REF!", "7"]]


def test_rows_and_columns_keep_the_places_they_have_in_the_sheet():
    sheet = only_sheet(workbook(sheet_data(C3="起点", F7=12.5)))
    assert (len(sheet.rows), sheet.rows[2][2], sheet.rows[6][5]) == (7, "起点", "12.5")
    assert {len(row) for row in sheet.rows} == {6}


def test_merged_ranges_and_hidden_sheets_are_told_of():
    def fill(sheet):
        sheet["A1"] = "标题"
        sheet.merge_cells("A1:K1")
        hidden = sheet.parent.create_sheet("底稿")
        hidden["A1"] = "x"
        hidden.sheet_state = "veryHidden"

    sheets = read_all(saved(fill))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", False), ("底稿", True)]
    assert sheets[0].merged == [(1, 1, 1, 11)]


def test_cells_without_stated_places_are_counted():
    cells = (
        "<sheetData><row><c><v>1</v></c><c><f>1</f><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    )
    sheet = only_sheet(workbook(cells))
    assert (sheet.rows, sheet.formula) == ([["1", "2"], ["3", ""]], {(1, 2)})


def test_a_workbook_with_prefixed_names_is_read_like_any_other():
    plain = worksheet(sheet_data(A1="<f>1</f><v>5</v>")).replace("<", "<x:").replace("<x:/", "</x:")
    sheet = only_sheet(workbook(plain.replace("xmlns=", "xmlns:x=").encode()))
    assert (sheet.rows, sheet.formula) == ([["5"]], {(1, 1)})


def test_blank_rows_at_the_end_do_not_count_however_many():
    rows = "".join(f'<row r="{number}" s="3" customFormat="1" ht="15"/>' for number in range(2, 1_048_577))
    blanks = f'<sheetData><row r="1"><c r="A1"><v>7</v></c></row>{rows}</sheetData>'
    assert only_sheet(workbook(blanks)).rows == [["7"]]


def test_formatted_blank_cells_far_away_do_not_count():
    assert only_sheet(workbook(sheet_data(A1="x", XFD1048576="<!---->"))).rows == [["x"]]


def test_links_to_other_workbooks_are_left_unread():
    link = {"xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/media/image1.png": b"\x89PNG"}
    assert only_sheet(workbook(sheet_data(A1="x"), **link)).rows == [["x"]]


def test_cell_names_are_excels():
    assert [cell_name(7, 6), cell_name(1, 26), cell_name(1, 27), cell_name(1048576, 16384)] == [
        "F7",
        "Z1",
        "AA1",
        "XFD1048576",
    ]
    assert parse_reference("$XFD$1048576") == (1048576, 16384)


# What is refused


def test_a_far_cell_is_refused_by_name_before_a_parser_lays_out_the_sheet():
    content = workbook(sheet_data(A1="x", XFD1048576=1))
    assert len(content) < 2048
    assert "XFD1048576 有内容（最多 200100 行、256 列）" in refusal_of(content)


def test_a_sheet_too_large_only_in_both_directions_is_refused_by_its_corner():
    assert "一直延伸到 IV200000，超过 6000000 个单元格" in refusal_of(workbook(sheet_data(A200000=1, IV1=1)))


def test_ten_thousand_sheets_are_refused():
    assert "工作簿有 10000 张工作表，最多可以有 255 张" in refusal_of(workbook(*["<sheetData/>"] * 10_000))


def test_a_directory_too_large_to_list_is_refused_whatever_it_says_of_itself():
    content = archive({f"{'x' * 200}{number}": "" for number in range(6_000)})
    assert "内部文件过多" in refusal_of(content)


def test_a_bomb_of_sheet_xml_is_refused_by_its_ratio():
    content = workbook("<sheetData/>" + " " * 60_000_000)
    assert len(content) < 100_000
    assert "展开后超过" in refusal_of(content)


def test_a_bomb_of_shared_strings_is_refused_too():
    bomb = {"xl/sharedStrings.xml": "<sst><si><t>" + "好" * 20_000_000 + "</t></si></sst>"}
    assert "展开后超过" in refusal_of(workbook(sheet_data(A1="x"), **bomb))


def test_one_long_text_in_every_cell_does_not_fill_the_memory_of_the_parent():
    shared = {"xl/sharedStrings.xml": f"<sst><si><t>{'好字' * 16_000}</t></si></sst>"}
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    sentence = refusal_of(workbook(f"<sheetData>{cells}</sheetData>", **shared))
    assert sentence.startswith(("这个文件展开后占用内存过大", "这个文件的内容过多"))


def test_a_text_longer_than_excel_can_hold_is_refused():
    assert "有一个单元格的文字超过 32767 个字" in refusal_of(workbook(sheet_data(A1="长" * 40_000)))


def test_a_part_larger_than_it_says_is_refused():
    honest = workbook(sheet_data(A1="x" * 5000))
    assert "声明的大小与实际不符" in refusal_of(with_lying_size(honest, "xl/worksheets/sheet1.xml", 100))


def test_a_part_smaller_than_it_says_is_refused():
    honest = workbook(sheet_data(A1="x"))
    assert "声明的大小与实际不符" in refusal_of(with_lying_size(honest, "xl/worksheets/sheet1.xml", 90_000))


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "xl\\worksheets\\a.xml", "C:/x", "XL/Workbook.xml"]
)
def test_strange_names_inside_are_refused(name):
    assert "内部文件名不正常" in refusal_of(workbook(sheet_data(A1="x"), **{name: "x"}))


def test_an_encrypted_zip_is_refused():
    content = bytearray(workbook(sheet_data(A1="x")))
    struct.pack_into("<H", content, content.rindex(b"PK\x01\x02") + 8, 1)
    assert "加了密码" in refusal_of(bytes(content))


def test_a_document_type_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + worksheet(sheet_data(A1="&b;"))
    assert "内容有损坏" in refusal_of(workbook(bomb.encode()))


def test_too_many_formulas_are_refused():
    formula = '<f t="array" ref="A1:Z100000">1</f><v>1</v>'
    assert "公式单元格超过 200000 个" in refusal_of(workbook(sheet_data(A1=formula)))


@pytest.mark.parametrize("reference", ["A0", "1A", "ABCD1", "A99999999", "一1"])
def test_a_cell_that_is_nowhere_is_refused(reference):
    cell = f'<sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData>'
    assert "内容有损坏" in refusal_of(workbook(cell))


def test_broken_xml_a_cut_zip_and_missing_parts_are_refused():
    sound = workbook(sheet_data(A1="x"))
    assert "内容有损坏" in refusal_of(workbook("<sheetData><row>"))
    assert "压缩结构有损坏" in refusal_of(sound[:-100])
    assert "压缩结构有损坏" in refusal_of(b"PK\x03\x04" + b"\x00" * 100)
    assert "内容有损坏" in refusal_of(archive({"xl/workbook.xml": "<workbook/>"}))
    assert "没有工作表" in refusal_of(workbook())


def test_an_empty_workbook_is_refused():
    assert refusal_of(saved(lambda sheet: None)).startswith("文件里没有任何内容。")
