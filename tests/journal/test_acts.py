"""A registry row changes only inside an act, and the journal keeps what it was."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assets.models import Alias, Asset
from journal.acts import act
from journal.models import Change, Entry
from tenancy.checks import walled_models
from tenancy.scope import SYSTEM, current, scope
from tests.rows import one_of_each

# County tables outside the journal's triggers, each with its reason.
UNJOURNALED = {
    "journal_entry": "the journal itself",
    "journal_change": "the journal itself",
    "journal_seal": "the journal itself",
    "journal_job": "what is under way, not what happened",
    "journal_document": "never changed; an attachment's change tells of it",
    "journal_importbatch": "what is under way",
    "journal_importrow": "staged, thrown away",
    "tenancy_unitgrant": "follows from appointments, which are journaled",
    "assets_serial": "a counter; the numbers stand in the assets",
    "assets_summary": "sums of the assets",
    "journal_export": "a file kept for a day; that it was taken is an entry",
    "journal_columnmemory": "how a unit names its columns",
    "assets_labelrun": "a file kept for a day",
    "assets_printeroffset": "how a person's printer stands",
    "assets_savedfilter": "how a person looks at the ledger",
    "assets_columnchoice": "how a person looks at the ledger",
    "assets_bulk": "what is under way; what is done to the assets is journaled with them",
    "assets_bulkrow": "staged, thrown away",
    "journal_print": "a file kept for a day; that it was made is an entry",
    "journal_noticebody": "never changed; its hash stands in the notice, which is journaled",
    "journal_noticerow": "never changed but by the notice's own acts, which are journaled",
    "journal_objector": "who said it stands in no journal",
    "journal_deadline": "follows from the act that sets or clears it; who did stands in the row",
    "journal_reminder": "what was sent, not what happened",
    "journal_digest": "what was sent, not what happened",
    "assets_countpost": "never changed; which counts have arrived",
}
TABLES = [model._meta.db_table for model in walled_models() if model._meta.db_table not in UNJOURNALED]
# Those of which a second row can be made from the first, its id apart.
WITHOUT_KEYS = ["tenancy_appointment", "assets_project", "assets_fundingline", "assets_attachment"]
SIDE_DOORS = {
    "insert": """INSERT INTO {0} SELECT (jsonb_populate_record(t, '{{"id": -1}}')).* FROM {0} t LIMIT 1""",
    "update": "UPDATE {0} SET county_id = county_id",
    "delete": "DELETE FROM {0}",
}


def run(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def outside_an_act(statement):
    """Whether the database refuses it because there is no act (or because nobody at all may), or shows it no row.

    What an import has made may be deleted while it is undone, and nothing else (tests/journal/test_imports_undo.py).
    """
    try:
        return run(statement) == 0 and statement.startswith("DELETE")
    except DatabaseError as refused:
        return refused.__cause__.sqlstate in ("JD001", "42501")


def rename(asset, name="改名的道路", by=None):
    with act("tests.rename", "改名", by=by, county=asset.county_id) as entry:
        Asset.objects.filter(pk=asset.pk).update(name=name)
        entry.about(asset)
    return Entry.objects.get(pk=entry.number)


def test_every_county_table_is_journaled_or_has_a_reason(db):
    found = run(
        "SELECT relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid "
        "WHERE proname = 'journal_write' AND tgenabled = 'O' GROUP BY relname HAVING count(*) = 3"
    )
    assert {table for (table,) in found} == {*TABLES}


@pytest.mark.parametrize(
    ("door", "tables"), [("update", TABLES), ("delete", TABLES), ("insert", WITHOUT_KEYS)]
)
def test_there_is_no_side_door_to_the_register(here, door, tables):
    one_of_each(here)
    for who in (current(), SYSTEM):
        with scope(who):
            assert [table for table in tables if not outside_an_act(SIDE_DOORS[door].format(table))] == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda asset: asset.save(),
        lambda asset: Asset.objects.filter(pk=asset.pk).update(name="x"),
        lambda asset: Asset.objects.bulk_update([asset], ["name"]),
        lambda asset: Alias.objects.bulk_create([Alias(county_id=asset.county_id, asset=asset, number="1")]),
    ],
    ids=["save", "update", "bulk_update", "bulk_create"],
)
def test_djangos_own_ways_are_refused_too(here, deed):
    asset = here.asset()
    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        deed(asset)


def test_after_an_act_the_door_is_closed_again(here):
    asset = here.asset()
    rename(asset)
    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        asset.save()


def test_a_statement_that_touches_nothing_asks_for_no_act(here):
    assert Asset.objects.filter(pk=0).update(name="x") == 0


def test_a_change_keeps_what_was_and_what_is(here):
    asset = here.asset()
    entry = rename(asset)
    change = Change.objects.get(entry=entry)
    assert (change.op, change.table, change.row_id) == ("~", "assets_asset", asset.pk)
    assert (change.old["name"], change.new["name"]) == (asset.name, "改名的道路")


def test_a_save_that_changes_nothing_leaves_no_change(here):
    asset = here.asset()
    assert not Change.objects.filter(entry=rename(asset, name=asset.name)).exists()


def test_many_rows_at_once_are_one_entry_and_a_change_each(here):
    assets = [here.asset(name=f"道路{at}号") for at in range(3)]
    with act("tests.rename", "改名", by=None, county=here.code) as entry:
        Asset.objects.update(remark="批量")
        entry.about(assets[0])
    assert Change.objects.filter(entry=entry.number).count() == 3


def test_acts_nest_and_each_keeps_its_own_changes(here):
    outer, inner = here.asset(name="外"), here.asset(name="内")
    with act("tests.outer", "外层", by=None, county=here.code) as entry:
        entry.about(outer)
        Asset.objects.filter(pk=outer.pk).update(remark="1")
        told = rename(inner)
        Asset.objects.filter(pk=outer.pk).update(remark="2")
    assert list(Change.objects.filter(entry=told).values_list("row_id", flat=True)) == [inner.pk]
    assert list(Change.objects.filter(entry=entry.number).values_list("new__remark", flat=True)) == ["1", "2"]


def test_an_inner_act_that_fails_takes_nothing_of_the_outer_with_it(here):
    outer, inner = here.asset(name="外"), here.asset(name="内")
    with act("tests.outer", "外层", by=None, county=here.code) as entry:
        entry.about(outer)
        with pytest.raises(DatabaseError), transaction.atomic():
            rename(inner, name="长" * 121)
        Asset.objects.filter(pk=outer.pk).update(remark="照办")
    assert Change.objects.get(entry=entry.number).new["remark"] == "照办"
    assert Entry.objects.about(inner).count() == 1


def test_an_act_that_fails_leaves_neither_entry_nor_change(here):
    asset, before = here.asset(), Entry.objects.count()
    with pytest.raises(ZeroDivisionError), act("tests.fail", "失败", by=None, county=here.code):
        Asset.objects.filter(pk=asset.pk).update(name="改")
        raise ZeroDivisionError
    asset.refresh_from_db()
    assert (asset.name, Entry.objects.count()) == ("东关至刘庄道路", before)


def test_an_entry_tells_who_in_which_post_of_the_day(here):
    told = Entry.objects.about(here.asset()).get()
    assert (told.by, told.by_name) == (here.village_clerk, here.village_clerk.name)
    assert told.post == f"{here.village.name} · 村级登记员"


def test_an_entry_outlives_its_subject_and_a_renamed_office(here):
    told = Entry.objects.about(here.asset()).get()
    with act("tests.rename", "更名", by=None, county=here.code) as entry:
        type(here.village).objects.filter(pk=here.village.pk).update(name="新名称")
        entry.about(here.village)
    told.refresh_from_db()
    assert told.post == f"{here.village.name} · 村级登记员"


def test_the_clock_acts_without_a_person(here):
    told = rename(here.asset())
    assert (told.by, told.by_name, told.post) == (None, "系统", "")


def test_a_number_whose_entry_never_comes_is_refused_at_commit(committed, here):
    asset = here.asset()
    with pytest.raises(IntegrityError, match="journal_change_entry_same"), here.scope():
        run("SELECT set_config('app.entry', '987654321', true)")
        Asset.objects.filter(pk=asset.pk).update(name="改")
    with here.scope():
        assert Asset.objects.get(pk=asset.pk).name == asset.name


def test_the_number_of_an_older_entry_is_refused_at_commit(committed, here):
    asset = here.asset()
    with here.scope():
        old = Entry.objects.about(asset).get()
    with pytest.raises(IntegrityError, match="journal_change_entry_same"), here.scope():
        run("SELECT set_config('app.entry', %s, true)", str(old.pk))
        Asset.objects.filter(pk=asset.pk).update(name="改")


def test_the_number_of_the_next_countys_entry_is_refused_at_commit(committed, here, there):
    asset = here.asset()
    with pytest.raises(IntegrityError, match="journal_change_entry_same"), here.scope():
        with there.scope(), act("tests.alibi", "别处", by=None, county=there.code) as entry:
            entry.about(there.village)
        run("SELECT set_config('app.entry', %s, true)", str(entry.number))
        Asset.objects.filter(pk=asset.pk).update(name="改")


def test_an_act_in_another_county_than_the_scopes_is_refused(here, there):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        with act("tests.stray", "越界", by=None, county=there.code) as entry:
            entry.about(here.village)


def test_the_context_of_an_act_ends_with_its_transaction(committed, here):
    asset = here.asset()
    with here.scope():
        rename(asset)
        run("SELECT set_config('app.entry', '1', true)")
    with pytest.raises(DatabaseError, match="outside an act"), here.scope():
        Asset.objects.filter(pk=asset.pk).update(name="改")
