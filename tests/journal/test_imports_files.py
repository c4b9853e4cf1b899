"""What the wizard hands out: blank workbooks to fill in, and a checked one with its faults, to be mended in Excel."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from journal.imports import annotated, blank
from journal.imports.resources import REGISTRY
from tests.journal.importing import checked, faults, newest, page, upload
from tests.journal.workbooks import HEAD, road, workbook


def sheet_of(answer):
    return load_workbook(BytesIO(answer.content)).worksheets[0]


def returned(client, batch):
    """The workbook that comes back from a check."""
    answer = client.get(reverse("imports:faults", args=[batch.pk]))
    assert answer.status_code == 200
    return answer


def as_upload(content, name="改好.xlsx"):
    kept = BytesIO()
    content.save(kept)
    return SimpleUploadedFile(name, kept.getvalue())


def two_roads(**wrong):
    return workbook(road(), road(项目名称="第二条路", 实施地点="城关镇刘庄村", **wrong))


@pytest.mark.parametrize("resource", ["assets", "households", "subsidies"])
def test_a_blank_workbook_has_a_column_for_each_field_and_lists_behind(here, client, resource):
    client.as_(here.county_clerk)
    answer = client.get(reverse("imports:template"), {"resource": resource})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[1:] == ["填表说明", "选项"] and book["选项"].sheet_state == "hidden"
    sources = [told.formula1 for told in book.worksheets[0].data_validations.dataValidation]
    assert len(sources) > 2 and all(source.startswith("选项!$") for source in sources)
    villages = [cell.value for column in book["选项"].iter_cols() for cell in column]
    assert "东关村民委员会" in villages and "柏山村民委员会" not in villages


def test_the_sample_of_a_blank_workbook_is_no_row(here, client):
    client.as_(here.county_clerk)
    book = load_workbook(BytesIO(client.get(reverse("imports:template")).content))
    upload(client, here, as_upload(book))
    assert "没有数据" in newest().mapping["problem"]


def test_what_is_filled_into_a_blank_workbook_is_found_column_by_column(here):
    known = REGISTRY["assets"].fields
    book = load_workbook(BytesIO(blank.blank(REGISTRY["assets"], here.code)))
    names = [cell.value for cell in book.worksheets[0][1]][1:]
    assert len(names) == len(known) - 1
    assert names[1:3] == ["*资产名称", "来源项目"] and "原值（万元）" in names


def test_a_filled_blank_workbook_goes_through(here, client):
    client.as_(here.county_clerk)
    book = load_workbook(BytesIO(client.get(reverse("imports:template")).content))
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    given = {"序号": 1, "*资产名称": "东关村道路", "乡镇": "城关镇", "村（社区）": "东关村民委员会"}
    given |= {"原值（万元）": "48.6", "资产小类": "道路交通", "形成年度": "2019"}
    for name, value in given.items():
        sheet.cell(3, at[name]).value = value
    batch = checked(client, here, as_upload(book), **{"t-scope": "fiscal"})
    (row,) = batch.rows.all()
    assert (row.number, row.values["asset"]["name"]) == (3, "东关村道路"), row.faults
    assert float(row.values["asset"]["original_value"]) == 486_000


def test_the_checked_workbook_says_in_red_and_at_the_cell_what_is_wrong(here, client):
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    sheet = sheet_of(returned(client, batch))
    assert sheet["I3"].value == annotated.HEADER
    assert sheet["I4"].value is None or "错误" not in sheet["I4"].value
    assert "错误" in sheet["I5"].value and sheet["E5"].comment.text.startswith("错误")
    assert sheet["E5"].fill.fgColor.rgb.endswith("FFD9D6")
    assert [cell.value for cell in sheet[3]][:8] == HEAD


def test_the_red_column_is_passed_over_when_the_mended_workbook_comes_again(here, client):
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    book = load_workbook(BytesIO(returned(client, batch).content))
    book.worksheets[0]["E5"].value = 2019
    again = checked(client, here, as_upload(book))
    assert again.wrong == 0 and again.pk != batch.pk, faults(again)
    assert again.columns[8]["key"] == "" and again.columns[8]["sure"] == "sure"
    assert sheet_of(returned(client, again))["I5"].value != book.worksheets[0]["I5"].value


def test_what_was_mended_on_the_page_stands_in_the_workbook(here, client):
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    address = reverse("imports:cell", args=[batch.pk, 5, 4])
    client.post(address, {"text": "2019", "was": "二〇一几"})
    assert str(sheet_of(returned(client, batch))["E5"].value) == "2019"


def test_no_mended_cell_becomes_a_formula(here, client):
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    address = reverse("imports:cell", args=[batch.pk, 5, 1])
    client.post(address, {"text": '=HYPERLINK("http://x")', "was": "第二条路"})
    cell = sheet_of(returned(client, batch))["B5"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_a_csv_comes_back_as_a_workbook_with_its_rows_where_they_were(here, client):
    lines = [["项目表"], HEAD, [1, *road()], [2, *road(资金年度="二〇一几")]]
    text = "\n".join(",".join(map(str, line)) for line in lines)
    batch = checked(client, here, SimpleUploadedFile("表.csv", text.encode("utf-8-sig")), money_unit="元")
    sheet = sheet_of(returned(client, batch))
    assert (sheet["I2"].value, sheet["B3"].value) == (annotated.HEADER, "通村道路")
    assert "错误" in sheet["I4"].value and "错误" in sheet["E4"].comment.text


def test_a_workbook_too_big_for_its_look_is_written_anew_and_understood(here, client, monkeypatch):
    monkeypatch.setattr(annotated, "MOST_CELLS", 3)
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    book = load_workbook(BytesIO(returned(client, batch).content))
    book.worksheets[0]["E5"].value = "2019"
    again = checked(client, here, as_upload(book))
    assert (again.wrong, again.money_unit, again.total) == (0, "万元", 2), faults(again)


def test_of_a_very_big_batch_only_what_wants_mending_comes_back(here, client, monkeypatch):
    monkeypatch.setattr(annotated, "MOST_CELLS", 3)
    monkeypatch.setattr(annotated, "WHOLE", 1)
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    answer = returned(client, batch)
    names = [row[1].value for row in sheet_of(answer).iter_rows(min_row=4)]
    assert "第二条路" in names and "%E5%8F%AA%E5%90%AB" in answer["Content-Disposition"]


def test_the_page_leads_to_both(here, client):
    client.as_(here.county_clerk)
    assert reverse("imports:template") in client.get(reverse("imports:upload")).content.decode()
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    assert reverse("imports:faults", args=[batch.pk]) in page(client, batch)


def test_anothers_faults_are_not_there(here, client):
    batch = checked(client, here, two_roads(资金年度="二〇一几"))
    client.as_(here.town_clerk)
    assert client.get(reverse("imports:faults", args=[batch.pk])).status_code == 404
