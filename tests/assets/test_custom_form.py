"""A county's own fields where an asset is registered, amended, shown, decided on and told of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets import actions
from assets.models import Asset
from journal.transitions import Refused
from tests.assets.custom_fields import KINDS, defined, one_of_each
from tests.assets.test_form_pages import opened
from tests.assets.test_pages import text, typed

CREATE = reverse("assets:create")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_typed_kept_and_shown(here, client, kind):
    more, said, kept, shown = KINDS[kind]
    field = defined(here, "补充", kind, **more)
    answer = client.as_(here.county_clerk).post(CREATE, typed(here, **{field.key: said}))
    asset = Asset.objects.get()
    assert answer.status_code == 302 and asset.custom == {"f1": kept}
    assert dict(asset.custom_facts())["补充"] == shown
    page = text(client.get(asset.get_absolute_url()))
    assert "本县补充信息" in page and shown.split("\n")[0] in page


WRONG = {
    "integer": ("2.5", "整数"),
    "decimal": ("1.25", "小数"),
    "money": ("-1", "0"),
    "day": ("2020-02-30", "日期"),
    "choice": ("优", "请从列出的选项"),
    "choices": (["防汛", "防鼠"], "防鼠"),
    "text": ("长" * 201, "200"),
    "yes_no": ("2", "请从列出的选项"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_the_field_cannot_be_comes_back_at_the_field(here, client, kind):
    said, sentence = WRONG[kind]
    field = defined(here, "补充", kind, **KINDS[kind][0])
    answer = client.as_(here.county_clerk).post(CREATE, typed(here, **{field.key: said}))
    assert answer.status_code == 422 and sentence in str(answer.context["form"].errors[field.key])
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "3"),
        ("integer", -1),
        ("integer", True),
        ("decimal", 1.5),
        ("money", "1.5"),
        ("day", "2020-9-20"),
        ("choice", "优"),
        ("choices", "防汛"),
        ("text", {"a": 1}),
        ("text", "\0"),
        ("long", "长" * 1001),
    ],
)
def test_no_other_way_brings_in_what_the_form_refuses(here, kind, value):
    field = defined(here, "补充", kind, **KINDS[kind][0])
    with pytest.raises(Refused) as refused:
        here.asset(custom={field.key: value})
    assert field.key in refused.value.message_dict


def test_a_key_that_is_no_field_of_the_county_is_refused(here, there):
    defined(there)
    with pytest.raises(Refused, match="没有这个自定义字段"):
        here.asset(custom={"f1": 3})


def test_a_field_of_some_subtypes_is_asked_of_these_alone(here, client):
    field = defined(here, "装机说明", "text", applies_to=["J04"])
    page = text(client.as_(here.county_clerk).get(CREATE))
    group = page[: page.index('name="f1"')].rpartition("<section")[2]
    assert 'data-when-field="subtype" data-when-values="J04"' in group
    client.post(CREATE, typed(here, **{field.key: "不该有"}))
    asset = Asset.objects.get()
    assert asset.custom == {} and "装机说明" not in text(client.get(asset.get_absolute_url()))


def test_another_countys_form_and_page_do_not_know_it(here, there, client):
    defined(there, "外县字段")
    asset = here.asset()
    client.as_(here.county_clerk)
    for address in (CREATE, asset.get_absolute_url(), reverse("assets:edit", args=[asset.pk])):
        assert "外县字段" not in text(client.get(address))


def test_a_change_is_told_field_by_field(here, client):
    field, other = defined(here), defined(here, "巡查", "yes_no")
    asset = here.asset(custom={field.key: 2, other.key: True})
    actions.amend(asset, by=here.village_clerk, version=1, custom={field.key: 3, other.key: None})
    page = client.as_(here.county_clerk).get(asset.get_absolute_url())
    changes = [(c.label, c.old, c.new) for c in page.context["entries"][0].changes]
    assert changes == [("管护人数", "2", "3"), ("巡查", "是", "（空）")]
    assert ("管护人数", "", "2") in [(c.label, c.old, c.new) for c in page.context["entries"][1].changes]


def test_amending_one_field_leaves_the_others(here):
    fields = one_of_each(here)
    asset = here.asset(custom={fields[kind].key: KINDS[kind][2] for kind in KINDS})
    before = dict(asset.custom)
    actions.amend(asset, by=here.village_clerk, version=1, custom={fields["integer"].key: 4})
    asset.refresh_from_db()
    assert asset.custom == before | {fields["integer"].key: 4}


def test_saving_an_untouched_form_changes_nothing(here, client):
    fields = one_of_each(here)
    asset = here.asset(custom={fields[kind].key: KINDS[kind][2] for kind in KINDS})
    post = opened(client.as_(here.county_clerk), asset)
    post[fields["choices"].key] = ["防汛", "防盗"]
    assert client.post(reverse("assets:edit", args=[asset.pk]), post).status_code == 302
    page = client.get(asset.get_absolute_url())
    assert page.context["entries"][0].changes == []


def test_what_review_needs_is_asked_for_then_and_not_of_a_draft(here):
    field = defined(here, is_required=True)
    defined(here, "装机说明", "text", applies_to=["J04"], is_required=True)
    asset = here.asset()
    with pytest.raises(Refused, match="本县补充信息：管护人数'"):
        actions.submit(asset, by=here.village_clerk)
    actions.amend(asset, by=here.village_clerk, version=1, custom={field.key: 0})
    assert actions.submit(asset, by=here.village_clerk).state == "submitted"


def test_whoever_decides_sees_them_and_a_change_voids_what_was_seen(here, client):
    field = defined(here)
    asset = here.asset_in("submitted", custom={field.key: 7})
    address = reverse("journal:perform", args=["assets.verify", asset.pk])
    page = text(client.as_(here.town_reviewer).get(address))
    assert "管护人数" in page and "7" in page


def test_what_both_editors_changed_is_set_side_by_side(here, client):
    number, tags = defined(here), defined(here, "风险", "choices", options=["防汛", "防火", "防盗"])
    asset = here.asset(custom={number.key: 2, tags.key: ["防汛"]})
    post = opened(client.as_(here.county_clerk), asset) | {tags.key: ["防汛"]}
    actions.amend(asset, by=here.village_clerk, version=1, custom={number.key: 5, tags.key: ["防火"]})
    late = client.post(reverse("assets:edit", args=[asset.pk]), post | {tags.key: ["防汛", "防盗"]})
    rows = [(row["label"], row["theirs"], row["yours"]) for row in late.context["conflict"]["rows"]]
    assert rows == [("风险", "防火", "防汛、防盗")] and late.context["conflict"]["taken"] == "管护人数"
    assert late.context["form"]["f1"].value() == "5"


def test_a_list_nobody_touched_takes_what_is_saved(here, client):
    tags = defined(here, "风险", "choices", options=["防汛", "防火", "防盗"])
    asset = here.asset(custom={tags.key: ["防汛"]})
    post = opened(client.as_(here.county_clerk), asset) | {tags.key: ["防汛"]}
    actions.amend(asset, by=here.village_clerk, version=1, custom={tags.key: ["防火", "防盗"]})
    late = client.post(reverse("assets:edit", args=[asset.pk]), post | {"remark": "县里后改"})
    assert late.context["conflict"]["rows"] == []
    assert late.context["form"]["f1"].value() == ["防火", "防盗"]


def fields_read(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum('FROM "assets_customfield"' in query["sql"] for query in asked)


def test_a_page_reads_the_countys_fields_once(here, client):
    one_of_each(here)
    asset = here.asset(custom={"f3": 3})
    client.as_(here.county_clerk)
    edit = reverse("assets:edit", args=[asset.pk])
    assert [fields_read(client, a) for a in (CREATE, edit, asset.get_absolute_url())] == [1, 1, 1]
