"""A photo that was here before is shown to whoever judges: the very same file, or one that looks like it."""

import pytest
from django.urls import reverse

from custody.models import SpotPhoto
from custody.patrols import photos, rules
from journal.models import Document
from tests.custody.patrolling import differing, fresh, ordered, patrolled, repaired, scene
from tests.noticing import photo as plain


def looks(place, *files):
    with place.scope():
        kept = [photos.documents.store(file, by=place.village_clerk, county=place.code) for file in files]
    return [document.look for document in kept]


def test_a_scene_keeps_its_look_when_it_is_scaled_or_saved_anew(here):
    first, *again = looks(
        here,
        scene(7),
        scene(7, size=(960, 720)),
        scene(7, quality=40),
        scene(7, kind="PNG"),
        scene(7, size=(1600, 1000)),
    )
    assert max(differing(first, other) for other in again) <= rules.LIKE
    others = looks(here, *(scene(number) for number in range(20, 32)))
    assert min(differing(first, other) for other in others) > 2 * rules.LIKE


def test_only_pictures_have_a_look(here):
    (look,) = looks(here, scene(3))
    assert -(2**63) <= look < 2**63
    assert Document.objects.get().look == look


def hint_of(here, client, patrol):
    return client.as_(here.town_reviewer).get(patrol.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("again", "words"),
    [
        (lambda: scene(5), "巡查时的照片相同"),
        (lambda: scene(5, size=(640, 480), quality=60), "巡查时的照片相近"),
    ],
)
def test_the_same_photo_of_another_asset_is_a_hint(here, client, again, words):
    first = patrolled(here, here.asset_in("ledger", name="东关道路"), photos=[scene(5)])
    second = patrolled(here, here.asset_in("ledger", name="刘庄道路"), photos=[scene(), again()])
    page = hint_of(here, client, second)
    assert "第 2 张照片" in page and "「东关道路」" in page and words in page
    assert first.get_absolute_url() in page
    assert "巡查时的照片" not in hint_of(here, client, first)
    listed = client.get(reverse("patrols:list"), {"twin": "1"}).content.decode()
    assert "刘庄道路" in listed and "有 1 张照片须核对" in listed and "东关道路" not in listed


def test_photos_taken_together_are_no_hint(here):
    patrolled(here, here.asset_in("ledger"), photos=[scene(9), scene(9)])
    assert not SpotPhoto.objects.filter(twin__isnull=False).exists()


def test_two_different_walls_are_no_hint_but_the_same_file_is(here):
    asset, wall = here.asset_in("ledger"), plain()
    patrolled(here, asset, photos=[wall])
    patrolled(here, asset, photos=[plain()])
    assert not SpotPhoto.objects.filter(twin__isnull=False).exists()
    wall.seek(0)
    patrolled(here, asset, photos=[wall])
    assert SpotPhoto.objects.filter(twin__isnull=False).count() == 1


def test_a_repair_shown_by_its_own_photo_of_before_is_a_hint(here, client):
    repair = ordered(here, photos=[scene(11)], place=(113.4, 35.2, 10))
    repair = repaired(here, repair, photos=[scene(11)], place=(113.5, 35.2, 10))
    page = client.as_(here.town_reviewer).get(fresh(repair).get_absolute_url()).content.decode()
    assert "维修时的照片相同" in page and "修复后照片距修复前照片约 9.1 千米" in page


def test_a_photo_of_another_county_is_none_of_this_one(here, there):
    patrolled(there, there.asset_in("ledger"), photos=[scene(13)])
    patrolled(here, here.asset_in("ledger"), photos=[scene(13)])
    assert not SpotPhoto.objects.filter(twin__isnull=False).exists()


def test_a_place_that_is_not_the_assets_is_a_hint(here, client):
    asset = here.asset_in("ledger", longitude="113.447312", latitude="35.223471")
    near = patrolled(here, asset, place=(113.4475, 35.2236, 15))
    far = patrolled(here, asset, place=(113.55, 35.22, 15))
    assert "拍照位置距" not in hint_of(here, client, near)
    assert "拍照位置距台账登记的资产位置约 9.3 千米" in hint_of(here, client, far)
