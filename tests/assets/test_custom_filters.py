"""A list narrowed by a county's own fields: every kind, and nothing of another county's."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from assets import custom
from assets.models import Asset
from tenancy.scope import Scope, scope
from tests.assets.custom_fields import defined, one_of_each

LOW = {
    "text": "王师傅",
    "long": "甲\n乙",
    "integer": 9,
    "decimal": "2.5",
    "money": "900.00",
    "day": "2020-09-20",
}
LOW |= {"yes_no": False, "choice": "差", "choices": ["防汛"]}
HIGH = {
    "text": "李师傅",
    "long": "丙",
    "integer": 10,
    "decimal": "12.5",
    "money": "1200.00",
    "day": "2021-01-01",
}
HIGH |= {"yes_no": True, "choice": "好", "choices": ["防汛", "防盗"]}
# what is asked for: (kind, end of the parameter's name, value), and who passes
ASKED = {
    ("text", "", "王"): {"low"},
    ("text", "", "师傅"): {"low", "high"},
    ("text", "", "%"): set(),
    ("long", "", "乙"): {"low"},
    ("integer", "_from", "10"): {"high"},
    ("integer", "_to", "9"): {"low"},
    ("decimal", "_from", "2.6"): {"high"},
    ("decimal", "_to", "2.5"): {"low"},
    ("money", "_from", "1000"): {"high"},
    ("money", "_to", "1200"): {"low", "high"},
    ("day", "_from", "2020-09-21"): {"high"},
    ("day", "_to", "2020-09-20"): {"low"},
    ("yes_no", "", "0"): {"low"},
    ("yes_no", "", "1"): {"high"},
    ("choice", "", "好"): {"high"},
    ("choices", "", "防汛"): {"low", "high"},
    ("choices", "", "防盗"): {"high"},
    ("choices", "", "防火"): set(),
}


def passing(county, name, value):
    """The names of the assets that pass, through the filter's own field."""
    field = custom.filters(county)[name]
    rows = custom.narrow(Asset.objects.filter(county_id=county), county, {name: field.clean(value)})
    return set(rows.values_list("name", flat=True))


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_each_kind_finds_what_was_asked_for(here, asked):
    kind, end, value = asked
    fields = one_of_each(here)
    for name, values in (("low", LOW), ("high", HIGH), ("none", {})):
        here.asset(name=name, custom={fields[kind].key: values[kind]} if values else {})
    assert passing(here.code, f"{fields[kind].key}{end}", value) == ASKED[asked]


def test_a_text_of_another_county_under_the_same_key_breaks_no_number(here, there, city):
    number = defined(here, "管护人数", "integer")
    there.asset(custom={defined(there, "管护人", "text").key: "王师傅"})
    here.asset(name="路", custom={number.key: 3})
    with scope(Scope("city", user=city.reader.pk)), transaction.atomic():
        rows = custom.narrow(Asset.objects.order_by(), here.code, {"f1_from": Decimal(1)})
        assert [row.name for row in rows] == ["路"]


def listed(client, **asked):
    """The names on the page of the list, under a query."""
    page = client.get(reverse("assets:list"), asked)
    return page, {row.name for row in page.context["rows"]}


def test_the_list_is_narrowed_shows_a_chip_and_sums_what_passes(here, client):
    number = defined(here, unit_word="人")
    here.asset(name="甲路", custom={number.key: 3}, original_value=100)
    here.asset(name="乙路", custom={number.key: 1}, original_value=50)
    page, names = listed(client.as_(here.county_head), f1_from="2")
    assert names == {"甲路"} and page.context["totals"]["value"] == 100
    assert [(c["label"], c["value"]) for c in page.context["chips"]] == [("管护人数自（人）", "2")]


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 40, "\0", "NaN"])
def test_a_bound_that_is_no_number_is_ignored(here, client, value):
    defined(here)
    here.asset(name="甲路")
    page, names = listed(client.as_(here.county_head), f1_from=value)
    assert page.status_code == 200 and names == {"甲路"}


def test_another_countys_filter_is_not_there(here, there, client):
    defined(there, "外县字段")
    here.asset(name="甲路")
    page, names = listed(client.as_(here.county_head), f1_from="2")
    assert names == {"甲路"} and "外县字段" not in page.content.decode()


def test_a_city_has_a_countys_filters_once_it_chose_the_county(here, there, city, client):
    here.asset(name="甲路", custom={defined(here).key: 3})
    there.asset(name="乙路", custom={defined(there, "外县字段").key: 3})
    client.as_(city.reader)
    page, names = listed(client, county=here.code, f1_from="2")
    assert names == {"甲路"} and "管护人数自" in page.content.decode()
    assert "外县字段" not in page.content.decode()
    assert listed(client, f1_from="2")[1] == {"甲路", "乙路"}


def test_over_counties_and_for_retired_fields_there_is_no_filter(here, there):
    defined(there, "外县字段")
    assert custom.filters(None) == {} and custom.filters(here.code) == {}
    assert custom.columns(here.code) == []


def test_a_column_shows_each_value_as_people_read_it(here):
    fields = one_of_each(here)
    asset = here.asset(custom={fields[kind].key: HIGH[kind] for kind in HIGH})
    shown = [custom.cell(field, asset) for field in custom.columns(here.code)]
    assert shown == ["李师傅", "丙", "10", "12.5", "1,200.00", "2021-01-01", "是", "好", "防汛、防盗"]
    assert custom.cell(fields["text"], here.asset()) == ""
