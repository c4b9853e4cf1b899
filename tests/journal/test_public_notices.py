"""The public pages of notices: for everybody, without cookie or script, small, cacheable, only what was posted."""

import hashlib
import json

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from assets import actions
from config.middleware import A_MINUTE, KEPT
from journal.models import Notice
from journal.notices import posting
from journal.notices.reading import body_of
from tenancy.scope import Scope, scope
from tests.client import Browser
from tests.noticing import BOARD, drafted, objected, over, posted, proved, rested

COLUMNS = {  # of journal_notice; whoever opens another to the public has to write it here
    "county_id", "id", "unit_id", "kind", "asks", "state", "number", "title", "town_id", "village_id", "counted",
    "begins_on", "ends_on", "sha256", "replaces_id", "posted_at", "void_reason", "void_at", "start_place", "started_on",
    "end_place", "ended_on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_new_minute():
    """Nobody has asked anything yet this minute."""
    rested()


def page_of(notice, **query):
    return reverse("public:notice", args=[notice.number], query=query or None)


def text(client, address):
    return client.get(address).content.decode()


def numbers(client, place, **query):
    """The notices a county's page lists."""
    answer = client.get(reverse("public:county", args=[place.code], query=query or None))
    return [row["number"] for row in answer.context["rows"]]


def test_a_posted_notice_is_read_by_everybody_as_it_was_fixed(here, client):
    notice = posted(here, words="请各位村民监督。")
    shown = text(client, page_of(notice))
    for words in (
        "有效。",
        "公示中",
        notice.number,
        "请各位村民监督。",
        "东关至刘庄道路",
        "860,000.00",
        notice.sha256,
    ):
        assert words in shown


def test_the_downloaded_words_have_the_printed_hash(here, client):
    notice = posted(here)
    answer = client.get(reverse("public:body", args=[notice.number]))
    assert hashlib.sha256(answer.content).hexdigest() == notice.sha256
    assert json.loads(answer.content) == body_of(notice)


def test_a_draft_is_not_there(here, client):
    drafted(here)
    assert client.get(reverse("public:notice", args=[f"{here.code}-2026-0001"])).status_code == 404
    assert numbers(client, here) == []


def test_a_withdrawn_notice_says_so_and_why(here, client):
    notice = posted(here)
    posting.withdraw_notice(notice, by=here.town_reviewer, reason="权属尚有争议")
    shown = text(client, page_of(notice))
    assert (
        "已撤回。" in shown
        and "权属尚有争议" in shown
        and "东关至刘庄道路" in shown
        and "提出异议</a>" not in shown
    )


def test_a_corrected_notice_leads_to_the_one_in_its_place(here, client):
    asset = here.asset_in("ledger")
    old = posting.correct_notice(posted(here, [asset]), by=here.town_reviewer, reason="面积有误")
    new = posted(here, [asset], replaces=old)
    assert "已更正。" in text(client, page_of(old)) and page_of(new) in text(client, page_of(old))
    assert page_of(old) in text(client, page_of(new))


def test_what_the_row_says_later_changes_nothing_of_what_was_shown(here, client):
    asset = here.asset_in("ledger")
    notice = posted(here, [asset])
    actions.amend(asset, by=here.county_clerk, version=asset.version, reason="决算", original_value=1)
    assert "860,000.00" in text(client, page_of(notice))


def test_it_is_found_by_place_kind_state_days_and_words(here, client):
    village = posted(here, [here.asset_in("ledger", name="光伏电站")])
    town = over(here, by=here.town_clerk, unit=here.town)
    both = [village.number, town.number]
    assert numbers(client, here) == both
    assert numbers(client, here, town=here.towns[0]) == both
    assert numbers(client, here, town=here.towns[1]) == []
    assert numbers(client, here, town=here.towns[0], village=here.villages[0]) == [village.number]
    assert numbers(client, here, kind="assets.ledger") == both
    assert numbers(client, here, stands="now") == [village.number]
    assert numbers(client, here, stands="over") == [town.number]
    assert numbers(client, here, stands="void") == []
    assert numbers(client, here, q="光伏") == [village.number]
    assert numbers(client, here, q=town.number) == [town.number]
    assert numbers(client, here, q="没有这样的") == []
    assert numbers(client, here, since=village.begins_on) == [village.number]
    assert numbers(client, here, until=town.begins_on) == [town.number]


@pytest.mark.parametrize(
    "query",
    [
        "town=x",
        "village=9",
        "kind=%00",
        "since=2020-13-01",
        "before=x~y",
        "before=2020-01-01~9e9",
        "q=%00%25",
    ],
)
def test_a_spoilt_address_is_no_error(here, client, query):
    posted(here)
    assert client.get(f"{reverse('public:county', args=[here.code])}?{query}").status_code == 200


@pytest.mark.parametrize(
    "number", ["%00", "410821-2020-%000001", "４１０８２１-2020-0001", "410821-2020-" + "9" * 30]
)
def test_what_is_no_number_is_not_there_and_no_error(here, client, number):
    address = f"/public/notices/{number}/"
    for page in (address, f"{address}body.json", f"{address}objection/"):
        assert client.get(page).status_code == 404
    assert client.post(f"{address}objection/", {"text": "原值与实际不符"}).status_code == 404


def test_pages_are_turned(here, client, monkeypatch):
    monkeypatch.setattr("journal.notices.public.SIZE", 2)
    made = [posted(here).number for _ in range(5)][::-1]
    address, seen = reverse("public:county", args=[here.code]), []
    while address:
        answer = client.get(address)
        seen += [row["number"] for row in answer.context["rows"]]
        more = answer.context["more_query"]
        address = more and f"{reverse('public:county', args=[here.code])}?{more}"
    assert seen == made


def test_the_next_county_has_its_own_list(here, there, client):
    posted(here)
    assert numbers(client, there) == []
    listed = text(client, reverse("public:index"))
    assert here.name in listed and there.name not in listed


def every_page(place):
    notice = proved(place, posted(place), end=False)
    names = [("county", place.code), ("notice", notice.number), ("objection", notice.number)]
    return [reverse("public:index"), reverse("public:receipt")] + [
        reverse(f"public:{name}", args=[key]) for name, key in names
    ]


def test_no_page_sets_or_minds_a_cookie_carries_a_script_or_more_than_100_kilobytes(here):
    for address in every_page(here):
        browser = Browser().as_(here.county_head)
        answer = browser.get(address)
        assert answer.status_code == 200 and not answer.cookies and "Cookie" not in answer.get("Vary", "")
        assert b"<script" not in answer.content and len(answer.content) < 100_000
        assert answer.content == Browser().get(address).content or "objection" in address
        assert "no-store" in answer["Cache-Control"] or "public, max-age=60" in answer["Cache-Control"]


def test_whoever_has_the_page_already_is_told_so(here, client):
    notice = posted(here)
    etag = client.get(page_of(notice))["ETag"]
    again = client.get(page_of(notice), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    posting.withdraw_notice(notice, by=here.town_reviewer, reason="不再办理")
    rested()
    assert client.get(page_of(notice), headers={"If-None-Match": etag}).status_code == 200


def test_what_many_read_is_made_once_and_kept_for_seconds(here, client, django_assert_num_queries):
    notice = posted(here)
    first = client.get(page_of(notice))
    with django_assert_num_queries(0):
        again = client.get(page_of(notice))
    assert (
        again.content == first.content
        and again["Content-Security-Policy"] == first["Content-Security-Policy"]
    )
    assert 1 <= KEPT <= 10
    answer = client.get(reverse("public:objection", args=[notice.number]))
    assert answer.content != client.get(reverse("public:objection", args=[notice.number])).content


def test_a_long_notice_is_shown_page_by_page_each_below_100_kilobytes(here, client):
    rows = [here.asset(name=f"城关镇东关村二〇一九年农田水利及村组道路硬化工程第 {n} 段") for n in range(205)]
    notice = posted(here, rows)
    pages = [client.get(page_of(notice, page=n)) for n in (1, 2, 3, 99)]
    assert [len(page.context["lines"]) for page in pages] == [100, 100, 5, 5]
    assert max(len(page.content) for page in pages) < 100_000


def test_the_public_role_reads_only_the_columns_that_were_granted(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'journal_notice'::regclass AND attnum > 0 AND "
            "has_column_privilege('scope_public', attrelid, attnum, 'SELECT')"
        )
        assert {name for (name,) in cursor.fetchall()} == COLUMNS


@pytest.mark.parametrize("table", ["journal_objection", "journal_objector", "journal_entry"])
def test_the_public_role_reads_no_objection(here, table):
    objected(here, posted(here), name="张三")
    with (
        scope(Scope("public")),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT 1 FROM {table}")


def test_the_public_role_reads_of_drafts_neither_the_notice_nor_the_words(here):
    drafted(here)
    shown = posted(here)
    with scope(Scope("public")), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM journal_notice")
        assert cursor.fetchall() == [(shown.pk,)]
        cursor.execute("SELECT notice_id FROM journal_noticebody")
        assert cursor.fetchall() == [(shown.pk,)]


@pytest.mark.parametrize("address", ["/public/", "/q/410821100201G20190001/", "/c/410821Q2020000001/"])
def test_an_address_that_reads_too_often_is_told_to_wait(here, monkeypatch, address):
    rested()
    monkeypatch.setitem(A_MINUTE, "GET", 3)
    answers = [Browser().get(address, REMOTE_ADDR="10.0.0.1") for _ in range(4)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert answers[-1]["Retry-After"] == "60"
    assert Browser().get(address, REMOTE_ADDR="10.0.0.2").status_code != 429


def test_the_place_where_it_hangs_is_shown_but_not_the_photo(here, client):
    notice = proved(here, posted(here), end=False)
    shown = text(client, page_of(notice))
    assert BOARD in shown and "<img" not in shown
    assert Notice.objects.get(pk=notice.pk).start_photo_id
