"""What the wizard hands out: blank workbooks to fill in, and a checked one with its faults, to be mended in Excel."""

from io import BytesIO

import pytest
from django.core.files import storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from journal import jobs
from journal.imports import annotated, blank, marking, steps
from journal.imports.resources import REGISTRY
from journal.models import Job
from tests.journal import test_imports_killed as killed
from tests.journal.importing import checked, faults, newest, page, text, upload, work
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


@pytest.fixture
def many(here, client, monkeypatch):
    """A checked batch whose workbook is no longer made while one waits."""
    monkeypatch.setattr(marking, "AT_ONCE", 1)
    return checked(client, here, two_roads(资金年度="二〇一几"))


def test_of_many_rows_the_workbook_is_made_by_a_job_and_fetched(here, client, many):
    address, file = (reverse(f"imports:{name}", args=[many.pk]) for name in ("faults", "faults_file"))
    assert "生成差错表" in text(client.get(address)) and client.get(file)["Location"] == address
    assert 'hx-trigger="every 1s"' in text(client.post(address, follow=True))
    work(here)
    assert file in text(client.get(address, headers={"HX-Request": "true"}))
    made = client.get(file)
    assert "错误" in load_workbook(BytesIO(made.getvalue())).worksheets[0]["I5"].value
    assert (
        made["Content-Disposition"].startswith("attachment") and made["Cache-Control"] == "private, no-store"
    )


def test_a_workbook_of_an_earlier_result_is_not_handed_out_and_goes(
    here, client, many, django_capture_on_commit_callbacks
):
    address = reverse("imports:faults", args=[many.pk])
    client.post(address)
    work(here)
    first = newest().marking
    client.post(reverse("imports:cell", args=[many.pk, 5, 4]), {"text": "2019", "was": "二〇一几"})
    assert client.get(reverse("imports:faults_file", args=[many.pk]))["Location"] == address
    assert "生成差错表" in text(client.get(address)) and storage.default_storage.exists(first.params["file"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert newest().marking != first and not storage.default_storage.exists(first.params["file"])


def test_asked_for_twice_it_is_made_once_and_after_a_change_given_up(here, client, many):
    address = reverse("imports:faults", args=[many.pk])
    client.post(address)
    client.post(address)
    owed = Job.objects.get(kind="imports.mark")
    client.post(reverse("imports:cell", args=[many.pk, 5, 4]), {"text": "2019", "was": "二〇一几"})
    work(here)
    assert "重新生成" in Job.objects.get(pk=owed.pk).message


def test_the_workbook_goes_with_its_batch(here, client, many, django_capture_on_commit_callbacks):
    client.post(reverse("imports:faults", args=[many.pk]))
    work(here)
    kept = newest().marking.params["file"]
    assert storage.default_storage.exists(kept)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:abandon", args=[many.pk]))
    assert not storage.default_storage.exists(kept)


def test_beyond_what_excel_bears_the_remarks_alone_say_what_is_wrong(here, client, monkeypatch):
    monkeypatch.setattr(annotated, "MOST_CELLS", 3)
    monkeypatch.setattr(annotated, "MOST_COMMENTS", 1)
    roads = workbook(road(资金年度="二〇一几"), road(项目名称="第二条路", 资金年度="二〇一几"))
    sheet = sheet_of(returned(client, checked(client, here, roads)))
    assert [bool(sheet[cell].comment) for cell in ("E4", "E5")] == [True, False]
    assert "错误" in sheet["I4"].value and "错误" in sheet["I5"].value


def work_alone(place):
    """Do the jobs that are owed as the worker does: in transactions of their own and no other around them."""
    with place.scope():
        owed = list(Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True))
    for pk in owed:
        jobs.run(place.code, pk)


def test_a_worker_reads_every_row_some_a_transaction(committed, here, monkeypatch):
    monkeypatch.setattr(annotated, "MOST_CELLS", 3)
    monkeypatch.setattr(annotated, "CHUNK", 100)
    batch = killed.upload(here)
    work_alone(here)
    batch = killed.choose(here, batch)
    work_alone(here)
    with here.scope(here.county_clerk):
        steps.mark(batch, by=here.county_clerk)
    work_alone(here)
    with here.scope():
        made = newest().marking
    with storage.default_storage.open(made.params["file"]) as file:
        names = [row[1].value for row in load_workbook(file).worksheets[0].iter_rows(min_row=4)]
    assert names == [f"道路{at}号" for at in range(killed.ROWS)]
