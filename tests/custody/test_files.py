"""二（五）Duties as files: brought in as drafts, taken out, and in again without a change."""

from datetime import date

import pytest
from django.utils import timezone

from custody import actions
from custody.models import Duty
from journal import actions as people
from journal.models import ImportRow
from tests.assets.registering import checked, written
from tests.assets.test_registers_export import as_upload, taken_out
from tests.journal.workbooks import workbook

HEADS = "资产编号 资产名称 管护方式 管护主体 管护责任人 联系电话 起始日期 截止日期 管护经费来源 管护经费（元）".split()


def sheet(*rows):
    return workbook(*rows, head=["序号", *HEADS], title="修武县扶贫资产管护名册", unit="单位：元")


def line(asset, **told):
    usual = {
        "资产编号": asset.number,
        "资产名称": asset.name,
        "管护方式": "村集体管护",
        "管护主体": "",
        "管护责任人": "王守田",
        "联系电话": "13800001234",
        "起始日期": "2020-10-01",
        "管护经费来源": "村集体收入",
        "管护经费（元）": "1200",
    } | told
    return [usual.get(head, "") for head in HEADS]


def faults(batch):
    rows = ImportRow.objects.filter(batch=batch)
    return [fault["text"] for row in rows for fault in row.faults if fault["level"] == "bad"]


def test_a_workbook_brings_in_drafts_that_another_confirms(here, client):
    asset = here.confirmed()
    written(client, here, "duties", sheet(line(asset)))
    duty = Duty.objects.get()
    assert (duty.state, duty.asset, duty.body, duty.custodian) == ("draft", asset, here.village, "王守田")
    assert (duty.from_on, duty.fund_amount, duty.name) == (date(2020, 10, 1), 1200, asset.name)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"资产编号": "410821GG2020999999"}, "您的范围内没有编号为"),
        ({"管护主体": "无此村"}, "本县没有名为“无此村”的村集体"),
        ({"管护责任人": "东关村委会"}, "须落实到人"),
        ({"截止日期": "2020-09-30"}, "早于起始日期"),
        ({"起始日期": ""}, "没有填起始日期"),
        ({"联系电话": "请打电话"}, "联系电话只写数字"),
        ({"管护责任人": "王守田410821199003071238"}, "身份证号码"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(here, client, told, sentence):
    asset = here.confirmed()
    batch = checked(client, here, "duties", sheet(line(asset, **told)))
    assert any(sentence in one for one in faults(batch)), faults(batch)


def test_rows_of_one_asset_in_the_same_time_and_what_is_in_force_are_told(here, client):
    duty = here.duty_in("in_force")
    other = here.confirmed(name="另一条路")
    batch = checked(client, here, "duties", sheet(line(duty.asset), line(other), line(other)))
    told = faults(batch)
    assert any("时间重叠，请先办理交接或终止" in one for one in told)
    assert any("第 5 行是同一资产的同类管护" in one for one in told), told


def test_what_was_taken_out_comes_in_again_without_a_change(here, client):
    here.duty_in("in_force")
    here.duty(here.confirmed(name="另一条路"))
    batch = checked(client, here, "duties", as_upload(taken_out(here, "duties")))
    assert faults(batch) == []
    assert set(ImportRow.objects.filter(batch=batch).values_list("action", flat=True)) == {"same"}


def test_what_a_workbook_amends_is_no_longer_returned_and_is_confirmed_by_another(here, client):
    duty = here.duty()
    with here.scope():
        actions.send_back(duty, by=here.town_reviewer, reason="责任人写错")
    head = ["序号", "系统编号", "资产编号", "管护责任人"]
    written(client, here, "duties", workbook([str(duty.pk), duty.asset.number, "李守渠"], head=head))
    duty = Duty.objects.select_related("unit").get(pk=duty.pk)
    assert (duty.custodian, duty.return_reason) == ("李守渠", "")
    assert not actions.begin.obstacles(duty, here.town_reviewer)
    told = {"role": "county_head", "from_on": timezone.localdate()}
    with here.scope():
        people.appoint(here.county_clerk, unit=here.office, by=here.admin, **told)
    assert actions.AMENDED_BY_YOU in actions.begin.obstacles(duty, here.county_clerk)
