"""操作记录: found by person, subject, act and day; each entry leads to its row; odd addresses narrow nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from journal.bootstrap import found as open_books
from tenancy.models import Region
from tenancy.scope import SYSTEM, scope

ENTRIES = reverse("journal:entries")


def sentences(client, **query):
    return [entry.sentence for entry in client.get(ENTRIES, query).context["entries"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "水塔"}, ["登记「方庄水塔」"]),
        ({"who": "乡镇审核人"}, ["审核通过「东关道路」，状态由「待审核」变为「待入账」"]),
        ({"label": "提交"}, ["提交审核「东关道路」，状态由「草稿」变为「待审核」"]),
        ({"q": "水塔", "label": "提交"}, []),
    ],
)
def test_entries_are_found_by_subject_person_and_act(client, here, query, found):
    here.asset_in("verified", name="东关道路")
    here.asset(name="方庄水塔")
    assert sentences(client.as_(here.auditor), **query) == found


def test_entries_are_found_by_day_both_days_included(client, here):
    here.asset(name="方庄水塔")
    client.as_(here.auditor)
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    assert sentences(client, q="水塔", since=today, until=today) == ["登记「方庄水塔」"]
    assert sentences(client, q="水塔", until=yesterday) == sentences(client, q="水塔", since=tomorrow) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_reckoning_narrows_nothing(client, here, day):
    here.asset(name="方庄水塔")
    client.as_(here.auditor)
    assert (
        sentences(client, q="水塔", until=day)
        == sentences(client, q="水塔", since=day)
        == ["登记「方庄水塔」"]
    )


def test_an_entry_leads_to_its_row_for_whoever_may_see_rows(client, here):
    link = f'href="{here.asset(name="方庄水塔").get_absolute_url()}"'
    assert link in client.as_(here.auditor).get(ENTRIES).text
    assert link not in client.as_(here.admin).get(ENTRIES).text


def test_the_filter_goes_along_to_older_entries(client, here, monkeypatch):
    monkeypatch.setattr("journal.views.entries.SIZE", 1)
    here.asset(name="方庄水塔一")
    here.asset(name="东关道路")
    here.asset(name="方庄水塔二")
    first = client.as_(here.auditor).get(ENTRIES, {"q": "水塔"})
    (older,) = client.get(first.context["older_url"]).context["entries"]
    assert older.subject == "「方庄水塔一」"


@pytest.mark.parametrize(
    "query",
    [{"before": "²"}, {"before": "9" * 400}, {"before": "\x001"}, {"q": "\x00"}, {"since": "2020-02-30"}],
    ids=repr,
)
def test_an_odd_address_narrows_nothing(client, here, query):
    here.asset(name="方庄水塔")
    assert "登记「方庄水塔」" in sentences(client.as_(here.auditor), **query)


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"after": "\x00~1"}, {"after": "王~²"}], ids=repr)
def test_an_odd_address_of_the_people_is_answered(client, here, query):
    assert client.as_(here.admin).get(reverse("journal:people"), query).status_code == 200


def test_a_city_reads_its_own_acts_and_its_counties_but_no_other_citys(client, here, city):
    here.asset(name="方庄水塔")
    with scope(SYSTEM), transaction.atomic():
        Region.objects.create(code=4109, name="濮阳市", level=Region.Level.CITY)
        county = Region(code=410922, name="清丰县", level=Region.Level.COUNTY, parent_id=4109)
        open_books([county], username="qf.admin", name="清丰县管理员", password="qing-feng-2020-xian")
    client.as_(city.reader)
    assert sentences(client, q="方庄水塔") == ["登记「方庄水塔」"]
    assert sentences(client, q="焦作市") and not sentences(client, q="清丰")
