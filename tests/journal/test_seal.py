"""The chain of seals: what is sealed can be reckoned anew, and what was touched afterwards is named."""

from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from journal.jobs import seal_all
from journal.models import Entry, Seal
from tests import database
from tests.servers import wait_until

WAITING = """SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
             WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted)"""
TAMPERING = {
    "an entry reworded": "UPDATE journal_entry SET reason = '改过' WHERE id = %(entry)s",
    "an entry backdated": "UPDATE journal_entry SET at = at - interval '1 day' WHERE id = %(entry)s",
    "a change retold": "UPDATE journal_change SET new = new || '{\"original_value\": 1}' WHERE entry_id = %(entry)s",
    "a change taken out": "DELETE FROM journal_change WHERE entry_id = %(entry)s",
    "an entry taken out": "DELETE FROM journal_change WHERE entry_id = %(entry)s; "
    "DELETE FROM journal_entry WHERE id = %(entry)s",
}


@pytest.fixture
def sealed(committed, here):
    """An entry of here that is sealed; the last seal covers it alone."""
    seal_until(here)
    asset = here.asset()
    seal_until(here)
    with here.scope():
        return Entry.objects.about(asset).get()


def seal_until(place):
    """Seal until nothing of the place is left over: any transaction open in the cluster holds the newest back."""

    def nothing_left():
        seal_all()
        with place.scope():
            last = Seal.objects.latest("pk")
            return not Entry.objects.filter(tx__gte=last.to_tx).exists()

    assert wait_until(nothing_left)


def verify(*counties):
    out = StringIO()
    call_command("verify_journal", *counties, stdout=out)
    return out.getvalue()


def as_owner(name, statement, **parameters):
    """What only somebody with the keys of the machine can do: lift row security and write past it."""
    with database.owner(name) as owner:
        for table in ("journal_entry", "journal_change", "journal_seal"):
            owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        for part in statement.split("; "):
            owner.execute(part, parameters)


def test_a_whole_journal_is_found_whole(sealed, here, there, city):
    told = verify()
    assert all(f"{place.name}（{place.code}）" in told for place in (here, there, city))
    assert "相符" in told


def test_each_seal_stands_on_the_one_before(sealed, here):
    with here.scope():
        *_, before, last = Seal.objects.order_by("pk")
    assert (last.previous, last.from_tx, last.entries) == (before.digest, before.to_tx, 1)


def test_there_is_no_seal_where_nothing_happened(sealed, here):
    with here.scope():
        known = Seal.objects.count()
    seal_all()
    with here.scope():
        assert Seal.objects.count() == known


@pytest.mark.parametrize("deed", TAMPERING)
def test_what_was_touched_after_sealing_is_named(sealed, here, there, django_db_setup, deed):
    with here.scope():
        seal = Seal.objects.latest("pk")
    connection.close()
    as_owner(django_db_setup.name, TAMPERING[deed], entry=sealed.pk)
    with pytest.raises(CommandError, match=f"修武县（410821）第 {seal.pk} 号封存"):
        verify()
    assert "相符" in verify(there.code)


def test_a_seal_taken_out_is_named_by_the_next(sealed, here, django_db_setup):
    with here.scope():
        first, last = Seal.objects.order_by("pk")[0], Seal.objects.latest("pk")
    connection.close()
    as_owner(django_db_setup.name, "DELETE FROM journal_seal WHERE id = %(seal)s", seal=first.pk)
    with pytest.raises(CommandError, match="不相接"):
        verify(here.code)
    assert last.pk != first.pk


