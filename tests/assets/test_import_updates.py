"""Rows that name an asset of the ledger change what they name, and nothing else; what is exported comes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets import actions
from assets.models import Alias, Asset, Project
from journal.imports.resources import REGISTRY, columns_of
from tests.assets.asking import taken
from tests.journal.importing import checked, confirm, faults, newest, take_columns, upload, work
from tests.journal.workbooks import workbook

NUMBER = ["序号", "系统编号"]


def row(batch, number=4):
    return batch.rows.get(number=number)


def changes(batch, number=4):
    """{label: (old, new)} of a row."""
    return {d["label"]: (d["old"], d["new"]) for d in row(batch, number).differences}


def sheet(*pairs, number):
    """A workbook of one row that names an asset: pairs of a column and its cell."""
    head, cells = zip(*pairs, strict=True)
    return workbook([number, *cells], head=[*NUMBER, *head])


def test_only_what_differs_changes_and_is_told_old_and_new(here, client):
    asset = here.asset(holder="村委会", remark="原有备注")
    given = [
        ("资产名称", asset.name),
        ("原值（元）", "900000"),
        ("产权归属", ""),
        ("使用状况", "闲置"),
        ("状况说明", "无人使用"),
    ]
    batch = checked(client, here, sheet(*given, number=asset.pk))

    assert row(batch).action == "update" and row(batch).subject_id == asset.pk
    assert changes(batch) == {
        "原值": ("860000.00", "900000.00"),
        "使用状况": ("在用", "闲置"),
        "状况说明": ("", "无人使用"),
    }
    confirm(client, batch)
    work(here)
    asset.refresh_from_db()
    assert (asset.original_value, asset.status, asset.holder, asset.remark) == (
        900_000,
        "idle",
        "村委会",
        "原有备注",
    )
    assert (asset.version, Asset.objects.count(), Project.objects.count()) == (2, 1, 0)


def test_an_asset_number_names_its_row_too(here, client):
    asset = here.asset_in("ledger")
    file = workbook([asset.number, "新名字"], head=["序号", "资产编号", "资产名称"])
    batch = checked(client, here, file)

    assert changes(batch) == {"资产名称": (asset.name, "新名字")} and row(batch).subject_id == asset.pk


def exported(asset, here):
    """The row of an asset as all its columns render it: [(label, text)]."""
    kept = Asset.objects.filter(pk=asset.pk)
    pairs = []
    for key, column in columns_of(REGISTRY["assets"], here.code).items():
        if column.attribute and key != "alias":
            value = kept.values_list(column.attribute, flat=True).get()
            text = "" if value in (None, "") else str(column.widget.render(value))
            pairs.append((f"{column.column_name}（元）" if column.is_money else column.column_name, text))
    return pairs


@pytest.mark.parametrize("state", ["draft", "submitted", "ledger", "retired"])
def test_what_is_exported_comes_back_without_a_change(here, client, state):
    asset = here.asset_in(
        state, donor="某公司", donation_value=3, acquisition="donated", scope="donated", life_years=20
    )
    head, cells = zip(*exported(asset, here), strict=True)
    batch = checked(client, here, workbook(cells, head=["序号", *head]))

    assert (row(batch).action, row(batch).differences, row(batch).faults) == ("same", [], [])
    confirm(client, batch)
    assert Asset.objects.get().version == asset.version


def test_what_was_imported_comes_back_without_a_change(here, client):
    head = [
        "序号",
        "资产名称",
        "来源项目",
        "所在地",
        "建设内容及规模",
        "数量",
        "计量单位",
        "形成年度",
        "原值（元）",
    ]
    cells = ["大棚", "大棚项目", "城关镇东关村", "新建大棚 2 座", "2", "座", "2022", "123.45"]
    more = {"资金来源": "中央财政衔接资金", "实施单位": "某某公司", "实施期限": "2021.3-6", "备注": " 见附表"}
    taken(client, here, [*cells, *more.values()], head=[*head, *more])
    head, cells = zip(*exported(Asset.objects.get(), here), strict=True)
    batch = checked(client, here, workbook(cells, head=["序号", *head]))

    assert (row(batch).action, row(batch).differences, row(batch).faults) == ("same", [], [])


FOREIGN = [
    ("系统编号", "99999999"),
    ("系统编号", "{}"),
    ("资产编号", "410822101200G20190001"),
    ("资产编号", "{}"),
]


@pytest.mark.parametrize(("column", "said"), FOREIGN)
def test_a_number_of_another_county_and_one_that_never_was_are_told_alike(here, there, client, column, said):
    other = there.asset_in("ledger")
    said = said.format(other.pk if column == "系统编号" else other.number)
    batch = checked(client, here, workbook([said, "新名字"], head=["序号", column, "资产名称"]))

    assert faults(batch)["B4"] == [
        f"“{said}”不是您可以更新的资产的编号。更新的请核对编号，新增的请清空此格。"
    ]
    assert row(batch).subject_id is None and row(batch).values == {}


NAMES = ["持有单位", "实施部门", "监管部门"]


@pytest.mark.parametrize("column", NAMES)
def test_a_unit_of_another_county_is_unknown_in_every_column(here, there, client, column):
    asset = here.asset()
    for name in (there.village.name, "没有的单位"):
        batch = checked(client, here, sheet((column, name), number=asset.pk))
        assert faults(batch)["C4"] == [f"“{name}”不是本县单位的名称，请核对，或留空。"]


REFUSALS = [
    ("submitted", "退回后方可修改"),
    ("retired", "已退出台账"),
]


@pytest.mark.parametrize(("state", "sentence"), REFUSALS)
def test_the_rules_of_amending_hold(here, client, state, sentence):
    asset = here.asset_in(state)
    batch = checked(client, here, sheet(("资产名称", "新名字"), number=asset.pk))

    assert batch.wrong == 1 and sentence in faults(batch)["C4"][0]


def test_a_frozen_asset_is_not_changed(here, client):
    asset = here.asset_in("ledger")
    with here.scope():
        actions.hold(asset, by=here.county_head, reason="清查")
    batch = checked(client, here, sheet(("资产名称", "新名字"), number=asset.pk))

    assert faults(batch)["C4"] == ["资产已冻结（清查），解冻后方可办理。此行的改动没有采纳。"]


def test_a_clerk_of_a_township_changes_only_what_lies_in_it(here, client):
    asset = here.asset(
        unit=here.far_village, town_id=here.towns[1], village_id=here.villages[2], by=here.county_clerk
    )
    file = sheet(("资产名称", "新名字"), number=asset.pk)
    batch = checked(client, here, file, who="town_clerk", unit="town")

    assert "不是您可以更新的资产" in faults(batch)["B4"][0]


def test_the_rules_of_any_state_hold_for_what_it_becomes(here, client):
    asset = here.asset()
    batch = checked(client, here, sheet(("资产类型", "经营性资产"), ("形成年度", "2015"), number=asset.pk))

    said = " ".join(text for texts in faults(batch).values() for text in texts)
    assert "不属于经营性资产" in said and "2016 年以前" in said


def test_a_place_changes_with_its_township(here, client):
    asset = here.asset()
    batch = taken(client, here, [asset.pk, "七贤镇韩庄村"], head=[*NUMBER, "所在地"])

    asset.refresh_from_db()
    assert (asset.village_id, asset.town_id) == (here.villages[3], here.towns[1])
    assert changes(batch) == {"所在地": ("城关镇东关村民委员会", "七贤镇韩庄村")}


def test_old_numbers_are_added_and_none_is_lost(here, client):
    asset = here.asset(aliases=["旧-1"])
    taken(client, here, [asset.pk, "旧-1、旧-2"], head=[*NUMBER, "原编号"])

    assert sorted(Alias.objects.values_list("number", flat=True)) == ["旧-1", "旧-2"]


def project_of(here, client):
    """Two assets of one project, imported."""
    head = ["序号", "资产名称", "来源项目", "所在地", "形成年度", "原值（元）", "资金来源", "资产小类"]
    rows = [
        [name, "大棚项目", "城关镇东关村", 2022, 100, "中央财政衔接资金", "设施农业"] for name in ("甲", "乙")
    ]
    taken(client, here, *rows, head=head)
    return list(Asset.objects.order_by("pk"))


def test_the_project_changes_where_the_person_may(here, client):
    one, two = project_of(here, client)
    rows = [[one.pk, "新项目", "衔〔2022〕1号"], [two.pk, "新项目", "衔〔2022〕1号"]]
    taken(client, here, *rows, head=[*NUMBER, "来源项目", "批复文号"])

    project = Project.objects.get()
    assert (project.name, project.approval_number, project.version) == ("新项目", "衔〔2022〕1号", 2)


def test_rows_that_change_one_project_must_agree(here, client):
    one, two = project_of(here, client)
    batch = checked(
        client, here, workbook([one.pk, "甲项目"], [two.pk, "乙项目"], head=[*NUMBER, "来源项目"])
    )

    assert faults(batch) == {"C5": ["与第 4 行对同一来源项目的修改不一致，请改为一致。"]}


def test_a_budget_stays_the_sum_of_its_lines(here, client):
    one, _ = project_of(here, client)
    batch = checked(client, here, sheet(("原值（元）", "100"), ("资金规模（元）", "999"), number=one.pk))

    assert "须与资金来源各项之和相等" in faults(batch)["D4"][0]


def test_one_asset_twice_in_a_sheet_is_told(here, client):
    asset = here.asset()
    batch = checked(client, here, workbook([asset.pk, "甲"], [asset.pk, "乙"], head=[*NUMBER, "资产名称"]))

    assert faults(batch) == {"C5": ["与第 4 行是同一项资产，一次只能更新一次，请合并两行。"]}


def test_a_change_in_between_asks_for_another_look(here, client):
    asset = here.asset()
    batch = checked(client, here, sheet(("资产名称", "新名字"), number=asset.pk))
    with here.scope():
        actions.amend(asset, by=here.village_clerk, version=1, remark="他人的改动")
    confirm(client, batch)
    work(here)

    asset.refresh_from_db()
    assert (asset.name, asset.remark, newest().state) == ("东关至刘庄道路", "他人的改动", "checked")


def test_a_thousand_rows_are_looked_up_by_as_many_queries_as_ten(here, client):
    asset = here.asset()
    counts = []
    for rows in (10, 900):
        numbers = [[asset.pk + 1 + at, f"名字{at}"] for at in range(rows)]
        upload(client.as_(here.county_clerk), here, workbook(*numbers, head=[*NUMBER, "资产名称"]))
        take_columns(client, newest())
        with CaptureQueriesContext(connection) as seen:
            work(here)
        counts.append(len(seen))

    assert newest().wrong == 900 and counts[0] == counts[1]


def test_two_numbers_that_name_two_assets_name_none(here, client):
    one, other = here.asset_in("ledger"), here.asset_in("ledger", name="另一条路")
    file = workbook([one.pk, other.number, "新名字"], head=[*NUMBER, "资产编号", "资产名称"])
    assert "指的不是同一项资产" in str(faults(checked(client, here, file)))


def test_nobody_hands_an_asset_to_a_unit_out_of_reach(here, client):
    file = sheet(("持有单位", here.other_town.name), number=here.asset().pk)
    batch = checked(client, here, file, who="town_clerk", unit="town")
    assert batch.wrong == 1 and [*faults(batch)] == ["C4"]
