"""Clicks that come together."""

from django.urls import reverse

from assets.models import Asset, Household
from journal.transitions import Refused
from tenancy import policy
from tests.assets.registering import household
from tests.assets.test_pages import typed
from tests.client import Browser
from tests.crowd import at_once
from tests.world import HERE, Place


def test_a_form_sent_six_times_registers_one_asset(committed):
    place = Place(HERE)
    post, browsers = typed(place), [Browser().as_(place.county_clerk) for _ in range(6)]
    answers = at_once(6, lambda: browsers.pop().post(reverse("assets:create"), post).status_code)
    with place.scope():
        assert Asset.objects.filter(name=post["name"]).count() == 1
    assert sorted(answers) == [302, 422, 422, 422, 422, 422]


def test_two_households_entered_at_once_do_not_get_one_code(committed):
    place = Place(HERE)
    ways = [("village_clerk", 0), ("town_clerk", 1)] * 3
    for who, _ in ways:
        policy.grants(getattr(place, who))

    def enter():
        who, at = ways.pop()
        return household(place, by=who, at=at, code="0815").code

    done = at_once(6, enter)
    assert sorted(map(str, done), key=len)[0] == "0815"
    assert sum(isinstance(one, Refused) for one in done) == 5
    with place.scope():
        assert Household.objects.filter(code="0815").count() == 1
