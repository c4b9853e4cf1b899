"""设置 · 自定义字段: a county defines, changes, orders and retires its own fields, and nobody else's."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assets import actions as assets
from assets.custom import actions
from assets.models import Asset
from assets.models.custom import CustomField
from journal.models import Entry
from journal.transitions import Refused
from tests.assets.custom_fields import defined
from tests.assets.test_pages import text

FIELDS = reverse("assets:fields")
NEW = reverse("assets:field_create")
TYPED = {"label": "管护人数", "kind": "integer", "unit_word": "人", "is_required": "on"}


def names():
    return [field.label for field in CustomField.objects.filter(is_active=True).order_by("position")]


def test_a_county_clerk_adds_a_field_and_the_journal_tells_of_it(here, client):
    answer = client.as_(here.county_clerk).post(NEW, TYPED | {"applies_to": ["public", "J04"]})
    field = CustomField.objects.get()
    assert answer.status_code == 302 and answer["Location"] == FIELDS
    assert (field.key, field.reporting, field.county_id) == ("f1", "管护人数", here.code)
    page = text(client.get(field.get_absolute_url()))
    assert "新增自定义字段" in page and "公益性资产、光伏扶贫电站" in page


def test_the_page_lists_the_fields_with_how_many_assets_have_each(here, there, client):
    field = defined(here, applies_to=["G01"])
    defined(there, "外县字段")
    here.asset(custom={field.key: 3})
    page = text(client.as_(here.admin).get(FIELDS))
    assert "管护人数" in page and "道路交通" in page and "1 项" in page and "外县字段" not in page


WRONG = {
    "no name": ({"label": " "}, "必填"),
    "a column the ledger has": ({"label": "原值"}, "已有的列名"),
    "a reporting name the ledger has": ({"reporting": "资产原值"}, "已有的列名"),
    "another field's name": ({"label": "报表养护费"}, "已有名为"),
    "no kind": ({"kind": "secret"}, "请从列出的选项"),
    "a choice of nothing": ({"kind": "choice", "options": " \n "}, "至少写一个选项"),
    "an option with two parts": ({"kind": "choice", "options": "好、坏"}, "不能有顿号"),
    "five decimals": ({"kind": "decimal", "places": "5"}, "0 至 4"),
    "a type that is none": ({"applies_to": ["X01"]}, "X01"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_field_that_cannot_be_is_refused_with_its_sentence(here, client, case):
    changes, sentence = WRONG[case]
    defined(here, "养护费")
    answer = client.as_(here.county_clerk).post(NEW, TYPED | changes)
    assert answer.status_code == 422 and sentence in text(answer)
    assert CustomField.objects.count() == 1


def test_a_form_nobody_would_fill_in_is_refused(here, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    defined(here)
    with pytest.raises(Refused, match="在用的自定义字段最多 1 个"):
        defined(here, "养护费")


def test_names_are_one_within_a_county_and_free_in_another(here, there):
    defined(there)
    assert defined(here).key == "f1"
    with pytest.raises(Refused, match="本县已有"):
        defined(here)


@pytest.mark.parametrize("who", ["county_head", "town_clerk", "village_clerk"])
def test_without_the_verb_no_field_is_added(here, who):
    with pytest.raises(PermissionDenied):
        actions.define(unit=here.office, by=getattr(here, who), label="甲", reporting="甲", kind="text")


def test_a_field_is_changed_but_never_its_kind(here, client):
    field = defined(here)
    post = TYPED | {"label": "管护员数", "kind": "text", "version": "1"}
    assert client.as_(here.county_clerk).post(field.get_absolute_url(), post).status_code == 302
    field.refresh_from_db()
    assert (field.label, field.kind, field.version) == ("管护员数", "integer", 2)


def test_of_two_who_change_a_field_the_second_looks_again(here, client):
    field = defined(here)
    client.as_(here.county_clerk)
    client.post(field.get_absolute_url(), TYPED | {"help_text": "先改", "version": "1"})
    late = client.post(field.get_absolute_url(), TYPED | {"help_text": "后改", "version": "1"})
    assert late.status_code == 422 and "他人已修改" in text(late) and "后改" in text(late)


def test_an_option_in_use_stays_and_one_that_is_not_may_go(here, client):
    field = defined(here, "等级", "choice", options=["好", "差", "未评"])
    here.asset(custom={field.key: "差"})
    post = {"label": "等级", "options": "好\n优"}
    answer = client.as_(here.county_clerk).post(field.get_absolute_url(), post | {"version": "1"})
    assert answer.status_code == 422 and "选项「差」已有资产使用" in text(answer)
    post["options"] = "好\n差\n优"
    assert client.post(field.get_absolute_url(), post | {"version": "1"}).status_code == 302
    assert CustomField.objects.get().options == ["好", "差", "优"]


def test_fields_are_put_in_order(here, client):
    first, second = defined(here, "甲"), defined(here, "乙")
    client.as_(here.county_clerk).post(reverse("assets:field_move", args=[second.pk]), {"way": "up"})
    assert names() == ["乙", "甲"]
    client.post(reverse("assets:field_move", args=[second.pk]), {"way": "up"})
    client.post(reverse("assets:field_move", args=[first.pk]), {"way": "sideways"})
    assert names() == ["乙", "甲"]


def test_a_retired_field_keeps_its_values_and_can_be_taken_up_again(here, client):
    field = defined(here)
    asset = here.asset(custom={field.key: 3})
    address = reverse("assets:field_switch", args=[field.pk])
    assert client.as_(here.county_clerk).post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "改由系统统计"})
    assert names() == [] and Asset.objects.get().custom == {"f1": 3}
    assert "管护人数（已停用）" in text(client.get(asset.get_absolute_url()))
    assert "管护人数" not in text(client.get(reverse("assets:edit", args=[asset.pk]))).split("变更记录")[0]
    with pytest.raises(Refused):
        assets.amend(asset, by=here.county_clerk, version=asset.version, custom={field.key: 4})
    client.post(address, {"reason": "恢复统计"})
    assert names() == ["管护人数"]
    assert Entry.objects.filter(act="fields.switch").values_list("label", flat=True).count() == 2


def test_a_field_cannot_come_back_under_a_name_that_is_taken(here, client):
    old = defined(here)
    address = reverse("assets:field_switch", args=[old.pk])
    client.as_(here.county_clerk).post(address, {"reason": "不再统计"})
    new = defined(here)
    answer = client.post(address, {"reason": "恢复统计"})
    assert answer.status_code == 422 and "本县已有名为" in text(answer)
    assert (old.key, new.key) == ("f1", "f2")


def test_a_field_of_another_county_is_not_there(here, there, client):
    field = defined(there)
    client.as_(here.county_clerk)
    for name in ("field", "field_switch"):
        assert client.get(reverse(f"assets:{name}", args=[field.pk])).status_code == 404
    assert client.post(reverse("assets:field_move", args=[field.pk]), {"way": "up"}).status_code == 404
