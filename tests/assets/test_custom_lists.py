"""A county's own fields in the ledger's list: as a column one chooses, and corrected for many assets at once."""

import pytest
from django.urls import reverse

from assets import actions, bulk
from assets.models import Asset, Bulk
from journal import history
from tests.assets.custom_fields import defined
from tests.assets.test_pages import text
from tests.test_queries import queries

LIST, COLUMNS = reverse("assets:list"), reverse("assets:columns")


def test_a_field_is_a_column_for_who_chooses_it(here, client):
    field = defined(here, "年租", "money")
    here.asset(custom={field.key: "1200.00"})
    client.as_(here.county_clerk).post(
        COLUMNS, {"key": ["name", "custom-f1"], "at-name": "1", "at-custom-f1": "2"}
    )
    page = client.get(LIST)
    assert [column["label"] for column in page.context["columns"]] == ["名称", "年租"]
    assert ">1,200.00" in text(page)
    assert "1,200.00" not in text(client.as_(here.county_head).get(LIST))


def test_another_countys_field_is_no_column(here, there, client):
    defined(there, "外县字段")
    client.as_(here.county_clerk)
    client.post(COLUMNS, {"key": ["name", "custom-f1"], "at-name": "1", "at-custom-f1": "2"})
    assert "外县字段" not in text(client.get(COLUMNS)) + text(client.get(LIST))
    assert [column["label"] for column in client.get(LIST).context["columns"]] == ["名称"]


def test_the_list_asks_no_more_with_a_field_as_column_and_filter(here, client):
    field = defined(here)
    here.asset(custom={field.key: 3})
    client.as_(here.county_clerk).post(COLUMNS, {"key": ["name", "custom-f1"]})
    few = queries(client, f"{LIST}?f1_from=1")
    for number in range(20):
        here.asset(name=f"路 {number}", custom={field.key: number})
    assert queries(client, f"{LIST}?f1_from=1") == few <= 14


def amended(here, client, said, rows, field="custom-f1"):
    """The Bulk of an amendment of these rows, done through the pages."""
    client.as_(here.county_clerk)
    client.post(reverse("assets:bulk_start"), {"act": "assets.amend", "pk": [row.pk for row in rows]})
    one = Bulk.objects.get()
    client.post(one.get_absolute_url(), {"field": field, field: said})
    client.post(one.get_absolute_url(), {"reason": "现场核查", "seen": Bulk.objects.get().digest})
    return Bulk.objects.get()


def test_one_field_of_many_is_corrected_each_told_in_its_history(here, client):
    field, other = defined(here), defined(here, "等级", "choice", options=["好", "差"])
    rows = [here.asset(name=f"路 {at}", custom={field.key: at + 1, other.key: "差"}) for at in range(2)]
    amended(here, client, "2", rows)
    one, two = Asset.objects.order_by("pk")
    assert one.custom == two.custom == {"f1": 2, "f2": "差"} and (one.version, two.version) == (2, 1)
    (change,) = history.of(one, [(Asset, [one.pk])])[0].changes
    assert (change.label, change.old, change.new) == ("管护人数", "1", "2")


def test_a_field_that_does_not_concern_an_asset_is_not_put_into_it(here, client):
    defined(here, "并网户号", "text", applies_to=["J04"])
    road = here.asset()
    one = amended(here, client, "0391-001", [road])
    assert dict(bulk.groups(one, "unable")) == {"「并网户号」不适用于道路交通": [road.pk]}
    assert Asset.objects.get().custom == {}
    with pytest.raises(actions.Refused, match="不适用于道路交通"):
        actions.amend(road, by=here.village_clerk, version=1, custom={"f1": "0391-001"})
