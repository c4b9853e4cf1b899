"""One answer for a list and for a row; and what a post must be to count."""

from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from assets.models import Asset
from journal import actions as people
from tenancy import policy
from tenancy.models import Appointment, Unit, UnitGrant, User
from tenancy.roles import LOCAL_VERBS, ROLES, VERBS, Role
from tenancy.scope import SYSTEM, Scope, scope
from tests.servers import wait_until
from tests.world import CITY_POSTS, POSTS

TODAY = timezone.localdate


@pytest.fixture
def register(here, there):
    """Assets of all sorts of hands, in both counties."""
    for place in (here, there):
        place.asset()
        place.asset(unit=place.other_village, by=place.other_village_clerk)
        place.asset(unit=place.town, by=place.town_clerk, implementing_dept=None)
        place.asset(unit=place.other_department, by=place.other_department_clerk, supervising_dept=None)
        place.asset(unit=place.office, by=place.county_clerk, implementing_dept=place.finance_office)


def everybody(here, there, city):
    return [
        *(getattr(place, name) for place in (here, there) for name in POSTS),
        *(getattr(city, n) for n in CITY_POSTS),
    ]


@pytest.mark.parametrize("model", [Asset, Unit], ids=lambda model: model.__name__)
def test_the_list_and_the_row_give_the_same_answer(register, here, there, city, model):
    with scope(SYSTEM):
        rows = list(model.objects.all() if model is Unit else model.objects.select_related("unit"))
        for user in everybody(here, there, city):
            for verb in VERBS:
                listed = set(policy.permitted(model.objects.all(), user, verb).values_list("pk", flat=True))
                assert listed == {row.pk for row in rows if policy.may(user, verb, row)}, (
                    user.username,
                    verb,
                )


def test_a_village_reaches_itself_only(register, here):
    names = {unit.code for unit in policy.units(here.village_clerk, "register_asset")}
    assert names == {here.village.code}


def test_a_township_reaches_down_to_its_villages(register, here):
    reached = policy.units(here.town_reviewer, "verify_asset")
    assert {unit.code for unit in reached} == {here.town.code, here.village.code, here.other_village.code}


def test_a_department_sees_what_it_implements_or_supervises(register, here):
    rows = Asset.objects.permitted(here.department_clerk)
    assert rows.count() == 3
    assert all(here.department in (row.implementing_dept, row.supervising_dept) for row in rows)


def test_what_a_department_only_sees_it_does_not_judge(register, here):
    assert Asset.objects.permitted(here.department_reviewer, "verify_asset").count() == 0
    own = here.asset(unit=here.department, by=here.department_clerk)
    assert policy.may(here.department_reviewer, "verify_asset", own)


def test_the_county_office_sees_the_whole_county_and_does_not_verify_for_others(register, here):
    assert Asset.objects.permitted(here.county_head).count() == 5
    people.appoint(
        here.county_head, unit=here.office, role="department_reviewer", from_on=TODAY(), by=here.admin
    )
    head = here.person("county_head")
    assert {row.unit for row in Asset.objects.permitted(head, "verify_asset")} == {here.office}


def test_the_next_county_is_not_there(register, here, there):
    with there.scope():
        assert Asset.objects.permitted(here.county_head).count() == 0
        assert Asset.objects.count() == 5


def test_the_city_reads_all_its_counties(register, here, there, city):
    with scope(Scope("city", user=city.reader.pk)):
        assert Asset.objects.permitted(city.reader).count() == 10


@pytest.mark.parametrize(("first", "last"), [(1, None), (-30, -1), (1, 30)])
def test_a_post_of_another_day_counts_for_nothing(here, first, last):
    days = [day and TODAY() + timedelta(days=day) for day in (first, last)]
    user, _ = people.invite(
        username="wang",
        name="王",
        unit=here.town,
        role="town_reviewer",
        by=here.admin,
        from_on=days[0],
        to_on=days[1],
    )
    assert policy.grants(user) == [] == policy.posts(user)


def test_a_post_of_today_counts(here):
    user, _ = people.invite(
        username="wang",
        name="王",
        unit=here.town,
        role="town_reviewer",
        from_on=TODAY(),
        to_on=TODAY(),
        by=here.admin,
    )
    assert {grant.verb for grant in policy.grants(user)} == ROLES["town_reviewer"].verbs


def test_a_post_that_ended_counts_no_more_today(here):
    people.end_post(Appointment.objects.get(user=here.town_reviewer), by=here.admin, reason="调离")
    assert policy.grants(here.person("town_reviewer")) == []
    assert not UnitGrant.objects.filter(user=here.town_reviewer).exists()


def test_ending_one_of_two_posts_keeps_the_verbs_of_the_other(here):
    clerk = here.town_clerk
    people.appoint(clerk, unit=here.town, role="town_reviewer", from_on=TODAY(), by=here.admin)
    people.end_post(
        Appointment.objects.get(user=clerk, role="town_reviewer"), by=here.admin, reason="专任经办"
    )
    assert {grant.verb for grant in policy.grants(here.person("town_clerk"))} == ROLES["town_clerk"].verbs


