"""The pages of deadlines: each number opens the list it counts, the inbox tells the same, and people see their own."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journal.deadlines import clear_deadlines, reminders, set_deadlines
from journal.models import Deadline, Reminder
from tests.errands import CHECK
from tests.journal.importing import text

LIST = reverse("deadlines:list")
INBOX = reverse("deadlines:inbox")


def due(place, name, days, **fields):
    """An asset to be checked in so many days from today."""
    with place.scope():
        asset = place.asset(name=name, **fields)
        set_deadlines(CHECK, [asset], timezone.localdate() + timedelta(days=days), by=place.county_head)
        Deadline.objects.update(set_at=timezone.now() - timedelta(days=900))
    return asset


@pytest.fixture
def some(here):
    """One overdue, one due today, one in a month, one later; another township's, too."""
    due(here, "逾期的路", -12)
    due(here, "今天的路", 0)
    due(here, "月内的路", 30)
    due(here, "以后的路", 31)
    due(here, "韩庄的路", -3, by=here.county_clerk, unit=here.far_village)


def shown(client, address):
    return [row["subject"] for row in client.get(address).context["rows"]]


def test_the_nearest_comes_first_with_its_days(here, some, client):
    page = client.as_(here.county_clerk).get(LIST)
    assert shown(client, LIST) == ["逾期的路", "韩庄的路", "今天的路", "月内的路", "以后的路"]
    told = text(page)
    assert "逾期 12 天" in told and "今天到期" in told and "还有 30 天" in told and "二（三）" in told


def test_each_tab_opens_as_many_as_it_says(here, some, client):
    client.as_(here.county_clerk)
    tabs = client.get(LIST).context["tabs"]
    assert {tab["label"]: tab["n"] for tab in tabs[:5]} == {
        "未办结": 5,
        "已逾期": 2,
        "7 日内到期": 1,
        "30 日内到期": 2,
        "30 日后到期": 1,
    }
    assert [len(shown(client, tab["url"])) for tab in tabs] == [5, 2, 1, 2, 1, 0]


def test_each_number_of_the_places_opens_its_list(here, some, client):
    client.as_(here.county_clerk)
    context = client.get(reverse("deadlines:places")).context
    assert [row["label"] for row in context["rows"]] == ["城关镇人民政府", "七贤镇人民政府"]
    assert [row["late"] for row in context["rows"]] == [12, 3]
    for row in [*context["rows"], context["total"]]:
        assert [len(shown(client, cell["url"])) for cell in row["cells"]] == [
            cell["n"] for cell in row["cells"]
        ]
    assert [cell["n"] for cell in context["total"]["cells"]] == [5, 2, 1, 2, 1]


def test_the_city_counts_by_county(here, there, city, some, client):
    due(there, "那里的路", -1)
    client.as_(city.reader)
    rows = client.get(reverse("deadlines:places")).context["rows"]
    assert [(row["label"], row["cells"][0]["n"]) for row in rows] == [("修武县", 5), ("博爱县", 1)]
    assert shown(client, rows[1]["cells"][0]["url"]) == ["那里的路"]
    assert len(shown(client, LIST)) == 6


def test_a_village_and_a_township_see_their_own(here, some, client):
    assert len(shown(client.as_(here.village_clerk), LIST)) == 4
    assert shown(client.as_(here.other_town_reviewer), LIST) == ["韩庄的路"]


def test_the_calendar_counts_each_day_and_opens_it(here, some, client):
    client.as_(here.county_clerk)
    weeks = client.get(reverse("deadlines:calendar")).context["weeks"]
    (today,) = [day for week in weeks for day in week if day["is_today"]]
    assert today["n"] == 1 and shown(client, today["url"]) == ["今天的路"]
    page = client.get(reverse("deadlines:calendar"), {"month": "2020-09"})
    assert "2020 年 9 月" in text(page) and "month=2020-10" in page.context["next_url"]
    for month in ("2020-99", "0001-01", "9999-12"):
        assert client.get(reverse("deadlines:calendar"), {"month": month}).status_code == 200