def test_nobody_waits_while_the_journal_is_sealed(sealed, here, django_db_setup):
    with database.owner(django_db_setup.name) as busy, busy.transaction():
        busy.execute("SET LOCAL ROLE scope_system")
        busy.execute("SELECT journal_seal_county(410821)")
        with here.scope(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            here.asset(name="封存时登记的道路")


def test_a_transaction_still_open_is_sealed_later_and_not_lost(sealed, here):
    written, go_on = Event(), Event()

    def slow():
        with here.scope():
            here.asset(name="迟到的道路")
            written.set()
            go_on.wait(10)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    written.wait(10)
    here.asset(name="先到的道路", town_id=here.towns[1], village_id=here.villages[2])
    seal_all()
    go_on.set()
    thread.join()
    seal_until(here)
    with here.scope():
        assert sum(Seal.objects.values_list("entries", flat=True)) == Entry.objects.count()
    assert "相符" in verify(here.code)


def test_two_who_seal_at_once_make_no_fork(sealed, here):
    here.asset()
    threads = [Thread(target=lambda: (seal_all(), connection.close())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_until(here)
    assert "相符" in verify(here.code)


def test_who_seals_second_takes_no_fright_at_what_the_first_has_sealed(sealed, here, django_db_setup):
    """While the first holds the county's lock, a second asks for it; then the first seals by a newer bound."""
    told = []

    def second():
        try:
            told.append(seal_all())
        except DatabaseError as fault:
            told.append(fault)
        connection.close()

    thread = Thread(target=second)
    with database.owner(django_db_setup.name) as first, first.transaction():
        first.execute("SELECT pg_advisory_xact_lock(20200324, 410821)")
        thread.start()
        assert wait_until(lambda: first.execute(WAITING).fetchone()[0])
        here.asset(name="封存时登记的道路")
        first.execute("SET LOCAL ROLE scope_system")
        assert wait_until(lambda: first.execute("SELECT journal_seal_county(410821)").fetchone()[0])
    thread.join()
    assert [type(one) for one in told] == [int], told


def test_a_county_that_cannot_be_sealed_keeps_no_other_from_it(sealed, here, there, django_db_setup):
    far_away = "UPDATE journal_seal SET to_tx = to_tx + 1000000000 WHERE county_id = %(county)s"
    connection.close()
    as_owner(django_db_setup.name, far_away, county=here.code)
    there.asset()

    def nothing_left():
        with pytest.raises(DatabaseError, match="went back"):
            seal_all()
        with there.scope():
            return not Entry.objects.filter(tx__gte=Seal.objects.latest("pk").to_tx).exists()

    assert wait_until(nothing_left)


def test_a_seal_of_the_first_form_still_holds_and_the_next_stands_on_it(sealed, here, django_db_setup):
    with here.scope():
        old = Seal.objects.latest("pk")
    connection.close()
    first_form = """UPDATE journal_seal s SET form = 1, digest = (
        SELECT digest FROM journal_digest(s.county_id, s.from_tx, s.to_tx, s.previous, 1)) WHERE id = %(seal)s"""
    as_owner(django_db_setup.name, first_form, seal=old.pk)
    here.asset(name="方庄水塔")
    seal_until(here)
    with here.scope():
        last = Seal.objects.latest("pk")
    assert (last.form, last.from_tx) == (2, old.to_tx) and bytes(last.previous) != bytes(old.digest)
    assert "相符" in verify(here.code)


def test_a_county_nobody_knows_is_not_found_whole(sealed):
    with pytest.raises(CommandError, match="没有区划代码 410899"):
        verify(410899)


def test_sealing_can_be_asked_for(committed, here):
    here.asset()
    out = StringIO()
    call_command("seal_journal", stdout=out)
    assert "已封存" in out.getvalue()


def test_an_entry_cannot_lie_about_its_time_or_transaction(here):
    asset = here.asset()
    fields = {
        "county_id": here.code,
        "by_name": "",
        "post": "",
        "act": "",
        "label": "",
        "subject_type": "",
        "subject_id": 1,
    }
    Entry.objects.create(id=10**9, at="2019-01-01T00:00Z", tx=1, subject_name="", **fields)
    entry, true = Entry.objects.get(pk=10**9), Entry.objects.about(asset).get()
    assert (entry.at.date(), entry.tx) == (true.at.date(), true.tx)
