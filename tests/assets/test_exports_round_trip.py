"""二（三）What was taken out comes in again without a change: every kind of asset, whatever its texts look like."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assets import columns, projects
from assets.choices import Acquisition, Category, Detail, Measure, Scope, Subtype
from assets.models import Asset
from tests.assets.custom_fields import KINDS, one_of_each
from tests.journal.exporting import as_upload, taken_out
from tests.journal.importing import checked, faults

ODD = [
    "=cmd|' /C calc'!A0",
    "+8639100000000",
    "-1+1",
    "@SUM(A1)",
    "'=1+1",
    "''quoted",
    "＝1+1",
    "000123",
    "410821199001011234",
    "1e5",
    "TRUE",
    "2020-03-24",
    "第一行\n第二行",
    "全角１２３ＡＢＣ（）",
    '带"引号",逗号，和;分号',
    "<b>&amp;</b>",
    "_x0041_",
    '="00123"',
    "合计",
    "序号",
    "😀",
]
DETAILS = {
    Detail.PV: (
        Subtype.PV_STATION,
        {"capacity_kw": "299.99", "grid_on": "2019-06-30", "in_subsidy_catalogue": True},
    ),
    Detail.EQUITY: (Subtype.EQUITY, {"credit_code": "91350100M000100Y43", "share_percent": "33.3333"}),
    Detail.ROAD: (Subtype.ROAD, {"length_m": "2950.5", "surface": "C30"}),
    Detail.WATER: (Subtype.IRRIGATION, {"wells": 3}),
    Detail.BUILDING: (Subtype.EDUCATION, {"floor_m2": "120.25", "certificate_number": "豫（2019）000012号"}),
    Detail.BIOLOGICAL: (Subtype.PLANTATION, {"species": "=核桃", "planted_mu": "12.5"}),
}

PROJECT = {
    "name": "2019年大棚项目",
    "number": "000017",
    "fund_year": 2019,
    "budget": Decimal("1234567.89"),
    "approval_number": "修扶贫办〔2019〕7号",
    "start_on": date(2019, 3, 1),
    "end_on": date(2019, 12, 31),
    "linkage": "-带动 12 户",
    "beneficiaries": "+12",
}


def furnish(here):
    """Assets of every kind and state, with every odd text somewhere; returns how many they are."""
    for number, text in enumerate(ODD):
        here.asset(name=f"{text[:60]} {number}", spec=text, remark=text, holder=text, address=text)
    for number, (subtype, told) in enumerate(DETAILS.values()):
        here.asset(name=f"各类资产{number}", category=subtype.category, subtype=subtype, detail=told)
    here.asset(
        name="捐赠的发电机",
        category=Category.OPERATING,
        subtype=Subtype.MACHINERY,
        scope=Scope.DONATED,
        acquisition=Acquisition.DONATED,
        donor="某公司",
        donation_value=Decimal("12345.67"),
        valuation_basis="发票",
        original_value=Decimal("0.01"),
    )
    here.asset(name="什么都没有的", quantity=None, measure="", original_value=None, village_id=None)
    here.asset(
        name="最贵的",
        original_value=Decimal("99999999999999.99"),
        quantity=Decimal("0.05"),
        measure=Measure.MU,
    )
    before = {
        "scope": Scope.BEFORE_2016,
        "formed_year": 2012,
        "tracing": "县志可查",
        "counted_on": "2020-05-06",
    }
    here.asset(name="早年的水渠", subtype=Subtype.IRRIGATION, **before)
    with here.scope():
        project = projects.add_project(by=here.town_clerk, **PROJECT, unit=here.town, town_id=here.towns[0])
    fields = one_of_each(here)
    custom = {field.key: KINDS[kind][2] for kind, field in fields.items()}
    here.asset(name="有项目的大棚", project=project, custom=custom)
    here.asset(name="有旧编号的桥", aliases=["0012", "=A1"])
    here.asset_in("ledger", name="入账的道路", longitude=Decimal("113.447465"), latitude=Decimal("35.1"))
    here.asset_in("submitted", name="待审核的道路")
    return len(ODD) + len(DETAILS) + 8


@pytest.mark.parametrize("fmt", ["xlsx", "csv", "csv_gb"])
def test_all_that_is_taken_out_comes_in_again_without_a_change(here, client, fmt):
    count = furnish(here)
    batch = checked(client, here, as_upload(taken_out(here, fmt=fmt)))
    told = batch.counts["same"], batch.counts["all"], faults(batch)
    assert told == (count, count, {})


def funded(here):
    """Two assets that one project built with money of three levels, and one of a project of its own."""
    lines = [
        {"level": level, "kind": "special", "amount": Decimal("10000.01")}
        for level in ("central", "city", "own")
    ]
    told = {"by": here.town_clerk, "unit": here.town, "town_id": here.towns[0], "fund_year": 2019}
    with here.scope():
        both = projects.add_project(**told, name="两项的", budget=Decimal("30000.03"), lines=lines)
        alone = projects.add_project(
            **told, name="一项的", budget=Decimal("30000.03"), lines=lines, fund_text="中央等三级"
        )
    for name, project in (("甲", both), ("乙", both), ("丙", alone)):
        here.asset(name=name, project=project)
    here.asset(name="联建的厂房", village_id=None, remark="联合持有：东关村、刘庄村")
    here.asset(name="到户的母牛", category=Category.HOUSEHOLD, subtype=Subtype.HOUSEHOLD_BIOLOGICAL)


def again(client, here, row):
    """(rows without a change, all rows, what was said of any) of a file of ours that comes in again."""
    batch = checked(client, here, as_upload(row))
    return batch.counts.get("same", 0), batch.counts["all"], faults(batch)


@pytest.mark.parametrize("state", ["draft", "submitted", "verified", "ledger"])
def test_the_official_ledger_comes_in_again_without_a_change(here, client, state):
    furnish(here)
    funded(here)
    here.asset_in("verified", name="待入账的道路")
    with here.scope():
        count = Asset.objects.filter(state=state).count()
    row = taken_out(here, layout="ledger", query=f"state={state}")
    assert again(client, here, row) == (count, count, {}) and count


def test_the_official_ledger_as_text_comes_in_again_without_a_change(here, client):
    furnish(here)
    with here.scope():
        count = Asset.objects.filter(state="draft").count()
    row = taken_out(here, layout="ledger", fmt="csv", query="state=draft")
    assert again(client, here, row) == (count, count, {}) and count


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
@pytest.mark.parametrize("wide", [False, True])
def test_the_list_as_it_is_shown_comes_in_again_without_a_change(here, client, fmt, wide):
    count = furnish(here) + 5
    funded(here)
    if wide:
        with here.scope():
            keys = [key for key in columns.available(here.code) if key != "number"]
            columns.choose(keys[-columns.MOST :], by=here.county_clerk, county=here.code)
    assert again(client, here, taken_out(here, layout="view", fmt=fmt)) == (count, count, {})


def test_a_word_changed_in_the_official_ledger_is_the_only_change(here, client):
    asset = here.asset_in("ledger", name="入账的道路", measure=Measure.METRE, remark="原备注")
    file, changed = openpyxl.load_workbook(as_upload(taken_out(here, layout="ledger"))), io.BytesIO()
    for cell in file.active[5]:
        cell.value = {"原备注": "新备注", "米": "公里"}.get(cell.value, cell.value)
    file.save(changed)
    batch = checked(client, here, SimpleUploadedFile("台账.xlsx", changed.getvalue()))
    row = batch.rows.get()
    told = [(one["old"], one["new"]) for one in row.differences]
    assert told == [("米", "公里"), ("原备注", "新备注")] and row.subject_id == asset.pk