def test_ending_a_post_leaves_what_a_post_to_come_will_need(here):
    clerk, tomorrow = here.town_clerk, TODAY() + timedelta(days=1)
    people.appoint(clerk, unit=here.town, role="town_reviewer", from_on=tomorrow, by=here.admin)
    people.end_post(Appointment.objects.get(user=clerk, role="town_clerk"), by=here.admin, reason="改任")
    kept = UnitGrant.objects.filter(user=clerk).values_list("permission__codename", flat=True)
    assert set(kept) == ROLES["town_reviewer"].verbs


def test_a_post_ended_while_the_account_is_disabled_takes_no_other_posts_rights(here):
    clerk, office = here.town_clerk, {"by": here.admin, "unit": here.office, "reason": "借调"}
    people.appoint(clerk, unit=here.town, role="town_reviewer", from_on=TODAY(), by=here.admin)
    people.set_active(clerk, active=False, **office)
    people.end_post(Appointment.objects.get(user=clerk, role="town_clerk"), by=here.admin, reason="改任")
    people.set_active(clerk, active=True, **office)
    assert {grant.verb for grant in policy.grants(here.person("town_clerk"))} == ROLES["town_reviewer"].verbs


def waits_for_a_lock():
    """Whether somebody waits for a table of this database, or for a transaction (which belongs to none)."""
    with connection.cursor() as cursor:
        cursor.execute("""SELECT EXISTS (
            SELECT FROM pg_locks l LEFT JOIN pg_database d ON d.oid = l.database
            WHERE NOT l.granted AND (l.database IS NULL OR d.datname = current_database()))""")
        return cursor.fetchone()[0]


def beside(deed):
    """Begin a deed in a thread of its own, and see it done or waiting for a lock; returns the thread."""
    thread = Thread(target=lambda: (deed(), connection.close()))
    thread.start()
    assert wait_until(lambda: not thread.is_alive() or waits_for_a_lock())
    return thread


def test_a_post_given_while_another_at_the_unit_ends_has_all_its_rights(committed, here):
    clerk, by, town = here.town_clerk, here.admin, here.town
    with here.scope():
        old = Appointment.objects.get(user=clerk)

    def end():
        with here.scope():
            people.end_post(old, by=by, reason="改任")

    with here.scope():
        people.appoint(clerk, unit=town, role="town_reviewer", from_on=TODAY(), by=by)
        thread = beside(end)
    thread.join()
    assert {grant.verb for grant in policy.grants(here.person("town_clerk"))} == ROLES["town_reviewer"].verbs


def test_a_post_given_while_rights_are_aligned_keeps_its_rights(committed, here):
    clerk, by, unit = here.town_clerk, here.admin, here.other_town
    with here.scope(), connection.cursor() as cursor:
        people.appoint(clerk, unit=unit, role="town_clerk", from_on=TODAY(), by=by)
        cursor.execute("LOCK TABLE tenancy_unitgrant IN ACCESS EXCLUSIVE MODE")
        thread = beside(policy.align_grants)
    thread.join()
    assert policy.may(here.person("town_clerk"), "import_assets", unit)


def test_a_disabled_account_holds_nothing(here):
    people.set_active(here.town_reviewer, by=here.admin, unit=here.town, active=False, reason="离职")
    person = here.person("town_reviewer")
    assert policy.grants(person) == [] == policy.posts(person)


def test_a_role_that_lost_a_verb_takes_it_from_everybody_at_once(here, monkeypatch):
    fewer = Role("乡镇审核人", frozenset({"view_register"}), frozenset({"town"}))
    monkeypatch.setitem(ROLES, "town_reviewer", fewer)
    assert {grant.verb for grant in policy.grants(here.town_reviewer)} == {"view_register"}


def test_a_grant_without_a_post_counts_for_nothing(here):
    policy.assign_perm("tenancy.enter_ledger", here.village_clerk, here.village)
    assert not policy.may(here.village_clerk, "enter_ledger", here.village)


def test_a_refusal_says_which_verb_is_missing(here):
    with pytest.raises(policy.PermissionDenied, match="审核"):
        policy.require(here.village_clerk, "verify_asset", here.village)


def test_every_verb_of_a_role_is_a_verb_and_every_verb_has_a_role():
    assert {verb for role in ROLES.values() for verb in role.verbs} == VERBS.keys() >= LOCAL_VERBS


def test_every_kind_of_unit_has_a_role_and_every_role_a_kind_of_unit():
    kinds = {kind for role in ROLES.values() for kind in role.kinds}
    assert kinds == set(Unit.Kind.values)


def test_every_verb_is_a_permission_that_guardian_can_give(here):
    known = Permission.objects.filter(content_type__app_label="tenancy", content_type__model="unit")
    assert set(known.values_list("codename", flat=True)) == VERBS.keys()


def test_nobody_is_above_the_policy():
    assert {field.name for field in User._meta.get_fields()}.isdisjoint(
        {"is_superuser", "is_staff", "groups"}
    )
