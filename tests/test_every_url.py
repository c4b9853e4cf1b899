"""Every address × every role × own, foreign and missing row. An address that is not in the table fails the test."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from journal import actions as people
from journal.models import Entry
from journal.transitions import REGISTRY
from tenancy.models import Appointment
from tenancy.scope import SYSTEM, county_scope, scope
from tests.addresses import ACTED, COUNTY, EVERYBODY, OPEN, POSTED, TABLE
from tests.furnished import made
from tests.world import HERE, THERE, Place


@pytest.fixture(scope="module")
def world_of(django_db_setup, django_db_blocker):
    """{county: {kind: arguments of its address}}, made once: what a test of this module does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {code: made_in(Place(code)) for code in (HERE, THERE)}
        transaction.set_rollback(True)


def made_in(place):
    """`made`, looking from the county itself."""
    with scope(county_scope(place.code)):
        return made(place)


def address(name, page, row):
    return reverse(name.split()[0], args=[*page.args, *row])


def sign_in(client, here, city, who):
    place, _, name = who.rpartition(".")
    return client.as_(getattr(city if place else here, name))


def test_every_address_is_in_the_table():
    told = {name.split()[0] for name in TABLE} | OPEN
    assert set(every_name()) == told


def test_every_transition_is_in_the_table():
    assert set(REGISTRY) == ACTED


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_gets_what_the_table_says(world_of, here, city, client, who):
    rows = world_of[HERE]
    sign_in(client, here, city, who)
    found = {
        name: client.get(address(name, page, rows[page.row])).status_code for name, page in TABLE.items()
    }
    assert found == {name: page.answer(who) for name, page in TABLE.items()}


@pytest.mark.parametrize("who", ["county_clerk", "county_head"])
def test_every_form_on_a_page_carries_its_token(world_of, here, client, who):
    rows = world_of[HERE]
    client.as_(getattr(here, who))
    for name, page in TABLE.items():
        told = b"".join(client.get(address(name, page, rows[page.row])))
        assert b'name="csrfmiddlewaretoken" value=""' not in told, name


@pytest.mark.parametrize("who", sorted(COUNTY))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_of_another_county_is_not_there(world_of, here, city, client, who, method):
    rows = world_of[THERE]
    sign_in(client, here, city, who)
    before = entries()
    found = {
        name: getattr(client, method)(address(name, page, rows[page.row])).status_code
        for name, page in TABLE.items()
        if page.row
    }
    assert set(found.values()) <= {404, POSTED} and entries() == before


@pytest.mark.parametrize("who", ["county_clerk", "admin", "city.reader"])
def test_a_row_that_never_was_is_not_there(here, city, client, who):
    sign_in(client, here, city, who)
    for name, page in TABLE.items():
        if page.row:
            gone = [2**40] * len(made_of(page.row))
            assert client.get(address(name, page, gone)).status_code in {404, POSTED}, name


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_without_the_verb_nothing_is_done(world_of, here, city, client, who):
    rows = world_of[HERE]
    sign_in(client, here, city, who)
    before = entries()
    for name, page in TABLE.items():
        if page.row and page.answer(who) in (403, 404):
            answer = client.post(address(name, page, rows[page.row]), {"reason": "试试"})
            assert answer.status_code == page.answer(who), name
    assert entries() == before


def test_a_visitor_is_sent_to_the_door(world_of, here, client):
    rows = world_of[HERE]
    for name, page in TABLE.items():
        answer = client.get(address(name, page, rows[page.row]))
        assert answer.status_code == 302 and answer["Location"].startswith("/account/login/"), name


def test_a_fragment_sends_the_whole_page_to_the_door(here, client):
    answer = client.get(reverse("assets:list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/")


def test_a_person_without_a_post_sees_nothing(here, client):
    asset = here.asset()
    people.end_post(Appointment.objects.get(user=here.county_clerk), by=here.admin, reason="调离")
    client.as_(here.county_clerk)
    assert "没有在任的岗位" in client.get(reverse("journal:todo")).content.decode()
    assert client.get(asset.get_absolute_url()).status_code == 404
    assert client.get(reverse("assets:list")).status_code == 403


def made_of(kind):
    two = "paper photo line_photo minutes agreement_minutes amendment_paper signature patrol_photo repair_photo".split()
    pairs = dict.fromkeys(two, 2)
    return [0] * (pairs | {"cell": 3}).get(kind, 1)


def entries():
    with scope(SYSTEM):
        return Entry.objects.count()


def every_name(resolver=None, prefix=""):
    """The names of all addresses, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_name(pattern, inner)
        else:
            yield f"{prefix}{pattern.name}"
