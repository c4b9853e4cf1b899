"""Several villages in one cell, and one thing told twice: questions, and what each answer comes to."""

from decimal import Decimal

import pytest

from assets.importing.villages import shares
from assets.models import Alias, Asset, Project
from tests.assets.asking import asked, options, taken
from tests.journal.importing import checked, faults
from tests.journal.workbooks import HEAD, road, workbook

BOTH = "城关镇东关村、刘庄村"
SPLIT = road(实施地点=BOTH, 建设内容及规模="每村新建文化广场1处")


@pytest.mark.parametrize(("given", "proposal"), [(SPLIT, "split"), (road(实施地点=BOTH), "joint")])
def test_villages_in_one_cell_are_split_or_joint_by_the_words(here, client, given, proposal):
    batch = checked(client, here, workbook(given))

    assert asked(batch) == {"villages": proposal}
    assert options(batch, "villages").keys() == {"split", "joint", "town"}


def test_a_row_that_is_split_makes_an_asset_in_each_village_and_loses_no_fen(here, client):
    given = [*SPLIT, 3, "处", "SZ-1"]
    given[4] = 0.000033  # 万元: 33 fen
    taken(client, here, given, head=[*HEAD, "数量", "计量单位", "原编号"])

    one, two = Asset.objects.order_by("pk")
    assert [one.original_value, two.original_value] == [Decimal("0.17"), Decimal("0.16")]
    assert [one.quantity, two.quantity] == [2, 1]
    assert [one.name, two.name] == ["通村道路（东关村）", "通村道路（刘庄村）"]
    assert [one.unit, two.unit] == [here.village, here.other_village]
    assert one.project_id == two.project_id and Project.objects.get().budget == Decimal("0.33")
    assert Alias.objects.get().asset_id == one.pk


@pytest.mark.parametrize(
    ("answer", "remark"), [("joint", "联合持有：城关镇东关村、城关镇刘庄村"), ("town", "")]
)
def test_a_joint_asset_is_kept_by_the_township(here, client, answer, remark):
    taken(client, here, road(实施地点=BOTH), villages=answer)

    asset = Asset.objects.get()
    assert (asset.unit_id, asset.town_id, asset.village_id) == (here.town.pk, here.towns[0], None)
    assert (asset.address, asset.remark) == (BOTH, remark)


def test_what_is_not_known_cannot_be_split(here, client):
    batch = checked(client, here, workbook(road(实施地点="城关镇东关村、没有的村")))

    assert options(batch, "villages").keys() == {"joint", "town"}


@pytest.mark.parametrize("whole", ["0", "0.01", "100", "99999999999999.99", "33.33"])
@pytest.mark.parametrize("count", [2, 3, 7])
def test_shares_add_up_to_the_whole_and_differ_by_a_fen_at_most(whole, count):
    parts = shares(Decimal(whole), count)

    assert sum(parts) == Decimal(whole) and len(parts) == count
    assert max(parts) - min(parts) <= Decimal("0.01")


def test_the_same_row_twice_is_left_out_once(here, client):
    batch = taken(client, here, road(), road())

    assert asked(batch, 5) == {"twin": "skip"} and "与第 4 行" in faults(batch)["B5"][0]
    assert batch.rows.get(number=5).action == "duplicate" and Asset.objects.count() == 1


def test_the_same_name_with_another_sum_is_asked_and_taken(here, client):
    batch = taken(client, here, road(), road(**{"资金规模（万元）": 50}))

    assert asked(batch, 5) == {"twin": "new"} and Asset.objects.count() == 2


def test_the_same_contents_under_another_name_are_asked(here, client):
    spec = "拖拉机2台(含开沟机、播种机),收割机1台,插秧机一台"
    rows = [
        road(建设内容及规模=spec),
        road(项目名称="农机服务", 实施地点="七贤镇韩庄村", 建设内容及规模=spec),
    ]
    batch = taken(client, here, *rows)

    assert asked(batch, 5) == {"twin": "new"} and "与第 4 行完全相同" in faults(batch)["D5"][0]
    assert Asset.objects.count() == 2


def twin(here):
    """An asset of the ledger that the usual row tells of again."""
    return here.asset(name="通村道路", original_value=486_000, spec="硬化道路2公里")


def test_what_the_ledger_has_already_is_left_out(here, client):
    asset = twin(here)
    batch = taken(client, here, road(), road(项目名称="好路"))

    assert asked(batch) == {"twin": "skip"} and "台账中已有 1 项" in faults(batch)["B4"][0]
    assert options(batch, "twin").keys() == {"skip", "new", f"update:{asset.pk}"}
    assert sorted(Asset.objects.values_list("name", flat=True)) == ["好路", "通村道路"]


def test_what_the_ledger_has_already_may_be_a_second_one(here, client):
    twin(here)
    taken(client, here, road(), twin="new")

    assert Asset.objects.filter(name="通村道路").count() == 2


def test_what_the_ledger_has_already_may_be_brought_up_to_date(here, client):
    asset = twin(here)
    batch = taken(client, here, road(**{"资金规模（万元）": 50}), twin=f"update:{asset.pk}")

    asset.refresh_from_db()
    assert (asset.original_value, asset.version, Asset.objects.count()) == (500_000, 2, 1)
    assert batch.rows.get().action == "update"
