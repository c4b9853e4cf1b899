"""The read job: what it stages, what it refuses in its sentence, and how a person points it at the table."""

import re
from io import BytesIO

import pytest
from django.core.files import storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from journal.models import ImportBatch, ImportRow, Job
from tests.journal import hostile
from tests.journal.hostile import sheet_data
from tests.journal.importing import newest, page, text, upload
from tests.journal.workbooks import HEAD, road, workbook

State = ImportBatch.State


def saved(*fills):
    """An upload with a sheet for each function that writes on one."""
    kept = BytesIO()
    with Workbook(kept) as book:
        for fill in fills:
            fill(book.add_worksheet())
    return SimpleUploadedFile("表.xlsx", kept.getvalue())


def csv(text, encoding="utf-8", name="表.csv"):
    return SimpleUploadedFile(name, text.encode(encoding))


@pytest.mark.parametrize(("asked", "held"), [("", "assets"), ("households", "households"), ("x", "assets")])
def test_the_page_itself_says_which_register_its_file_goes_to(here, client, asked, held):
    client.as_(here.county_clerk)
    shown = text(client.get(reverse("imports:upload"), {"resource": asked} if asked else {}))

    (field,) = re.findall('<input type="hidden" name="resource"[^>]*>', shown)
    assert f'value="{held}"' in field


def test_rows_are_staged_as_they_stand(here, client):
    upload(client.as_(here.county_clerk), here, workbook(road(), road(项目名称="机井")))

    batch = newest()
    rows = list(batch.rows.order_by("number").values_list("number", "cells", "marks"))
    assert (batch.state, batch.total, batch.title) == (State.UPLOADED, 2, "修武县2019年项目表")
    assert [(number, cells[:2], marks) for number, cells, marks in rows] == [
        (4, ["1", "通村道路"], {}),
        (5, ["2", "机井"], {}),
    ]


def test_what_a_cell_is_not_stands_beside_its_row(here, client):
    def fill(sheet):
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [1, *road()])
        sheet.write_formula(1, 5, "=12*4", value=48)
        sheet.write_number(1, 4, 410821199001011234)

    upload(client.as_(here.county_clerk), here, saved(fill))

    assert newest().rows.get().marks == {"4": "imprecise", "5": "formula"}


HOSTILE = [
    (hostile.workbook(sheet_data(A1="x", XFD1048576=1)), "在很远的单元格 XFD1048576 有内容"),
    (hostile.workbook("<sheetData/>" + " " * 60_000_000), "展开后超过"),
    (hostile.workbook("<sheetData><row>"), "内容有损坏"),
    (hostile.workbook("<sheetData/>"), "没有任何内容"),
]


@pytest.mark.parametrize(("content", "sentence"), HOSTILE, ids=[sentence for _, sentence in HOSTILE])
def test_a_file_that_cannot_be_read_says_so_and_is_forgotten(here, client, content, sentence):
    answer = upload(client.as_(here.county_clerk), here, SimpleUploadedFile("表.xlsx", content))
    if answer.status_code == 422:  # the archive's directory alone gave it away
        assert sentence in answer.content.decode() and not ImportBatch.objects.exists()
        return

    batch, shown = newest(), page(client, newest(), "columns")
    assert sentence in shown and reverse("imports:upload") in shown and "重新读取" not in shown
    assert (batch.state, batch.job.state, batch.rows.count()) == (State.READING, Job.State.FAILED, 0)
    assert not storage.default_storage.exists(batch.document.key)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_any_encoding_and_separator_of_an_office(here, client, encoding, separator):
    lines = ["修武县2019年项目表", separator.join(HEAD), separator.join(map(str, [1, *road()]))]
    upload(client.as_(here.county_clerk), here, csv("\r\n".join(lines), encoding))

    batch = newest()
    assert (batch.state, batch.sheet, batch.document.kind) == (State.UPLOADED, "CSV", "csv")
    assert batch.rows.get().cells == list(map(str, [1, *road()]))


BROKEN = [
    ("GB18030 with a byte gone", f"{','.join(HEAD)}\n1,道路".encode("gb18030") + b"\xff,x", "第 2 行"),
    ("UTF-8 with a byte gone", f"{','.join(HEAD)}\n".encode() + "1,道路,".encode() + b"\xe9\x81", "第 2 行"),
    ("UTF-16 cut off", f"{','.join(HEAD)}\n1".encode("utf-16")[:-1], "无法识别的字符"),
    ("a quote never closed", f"{','.join(HEAD)}\n".encode() + b'1,"' + b"x,1\n" * 20_000, "引号"),
]


@pytest.mark.parametrize(("content", "sentence"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN])
def test_a_broken_csv_is_refused_with_its_row_and_nothing_is_replaced(here, client, content, sentence):
    upload(client.as_(here.county_clerk), here, SimpleUploadedFile("表.csv", content))

    shown = page(client, newest(), "columns")
    assert sentence in shown and "另存为 .xlsx" in shown and not ImportRow.objects.exists()


NOWHERE = [
    (lambda sheet: sheet.write_row(0, 0, HEAD), "只有表头"),
    (lambda sheet: sheet.write_row(0, 0, ["甲", "乙", "丙"]), "没有找到表头"),
]


@pytest.mark.parametrize(("fill", "sentence"), NOWHERE, ids=[case[1] for case in NOWHERE])
def test_without_a_table_the_person_is_asked_where_it_is(here, client, fill, sentence):
    upload(client.as_(here.county_clerk), here, saved(fill))

    assert sentence in page(client, newest(), "columns")
    assert (newest().state, newest().total) == (State.UPLOADED, 0)
