"""Rows of one workbook that speak of one thing: told, whichever of them was mended last, and never won in silence."""

import pytest
from django.urls import reverse

from assets import registers
from assets.models import Household
from tests.assets.registering import GRANT, NAME, household
from tests.assets.registering import checked as checked_register
from tests.assets.test_registers_import import HOMES, cow, homes
from tests.journal.importing import checked, confirm, faults, newest, work
from tests.journal.workbooks import workbook

CHANGE = ["序号", "系统编号", "户主", "名称", "金额（元）", "家庭人口", "户类别"]


def two_things(here):
    """A household with a cow and a cart."""
    home = household(here, population=4)
    first = home.grants.get()
    cart = GRANT | {"name": "三轮车", "subtype": "D02"}
    return home, first, registers.add_grant(home, by=here.village_clerk, **cart)


def mend(client, batch, number, column, was, new):
    client.post(reverse("imports:cell", args=[batch.pk, number, column]), {"was": was, "text": new})
    return newest()


def changes(client, here, *rows):
    return checked_register(
        client, here, "households", workbook(*rows, head=CHANGE, unit="", name="更新.xlsx")
    )


def two_lines(here, first, second):
    """(the household, lines of its cow and its cart that end in these cells)."""
    home, cow_of, cart = two_things(here)
    return home, [[str(cow_of.pk), NAME, "母牛", 5000, *first], [str(cart.pk), NAME, "三轮车", 5000, *second]]


def shown(batch):
    """{row number: {column: (old, new)}} of what the comparison shows."""
    return {
        row.number: {one["label"]: (one["old"], one["new"]) for one in row.differences}
        for row in batch.rows.order_by("number")
    }


@pytest.mark.parametrize("which", [0, 1])
def test_a_household_mended_in_one_of_its_lines_is_shown_in_both_as_it_will_be(here, client, which):
    cells = [(4, "脱贫户"), (4, "脱贫户")]
    cells[which] = (5, "脱贫户")
    home, rows = two_lines(here, *cells)
    batch = changes(client, here, *rows)

    assert [list(each.values()) for each in shown(batch).values()] == [[("4", "5")]] * 2
    assert f"以第 {4 + which} 行填写的为准，登记为“5”" in str(faults(batch)[f"F{5 - which}"])
    confirm(client, batch, as_proposed="on")
    work(here)
    home.refresh_from_db()
    assert (batch.wrong, home.population, home.version) == (0, 5, 2)


def test_two_lines_that_change_different_fields_of_one_household_are_both_taken(here, client):
    home, rows = two_lines(here, (5, "脱贫户"), (4, "监测户"))
    batch = changes(client, here, *rows)
    first, second = shown(batch).values()

    assert first == second and len(first) == 2
    confirm(client, batch, as_proposed="on")
    work(here)
    home.refresh_from_db()
    assert (home.population, home.kind) == (5, "monitored")


@pytest.mark.parametrize(("answer", "population"), [("", 5), ("5|home_population|5", 6)])
def test_two_lines_that_contradict_each_other_on_one_household_are_asked_about(
    here, client, answer, population
):
    home, rows = two_lines(here, (5, "脱贫户"), (6, "脱贫户"))
    batch = changes(client, here, *rows)
    assert batch.wrong == 0 and "两行填写的家庭人口不一致" in str(faults(batch)["F5"])
    if answer:
        client.post(reverse("imports:answer", args=[batch.pk]), {"a": answer})

    assert [list(each.values()) for each in shown(newest()).values()] == [[("4", str(population))]] * 2
    confirm(client, newest(), as_proposed="on")
    work(here)
    home.refresh_from_db()
    assert home.population == population


def test_a_line_stands_by_itself_again_once_the_one_that_changed_the_household_is_left_out(here, client):
    _, rows = two_lines(here, (5, "脱贫户"), (4, "脱贫户"))
    batch = changes(client, here, *rows)
    client.post(reverse("imports:answer", args=[batch.pk]), {"a": "4|row|skip"})

    assert shown(newest())[5] == {} and newest().counts.get("same") == 1
    assert faults(newest()).get("F5") is None


