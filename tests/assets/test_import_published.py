"""The workbooks that governments published go through the import, each in its own county with its real places."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from assets.models import Asset, FundingLine
from assets.resources import AssetResource
from journal import actions as people
from journal import jobs
from journal.bootstrap import found
from journal.imports import steps
from journal.models import ImportBatch
from tenancy.models import Region, Unit
from tenancy.scope import county_scope, scope
from tests.world import PASSWORD

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "tests" / "data" / "published"
DIVISIONS = ROOT / "tenancy" / "data" / "divisions_published.csv"
# Counties whose places are not in the published list: there a cell with a place is at fault.
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


def wrong(batch):
    """What keeps rows out: {row number: sentences}."""
    rows = batch.rows.filter(is_wrong=True)
    return {row.number: [f["text"] for f in row.faults if f["level"] == "bad"] for row in rows}


SILENT, EXCLUDED, INCOME = "从名称看不出资产类型", "不能登记为扶贫资产", "这是收益的分配"
NO_YEAR, NO_PLACE, OLD = "没有填形成年度", "的乡镇和村名录中", "须写明追溯情况"
# workbook, county, what the clerk says for the whole table; rows with doubts only, and what keeps which row out
CHECKED = [
    ("云南云县_项目资产", 530922, {}, 3, {5: SILENT, 6: SILENT, 8: SILENT, 10: SILENT}),
    ("宁夏沙坡头区_项目资产", 640502, {"scope": "fiscal"}, 3, {6: SILENT}),
    ("安徽凤台县_项目资产", 340421, {"scope": "fiscal"}, 2, dict.fromkeys((5, 7, 8), NO_YEAR)),
    ("安徽霍山县_项目资产", 341525, {"fund_kind": "bridging"}, 3, {}),
    ("山东冠县_收益分配", 371525, {}, 0, dict.fromkeys(range(4, 10), INCOME)),
    ("河南修武县_项目资产", 410821, {}, 2, {}),
    ("河南偃师区_项目资产", 410307, {}, 3, {}),
    ("河南凤泉区_项目资产", 410704, {}, 2, {6: EXCLUDED, 7: EXCLUDED}),
    ("河南北关区_项目资产", 410503, {}, 3, {}),
    ("河南城乡一体化示范区_项目资产", 411671, {}, 1, {5: SILENT}),
    ("河南平原示范区_项目资产", 410791, {}, 0, dict.fromkeys(range(4, 8), NO_PLACE)),
    ("河南濮阳经开区_项目资产", 410971, {}, 0, {4: NO_PLACE, 5: NO_PLACE}),
    ("河南瀍河区_项目资产", 410304, {}, 0, {4: SILENT, 5: EXCLUDED}),
    ("河南舞钢市_项目资产", 410481, {}, 1, {4: SILENT, 6: SILENT, 7: EXCLUDED, 8: EXCLUDED}),
    ("河南郏县_项目资产", 410425, {"fund_kind": "bridging"}, 1, {4: SILENT, 5: NO_PLACE}),
    ("湖南北塔区_项目资产", 430511, {}, 14, {15: SILENT, 19: EXCLUDED}),
    ("湖南醴陵市_项目资产", 430281, {}, 2, {4: SILENT, 7: SILENT, 8: EXCLUDED}),
    ("福建德化县_项目资产", 350526, {}, 2, {6: SILENT}),
    ("贵州绥阳县_项目资产", 520323, {"scope": "fiscal"}, 1, dict.fromkeys((4, 5, 7), NO_PLACE)),
    ("辽宁清河区_收益分配", 211204, {}, 0, dict.fromkeys(range(4, 9), INCOME)),
    ("重庆南川区_项目资产", 500119, {}, 0, {4: OLD, 5: OLD}),
    ("青海泽库县_项目资产", 632323, {}, 2, {5: NO_PLACE, 6: SILENT, 7: SILENT, 9: EXCLUDED}),
]
# of those, what stands in the register after confirmation: assets, funding lines, yuan of the lines
WRITTEN = {
    "安徽霍山县_项目资产": (3, 3, 2130000),
    "河南修武县_项目资产": (2, 0, None),
    "河南偃师区_项目资产": (3, 0, None),
    "河南凤泉区_项目资产": (2, 2, 1870000),
    "河南舞钢市_项目资产": (1, 1, 1000000),
    "河南郏县_项目资产": (1, 2, 154570),
    "湖南北塔区_项目资产": (14, 14, 3560000),
    "湖南醴陵市_项目资产": (2, 2, 2900000),
    "福建德化县_项目资产": (2, 2, 80000),
    "青海泽库县_项目资产": (2, 2, 6670000),
}


def test_no_published_workbook_is_left_out():
    assert sorted(case[0] for case in CHECKED) == sorted(path.stem for path in PUBLISHED.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("workbook", "code", "told", "doubtful", "out"), CHECKED, ids=[c[0] for c in CHECKED]
)
def test_each_published_row_is_taken_doubted_or_refused_for_a_reason(
    bring_in, workbook, code, told, doubtful, out
):
    batch = bring_in(workbook, code, told)

    with scope(county_scope(code)):
        refused = wrong(batch)
        assert (batch.doubtful, batch.wrong) == (doubtful, len(out))
        assert refused.keys() == out.keys()
        assert all(any(out[row] in sentence for sentence in refused[row]) for row in out)


@pytest.mark.parametrize(
    ("workbook", "code", "told"), [case[:3] for case in CHECKED if case[0] in WRITTEN], ids=WRITTEN
)
def test_what_is_taken_stands_in_the_register_with_its_project_and_money(bring_in, workbook, code, told):
    batch = bring_in(workbook, code, told)
    with scope(county_scope(code)):
        steps.confirm(batch, by=batch.by, seen=batch.digest, reason="政府网站公开", skip_wrong=True)
        work(ImportBatch.objects.get(pk=batch.pk))

        assets = Asset.objects.filter(batch_id=batch.pk).select_related("project", "unit")
        lines = FundingLine.objects.filter(project__batch_id=batch.pk)
        assert (len(assets), len(lines), lines.aggregate(all=Sum("amount"))["all"]) == WRITTEN[workbook]
        assert {asset.state for asset in assets} == {Asset.State.DRAFT}
        assert all(asset.project.budget == asset.original_value for asset in assets)
        assert all(asset.unit.region_id == (asset.village_id or asset.town_id or code) for asset in assets)