def test_what_is_done_stands_under_its_own_tab(here, client):
    asset = due(here, "办好的路", -2)
    with here.scope():
        clear_deadlines(CHECK, [asset], by=here.county_head)
    client.as_(here.county_clerk)
    assert shown(client, LIST) == [] and shown(client, f"{LIST}?when=done") == ["办好的路"]


@pytest.mark.parametrize(
    "odd", ["when=x", "kind=x", "unit=x", "unit=99999999999999999999", "due=x", "after=x~y", "after=2020-01-01~9e9",
            "sent=2020-01-01&step=x", "county=410822", "kind=%00"]
)  # fmt: skip
def test_an_odd_address_is_a_list_all_the_same(here, some, client, odd):
    assert len(shown(client.as_(here.county_clerk), f"{LIST}?{odd}")) == 5


def test_pages_are_turned_without_losing_a_row(here, client):
    with here.scope():
        assets = [here.asset(name=f"{number}号路") for number in range(53)]
        set_deadlines(CHECK, assets, timezone.localdate(), by=None)
    client.as_(here.county_clerk)
    first = client.get(LIST).context
    assert (len(first["rows"]), first["page"]["count_text"]) == (50, "共 53 件")
    rest = shown(client, first["page"]["next_url"])
    assert len({row["subject"] for row in first["rows"]} | set(rest)) == 53


def remind(place, days=0):
    with place.scope():
        reminders.send(place.code, timezone.localdate() + timedelta(days=days))


def test_the_inbox_has_a_line_for_each_day_and_due_date_and_opens_its_list(here, some, client):
    due(here, "另一条今天的路", 0)
    remind(here)
    client.as_(here.town_reviewer)
    found = client.get(INBOX).context["found"]
    assert [(m["label"], m["told"], m["count"], m["subject"]) for m in found] == [
        ("核对账实", "已逾期 12 天", 1, "逾期的路"),
        ("核对账实", "今天到期", 2, ""),
        ("核对账实", "还有 30 天到期", 1, "月内的路"),
        ("核对账实", "还有 31 天到期", 1, "以后的路"),
    ]
    assert shown(client, found[1]["url"]) == ["今天的路", "另一条今天的路"]
    assert found[0]["url"].startswith("/assets/")


def test_the_bell_counts_what_is_unread_until_it_is_marked(here, some, client):
    remind(here)
    client.as_(here.town_reviewer)

    def bell():
        page = client.get(reverse("journal:todo_count")).content.decode()
        return re.search(r'id="unread"[^>]*>(?:<b>(\d+)</b>)?<', page)[1]

    assert bell() == "4"
    key = client.get(INBOX).context["found"][0]["key"]
    client.post(reverse("deadlines:read"), {"key": key})
    assert bell() == "3" and text(client.get(INBOX)).count("全部标为已读") == 1
    client.post(reverse("deadlines:read"))
    assert bell() is None and Reminder.objects.filter(user=here.town_reviewer, read_at=None).count() == 0
    assert Reminder.objects.filter(user=here.other_town_reviewer, read_at=None).count() == 1


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "a~b~c~d",
        "~~~",
        "tests.check~2020-01-01~2020-01-01~99999999999",
        "\x00~1~1~1",
        "\x00~2020-01-01~2020-01-01~1",
    ],
)
def test_an_odd_key_marks_nothing(here, some, client, key):
    remind(here)
    client.as_(here.town_reviewer)
    assert client.post(reverse("deadlines:read"), {"key": key}).status_code == 302
    with here.scope():
        assert Reminder.objects.filter(read_at=None).count() == 5


def test_what_one_may_not_see_any_more_is_not_told(here, some, client):
    remind(here)
    with here.scope():
        Deadline.objects.filter(subject="逾期的路").update(unit=here.far_village)
    page = text(client.as_(here.town_reviewer).get(INBOX))
    assert "逾期的路" not in page and "月内的路" in page


def test_looking_at_messages_marks_nothing_and_only_a_post_does(here, some, client):
    remind(here)
    client.as_(here.town_reviewer)
    client.get(INBOX)
    assert client.get(reverse("deadlines:read")).status_code == 405
    assert client.get(INBOX).context["has_unread"]
