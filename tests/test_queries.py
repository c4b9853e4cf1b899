"""What a page asks of the database does not grow with the rows on it, and what it sends stays small."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from assets import actions
from journal import actions as people
from journal.deadlines import reminders, set_deadlines
from journal.models import Deadline
from tests.custody.patrolling import ordered, patrolled, scene
from tests.custody.teaching import held
from tests.errands import CHECK
from tests.world import SINCE

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")
MANY = 40
SEVERAL = 8  # where each row brings a picture, which a process of its own draws anew
ASSETS = reverse("assets:list")
TITLES = reverse("ownership:list")


def queries(client, address):
    """How many queries a page needs, those aside that only frame the transaction."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return sum(not query["sql"].startswith(CONTROL) for query in asked)


def submitted(here, count):
    return [here.asset_in("submitted", name=f"东关至刘庄道路第 {number} 段") for number in range(count)]


@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("county_head", ASSETS),
        ("county_head", f"{ASSETS}?category=public&state=submitted&sort=value"),
        ("county_head", f"{ASSETS}?q=道路"),
        ("town_reviewer", ASSETS),
        ("department_reviewer", ASSETS),
        ("town_reviewer", reverse("journal:todo")),
        ("county_clerk", reverse("journal:todo")),
        ("county_clerk", reverse("assets:create")),
        ("county_clerk", reverse("journal:entries")),
    ],
)
def test_a_page_asks_no_more_for_forty_rows_than_for_one(client, here, person, address):
    client.as_(getattr(here, person))
    submitted(here, 1)
    few = queries(client, address)
    submitted(here, MANY - 1)
    assert queries(client, address) == few <= 12


def titles(here, count):
    return [
        here.title_in("proposed", here.asset_in("ledger", name=f"道路 {number}")) for number in range(count)
    ]


def asked(client, people, addresses):
    """{(who, address): how many queries}."""
    return {
        (person.username, address): queries(client.as_(person), address)
        for person in people
        for address in addresses
    }


def test_titles_and_their_progress_ask_no_more_for_forty_than_for_one(client, here, city):
    people = [here.county_head, here.town_clerk, here.department_reviewer, city.reader]
    addresses = [
        TITLES,
        f"{TITLES}?late=1&owner=village",
        reverse("ownership:late"),
        reverse("ownership:progress"),
    ]
    titles(here, 1)
    few = asked(client, people, addresses)
    titles(here, MANY - 1)
    assert asked(client, people, addresses) == few
    assert max(few.values()) <= 12


PATROLS = [reverse(f"patrols:{name}") for name in ("list", "due", "repairs")]
NARROWED = [
    f"{PATROLS[0]}?condition=damaged&twin=0",
    f"{PATROLS[1]}?when=all",
    f"{PATROLS[2]}?late=0&payer=town",
]


def looked_at(here, count):
    for number in range(count):
        asset = here.asset_in("ledger", name=f"道路 {number}")
        patrolled(here, asset, "damaged", by="town_clerk")  # opens a repair order


def test_patrols_and_repairs_ask_no_more_for_several_than_for_one(client, here, city):
    people = [here.county_head, here.town_clerk, here.department_reviewer, city.reader]

    def told():
        walk = asked(client, [here.town_clerk], [reverse("patrols:walk")])
        return asked(client, people, PATROLS + NARROWED) | walk

    looked_at(here, 1)
    few = told()
    looked_at(here, SEVERAL - 1)
    assert told() == few
    assert max(few.values()) <= 12


def test_one_repair_asks_no_more_for_many_photos_than_for_one(client, here):
    asset = here.asset_in("ledger")
    repair = ordered(here, asset)
    client.as_(here.town_clerk)
    few = [queries(client, page.get_absolute_url()) for page in (patrolled(here, asset, "damaged"), repair)]
    for _ in range(2):
        patrol = patrolled(here, asset, "damaged", photos=[scene() for _ in range(3)])
    assert [queries(client, page.get_absolute_url()) for page in (patrol, repair)] == few
    assert max(few) <= 12


