"""What a title waits for stands on the workbench of whoever does it; and it goes with its asset from unit to unit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assets import actions as assets
from assets.models import Asset
from journal.models import Change
from journal.transitions import Refused
from ownership import actions
from ownership.models import Title


def asked(here, title):
    with here.scope():
        return actions.ask_end(title, by=here.town_clerk, reason="登记有误")


def handed_on(here, asset, unit):
    with here.scope():
        asset.refresh_from_db()
        return assets.amend(asset, by=here.county_clerk, version=asset.version, reason="划转管理", unit=unit)


def test_what_somebody_asked_to_strike_off_waits_for_the_county_head(here, client):
    asked(here, here.title_in("handed_over"))
    page = client.as_(here.county_head).get("/").text
    assert "待注销登记" in page and "/ownership/?ending=1" in page
    listed = client.get(reverse("ownership:list"), {"ending": "1"}).text
    assert "东关至刘庄道路" in listed
    assert "待注销登记" not in client.as_(here.town_clerk).get("/").text


def test_nothing_else_of_it_is_anybodys_turn_meanwhile(here, client):
    title = here.title_in("proposed")
    assert "待确认产权" in client.as_(here.county_head).get("/").text
    asked(here, title)
    page = client.get("/").text
    assert "待确认产权" not in page and "待注销登记" in page
    assert "待「注销登记」" in client.as_(here.town_clerk).get(title.get_absolute_url()).text


def test_a_title_nobody_asked_to_strike_off_waits_for_no_such_thing(here, client):
    title = here.title_in("proposed")
    assert "待注销登记" not in client.as_(here.county_head).get("/").text
    assert "待「注销登记」" not in client.as_(here.town_clerk).get(title.get_absolute_url()).text


def test_where_no_department_reviews_nobody_is_said_to(here, client):
    page = client.as_(here.town_clerk).get(here.title_in("proposed").get_absolute_url()).text
    assert "待「确认产权」" in page and "待「审核界定」" not in page


def test_a_title_goes_with_its_asset_to_another_unit(here, client):
    title = here.title_in("certificated")
    handed_on(here, title.asset, here.other_village)
    title = Title.objects.get(pk=title.pk)
    assert title.unit == here.other_village
    assert Change.objects.filter(table="ownership_title", row_id=title.pk, entry__act="assets.amend").exists()
    assert "更正" in client.as_(here.county_clerk).get(title.get_absolute_url()).text


@pytest.mark.parametrize(
    ("state", "called"), [("draft", "东关新路"), ("proposed", "东关新路"), ("certificated", "东关至刘庄道路")]
)
def test_a_title_is_called_as_its_asset_until_it_is_settled(here, state, called):
    title = here.title_in(state)
    with here.scope():
        asset = Asset.objects.get(pk=title.asset_id)
        assets.amend(asset, by=here.county_clerk, version=asset.version, reason="更正名称", name="东关新路")
        assert Title.objects.get(pk=title.pk).name == called


def test_the_unit_that_had_the_asset_has_no_more_rights_over_its_title(here, client):
    title = here.title_in("draft")
    handed_on(here, title.asset, here.far_village)
    assert not Title.objects.permitted(here.town_clerk).exists()
    assert client.as_(here.town_clerk).get(title.get_absolute_url()).status_code == 404
    with pytest.raises((Refused, PermissionDenied)), here.scope():
        actions.propose(title, by=here.town_clerk)


def test_an_amendment_that_leaves_the_unit_leaves_the_title(here):
    title = here.title_in("draft")
    with here.scope():
        asset = Asset.objects.get(pk=title.asset_id)
        assets.amend(asset, by=here.county_clerk, version=asset.version, reason="核对位置", address="村南")
    assert not Change.objects.filter(table="ownership_title", entry__act="assets.amend").exists()
