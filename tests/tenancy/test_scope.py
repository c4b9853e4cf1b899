"""The stamp: on every transaction, for that transaction, whatever went wrong before."""

from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from assets.models import Asset
from tenancy.models import Appointment, Unit
from tenancy.scope import NOBODY, SYSTEM, Scope, county_scope, current, scope, working_in
from tests.world import CITY, HERE, THERE

TAKEN = "SELECT current_user::text, current_setting('app.county', true), current_setting('app.user', true)"


def taken():
    """What the database says of this transaction: role, county, user."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN)
        return cursor.fetchone()


def counties():
    return set(Unit.objects.values_list("county_id", flat=True))


@pytest.mark.parametrize("wrong", [("county", None), ("city", HERE), ("owner", None), (None, HERE)])
def test_a_scope_that_makes_no_sense_is_not_made(wrong):
    with pytest.raises(ValueError, match="no such scope"):
        Scope(*wrong)


def test_a_transaction_takes_the_role_and_county_of_its_scope(db):
    with scope(county_scope(HERE, 7)):
        assert taken() == ("scope_county", str(HERE), "7")


def test_outside_every_scope_there_is_neither_role_nor_county(db):
    assert taken() == ("jiadi_app", "", "")


def test_when_an_inner_scope_ends_the_outer_one_is_stamped_again(here):
    with scope(county_scope(THERE)):
        assert counties() == {THERE}
    assert taken() == ("scope_county", str(HERE), "")
    assert counties() == {HERE}


def test_the_scope_outside_comes_back_after_an_error(here):
    with pytest.raises(ZeroDivisionError), scope(county_scope(THERE)):
        raise ZeroDivisionError
    assert counties() == {HERE}


def test_the_scope_outside_comes_back_after_an_error_of_the_database(here):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        scope(county_scope(THERE)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nothing")
    assert taken() == ("scope_county", str(HERE), "")


def test_a_savepoint_rolled_back_leaves_the_scope_as_it_was(here):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with scope(county_scope(THERE)):
            pass
        raise ZeroDivisionError
    assert counties() == {HERE}


def test_a_savepoint_inside_a_scope_keeps_it(here):
    with scope(SYSTEM), transaction.atomic():
        assert counties() == {CITY, HERE, THERE}


def test_working_in_a_county_keeps_the_person(db):
    with scope(Scope("city", user=7)), working_in(HERE):
        assert taken() == ("scope_county", str(HERE), "7")


def test_each_transaction_is_stamped_anew(committed):
    with scope(county_scope(HERE)):
        with transaction.atomic():
            assert counties() == {HERE}
        with transaction.atomic():
            assert counties() == {HERE}
    with transaction.atomic():
        assert taken() == ("jiadi_app", "", "")


def test_a_query_outside_a_transaction_sees_no_rows(committed, here):
    here.asset()
    assert current().county == HERE
    assert Asset.objects.count() == 0


def test_what_runs_after_commit_is_in_no_transaction_and_sees_no_rows(committed, here):
    seen = []
    with here.scope():
        here.asset()
        transaction.on_commit(lambda: seen.append(Asset.objects.count()))
    assert seen == [0]


def test_a_thread_begins_outside_every_scope(committed, here):
    here.asset()
    seen = []

    def look():
        with transaction.atomic():
            seen.append((current(), Asset.objects.count()))
        connection.close()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [(NOBODY, 0)]


def test_a_setting_left_on_the_session_does_not_reach_the_next_transaction(committed, here):
    here.asset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.county', %s, false), set_config('role', 'scope_county', false)",
            [str(HERE)],
        )
    with scope(NOBODY), transaction.atomic():
        assert taken() == ("jiadi_app", "", "")
        assert Asset.objects.count() == 0


def test_a_connection_that_was_lost_is_stamped_when_it_comes_back(committed, here):
    here.asset()
    connection.close()
    with here.scope():
        assert Asset.objects.count() == 1


def test_the_default_manager_adds_the_county_so_that_partitions_can_be_found(here):
    assert '"county_id" = 410821' in str(Asset.objects.all().query)


def test_a_person_sees_their_own_posts_before_any_county_is_entered(here, there):
    with scope(Scope(user=there.county_head.pk)):
        assert [post.user_id for post in Appointment.objects.all()] == [there.county_head.pk]
