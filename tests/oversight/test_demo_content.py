"""The made-up content of the demo: in real villages, whole sums, sound types, and marked as what it is."""

import csv
from pathlib import Path

import pytest

from assets.choices import Acquisition, Category, Measure, Scope, Status, Subtype
from assets.models import DETAILS
from assets.rules import excluded_kind, guess_type
from oversight.demo.content import demo_content
from oversight.demo.recipes import recipes
from tenancy.models import Unit

DIVISIONS = Path(__file__).parents[2] / "tenancy" / "data" / "divisions_jiaozuo.csv"
COUNTIES = ["410802", "410821", "410822"]


def rows(county):
    with DIVISIONS.open(encoding="utf-8") as lines:
        places = [tuple(row.values()) for row in csv.DictReader(lines)]
    return [place for place in places if place[0].startswith(county)]


@pytest.fixture(params=COUNTIES)
def content(request):
    return demo_content(rows(request.param))


def test_the_same_county_gives_the_same_content():
    assert demo_content(rows("410821")) == demo_content(rows("410821"))
    assert demo_content(rows("410821")) != demo_content(rows("410821"), seed=1)


def test_there_are_about_as_many_as_asked(content):
    assert 300 <= len(list(content.assets())) <= 302


def test_funding_lines_and_assets_sum_to_the_budget_to_the_fen(content):
    for project in content.projects:
        budget = project.values["budget"]
        assert sum(line.amount for line in project.lines) == budget > 0
        assert sum(asset.values["original_value"] for asset in project.assets) == budget
        assert all(line.amount > 0 and line.level and line.kind for line in project.lines)


def test_everything_is_marked_as_an_example(content):
    names = [project.values["name"] for project in content.projects]
    names += [asset.values["name"] for asset in content.assets()]

    assert all(name.startswith("（示例）") for name in names)
    assert all(
        line.document_number.startswith("示例") for project in content.projects for line in project.lines
    )


def test_no_village_has_the_same_thing_twice(content):
    things = [(asset.village, asset.values["name"]) for asset in content.assets()]

    assert len(things) == len(set(things))


@pytest.mark.parametrize("county", COUNTIES)
def test_assets_lie_in_real_villages_of_their_county(county):
    villages = {place[0] for place in rows(county) if place[2] == "village"}

    for asset in demo_content(rows(county)).assets():
        assert str(asset.village) in villages
        assert asset.town == asset.village // 1000


def test_values_and_details_are_fields_that_models_have(content):
    for asset in content.assets():
        subtype = asset.values["subtype"]
        fields = {field.name for field in DETAILS[subtype.detail]._meta.fields} if subtype.detail else set()
        assert set(asset.detail) <= fields
        assert bool(asset.detail) == bool(subtype.detail)
        assert asset.values["category"] is subtype.category
        assert {asset.implementing, asset.supervising} <= set(Unit.Sector.values)


def test_scope_year_and_reason_agree(content):
    for asset in content.assets():
        values = asset.values
        assert (
            (values["formed_year"] < 2016) == (values["scope"] is Scope.BEFORE_2016) == ("tracing" in values)
        )
        assert (values["acquisition"] is Acquisition.DONATED) == (values["scope"] is Scope.DONATED)
        assert bool(values["status_reason"]) == Status(values["status"]).needs_reason
    assert {asset.values["formed_year"] for project in content.projects for asset in project.assets} == {
        2016,
        2017,
        2018,
        2019,
        2020,
    }


def test_all_three_types_and_every_reason_of_scope_are_shown(content):
    assets = list(content.assets())

    assert {asset.values["category"] for asset in assets} == set(Category)
    assert {asset.values["scope"] for asset in assets} == set(Scope)
    assert len({asset.values["subtype"] for asset in assets}) >= 20


def test_the_rules_guess_every_made_up_name_right_and_exclude_none(content):
    for asset in content.assets():
        guess = guess_type(asset.values["name"], asset.values["spec"])
        assert guess and guess.subtype is asset.values["subtype"]
        assert excluded_kind(asset.values["name"]) is None


def test_power_stations_and_roads_have_sizes_that_villages_have(content):
    for asset in content.assets():
        quantity, value = asset.values["quantity"], asset.values["original_value"]
        if asset.values["subtype"] is Subtype.PV_STATION:
            assert 60 <= quantity <= 300 and 6_100 <= value / quantity <= 6_900
        if asset.values["measure"] is Measure.KILOMETRE:
            assert 1 <= quantity <= 5 and 299_000 <= value / quantity <= 501_000


def test_a_recipe_names_its_things_in_the_unit_it_counts():
    for recipe in recipes():
        assert recipe.least <= recipe.most and recipe.price_least <= recipe.price_most
        assert "{quantity} " + recipe.measure.label in recipe.spec


def test_a_county_with_few_villages_is_refused_rather_than_drawn_forever():
    few = [place for place in rows("410821") if place[2] != "village"]
    few += [place for place in rows("410821") if place[2] == "village"][:2]

    with pytest.raises(LookupError, match="村太少"):
        demo_content(few)
