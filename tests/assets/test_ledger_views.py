"""How people look at the ledger: saved filters, columns, and the filters of the list."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from PIL import Image

from assets import actions, saved
from assets import columns as ledger_columns
from assets.columns import MORE, MOST, USUAL
from assets.filters import AssetFilter
from assets.models import Asset, ColumnChoice, SavedFilter
from journal import documents
from tenancy.scope import county_scope
from tests.assets.custom_fields import defined
from tests.test_queries import queries

LIST, NEW, COLUMNS = reverse("assets:list"), reverse("assets:filter_new"), reverse("assets:columns")
DASHBOARD = reverse("assets:dashboard")


def kept(place, owner, query="status=idle", **fields):
    fields = {"name": "闲置资产", "unit": place.village} | fields
    with place.scope():
        return SavedFilter.objects.create(county_id=place.code, owner=owner, query=query, **fields)


def names(page):
    return [row.name for row in page.context["rows"]]


def idle(place, name="闲置的"):
    return place.asset(name=name, status="idle", status_reason="无人承包")


def test_a_saved_filter_is_offered_on_the_dashboard_and_counts_there(client, here):
    idle(here), here.asset(name="在用的")
    row = kept(here, here.village_clerk)
    page = client.as_(here.village_clerk).get(DASHBOARD)
    assert page.context["saved"]["filters"][0]["url"] == f"{DASHBOARD}?filter={row.pk}"

    narrowed = client.get(DASHBOARD, {"filter": row.pk})
    drafts = next(stat for stat in narrowed.context["stats"] if stat["label"] == "草稿")
    assert (narrowed.context["saved"]["active"], drafts["value"]) == ("闲置资产", "1")


def test_a_filter_is_saved_with_a_name_and_listed_beside_the_search(client, here):
    idle(here), here.asset(name="在用的")
    client.as_(here.village_clerk)
    page = client.post(
        f"{NEW}?status=idle&after=1~2&nonsense=x", {"name": "闲置资产", "sharing": "me"}, follow=True
    )
    row = SavedFilter.objects.get()
    assert (row.query, row.owner, row.unit) == ("status=idle", here.village_clerk, here.village)
    assert names(page) == ["闲置的"]
    assert (page.context["saved"]["active"], [one["name"] for one in page.context["saved"]["filters"]]) == (
        "闲置资产",
        ["闲置资产"],
    )


def test_what_is_not_filtered_cannot_be_saved(client, here):
    page = client.as_(here.village_clerk).get(f"{NEW}?status=nonsense&after=1~2", follow=True)
    assert "还没有筛选条件" in page.text


def test_a_name_is_taken_once_and_what_was_typed_is_kept(client, here):
    kept(here, here.village_clerk)
    page = client.as_(here.village_clerk).post(f"{NEW}?q=道路", {"name": "闲置资产", "sharing": "unit"})
    assert page.status_code == 422
    assert "您已有同名的常用筛选" in page.text and 'value="闲置资产"' in page.text


def test_a_part_of_a_saved_filter_can_be_taken_off(client, here):
    one = kept(here, here.village_clerk, "category=public&status=idle")
    page = client.as_(here.village_clerk).get(LIST, {"filter": one.pk})
    urls = {chip["label"]: chip["remove_url"] for chip in page.context["chips"]}
    assert urls == {"类型": f"{LIST}?status=idle", "使用状况": f"{LIST}?category=public"}


def test_what_is_given_beside_a_saved_filter_goes_before(client, here):
    idle(here), here.asset(name="在用的")
    one = kept(here, here.village_clerk)
    page = client.as_(here.village_clerk).get(LIST, {"filter": one.pk, "status": "in_use"})
    assert names(page) == ["在用的"]


@pytest.mark.parametrize(
    ("sharing", "who", "answer"),
    [
        ("me", "village_clerk", 200),
        ("me", "town_clerk", 404),
        ("unit", "other_village_clerk", 404),
        ("county", "other_village_clerk", 200),
        ("county", "auditor", 200),
    ],
)
def test_who_may_use_a_filter(client, here, sharing, who, answer):
    one = kept(here, here.village_clerk, sharing=sharing)
    client.as_(getattr(here, who))
    assert client.get(LIST, {"filter": one.pk}).status_code == answer
    assert client.get(DASHBOARD, {"filter": one.pk}).status_code == answer


def test_both_ends_of_a_filter_stand_side_by_side(client, here):
    field = defined(here, "保险到期日", "day")
    _, *pairs = client.as_(here.county_clerk).get(LIST).content.decode().split('<div class="pair">')
    named = [re.findall(r' name="(\w+)"', pair)[:2] for pair in pairs]
    assert named == [[f"{name}_from", f"{name}_to"] for name in ("year", "value", field.key)]


def test_a_filter_of_the_unit_is_for_its_people(client, here):
    one = kept(here, here.county_clerk, unit=here.office, sharing="unit")
    assert client.as_(here.county_head).get(LIST, {"filter": one.pk}).status_code == 200
    assert client.as_(here.town_clerk).get(LIST, {"filter": one.pk}).status_code == 404


@pytest.mark.parametrize("pk", ["", "x", "-1", "9" * 40, "²", "123456789"])
def test_a_filter_that_is_not_there_is_not_found(client, here, pk):
    assert client.as_(here.county_clerk).get(LIST, {"filter": pk}).status_code == 404


def test_another_countys_filter_is_not_there(client, here, there, city):
    one = kept(there, there.county_clerk, unit=there.office, sharing="county")
    assert client.as_(here.county_clerk).get(LIST, {"filter": one.pk}).status_code == 404
    assert client.as_(city.reader).get(LIST, {"filter": one.pk}).status_code == 404


def test_only_its_owner_changes_or_deletes_a_filter(client, here):
    one = kept(here, here.village_clerk, sharing="county")
    edit, delete = reverse("assets:filter", args=[one.pk]), reverse("assets:filter_delete", args=[one.pk])
    client.as_(here.town_clerk)
    assert [client.post(address, {"name": "改"}).status_code for address in (edit, delete)] == [403, 403]
    client.as_(here.village_clerk)
    client.post(edit, {"name": "闲置", "sharing": "me"})
    assert SavedFilter.objects.get().name == "闲置"
    client.post(delete)
    assert not SavedFilter.objects.exists()


def test_the_ledger_opens_with_the_default_filter_until_one_asks_for_all(client, here):
    idle(here), here.asset(name="在用的")
    first = kept(here, here.village_clerk, is_default=True)
    client.as_(here.village_clerk)
    page = client.get(LIST, follow=True)
    assert names(page) == ["闲置的"]
    assert len(names(client.get(page.context["clear_url"]))) == 2
    client.post(f"{NEW}?status=in_use", {"name": "在用", "sharing": "me", "is_default": "on"})
    assert list(SavedFilter.objects.filter(is_default=True).values_list("name", flat=True)) == ["在用"]
    assert SavedFilter.objects.filter(pk=first.pk).exists()


def test_a_saved_filter_means_the_same_in_an_export(here):
    idle(here), here.asset(name="在用的")
    one = kept(here, here.village_clerk)
    form = AssetFilter(QueryDict(f"filter={one.pk}"), scope=county_scope(here.code), user=here.village_clerk)
    assert [row.name for row in form.apply(Asset.objects.permitted(here.village_clerk))] == ["闲置的"]
    assert saved.told(form) == [("使用状况", "闲置")]


def test_columns_are_remembered_in_the_order_of_their_numbers(client, here):
    here.asset(remark="沿渠道路")
    client.as_(here.village_clerk)
    sent = {"key": ["remark", "formed_year", "name"], "at-remark": "2", "at-name": "1", "at-formed_year": "9"}
    page = client.post(f"{COLUMNS}?status=in_use", sent, follow=True)
    assert [column["label"] for column in page.context["columns"]] == ["名称", "备注", "年度"]
    assert "沿渠道路" in page.text and page.request["QUERY_STRING"] == "status=in_use"
    client.post(COLUMNS, {"reset": "1"})
    assert len(client.get(LIST).context["columns"]) == len(USUAL)


@pytest.mark.parametrize(
    "keys", [["nonsense"], ["remark", "remark"], ["custom-x1"], [column.key for column in MORE], [""]]
)
def test_odd_columns_are_left_out_and_the_name_stays(client, here, keys):
    here.asset()
    page = client.as_(here.village_clerk).post(COLUMNS, {"key": keys, "at-remark": "x"}, follow=True)
    labels = [column["label"] for column in page.context["columns"]]
    assert "名称" in labels and len(labels) == len(set(labels)) <= MOST


def test_columns_are_a_persons_own(client, here):
    here.asset()
    with here.scope():
        ledger_columns.choose(["name", "remark"], by=here.village_clerk, county=here.code)
    assert len(client.as_(here.town_clerk).get(LIST).context["columns"]) == len(USUAL)
    assert ColumnChoice.objects.count() == 1


def test_the_dialog_is_a_page_too(client, here):
    client.as_(here.village_clerk)
    assert "<html" in client.get(COLUMNS).text
    assert "<html" not in client.get(COLUMNS, headers={"HX-Request": "true"}).text


@pytest.mark.parametrize("at", [0, MOST])
def test_a_list_of_any_columns_asks_no_more_for_forty_rows_than_for_one(client, here, at):
    keys = ["name", *(column.key for column in [*MORE, *USUAL])][at : at + MOST]
    with here.scope():
        ledger_columns.choose(keys, by=here.county_clerk, county=here.code)
    client.as_(here.county_clerk)
    asset = here.asset()
    actions.amend(asset, by=here.village_clerk, version=asset.version, aliases=["旧-1"])
    few = queries(client, LIST)
    for number in range(39):
        asset = here.asset(name=f"道路 {number}")
    assert queries(client, LIST) == few <= 14


def test_fifty_rows_with_as_many_columns_as_one_may_choose_are_sixty_kilobytes(client, here):
    with here.scope():
        ledger_columns.choose([c.key for c in [*USUAL, *MORE]], by=here.county_clerk, county=here.code)
    for number in range(50):
        here.asset(name=f"城关镇东关村二〇一九年农田水利及村组道路硬化工程第 {number} 段")
    page = client.as_(here.county_clerk).get(LIST)
    assert len(page.context["columns"]) == MOST and len(page.content) <= 70_000


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("value_from=1000", {"大的", "空的"}),
        ("value_to=1000", {"小的"}),
        ("value_from=x&value_to=-1", {"大的", "小的", "空的"}),
        ("returned=1", {"大的"}),
        ("returned=0", {"小的", "空的"}),
        ("photos=1", {"小的"}),
        ("photos=0", {"大的", "空的"}),
        ("photos=nonsense", {"大的", "小的", "空的"}),
    ],
)
def test_filters_let_pass_what_they_say(client, here, query, found):
    big = actions.submit(here.asset(name="大的", original_value=2000), by=here.village_clerk)
    actions.send_back(big, by=here.town_reviewer, reason="请补照片")
    small = here.asset(name="小的", original_value=900)
    here.asset(name="空的", original_value=5000)
    photo = documents.store(picture(), by=here.village_clerk, county=here.code)
    actions.attach(small, by=here.village_clerk, document=photo, kind="photo")
    assert set(names(client.as_(here.village_clerk).get(f"{LIST}?{query}"))) == found


def picture():
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    return SimpleUploadedFile("现场.png", drawn.getvalue(), "image/png")


def test_villages_are_offered_once_a_township_is_chosen(client, here):
    here.asset(name="东关的")
    client.as_(here.county_clerk)
    fields = client.get(LIST).context["filter_form"].fields
    assert len(fields["village"].choices) == 2 and fields["village"].widget.is_hidden
    page = client.get(LIST, {"town": here.towns[0]})
    offered = dict(page.context["filter_form"].fields["village"].choices)
    assert set(here.villages[:2]) <= offered.keys()
    assert names(client.get(LIST, {"village": here.villages[0]})) == ["东关的"]
    assert names(client.get(LIST, {"village": here.villages[1]})) == []


def test_a_reader_over_counties_chooses_columns_too_and_keeps_them_in_the_city(client, here, city):
    here.asset()
    client.as_(city.reader)
    assert COLUMNS in client.get(LIST).text
    assert "本县字段" not in client.get(COLUMNS).text
    page = client.post(COLUMNS, {"key": ["name", "town", "remark"], "at-town": "1"}, follow=True)
    assert [column["label"] for column in page.context["columns"]] == ["乡镇", "名称", "备注"]
    assert ColumnChoice.objects.filter(county_id=here.code).count() == 0
    client.as_(here.village_clerk)
    assert len(client.get(LIST).context["columns"]) == len(USUAL)
