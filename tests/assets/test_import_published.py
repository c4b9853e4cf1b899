"""The workbooks that governments published go through the import, each in its own county with its real places."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from assets.models import Asset, FundingLine, Subsidy
from assets.resources import AssetResource
from journal import actions as people
from journal import jobs
from journal.bootstrap import found
from journal.imports import steps
from journal.models import ImportBatch
from journal.transitions import Refused
from tenancy.models import Region, Unit
from tenancy.scope import county_scope, scope
from tests.world import PASSWORD

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "tests" / "data" / "published"
STATED = Path(__file__).with_name("published_import.csv")
DIVISIONS = ROOT / "tenancy" / "data" / "divisions_published.csv"
# Counties whose places are not in the published list: there a place is in no list.
WITHOUT_PLACES = {410304: "瀍河回族区", 410791: "平原示范区", 410971: "濮阳经济技术开发区", 411671: "示范区"}


def places(code):
    """The county with its townships and villages, as unsaved Regions."""
    if name := WITHOUT_PLACES.get(code):
        return [Region(code=code, name=name, level="county")]
    with DIVISIONS.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["code"].startswith(str(code))]
    return [
        Region(
            code=int(row["code"]),
            name=row["name"],
            level=row["level"],
            parent_id=int(row["parent"]) if row["level"] != "county" else None,
        )
        for row in rows
    ]


@pytest.fixture
def bring_in(db):
    """A function: found the county, upload the workbook there and check it; returns the batch."""

    def bring(workbook, code, told):
        admin = found(places(code), username=f"{code}.admin", name="管理员", password=PASSWORD)
        with scope(county_scope(code)):
            office = Unit.objects.get(kind=Unit.Kind.COUNTY_OFFICE)
            clerk, _ = people.invite(
                username=f"{code}.clerk",
                name="经办人",
                unit=office,
                role="county_clerk",
                from_on=date(2020, 9, 20),
                by=admin,
                password=PASSWORD,
            )
            file = SimpleUploadedFile(f"{workbook}.xlsx", (PUBLISHED / f"{workbook}.xlsx").read_bytes())
            batch = work(steps.upload(file, resource="assets", unit=office, by=clerk))
            form = AssetResource.TableForm(batch.mapping["suggested"] | told)
            assert form.is_valid()
            columns = [column["key"] for column in batch.columns]
            table = form.cleaned_data
            batch = steps.choose(batch, by=clerk, columns=columns, table=table, money_unit=batch.money_unit)
            return work(batch)

    return bring


def work(batch):
    """Do what the batch waits for."""
    jobs.run(batch.county_id, batch.job_id)
    batch.refresh_from_db()
    return batch


def stated():
    """{workbook: {row: (action, {question: proposal}, words of hints)}} as decided by eye (published_import.csv)."""
    found = {}
    with STATED.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            asked = dict(pair.split("=") for pair in row["asked"].split())
            found.setdefault(row["workbook"], {})[int(row["row"])] = (
                row["action"],
                asked,
                row["hints"].split(),
            )
    return found


# Each workbook and its county. The clerk says nothing beyond what the table says.
WORKBOOKS = {
    "云南云县_项目资产": 530922,
    "宁夏沙坡头区_项目资产": 640502,
    "安徽凤台县_项目资产": 340421,
    "安徽霍山县_项目资产": 341525,
    "山东冠县_收益分配": 371525,
    "河南修武县_项目资产": 410821,
    "河南偃师区_项目资产": 410307,
    "河南凤泉区_项目资产": 410704,
    "河南北关区_项目资产": 410503,
    "河南城乡一体化示范区_项目资产": 411671,
    "河南平原示范区_项目资产": 410791,
    "河南濮阳经开区_项目资产": 410971,
    "河南瀍河区_项目资产": 410304,
    "河南舞钢市_项目资产": 410481,
    "河南郏县_项目资产": 410425,
    "湖南北塔区_项目资产": 430511,
    "湖南醴陵市_项目资产": 430281,
    "福建德化县_项目资产": 350526,
    "贵州绥阳县_项目资产": 520323,
    "辽宁清河区_收益分配": 211204,
    "重庆南川区_项目资产": 500119,
    "青海泽库县_项目资产": 632323,
}
# What stands in the register once all proposals are accepted: assets and their yuan, lines of money and their yuan,
# subsidies and their yuan. Distributions of income are left out whole.
REGISTER = {
    "云南云县_项目资产": [(7, 12550000), (7, 12550000), (0, 0)],
    "宁夏沙坡头区_项目资产": [(4, 6764700), (0, 0), (0, 0)],
    "安徽凤台县_项目资产": [(5, 530000), (1, 150000), (0, 0)],
    "安徽霍山县_项目资产": [(3, 2130000), (3, 2130000), (0, 0)],
    "河南修武县_项目资产": [(2, 2122000), (0, 0), (0, 0)],
    "河南偃师区_项目资产": [(3, 1550000), (0, 0), (0, 0)],
    "河南凤泉区_项目资产": [(2, 1870000), (2, 1870000), (2, 204800)],
    "河南北关区_项目资产": [(3, 1135000), (0, 0), (0, 0)],
    "河南城乡一体化示范区_项目资产": [(2, Decimal("5750389.08")), (0, 0), (0, 0)],
    "河南平原示范区_项目资产": [(4, 3000000), (0, 0), (0, 0)],
    "河南濮阳经开区_项目资产": [(2, 2960000), (2, 2960000), (0, 0)],
    "河南瀍河区_项目资产": [(1, 3248700), (0, 0), (1, 94500)],
    "河南舞钢市_项目资产": [(3, 6000000), (4, 6000000), (2, 1500000)],
    "河南郏县_项目资产": [(3, 704570), (4, 704570), (0, 0)],
    "湖南北塔区_项目资产": [(15, 3960000), (15, 3960000), (1, 120000)],
    "湖南醴陵市_项目资产": [(4, 10700000), (4, 10700000), (1, 1300000)],
    "福建德化县_项目资产": [(3, 120000), (3, 120000), (0, 0)],
    "贵州绥阳县_项目资产": [(4, 8310000), (0, 0), (0, 0)],
    "重庆南川区_项目资产": [(2, 368000), (0, 0), (0, 0)],
    "青海泽库县_项目资产": [(5, 12450000), (5, 12450000), (1, 140000)],
}


def test_no_published_workbook_is_left_out():
    names = sorted(path.stem for path in PUBLISHED.glob("*.xlsx"))

    assert names == sorted(WORKBOOKS) == sorted(stated())
    assert sum(len(rows) for rows in stated().values()) == 96


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_each_published_row_is_taken_asked_or_left_out_as_decided_by_eye(bring_in, workbook):
    batch = bring_in(workbook, WORKBOOKS[workbook], {})

    with scope(county_scope(batch.county_id)):
        assert {row.number: heard(row) for row in batch.rows.all()} == {
            number: (action, asked, len(hints))
            for number, (action, asked, hints) in stated()[workbook].items()
        }
        for row in batch.rows.all():
            told = [fault["text"] for fault in row.faults if fault["level"] == "odd"]
            assert all(any(word in text for text in told) for word in stated()[workbook][row.number][2])


def heard(row):
    """(action, {question: proposal}, number of hints) of a staged row; nothing is at fault."""
    levels = [fault["level"] for fault in row.faults]
    assert "bad" not in levels
    asked = {fault["question"]: fault["proposal"] for fault in row.faults if fault["level"] == "ask"}
    return row.action, asked, levels.count("odd")


@pytest.mark.parametrize("workbook", REGISTER)
def test_what_the_proposals_make_of_a_workbook_stands_in_the_register(bring_in, workbook):
    code = WORKBOOKS[workbook]
    batch = bring_in(workbook, code, {})
    with scope(county_scope(code)):
        steps.confirm(batch, by=batch.by, seen=batch.digest, reason="政府网站公开", as_proposed=True)
        work(ImportBatch.objects.get(pk=batch.pk))

        assets = Asset.objects.filter(batch_id=batch.pk).select_related("project", "unit")
        lines = FundingLine.objects.filter(project__batch_id=batch.pk)
        subsidies = Subsidy.objects.filter(batch_id=batch.pk)
        sums = [(assets, "original_value"), (lines, "amount"), (subsidies, "amount")]
        assert [(len(rows), rows.aggregate(all=Sum(key))["all"] or 0) for rows, key in sums] == REGISTER[
            workbook
        ]
        assert {asset.state for asset in assets} <= {Asset.State.DRAFT}
        assert all(asset.project.budget == asset.original_value for asset in assets)
        assert all(asset.unit.region_id == (asset.village_id or asset.town_id or code) for asset in assets)


@pytest.mark.parametrize("workbook", sorted(WORKBOOKS.keys() - REGISTER.keys()))
def test_a_table_of_distributed_income_is_left_out_whole(bring_in, workbook):
    batch = bring_in(workbook, WORKBOOKS[workbook], {})

    assert batch.counts["skip"] == batch.total and workbook.endswith("收益分配")
    with scope(county_scope(batch.county_id)), pytest.raises(Refused, match="没有要写入的行"):
        steps.confirm(batch, by=batch.by, seen=batch.digest, reason="政府网站公开", as_proposed=True)
