"""What is confirmed of many assets is what was looked at: the act, its values, and the rows as they were."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets import actions, bulk
from assets.models import Asset, Bulk
from journal.models import Entry
from journal.transitions import Refused
from tests.assets.test_ledger_bulk import (
    AMEND,
    SUBMIT,
    confirm,
    done,
    drafts,
    page_told,
    post,
    seen_on,
    sentences,
    staged,
)


def test_a_row_that_changed_after_it_was_seen_asks_for_another_look(here):
    first, second = drafts(here, 2)
    one = staged(here, SUBMIT, here.village_clerk)
    actions.amend(first, by=here.village_clerk, version=first.version, quantity=None, measure="")
    with pytest.raises(Refused, match="请再看一遍后确认"):
        confirm(one, here.village_clerk)
    assert not Entry.objects.filter(act=SUBMIT).exists()
    one.refresh_from_db()
    assert (one.able, sentences(one)) == (1, {"请先补充：数量": 1})
    confirm(one, here.village_clerk)
    assert [Asset.objects.get(pk=row.pk).state for row in (first, second)] == ["draft", "submitted"]


def test_a_confirmation_of_other_values_than_were_seen_is_refused(here):
    asset = here.asset_in("ledger")
    one = staged(here, AMEND, here.county_clerk)
    one = bulk.choose(one, by=here.county_clerk, values={"holder": "村委会"})
    seen = one.digest
    bulk.choose(one, by=here.county_clerk, values={"holder": "合作社"})  # in another window
    with pytest.raises(Refused, match="本次办理的内容已经更新"):
        bulk.confirm(one, by=here.county_clerk, seen=seen, reason="核实")
    assert Asset.objects.get(pk=asset.pk).holder == ""


def asked_to_send_back(client, here, **chosen):
    """The page that asks for the reason, with two assets chosen."""
    for name in "甲乙":
        here.asset_in("submitted", name=f"生产路 {name}")
    client.as_(here.town_reviewer)
    chosen = chosen or {"pk": list(Asset.objects.values_list("pk", flat=True))}
    return post(client, "assets.send_back", **chosen)


def test_what_was_ticked_and_changed_is_shown_again_with_what_was_typed(client, here):
    page = asked_to_send_back(client, here)
    actions.send_back(Asset.objects.get(name="生产路 甲"), by=here.town_reviewer, reason="先退一项")
    typed = seen_on(page) | {"reason": "面积与图纸不符"}
    page = client.post(page.request["PATH_INFO"], typed)

    assert (page.status_code, "请再看一遍后确认" in page.text, "面积与图纸不符" in page.text) == (
        422,
        True,
        True,
    )
    assert "确认退回修改 1 项" in page.text and seen_on(page)["seen"] != typed["seen"]
    client.post(page.request["PATH_INFO"], typed | seen_on(page))
    assert Asset.objects.get(name="生产路 乙").return_reason == "面积与图纸不符"


def test_what_has_come_to_pass_the_filter_is_shown_before_it_is_done(client, here):
    client.as_(here.town_reviewer)
    drafts(here, 51)
    done(here, SUBMIT, here.village_clerk)
    page = asked_to_send_back(client, here, **page_told(client, "q=生产路"))
    here.asset_in("submitted", name="新生产路")
    typed = seen_on(page) | {"reason": "面积与图纸不符"}
    page = client.post(page.request["PATH_INFO"], typed)

    assert (page.status_code, page.context["total"]) == (422, "54")
    assert "请再看一遍后确认" in page.text and not Asset.objects.exclude(return_reason="").exists()


def test_a_confirmation_that_names_nothing_that_was_seen_is_refused(client, here):
    page = asked_to_send_back(client, here)
    page = client.post(page.request["PATH_INFO"], {"reason": "面积与图纸不符", "seen": "0" * 64})

    assert page.status_code == 422 and "请看过现在的内容后再确认" in page.text
    assert not Asset.objects.exclude(return_reason="").exists()


@pytest.mark.parametrize("whole", [False, True], ids=["ticked", "all of the filter"])
def test_the_set_is_compared_by_one_statement_however_many_rows_it_has(client, here, whole):
    counts = []
    for rows in (3, 60):
        drafts(here, rows)
        found = Asset.objects.filter(state="draft") if whole else None
        one = staged(here, SUBMIT, here.village_clerk, Asset.objects.filter(state="draft"))
        Bulk.objects.filter(pk=one.pk).update(able=0)  # so that nothing follows the comparison
        with CaptureQueriesContext(connection) as asked, pytest.raises(Refused, match="没有可以办理"):
            confirm(one, here.village_clerk, rows=found)
        counts.append(len(asked))
    assert counts[0] == counts[1]
