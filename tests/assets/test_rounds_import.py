"""The sheet as a workbook: taken out, filled in, brought back by the same rules, and taken back again."""

import pytest
from django.urls import reverse

from assets.inventory import closing
from assets.models import RoundLine
from journal.models import Entry
from tests.assets.counting import DAY, counted, decided, fresh, line_of, opened, surplus
from tests.assets.registering import checked, written
from tests.journal.exporting import as_upload, taken_out
from tests.journal.importing import confirm, faults, newest, work
from tests.journal.workbooks import workbook

HEAD = [
    "序号",
    "系统编号",
    "资产编号",
    "资产名称",
    "清查结果",
    "实盘数量",
    "实际状况",
    "清查说明",
    "清查日期",
]


@pytest.fixture
def lines(here):
    assets = [here.asset_in("ledger", name=f"道路 {number}") for number in range(3)]
    row = opened(here, starts_on=DAY)
    return [line_of(row, asset) for asset in assets]


def sheet(*rows):
    return workbook(*rows, head=HEAD, unit="", name="清查表.xlsx")


def told(line, *said):
    return [str(line.pk), line.number, line.name, *said, *[""] * (5 - len(said))]


def test_a_filled_in_sheet_becomes_counts(here, client, lines):
    file = sheet(
        told(lines[0], "相符"),
        told(lines[1], "账实不符", 1, "损坏待修", "路面破损", "2020-11-20"),
        told(lines[2], "未找到", "", "", "2019 年已拆除"),
    )
    batch = written(client, here, "counts", file, who="town_clerk", unit="town")
    rows = [fresh(line) for line in lines]
    assert batch.written == 3 and [row.state for row in rows] == ["match", "mismatch", "loss"]
    assert (rows[1].found_quantity, rows[1].found_status, rows[1].note) == (1, "damaged", "路面破损")
    assert str(rows[1].counted_on) == "2020-11-20" and rows[0].counted_by == here.town_clerk
    assert rows[0].found_quantity == 2 and rows[2].found_status == "lost"
    assert Entry.objects.get(pk=batch.entry_id).label == "导入清查结果"


def test_a_surplus_in_the_sheet_is_left_to_its_decision(here, client, lines):
    found = surplus(here, lines[0].round)
    batch = checked(client, here, "counts", sheet(told(found, "相符"), told(lines[0], "相符")))
    assert "盘盈不再登记清查结果" in str(faults(batch)) and batch.rows.filter(is_wrong=True).count() == 1


def test_what_was_not_looked_at_stays_as_it_is(here, client, lines):
    counted(here, lines[1])
    file = sheet(told(lines[0]), told(lines[1], "相符", 2, "在用"), told(lines[2], "未清查"))
    batch = checked(client, here, "counts", file)
    assert batch.counts.get("same") == 3 and batch.wrong == 0


def test_a_quantity_without_a_result_is_a_doubt(here, client, lines):
    batch = checked(client, here, "counts", sheet(told(lines[0], "", 2), told(lines[1], "", 1)))
    assert "按“相符”登记" in str(faults(batch)) and "按“账实不符”登记" in str(faults(batch))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("相符", 3), "请改选「账实不符」"),
        (("账实不符",), "请写明哪里不符"),
        (("盘亏",), "查找经过"),
        (("也许",), "不在目录中"),
        (("相符", "", "", "", "2099-01-01"), "不能晚于今天"),
        (("相符", "", "", "找 11010519491231002X"), "身份证号码"),
    ],
)
def test_what_cannot_be_is_told_at_the_cell(here, client, lines, said, sentence):
    batch = checked(client, here, "counts", sheet(told(lines[0], *said)))
    assert batch.wrong == 1 and sentence in str(faults(batch))


def test_a_line_of_somebody_else_or_of_nobody_is_refused(here, there, client, lines):
    file = sheet([str(2**40), *told(lines[0], "相符")[1:]], ["", *told(lines[1], "相符")[1:]])
    batch = checked(client, here, "counts", file)
    assert (
        batch.wrong == 2 and "不是由您清查的资产" in str(faults(batch)) and "系统编号" in str(faults(batch))
    )
    with there.scope():
        batch = checked(client, there, "counts", sheet(told(lines[0], "相符")))
        assert batch.wrong == 1


def test_what_is_decided_is_not_overwritten(here, client, lines):
    counted(here, lines[0], "mismatch", quantity=1)
    decided(here, "keep", lines[0])
    batch = checked(client, here, "counts", sheet(told(lines[0], "相符")))
    assert "已作处理" in str(faults(batch))


def test_a_round_that_closed_in_between_takes_nothing(here, client, lines):
    for line in lines:
        counted(here, line)
    file = sheet(told(lines[0], "账实不符", 1))
    batch = checked(client, here, "counts", file)
    assert batch.wrong == 0
    closing.close_round(lines[0].round, by=here.county_head)
    confirm(client, batch)
    work(here)
    assert fresh(lines[0]).state == "match" and newest().state != "written"


def test_counts_that_were_brought_in_are_taken_back(here, client, lines):
    batch = written(client, here, "counts", sheet(told(lines[0], "相符")))
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错文件"})
    work(here)
    assert RoundLine.objects.get(pk=lines[0].pk).state == "uncounted"


def test_what_a_closed_round_rests_on_is_not_taken_back(here, client, lines):
    batch = written(client, here, "counts", sheet(*(told(line, "相符") for line in lines)))
    closing.close_round(lines[0].round, by=here.county_head)
    page = client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错文件"}, follow=True)
    work(here)
    assert "清查已经结束" in page.content.decode()
    assert {fresh(line).state for line in lines} == {"match"}


def test_the_sheet_that_was_taken_out_comes_back_without_a_change(here, client, lines):
    counted(here, lines[0])
    counted(here, lines[1], "mismatch", quantity=1, note="少 1 公里")
    for layout in ("view", "all", "ledger"):
        file = taken_out(here, resource="counts", layout=layout, query=f"round={lines[0].round_id}")
        batch = checked(client, here, "counts", as_upload(file))
        assert (batch.wrong, batch.counts.get("same")) == (0, 3), (layout, faults(batch))


def test_what_is_no_result_is_told_which_there_are(client, here, lines):
    batch = checked(client, here, "counts", sheet(told(lines[0], "乱写")))
    assert "“乱写”不在目录中，可填：相符、账实不符、盘亏。" in str(faults(batch))


def test_the_sheet_as_a_document_is_printed_from_the_round_not_exported(client, here, lines):
    page = client.as_(here.county_clerk).get(reverse("exports:new"), {"resource": "counts"})
    assert "pdf" not in dict(page.context["form"].fields["format"].choices)
