"""Clicks that come together."""

from django.urls import reverse

from assets.models import Asset
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
