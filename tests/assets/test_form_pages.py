"""The form of an asset in the hands of two editors, and what it says of what is filled in wrongly."""

import pytest
from django.urls import reverse

from assets import actions
from assets.models import Alias, Asset, detail_of
from tests.assets.test_pages import text, typed


def opened(client, asset):
    """What a browser sends back of the opened form when nobody has touched a field."""
    context = client.get(reverse("assets:edit", args=[asset.pk])).context
    fields = [context["form"][name] for name in context["form"].fields]
    fields += [field for group in context["groups"] for field in group["fields"]]
    values = {field.html_name: field.value() for field in fields}
    return {name: str(value) for name, value in values.items() if value not in (None, "", False)}


def a_road(here):
    return here.asset(name="东关村环村路", detail={"length_m": 1500}, aliases=["旧账-1"])


def test_what_the_second_editor_never_touched_keeps_what_the_first_one_saved(here, client):
    asset = a_road(here)
    post = opened(client.as_(here.county_clerk), asset)
    actions.amend(asset, by=here.village_clerk, version=1, original_value=900_000, detail={"length_m": 1600})
    late = client.post(reverse("assets:edit", args=[asset.pk]), post | {"remark": "县里后改"})
    assert late.status_code == 422 and late.context["conflict"]["rows"] == []
    assert late.context["conflict"]["taken"] == "原值（元）、长度（米）"
    again = {f.html_name: f.value() for g in late.context["groups"] for f in g["fields"]}
    hidden = {name: late.context["form"][name].value() for name in ("version", "opened")}
    again = {name: value for name, value in (again | hidden).items() if value not in (None, "", False)}
    assert client.post(reverse("assets:edit", args=[asset.pk]), again).status_code == 302
    asset.refresh_from_db()
    assert (asset.original_value, asset.remark, detail_of(asset).length_m) == (900_000, "县里后改", 1600)


def test_what_both_changed_is_listed_and_keeps_what_was_typed(here, client):
    asset = a_road(here)
    post = opened(client.as_(here.county_clerk), asset)
    actions.amend(
        asset,
        by=here.village_clerk,
        version=1,
        village_id=here.villages[1],
        detail={"length_m": 1600},
        aliases=["旧账-2"],
    )
    mine = {"place": here.towns[0], "road-length_m": "1700"}
    late = client.post(reverse("assets:edit", args=[asset.pk]), post | mine)
    rows = {row["label"]: (row["theirs"], row["yours"]) for row in late.context["conflict"]["rows"]}
    assert rows == {
        "所在地": ("刘庄村民委员会", "城关镇（镇级）"),
        "长度（米）": ("1,600.00", "1,700"),
        "原有编号": ("旧账-1、旧账-2", "（空）"),
    }
    assert 'value="1700"' in text(late) and detail_of(asset).length_m == 1600


def test_a_forged_memory_of_the_opened_form_makes_every_difference_shown(here, client):
    asset = a_road(here)
    post = opened(client.as_(here.county_clerk), asset) | {"opened": "x:y:z"}
    actions.amend(asset, by=here.village_clerk, version=1, remark="村里先改")
    late = client.post(reverse("assets:edit", args=[asset.pk]), post)
    assert ("备注", "村里先改") in {(row["label"], row["theirs"]) for row in late.context["conflict"]["rows"]}


def test_faults_of_the_details_stand_on_top_with_links_and_beside_those_of_the_asset(here, client):
    wrong = typed(here, **{"name": "", "road-length_m": "-5"})
    page = text(client.as_(here.county_clerk).post(reverse("assets:create"), wrong))
    assert "有 2 处需要更正" in page
    assert '<a href="#id_road-length_m">长度（米）</a>' in page and '<a href="#id_name">' in page


def share(here, **changes):
    kind = {"category": "operating", "subtype": "J08", "acquisition": "equity", "measure": "share"}
    return typed(here, **kind, **{f"equity-{name}": value for name, value in changes.items()})


