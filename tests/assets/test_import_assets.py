"""What a line of a ledger workbook comes to mean: projects, departments, money, numbers."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Alias, Asset, FundingLine, Project
from tests.journal.importing import checked, faults, newest, take_columns, upload, work, written
from tests.journal.workbooks import HEAD, road, workbook

LEDGER = ["序号", "资产名称", "项目名称", "所在地", "形成年度", "原值（元）", "资金来源", "资产小类"]
MONEY = "中央财政衔接资金"


def made(batch):
    """The assets of a batch, in the order of their rows."""
    return list(Asset.objects.filter(batch_id=batch.pk).select_related("project").order_by("pk"))


def test_assets_of_one_project_share_it_and_its_budget_is_their_sum(here, client):
    rows = [
        ["一号大棚", "大棚项目", "城关镇东关村", 2022, 10_000, MONEY, "设施农业"],
        ["二号大棚", "大棚项目", "城关镇刘庄村", 2022, 25000, MONEY, "设施农业"],
        ["道路", "道路项目", "城关镇刘庄村", 2022, 7_000, MONEY, "道路交通"],
    ]
    batch = written(client, here, workbook(*rows, head=LEDGER))

    one, two, other = made(batch)
    assert one.project_id == two.project_id != other.project_id
    assert (one.project.name, one.project.budget, one.project.lines.count()) == ("大棚项目", 35_000, 2)
    assert Project.objects.filter(batch_id=batch.pk).count() == 2


def test_assets_are_numbered_in_the_order_of_the_sheet(here, client):
    names = [f"道路{at}号" for at in range(40)]
    rows = [road(项目名称=name) for name in names]
    rows[10:10] = [road(资金年度=0)]

    assert [asset.name for asset in made(written(client, here, workbook(*rows)))] == names


def test_a_wrong_row_does_not_lead_its_project(here, client):
    rows = [
        ["一号大棚", "大棚项目", "城关镇东关村", 2022, -1, MONEY, "设施农业"],
        ["二号大棚", "大棚项目", "城关镇刘庄村", 2022, 25000, MONEY, "设施农业"],
    ]
    batch = written(client, here, workbook(*rows, head=LEDGER))

    (asset,) = made(batch)
    assert (asset.name, asset.project.budget) == ("二号大棚", 25_000)


BODIES = [
    ("交通局", "department"),
    ("修武县交通运输局", "department"),
    ("农业农村局", "other_department"),
    ("县扶贫办", "office"),
    ("城关镇人民政府", "town"),
    ("城关镇", "town"),
    ("交通局、农业农村局", None),
    ("某某公司", None),
]


@pytest.mark.parametrize(("said", "unit"), BODIES)
def test_a_department_is_found_by_its_names(here, client, said, unit):
    head = [*HEAD, "责任单位", "主管部门"]
    batch = written(client, here, workbook([*road(), said, "交通局"], head=head))

    (asset,) = made(batch)
    wanted = getattr(here, unit).pk if unit else None
    assert asset.implementing_dept_id == asset.project.implementing_dept_id == wanted
    assert (asset.project.implementing_text, asset.supervising_dept_id) == (said, here.department.pk)
    assert ("I4" in faults(batch)) == (unit is None)


UNITS = [
    ("万元", 48.6, "486000"),
    ("元", 48600.5, "48600.50"),
    ("万元", "48.6元", "48.60"),
    ("元", "4.86万", "48600"),
]


@pytest.mark.parametrize(("unit", "said", "yuan"), UNITS)
def test_an_amount_is_in_the_unit_beside_it_else_of_the_sheet(here, client, unit, said, yuan):
    head = [name.replace("（万元）", "") for name in HEAD]
    file = workbook(road(**{"资金规模（万元）": said}), head=head, unit=f"单位：{unit}")

    assert made(written(client, here, file))[0].original_value == Decimal(yuan)


def test_fund_lines_stand_where_the_cell_is_clear(here, client):
    said = {"资金规模（万元）": 15.457, "资金来源": "中央9.747/省5.71衔接资金"}
    head_kind = {"t-fund_kind": "bridging"}
    written(client, here, workbook(road(**said)), **head_kind)

    lines = FundingLine.objects.order_by("pk").values_list("level", "kind", "amount")
    assert list(lines) == [
        ("central", "bridging", Decimal("97470.00")),
        ("province", "bridging", Decimal("57100.00")),
    ]


def test_what_holds_for_the_whole_table_fills_what_rows_leave_open(here, client):
    rows = [road(资金来源="项目资金", 资金年度="", 资产小类="", 项目名称="示范项目", 建设内容及规模="")]
    told = {"t-scope": "fiscal", "t-year": "2021", "t-subtype": "J05"}
    batch = written(client, here, workbook(*rows), **told)

    (asset,) = made(batch)
    assert (asset.scope, asset.formed_year, asset.subtype) == ("fiscal", 2021, "J05")
    assert "按整表的设定为经营性资产·扶贫车间" in faults(batch)["H4"][0]


def test_an_old_number_becomes_an_alias(here, client):
    batch = written(client, here, workbook([*road(), "SZ-0012"], head=[*HEAD, "资产编号"]))

    alias = Alias.objects.get(asset=made(batch)[0])
    assert (alias.number, made(batch)[0].number) == ("SZ-0012", "")


def test_running_and_sharing_are_kept_in_words(here, client):
    head = [*HEAD, "经营方式", "收益分配", "备注"]
    batch = written(client, here, workbook([*road(), "承包", "六成归村", "原表第3页"], head=head))

    (asset,) = made(batch)
    assert asset.remark == "原表第3页；经营方式：承包"
    assert asset.project.linkage == "收益分配：六成归村"


def test_a_quantity_brings_its_unit(here, client):
    batch = written(client, here, workbook([*road(), "60千瓦"], head=[*HEAD, "数量"]))

    (asset,) = made(batch)
    assert (asset.quantity, asset.measure) == (60, "kw")


def test_a_place_may_stand_in_two_columns(here, client):
    head = [*HEAD[:2], "乡镇", *HEAD[3:], "行政村"]
    batch = written(client, here, workbook([*road(实施地点="城关镇"), "刘庄村"], head=head))

    assert made(batch)[0].village_id == here.villages[1]


def test_an_asset_from_before_2016_comes_with_its_tracing(here, client):
    rows = [[*road(资金年度=2014), "村委会 2014 年验收单在册"]]
    batch = written(client, here, workbook(*rows, head=[*HEAD, "追溯情况"]))

    assert made(batch)[0].scope == "before_2016"


def test_a_donation_says_so(here, client):
    head = [*HEAD, "取得方式", "捐赠人", "捐赠作价"]
    rows = [[*road(资金来源=""), "捐赠", "某公司", "3万元"]]
    batch = written(client, here, workbook(*rows, head=head))

    (asset,) = made(batch)
    assert (asset.scope, asset.donor, asset.donation_value) == ("donated", "某公司", 30000)


def test_checking_leaves_the_register_as_it_was(here, client):
    checked(client, here, workbook(road()))

    assert newest().total == 1
    assert not Asset.objects.exists() and not Project.objects.exists()


def test_its_history_begins_with_the_import(here, client):
    (asset,) = made(written(client, here, workbook(road())))

    shown = client.get(asset.get_absolute_url()).content.decode()
    assert "批量导入" in shown and "已导入" not in shown  # the batch's state is not the asset's


def test_checking_takes_as_many_queries_for_many_rows_as_for_few(here, client):
    counts = []
    for rows in (5, 300):
        upload(
            client.as_(here.county_clerk),
            here,
            workbook(*[road(项目名称=f"{rows}-{at}") for at in range(rows)]),
        )
        take_columns(client, newest())
        with CaptureQueriesContext(connection) as asked:
            work(here)
        counts.append(len(asked))

    assert newest().total == 300 and counts[0] == counts[1] < 80
