"""二（六）Agreements as files: brought in as drafts, taken back, taken out, and in again without a change."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from journal import actions as people
from journal.models import ImportRow
from operation import actions
from operation.models import Agreement, AgreementAsset, Candidate
from tests.assets.registering import checked, written
from tests.assets.test_registers_export import as_upload, taken_out
from tests.custody.test_files import faults
from tests.journal.importing import newest, take_columns, work
from tests.journal.workbooks import workbook
from tests.operation.agreeing import (
    CODES,
    decided,
    drafted,
    fresh,
    known_operator,
    operator,
    signed,
    workshop,
)

HEADS = (
    "合同名称 信用代码 承租方 资产编号 资产名称 经营方式 租赁期限 起始日期 截止日期 权利义务 带贫机制 收益分配"
    " 风险防控 保值增值 收益约定 年租金 付款方式 首次付款日 合同金额 押金 候选主体"
).split()
OFFERS = "修武县云台服饰有限公司：每年3.6万元（中选）；修武县顺达加工厂：每年3.2万元"
LINE = {
    "合同名称": "东关村扶贫车间租赁协议",
    "信用代码": CODES[0],
    "经营方式": "出租",
    "起始日期": "2020-10-01",
    "截止日期": "2023-09-30",
    "权利义务": "甲方交付车间，乙方按期付租。",
    "带贫机制": "租金用于村公益岗位。",
    "收益分配": "租金归村集体。",
    "风险防控": "交保证金，资产投保。",
    "保值增值": "乙方维修保养。",
    "收益约定": "固定租金",
    "年租金": "36000",
    "付款方式": "半年付",
    "首次付款日": "2020-10-10",
    "合同金额": "108000",
    "押金": "5000",
    "候选主体": OFFERS,
}


def sheet(*rows, title="修武县扶贫资产合同台账"):
    lines = [[(LINE | told).get(head, "") for head in HEADS] for told in rows]
    return workbook(*lines, head=["序号", *HEADS], title=title, unit="单位：元")


def test_a_workbook_brings_in_drafts_with_their_assets_and_candidates(here, client):
    known_operator(here)
    one, two = workshop(here), workshop(here, name="东关冷库")
    batch = written(client, here, "agreements", sheet({"资产编号": f"{one.number}、{two.number}"}))
    row = Agreement.objects.select_related("operator").get()
    assert (row.state, row.unit_id, row.operator.credit_code) == ("draft", here.village.pk, CODES[0])
    assert (row.mode, row.income_rule, row.every) == ("lease", "fixed", "half")
    assert (row.amount, row.total, row.deposit, row.to_on) == (36000, 108000, 5000, date(2023, 9, 30))
    lines = AgreementAsset.objects.filter(agreement=row).order_by("pk")
    assert [(line.asset_id, line.from_on) for line in lines] == [(one.pk, row.from_on), (two.pk, row.from_on)]
    told = Candidate.objects.filter(agreement=row).order_by("position")
    assert [(one.name, one.offer, one.is_chosen) for one in told] == [
        ("修武县云台服饰有限公司", "每年3.6万元", True),
        ("修武县顺达加工厂", "每年3.2万元", False),
    ]
    assert len(client.get(reverse("operation:list"), {"batch": batch.pk}).context["rows"]) == 1


def test_a_batch_whose_drafts_nobody_touched_is_taken_back_and_no_other(here, client):
    known_operator(here)
    batch = written(client, here, "agreements", sheet({"资产编号": workshop(here).number}))
    address = reverse("imports:undo", args=[batch.pk])
    client.post(address, {"reason": "导错了文件"})
    work(here)
    assert not Agreement.objects.exists() and not AgreementAsset.objects.exists()
    batch = written(client, here, "agreements", sheet({"资产编号": workshop(here, name="东关冷库").number}))
    decided(here, Agreement.objects.get())
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "导错了文件"})
    work(here)
    assert Agreement.objects.get().state == "decided"


def test_what_clerks_leave_out_is_proposed_and_a_span_is_two_days(here, client):
    company = known_operator(here)
    workshop(here)
    told = {
        "合同名称": "",
        "信用代码": "",
        "承租方": company.name,
        "资产名称": "东关扶贫车间",
        "起始日期": "",
    }
    told |= {
        "截止日期": "",
        "租赁期限": "2020.10.1-2023.9.30",
        "收益约定": "",
        "付款方式": "",
        "首次付款日": "",
    }
    written(client, here, "agreements", sheet(told | {"候选主体": ""}))
    row = Agreement.objects.get()
    assert (row.name, row.income_rule, row.every) == ("东关扶贫车间租赁协议", "fixed", "year")
    assert (row.from_on, row.to_on, row.first_due_on) == (date(2020, 10, 1), date(2023, 9, 30), row.from_on)
    assert not row.candidates.exists()


def test_what_is_wrong_is_told_at_its_cell(here, there, client):
    known_operator(here)
    free, foreign = workshop(here).number, workshop(there).number
    taken = signed(here, drafted(here, workshop(here, name="已租车间"))).lines.get().asset.number
    loose = here.asset_in("ledger", category="operating", subtype="J05", name="未确权车间").number
    told = [
        ({"资产编号": free, "信用代码": CODES[0][:-1] + "A"}, "校验位不符"),
        ({"资产编号": free, "信用代码": CODES[1]}, "请先登记（或导入）该经营主体"),
        ({"资产编号": free, "信用代码": "", "承租方": "无此公司"}, "本县没有登记经营主体“无此公司”"),
        ({"资产编号": free, "截止日期": "2020-09-30"}, "截止日期不能早于起始日期"),
        ({"资产编号": free, "合同金额": "120000"}, "比合同总额 120,000.00 元少 12,000.00 元"),
        ({"资产编号": free, "带贫机制": ""}, "没有填带贫减贫机制，请补上。"),
        ({"资产编号": free, "候选主体": "顺达加工厂"}, "请写成“名称：报价及条件（中选）”"),
        ({"资产编号": foreign}, "没有找到编号为"),
        ({"资产编号": loose}, "尚未确权"),
        ({"资产编号": taken}, "期限不能重叠"),
        ({"资产名称": "没有的车间"}, "没有名为“没有的车间”的在账资产"),
        ({"资产编号": free, "权利义务": "联系人 13903910815"}, "手机号码"),
    ]
    rows = [row | {"合同名称": str(at)} for at, (row, _) in enumerate(told)]
    batch = checked(client, here, "agreements", sheet(*rows))
    said = {row.number: [one["text"] for one in row.faults] for row in batch.rows.all()}
    missing = [number for number, (_, words) in enumerate(told, 4) if words not in str(said[number])]
    assert not missing, said
    assert all(len(sentences) == 1 for sentences in said.values()), said
    assert Agreement.objects.exclude(state="in_force").count() == 0


def test_a_cell_that_cannot_be_read_hides_no_other_fault(here, client):
    told = {"资产编号": workshop(here).number, "信用代码": "", "承租方": "无此公司", "起始日期": "二月三十"}
    batch = checked(client, here, "agreements", sheet(told))
    assert [words in str(faults(batch)) for words in ("不是日期", "本县没有登记经营主体")] == [True, True]


def test_one_agreement_in_two_rows_or_known_already_is_told(here, client):
    company = known_operator(here)
    asset = workshop(here)
    drafted(here, asset, operator=company)
    other = {"合同名称": "另一份", "资产编号": asset.number}
    batch = checked(client, here, "agreements", sheet({"资产编号": asset.number}, other, other))
    assert any("几项资产写在一格里" in one for one in faults(batch))
    row = ImportRow.objects.get(batch=batch, number=4)
    assert row.action == "duplicate" and "疑似重复" in str(row.faults)


def test_what_was_taken_out_comes_in_again_without_a_change(here, client):
    signed(here, rights_duties="一、甲方交付车间。\n二、乙方付租。")
    drafted(
        here, workshop(here, name="光伏电站"), income_rule="profit_rate", income_rate=D("8.5"), total=None
    )
    home = operator(here, kind="household", name="张建国", credit_code="", legal_person="张建国")
    drafted(here, workshop(here, name="大棚"), operator=home, candidates=(), late_fee=D("0.5"), deposit=0)
    for layout, fmt in (("all", "csv"), ("ledger", "xlsx")):
        batch = checked(client, here, "agreements", as_upload(taken_out(here, "agreements", layout, fmt)))
        told = [(row.action, row.faults, row.differences) for row in batch.rows.all()]
        assert told == [("same", [], [])] * 3, (layout, fmt, told)


def test_a_draft_takes_what_its_line_says_and_what_is_signed_does_not(here, client):
    row, fixed = drafted(here), signed(here, drafted(here, workshop(here, name="已租车间")))
    other = workshop(here, name="东关冷库")
    heads = ["序号", "系统编号", "资产编号", "截止日期", "合同总额", "保证金", "候选主体"]
    line = [
        str(row.pk),
        other.number,
        "2024-09-30",
        "144000",
        "6000",
        "修武县云台服饰有限公司：每年3.7万元（中选）",
    ]
    late = [str(fixed.pk), "", "2024-09-30", "", "", ""]
    file = workbook(line, late, head=heads, title="经营协议", unit="单位：元")
    batch = written(client, here, "agreements", file)
    told = {one["label"]: (one["old"], one["new"]) for one in batch.rows.get(number=4).differences}
    assert told["截止日期"] == ("2023-09-30", "2024-09-30") and told["资产编号"][1] == other.number
    assert "已签订的请在其页面办理变更" in str(batch.rows.get(number=5).faults)
    now = fresh(row)
    assert (now.to_on, now.total, now.deposit, now.version) == (date(2024, 9, 30), 144000, 6000, 2)
    assert [(one.asset_id, one.to_on) for one in now.lines.all()] == [(other.pk, date(2024, 9, 30))]
    assert [one.offer for one in now.candidates.all()] == ["每年3.7万元"] and fresh(fixed).to_on.year == 2023


def test_whoever_changed_a_draft_by_a_workbook_does_not_sign_it(here, client):
    row = drafted(here)
    heads = ["序号", "系统编号", "押金"]
    written(client, here, "agreements", workbook([str(row.pk), "6000"], head=heads, unit="单位：元"))
    row, told = decided(here, fresh(row)), {"role": "county_head", "from_on": timezone.localdate()}
    with here.scope():
        people.appoint(here.county_clerk, unit=here.office, by=here.admin, **told)
    assert actions.BY_YOU in actions.sign.obstacles(fresh(row), here.county_clerk)
    assert actions.BY_YOU not in actions.sign.obstacles(fresh(row), here.county_head)


def test_checking_takes_as_many_queries_for_many_rows_as_for_few(here, client):
    known_operator(here)
    number, counts = workshop(here).number, []
    for many in (5, 200):
        rows = [{"合同名称": f"{many}-{at}", "资产编号": number} for at in range(many)]
        client.as_(here.county_clerk).post(
            reverse("imports:upload"),
            {"resource": "agreements", "unit": here.office.pk, "file": sheet(*rows)},
        )
        work(here)
        take_columns(client, newest())
        with CaptureQueriesContext(connection) as asked:
            work(here)
        counts.append(len(asked))
    assert newest().wrong == 0 and counts[0] == counts[1]


@pytest.mark.parametrize("person", ["village_clerk", "auditor"])
def test_who_may_not_import_is_not_led_there(here, client, person):
    page = client.as_(getattr(here, person)).get(reverse("operation:list")).content.decode()
    assert "resource=agreements" in page and "导入" not in page
