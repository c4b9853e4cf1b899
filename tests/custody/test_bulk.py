"""二（五）Many at once: one duty assigned to all assets that match, then confirmed together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets import bulk
from assets.models import Asset
from custody.models import Duty
from journal.models import Change, Entry
from tests.custody.test_actions import checked
from tests.custody.test_pages import typed
from tests.ownership.test_bulk import done, roads, sentences, staged

ASSIGN = "custody.assign"
VALUES = {
    "kind": "care",
    "regime": "village",
    "body_name": "",
    "custodian": "王守田",
    "keeper": "cadre",
    "phone": "",
    "from_on": "2020-10-01",
    "to_on": None,
    "fund_source": "none",
    "fund_amount": "0",
    "duties": "",
    "remark": "",
}


def assigned(place, by, rows=None, **values):
    one = bulk.choose(staged(place, ASSIGN, by, rows), by=by, values=VALUES | values)
    return bulk.confirm(one, by=by, seen=one.digest)


def test_one_duty_is_assigned_to_many_assets_each_with_its_own_entry(here):
    assets = roads(here, 3)
    assigned(here, here.town_clerk)
    checked()
    for asset in assets:
        duty = Duty.objects.get(asset=asset)
        assert (duty.state, duty.body, duty.body_name) == ("draft", here.village, "城关镇东关村")
        (entry,) = Entry.objects.about(duty)
        assert (entry.act, entry.after) == ("custody.assign", "draft")
        assert set(Change.objects.filter(entry=entry).values_list("table", "op")) == {("custody_duty", "+")}


def test_what_cannot_be_assigned_is_told_by_reason_and_left_alone(here):
    (road,) = roads(here, 1)
    here.duty(here.asset_in("ledger", name="已起草路"))
    here.asset_in("verified", name="未入账路")
    one = assigned(here, here.county_clerk)
    assert Duty.objects.filter(asset=road).exists() and Duty.objects.count() == 2
    told = sentences(one)
    assert any("已有待确认的同类管护责任" in sentence for sentence in told)
    assert any("资产尚未入账" in sentence for sentence in told)


@pytest.mark.parametrize(("regime", "body"), [("town", "城关镇人民政府"), ("department", "修武县农业农村局")])
def test_other_regimes_find_other_bodies(here, regime, body):
    roads(here, 1)
    assigned(here, here.county_clerk, regime=regime)
    assert Duty.objects.get().body_name == body


def test_forty_are_assigned_with_as_many_queries_as_four(here):
    def cost(number):
        rows = Asset.objects.filter(pk__in=[row.pk for row in roads(here, number)])
        one = bulk.choose(staged(here, ASSIGN, here.town_clerk, rows), by=here.town_clerk, values=VALUES)
        with CaptureQueriesContext(connection) as asked:
            bulk.confirm(one, by=here.town_clerk, seen=one.digest)
        return len(asked)

    cost(1)
    assert cost(4) == cost(40)
    assert Duty.objects.count() == 45


def test_many_are_confirmed_together_by_another(here):
    assets = [here.title_in("confirmed", road).asset for road in roads(here, 3)]
    assigned(here, here.town_clerk)
    done(here, "custody.begin", here.town_reviewer)
    assert Duty.objects.filter(asset__in=assets, state="in_force").count() == 3


def test_of_two_drafts_for_one_asset_only_the_first_is_confirmed(here):
    first = here.duty()
    here.duty(first.asset, custodian="李接任")
    one = done(here, "custody.begin", here.town_reviewer)
    assert Duty.objects.held().get() == first
    assert any("时间重叠" in sentence for sentence in sentences(one))


def test_the_pages_lead_from_the_list_through_the_question_to_the_drafts(here, client):
    roads(here, 2)
    client.as_(here.town_clerk)
    ids = list(Asset.objects.values_list("pk", flat=True))
    started = client.post(reverse("assets:bulk_start"), {"act": ASSIGN, "pk": ids, "query": ""})
    page = client.get(started.url)
    assert "由谁管护？" in page.content.decode()
    wrong = client.post(started.url, typed(regime="enterprise", body_name=""))
    assert wrong.status_code == 422 and "请填写管护主体的名称" in wrong.content.decode()
    assert client.post(started.url, typed(body_name="")).status_code == 302
    looked = client.get(started.url)
    assert "王守田" in looked.content.decode()
    client.post(started.url, {"seen": looked.context["seen"]})
    assert Duty.objects.count() == 2
    done_page = client.get(started.url).content.decode()
    assert "custody/?bulk=" in done_page