def test_a_share_that_ends_before_it_begins_is_refused_on_top_and_at_its_group(here, client):
    post = share(here, from_on="2024-01-01", to_on="2023-01-01")
    page = text(client.as_(here.county_clerk).post(reverse("assets:create"), post))
    assert page.count("投资到期日不能早于投资起始日") == 2 and not Asset.objects.exists()


def test_a_credit_code_with_a_slip_is_refused_at_its_field(here, client):
    client.as_(here.county_clerk)
    page = text(client.post(reverse("assets:create"), share(here, credit_code="91350100M000100Y44")))
    assert '<a href="#id_equity-credit_code">' in page and "校验位不符" in page
    right = client.post(reverse("assets:create"), share(here, credit_code="91350100M000100Y43"))
    assert right.status_code == 302


def test_an_old_number_too_long_gets_a_sentence_at_its_field(here, client):
    page = text(client.as_(here.county_clerk).post(reverse("assets:create"), typed(here, alias="旧" * 61)))
    assert "超过 60 个字" in page and '<a href="#id_alias">新增原有编号</a>' in page


def test_old_numbers_are_shown_and_only_added_to(here, client):
    asset = a_road(here)
    post = opened(client.as_(here.county_clerk), asset)
    page = text(client.get(reverse("assets:edit", args=[asset.pk])))
    assert "已登记：旧账-1。" in page and "alias" not in post
    assert client.post(reverse("assets:edit", args=[asset.pk]), post | {"alias": "旧账-2"}).status_code == 302
    assert set(Alias.objects.values_list("number", flat=True)) == {"旧账-1", "旧账-2"}


ODD = {
    "a year to come": ({"formed_year": "2090"}, "应在 1986 至"),
    "use in the future": ({"in_use_on": "2090-01-01"}, "不能晚于今天"),
    "use before it was formed": ({"in_use_on": "2018-12-31"}, "不能早于形成年度（2019 年）"),
    "no life at all": ({"life_years": "0"}, "应为 1 至 100 年"),
    "a unit without a quantity": ({"quantity": ""}, "须填写数量"),
    "a fee": ({"name": "项目管理费"}, "请不要登记此项"),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_values_are_refused_with_a_sentence(here, client, case):
    changes, sentence = ODD[case]
    answer = client.as_(here.county_clerk).post(reverse("assets:create"), typed(here, **changes))
    assert answer.status_code == 422 and sentence in text(answer)
    assert not Asset.objects.exists()


def test_type_and_unit_of_quantity_follow_from_the_subtype(here, client):
    post = typed(here, category="", measure="")
    assert client.as_(here.county_clerk).post(reverse("assets:create"), post).status_code == 302
    asset = Asset.objects.get()
    assert (asset.category, asset.measure) == ("public", "km")


def test_whoever_has_a_single_unit_finds_it_chosen(here, client):
    form = client.as_(here.village_clerk).get(reverse("assets:create")).context["form"]
    assert form["unit"].value() == here.village.pk
    assert client.as_(here.county_clerk).get(reverse("assets:create")).context["form"]["unit"].value() is None


def test_a_retired_asset_says_that_it_is_out_of_the_ledger(here, client):
    asset = here.asset_in("retired")
    page = text(client.as_(here.county_clerk).get(reverse("assets:edit", args=[asset.pk])))
    assert "已退出台账，不能再修改。" in page


def test_whoever_decides_sees_donor_detail_and_papers(here, client):
    asset = here.asset_in(
        "submitted",
        acquisition="donated",
        scope="donated",
        donor="某公司",
        donation_value=5000,
        detail={"length_m": 1500},
    )
    page = text(
        client.as_(here.town_reviewer).get(reverse("journal:perform", args=["assets.verify", asset.pk]))
    )
    assert all(words in page for words in ("某公司", "5,000.00 元", "1,500.00", "照片 0 张，资料 0 份"))
    assert f'<a href="{asset.get_absolute_url()}" target="_blank">' in page
