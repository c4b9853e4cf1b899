"""带动就业 as files: brought in, taken out, and in again without a change."""

import pytest

from journal.models import ImportRow
from operation.models import LocalJob
from tests.assets.registering import checked, household, written
from tests.assets.test_registers_export import as_upload, taken_out
from tests.journal.workbooks import workbook
from tests.operation.agreeing import signed

HEADS = "协议编号 务工人员 人员类别 户编号 岗位 年度 务工月数 劳务报酬（元）".split()


def sheet(*rows):
    return workbook(*rows, head=["序号", *HEADS], title="修武县扶贫车间带动就业表", unit="单位：元")


def line(agreement, **told):
    usual = {
        "协议编号": agreement.number,
        "务工人员": "钱小花",
        "人员类别": "脱贫户",
        "岗位": "缝纫工",
        "年度": "2021",
        "务工月数": "10",
        "劳务报酬（元）": "24000",
    } | told
    return [usual.get(head, "") for head in HEADS]


def faults(batch):
    rows = ImportRow.objects.filter(batch=batch)
    return [fault["text"] for row in rows for fault in row.faults if fault["level"] == "bad"]


def test_a_workbook_brings_in_work(here, client):
    agreement, home = signed(here), household(here, code="0815")
    written(client, here, "jobs", sheet(line(agreement, 户编号="0815"), line(agreement, 务工人员="李大山")))
    first, second = LocalJob.objects.order_by("pk")
    assert (first.worker, first.household, first.unit) == ("钱小花", home, here.village)
    assert (first.category, first.months, first.wages, second.household) == ("registered", 10, 24_000, None)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"协议编号": "410821X2020999999"}, "您的范围内没有编号为"),
        ({"户编号": "9999"}, "到户登记中没有户编号"),
        ({"年度": "2019"}, "年度早于协议的起始年度"),
        ({"务工月数": "13"}, "应在 0 至 12 之间"),
        ({"务工人员": "钱小花410821199003071238"}, "身份证号码"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(here, client, told, sentence):
    batch = checked(client, here, "jobs", sheet(line(signed(here), **told)))
    assert any(sentence in text for text in faults(batch)) and not LocalJob.objects.exists()


def test_what_stands_twice_in_the_file_or_the_register_is_refused(here, client):
    agreement = signed(here)
    batch = checked(client, here, "jobs", sheet(line(agreement), line(agreement)))
    assert any("是同一人同年度同岗位" in text for text in faults(batch))
    written(client, here, "jobs", sheet(line(agreement)))
    batch = checked(client, here, "jobs", sheet(line(agreement)))
    assert any("已经登记过" in text for text in faults(batch))


def test_what_is_taken_out_comes_in_again_without_a_change(here, client):
    agreement = signed(here)
    written(client, here, "jobs", sheet(line(agreement)))
    batch = checked(client, here, "jobs", as_upload(taken_out(here, "jobs")))
    assert faults(batch) == [] and [row.action for row in batch.rows.all()] == ["same"]
