"""Old numbers: added on the asset's page with where they come from, told in its history, found by the search."""

import pytest
from django.urls import reverse

from assets import actions
from assets.models import Alias
from assets.resources import AssetResource
from tests.assets.test_pages import text


def add(client, asset, number, origin="2018 年扶贫资产台账"):
    return client.post(reverse("assets:alias", args=[asset.pk]), {"number": number, "origin": origin})


def test_an_old_number_is_kept_with_its_origin_told_and_found(here, client):
    asset = here.asset_in("ledger")
    answer = add(client.as_(here.county_clerk), asset, " 修扶2018-031 ")
    assert answer.status_code == 302 and answer["Location"] == asset.get_absolute_url()
    page = client.get(asset.get_absolute_url())
    assert "<dt>2018 年扶贫资产台账</dt><dd>修扶2018-031" in text(page)
    told = page.context["entries"][0]
    assert told.label == "补登原编号"
    assert [(c.label, c.new) for c in told.changes] == [
        ("原编号", "修扶2018-031"),
        ("出处", "2018 年扶贫资产台账"),
    ]
    assert asset.name in text(client.get(reverse("assets:list"), {"q": "2018-031"}))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "必填"),
        ("甲-1、甲-2", "逐个补登"),
        ("甲 1", "逐个补登"),
        ("旧-1", "已经登记过"),
        ("9" * 61, "60"),
        ("甲\0", "空字符"),
    ],
)
def test_a_number_that_cannot_be_kept_is_refused_and_stays_in_the_field(here, client, number, sentence):
    asset = here.asset(aliases=["旧-1"])
    answer = add(client.as_(here.county_clerk), asset, number)
    assert answer.status_code == 422 and sentence in text(answer)
    assert Alias.objects.count() == 1


def test_an_asset_under_review_takes_no_number(here, client):
    asset = here.asset_in("submitted")
    assert add(client.as_(here.village_clerk), asset, "旧-1").status_code == 403
    assert 'name="origin"' not in text(client.get(asset.get_absolute_url()))


def test_the_same_number_is_not_written_twice_by_form_and_page(here, client):
    asset = here.asset(aliases=["旧-1", "旧-2"])
    assert add(client.as_(here.county_clerk), asset, "旧-2").status_code == 422
    asset.refresh_from_db()
    actions.amend(asset, by=here.county_clerk, version=asset.version, aliases=["旧-2", "旧-3"])
    assert list(Alias.objects.order_by("pk").values_list("number", flat=True)) == ["旧-1", "旧-2", "旧-3"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("旧-1、旧-2", "旧-1、旧-2"),
        ("2018/031；旧-2 旧-2", "2018/031、旧-2"),
        (
            "、".join(f"{number:060}" for number in range(5)),
            "、".join(f"{number:060}" for number in range(5)),
        ),
        ("", ""),
    ],
)
def test_several_numbers_of_a_cell_come_back_as_they_were_written(cell, kept):
    widget = AssetResource.fields["alias"].widget
    assert widget.clean(cell) == kept == widget.clean(widget.render(kept))
    assert "、".join(Alias.split(kept)) == kept


def test_a_number_of_a_cell_that_is_too_long_is_refused_with_its_beginning():
    with pytest.raises(ValueError, match="99…”超过 60 个字"):
        AssetResource.fields["alias"].widget.clean("旧-1、" + "9" * 61)
