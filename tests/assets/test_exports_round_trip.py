"""二（三）What was taken out comes in again without a change: every kind of asset, whatever its texts look like."""

from datetime import date
from decimal import Decimal

import pytest

from assets import projects
from assets.choices import Acquisition, Category, Detail, Measure, Scope, Subtype
from tests.assets.custom_fields import KINDS, one_of_each
from tests.journal.exporting import as_upload, taken_out
from tests.journal.importing import checked, faults

ODD = [
    "=cmd|' /C calc'!A0",
    "+8613800000000",
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
