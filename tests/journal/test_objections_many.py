"""Many objections answered in one act: read in full, an entry each; what waits still waits for the last."""

import pytest
from django.urls import reverse

from assets.notices import CODE
from journal.models import Entry, Objection
from journal.notices import notice_over, public
from journal.notices.answering import MOST, answer_many
from journal.transitions import Refused
from journal.views import objections
from tenancy.scope import Scope, scope
from tests.noticing import days_ago, objected, posted, proved

TOLD = {"outcome": "unrelated", "answer": "所述不属于本公示的事项，请向有关部门反映。"}


@pytest.fixture
def junk(here):
    """(asset, receipts of four objections to the notice over it, whose days have run)."""
    asset = here.asset_in("ledger")
    with days_ago(12):
        notice = posted(here, [asset])
        receipts = [objected(here, notice, text=f"无关的话，第 {n} 条。")[1] for n in range(4)]
    proved(here, notice)
    return asset, receipts


def waits(place, row):
    return notice_over(CODE)([row], place.county_head).get(row.pk)


def pks():
    return list(Objection.objects.order_by("pk").values_list("pk", flat=True))


def test_a_reviewer_answers_what_they_ticked_and_the_rest_still_waits(here, client, junk):
    asset, receipts = junk
    page = client.as_(here.town_reviewer).get(reverse("notices:objections")).content.decode()
    assert page.count('name="pk"') == 4 and "一并答复" in page
    read = client.post(reverse("notices:answer_many"), {"pk": pks()[:3]})
    assert read.content.decode().count("无关的话") == 3
    assert Objection.objects.filter(state="accepted").count() == 4
    done = client.post(reverse("notices:answer_many"), {"pk": pks()[:3]} | TOLD)
    assert done.status_code == 302
    assert "收到的异议有 1 件尚未答复" in waits(here, asset)
    client.post(reverse("notices:answer_many"), {"pk": pks()} | TOLD)
    assert waits(here, asset) is None
    assert Entry.objects.filter(act="journal.answer_objection", by=here.town_reviewer).count() == 4
    with scope(Scope("public")):
        assert {public.answer_to(one)["outcome"] for one in receipts} == {"不属于本公示的事项"}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (TOLD | {"answer": " "}, "请写明答复"),
        (TOLD | {"answer": "请打 13812345678"}, "手机号码"),
        (TOLD | {"outcome": "upheld"}, "请从列表中选择处理结果"),
        (TOLD | {"outcome": ""}, "必填"),
    ],
)
def test_an_answer_at_fault_is_told_and_none_is_answered(here, client, junk, told, sentence):
    page = client.as_(here.town_reviewer).post(reverse("notices:answer_many"), {"pk": pks()} | told)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert not Objection.objects.filter(state="answered").exists()


def test_what_holds_is_not_answered_in_a_heap_by_whatever_door(here, junk):
    told = TOLD | {"outcome": "upheld"}
    with here.scope(), pytest.raises(Refused, match="请逐件答复"):
        answer_many(Objection.objects.all(), by=here.town_reviewer, county=here.code, **told)


def test_what_another_answered_meanwhile_keeps_its_answer(here, junk):
    first = Objection.objects.select_related("unit").first()
    rows = Objection.objects.all()
    told = {"by": here.town_reviewer, "county": here.code}
    with here.scope():
        answer_many(rows.filter(pk=first.pk), **told, **TOLD | {"answer": "先答复的。"})
        refused = answer_many(rows, **told, **TOLD)
    assert list(refused) == [first.pk] and "已答复" in refused[first.pk][0]
    first.refresh_from_db()
    assert first.answer == "先答复的。"


@pytest.mark.parametrize("who", ["village_clerk", "discipline", "other_town_reviewer", "auditor"])
def test_nobody_answers_whose_it_is_not(here, client, junk, who):
    answer = client.as_(getattr(here, who)).post(reverse("notices:answer_many"), {"pk": pks()} | TOLD)
    assert answer.status_code in (302, 403)
    assert not Objection.objects.filter(state="answered").exists()


def test_the_next_county_answers_nothing_here(there, client, junk):
    client.as_(there.town_reviewer).post(reverse("notices:answer_many"), {"pk": pks()} | TOLD)
    assert not Objection.objects.filter(state="answered").exists()


def test_no_more_at_once_than_one_has_read(here, junk):
    assert MOST == 100
    with here.scope(), pytest.raises(Refused, match="没有选中"):
        answer_many(Objection.objects.none(), by=here.town_reviewer, county=here.code, **TOLD)


def test_they_are_found_by_notice_and_words_and_the_same_words_elsewhere_are_counted(here, client, junk):
    other = posted(here)
    objected(here, other, text="无关的话，第 1 条。")
    client.as_(here.town_reviewer)
    of_one = client.get(reverse("notices:objections"), {"notice": other.pk}).content.decode()
    assert of_one.count('name="pk"') == 1 and "同文 2 件" in of_one
    assert (
        client.get(reverse("notices:objections"), {"q": "第 1 条"}).content.decode().count('name="pk"') == 2
    )
    for spoilt in ({"notice": "x"}, {"notice": "9" * 30}, {"q": "\0%"}, {"state": "gone"}):
        assert client.get(reverse("notices:objections"), spoilt).status_code == 200


def test_the_list_goes_on_page_by_page_and_no_objection_is_left_out_or_shown_twice(
    here, client, junk, monkeypatch
):
    monkeypatch.setattr(objections, "SIZE", 2)
    with here.scope():
        answer_many(Objection.objects.filter(pk=pks()[3]), by=here.town_reviewer, county=here.code, **TOLD)
    client.as_(here.town_reviewer)
    url, seen = reverse("notices:objections", query={"q": "无关"}), []
    while url:
        page = client.get(url).context
        seen += [row["url"] for row in page["rows"]]
        url = page["page"]["next_url"]
    not_answered_first = [*reversed(pks()[:3]), pks()[3]]
    assert seen == [reverse("notices:objection", args=[pk]) for pk in not_answered_first]
    for spoilt in ("x~1", "accepted~x", "accepted~" + "9" * 30, "accepted"):
        assert len(client.get(reverse("notices:objections"), {"after": spoilt}).context["rows"]) == 2