def test_two_lines_that_change_one_household_alike_are_both_taken(here, client):
    home, cow_of, cart = two_things(here)
    batch = changes(
        client,
        here,
        [str(cow_of.pk), NAME, "母牛", 5000, 5, "脱贫户"],
        [str(cart.pk), NAME, "三轮车", 5000, 5, "脱贫户"],
    )
    confirm(client, batch, as_proposed="on")
    work(here)
    home.refresh_from_db()
    assert (batch.wrong, newest().written, home.population, home.version) == (0, 2, 5, 2)


@pytest.mark.parametrize(("changed", "cell"), [({"人口": 6}, "F5"), ({"户类型": "监测户"}, "E5")])
def test_lines_of_one_new_household_that_tell_it_differently_are_told(here, client, changed, cell):
    batch = checked_register(client, here, "households", homes(cow(), cow(名称="饲料", **changed)))
    assert batch.wrong == 1 and "与第 4 行是同一户" in str(faults(batch)[cell])


def test_a_household_told_twice_by_one_code_is_told_though_only_the_second_line_is_mended(here, client):
    """Checked alone within the request, the mended line knows of the first all the same."""
    rows = [[*cow(), "0815"], [*cow(户主="试二", 名称="饲料", 年度="〇"), "0815"]]
    batch = checked_register(client, here, "households", homes(*rows, head=[*HOMES, "户编号"]))
    batch = mend(client, batch, 5, HOMES.index("年度"), "〇", "2019")

    assert batch.wrong == 1 and "户编号与第 4 行相同，但不是同一户" in str(faults(batch)["N5"])


def test_a_code_that_one_line_gives_to_a_known_household_and_another_to_a_new_one_is_told(here, client):
    known = household(here).grants.get()
    head = [*HOMES, "户编号", "系统编号"]
    rows = [[*cow(), "0815", str(known.pk)], [*cow(户主="试二", 名称="饲料"), "0815", ""]]
    batch = checked_register(client, here, "households", homes(*rows, head=head))

    assert batch.wrong == 1 and "户编号与第 4 行相同，但不是同一户" in str(faults(batch)["N5"])


def test_what_a_line_says_otherwise_of_a_known_household_is_told_and_not_taken(here, client):
    home = household(here, code="0815", population=4)
    batch = checked_register(
        client, here, "households", homes([*cow(名称="三轮车", 人口=6), "0815"], head=[*HOMES, "户编号"])
    )
    assert batch.wrong == 0 and "此项登记为“4”，导入不改动" in str(faults(batch)["F4"])
    confirm(client, batch, as_proposed="on")
    work(here)
    assert Household.objects.get().population == home.population == 4


def test_one_asset_twice_is_told_though_only_the_second_row_is_mended(here, client):
    asset = here.asset()
    head = ["序号", "系统编号", "资产名称", "形成年度"]
    batch = checked(client, here, workbook([asset.pk, "甲", 2019], [asset.pk, "乙", "〇"], head=head))
    batch = mend(client, batch, 5, 3, "〇", "2019")

    assert batch.wrong == 1 and "与第 4 行是同一项资产" in str(faults(batch)["C5"])


def test_the_second_row_of_an_asset_is_sound_once_the_first_is_left_out(here, client):
    asset = here.asset()
    head = ["序号", "系统编号", "资产名称"]
    batch = checked(client, here, workbook([asset.pk, "甲"], [asset.pk, "乙"], head=head))
    client.post(reverse("imports:answer", args=[batch.pk]), {"a": "4|row|skip"})
    confirm(client, newest())
    work(here)

    asset.refresh_from_db()
    assert (newest().wrong, asset.name) == (0, "乙")
