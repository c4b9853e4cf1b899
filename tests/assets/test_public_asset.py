"""The page behind a label's code: staff go to the asset, everybody else reads what is public and nothing more."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from assets import projects
from assets.models import Asset
from tenancy.scope import Scope, scope
from tests.world import HERE

# What the public may read of an asset, each column for the line of the page it fills.
COLUMNS = {
    "id",  # by which a certificate finds its asset
    "county_id",
    "number",
    "name",
    "category",
    "subtype",
    "state",
    "status",
    "formed_year",
    "unit_id",
    "town_id",
    "village_id",
    "project_id",
    "implementing_dept_id",
    "supervising_dept_id",
    "quantity",
    "measure",
    "original_value",
}
PRIVATE = {"holder": "张三丰", "address": "村西头第三家", "remark": "内部备注", "spec": "户主自用"}
HOUSEHOLD = {
    "category": "household",
    "subtype": "D01",
    "measure": "head",
    "name": "张三丰家母牛",
    "unit": None,
}


def page(client, number):
    return client.get(reverse("scan", args=[number]))


def text(answer):
    return answer.content.decode()


def money_of(here):
    """A project with money of two levels."""
    with here.scope(here.town_clerk):
        return projects.add_project(
            by=here.town_clerk,
            unit=here.town,
            name="城关镇道路硬化项目",
            fund_year=2019,
            budget=400_000,
            town_id=here.towns[0],
            lines=[
                {"level": "central", "kind": "special", "amount": 300_000},
                {"level": "county", "kind": "special", "amount": 100_000},
            ],
        )


def test_everybody_reads_what_is_public(here, client):
    asset = here.asset_in("ledger", project=money_of(here), **PRIVATE)
    shown = text(page(client, asset.number))
    for words in (
        asset.number,
        "东关至刘庄道路",
        "公益性资产 · 道路交通",
        "修武县城关镇东关村",
        "2019 年",
        "2 公里",
        "86.00 万元（860,000.00 元）",
        "中央、县（市、区）级财政专项扶贫资金",
        "城关镇道路硬化项目",
        here.village.name,
        here.department.name,
        here.other_department.name,
        "在用",
        "12317",
    ):
        assert words in shown, words
    assert not [private for private in PRIVATE.values() if private in shown]


def test_of_a_household_neither_name_nor_village_nor_project_is_told(here, client):
    given = HOUSEHOLD | PRIVATE | {"unit": here.village, "project": money_of(here)}
    asset = here.asset_in("ledger", **given)
    shown = text(page(client, asset.number))
    assert "生物资产" in shown and "修武县城关镇" in shown and "860,000.00" in shown
    hidden = ["张三丰", "东关", here.village.name, "道路硬化", *PRIVATE.values()]
    assert [words for words in hidden if words in shown] == []


def test_a_retired_asset_says_so(here, client):
    asset = here.asset_in("retired")
    assert "已经退出台账" in text(page(client, asset.number))


@pytest.mark.parametrize("state", ["draft", "submitted", "verified"])
def test_what_is_not_entered_is_not_there(here, client, state):
    here.asset_in(state)
    with scope(Scope("public")):
        assert not Asset.objects.values("county_id").exists()


ODD = [
    "410821100201G20199999",
    "x",
    "410821100201G2019",
    "４１０８２１１００２０１G20190001",
    "' OR 1=1 --",
    "0" * 300,
]


def test_whatever_is_not_public_is_answered_by_one_and_the_same_page(here, client):
    entered = here.asset_in("ledger")
    answers = [page(client, code) for code in [*ODD, entered.number[:-1], f"{entered.number}0", "\0"]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1 and "没有查到" in text(answers[0])


def test_a_number_typed_in_small_letters_is_found(here, client):
    asset = here.asset_in("ledger")
    assert page(client, f" {asset.number.lower()} ").status_code == 200


@pytest.mark.parametrize("person", ["village_clerk", "county_head", "discipline", "department_clerk"])
def test_staff_who_may_see_it_are_led_to_the_asset(here, client, person):
    asset = here.asset_in("ledger")
    answer = page(client.as_(getattr(here, person)), asset.number)
    assert (answer.status_code, answer.get("Location")) == (302, asset.get_absolute_url())


def test_a_reader_of_the_city_is_led_to_the_asset(here, city, client):
    asset = here.asset_in("ledger")
    assert page(client.as_(city.reader), asset.number)["Location"] == asset.get_absolute_url()


@pytest.mark.parametrize("person", ["county_head", "village_clerk", "admin"])
def test_people_of_another_county_read_what_everybody_reads(here, there, client, person):
    asset = here.asset_in("ledger", **PRIVATE)
    everybody = text(page(client, asset.number))
    assert text(page(client.as_(getattr(there, person)), asset.number)) == everybody


def test_the_page_sets_no_cookie_has_no_script_and_may_be_kept_by_caches(here, client):
    answer = page(client, here.asset_in("ledger").number)
    assert not answer.cookies and "<script" not in text(answer) and "csrf" not in text(answer)
    assert answer["Cache-Control"] == "public, max-age=600" and len(answer.content) < 10_000


def test_what_somebody_signed_in_reads_is_kept_by_no_cache(here, there, client):
    answer = page(client.as_(there.county_head), here.asset_in("ledger").number)
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_takes_no_posts(here, client):
    assert client.post(reverse("scan", args=["1"])).status_code == 405


def granted(table):
    """The columns of a table that the public role may read, as the catalogue says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND has_column_privilege('scope_public', attrelid, attnum, 'SELECT')",
            [table],
        )
        return {name for (name,) in cursor}


def test_the_public_role_reads_these_columns_and_no_other(db):
    assert granted("assets_asset") == COLUMNS
    assert granted("assets_project") == {"county_id", "id", "name"}
    assert granted("assets_fundingline") == {"county_id", "project_id", "level", "kind"}


def seen(statement):
    """The rows the public role gets."""
    with scope(Scope("public")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.parametrize("column", sorted({*PRIVATE, "hold_reason", "longitude", "entered_by_id"}))
def test_a_private_column_is_refused_by_the_database(db, column):
    with pytest.raises(ProgrammingError, match="permission denied"):
        seen(f"SELECT {column} FROM assets_asset")


def test_the_database_shows_the_public_entered_rows_of_no_household(here):
    project = money_of(here)
    for state in Asset.State.values:
        here.asset_in(state, name=f"道路 {state}")
        here.asset_in(state, **HOUSEHOLD | {"unit": here.village, "project": project})
    assert {name for (name,) in seen("SELECT name FROM assets_asset")} == {"道路 ledger", "道路 retired"}
    assert seen("SELECT name FROM assets_project") == seen("SELECT kind FROM assets_fundingline") == []


def test_of_households_the_function_gives_one_entered_row_to_the_public_alone(here):
    entered = here.asset_in("ledger", **HOUSEHOLD | {"unit": here.village})
    call = f"SELECT * FROM assets_public_household({HERE}, '{entered.number}')"
    assert len(seen(call)) == 1
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(call)