def test_trainings_ask_no_more_for_forty_than_for_one(client, here):
    address = reverse("training:list")
    client.as_(here.county_clerk)
    few = queries(client, held(here).get_absolute_url()), queries(client, address)
    lines = [(unit, 2, 1) for unit in (here.town, here.other_town, here.village, here.other_village)]
    for _ in range(MANY - 1):
        last = held(here, lines=lines)
    assert (queries(client, last.get_absolute_url()), queries(client, address)) == few
    assert max(few) <= 12


def test_a_reader_of_the_city_asks_no_more_for_forty_rows_than_for_one(client, here, city):
    client.as_(city.reader)
    submitted(here, 1)
    few = queries(client, ASSETS), queries(client, f"{ASSETS}?q=道路")
    submitted(here, MANY - 1)
    assert (queries(client, ASSETS), queries(client, f"{ASSETS}?q=道路")) == few
    assert max(few) <= 12


def test_an_asset_asks_no_more_for_a_long_history_than_for_a_short_one(client, here):
    asset = here.asset_in("ledger")
    client.as_(here.county_clerk)
    few = queries(client, asset.get_absolute_url())
    for number in range(MANY):
        spec, version = f"长 {number} 公里", asset.version
        asset = actions.amend(
            asset, by=here.county_clerk, version=version, reason="复核", spec=spec, aliases=[f"旧-{number}"]
        )
    assert queries(client, asset.get_absolute_url()) == few <= 12


def due(here, count):
    with here.scope():
        assets = [here.asset(name=f"道路 {number}") for number in range(count)]
        for number, asset in enumerate(assets):
            set_deadlines(CHECK, [asset], localdate() + timedelta(days=number % 3), by=None)
        Deadline.objects.update(set_at=now() - timedelta(days=99))
        reminders.send(here.code, localdate())


@pytest.mark.parametrize("name", ["list", "places", "calendar", "inbox"])
def test_the_deadlines_of_a_post_ask_no_more_when_they_are_forty(client, here, name):
    address = reverse(f"deadlines:{name}")
    client.as_(here.town_reviewer)
    due(here, 1)
    few = queries(client, address)
    due(here, MANY - 1)
    assert queries(client, address) == few <= 12


def test_the_bell_costs_one_query(client, here):
    client.as_(here.town_reviewer)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("journal:todo_count"))
    assert sum("journal_reminder" in query["sql"] for query in asked) == 1


def test_the_people_of_a_county_ask_no_more_when_they_are_forty(client, here):
    address = reverse("journal:people")
    few = queries(client.as_(here.admin), address)
    for number in range(MANY):
        people.invite(
            username=f"zhang_{number}",
            name="张三",
            unit=here.town,
            role="town_clerk",
            from_on=SINCE,
            by=here.admin,
        )
    assert queries(client, address) == few <= 12


def test_fifty_rows_of_the_list_are_at_most_sixty_kilobytes(client, here):
    for number in range(50):
        here.asset(name=f"城关镇东关村二〇一九年农田水利及村组道路硬化工程第 {number} 段", quantity=number)
    page = client.as_(here.county_clerk).get(ASSETS).content
    assert page.count(b'<td class="name">') == 50
    assert len(page) <= 60_000


def found(client, words):
    return [row.name for row in client.get(ASSETS, {"q": words}).context["rows"]]


def test_a_reader_of_the_city_finds_rare_words_common_words_and_numbers(client, here, there, city):
    known = here.asset_in("ledger", name="七贤光伏电站")
    with here.scope():
        actions.amend(
            known,
            by=here.county_clerk,
            version=known.version,
            reason="补录",
            aliases=["豫H-0815"],
            name=known.name,
        )
    for number in range(12):
        there.asset(name=f"上屯生产路 {number}")
    client.as_(city.reader)
    assert len(found(client, "生产路")) == 12
    for words in ("光伏", "七贤光伏", known.number[:12], known.number, "豫H-0815"):
        assert found(client, words) == [known.name], words
    assert found(client, "七光") == []
