"""A stored file that no row knows is removed after a day; one that a row knows never is."""

import os
import time
from io import BytesIO

import pytest
from django.core.files import storage
from django.db import connection, transaction

from assets.models import LabelRun
from journal import strays
from journal.acts import act
from journal.models import Document, Export, ImportBatch, Job, Print
from journal.models.documents import storage_key
from journal.tasks import sweep_files
from tests.journal.test_documents import picture, store
from tests.rows import one_of_each

OLD, YOUNG = 25 * 3600, 23 * 3600


def lay(key, age=OLD):
    """A file under a key, laid there so many seconds ago."""
    if not storage.default_storage.exists(key):
        storage.default_storage.save(key, BytesIO(b"somebody's"))
    then = time.time() - age
    os.utime(storage.default_storage.path(key), (then, then))
    return key


def is_there(key):
    return storage.default_storage.exists(key)


@pytest.fixture(autouse=True)
def clean(here):
    """What other tests have left on the disk counts among all that is stored: it goes first."""
    for folder in strays._folders():
        for name in storage.default_storage.listdir(folder)[1]:
            storage.default_storage.delete(f"{folder}/{name}")


def test_what_a_transaction_left_that_was_rolled_back_goes_after_a_day(here):
    with pytest.raises(RuntimeError), transaction.atomic():
        keys = store(here, picture()).key, store(here, picture()).preview_key
        raise RuntimeError
    lay(keys[0], YOUNG)
    sweep_files()
    assert all(map(is_there, keys))
    assert list(map(lay, keys)) and strays.sweep() == 2
    assert not any(map(is_there, keys))


def test_a_picture_and_its_preview_stay(here):
    kept = store(here, picture())
    stray, keys = lay(storage_key()), [lay(kept.key), lay(kept.preview_key)]
    sweep_files()
    assert all(map(is_there, keys)) and not is_there(stray)


@pytest.mark.parametrize("model", [Document, Export, Print, LabelRun])
def test_no_file_goes_that_a_row_knows_of_whichever_county(here, there, model):
    keys = [lay(one_of_each(place)[model].key) for place in (here, there)]
    stray = lay(storage_key())
    sweep_files()
    assert all(map(is_there, keys)) and not is_there(stray)


def test_the_parts_of_a_print_stay_as_long_as_the_print_is_known(here):
    row = one_of_each(here)[Print]
    mine, strange = lay(row.part_key(0)), lay(f"{storage_key()}-0")
    sweep_files()
    assert is_there(mine) and not is_there(strange)


def test_the_workbook_of_faults_stays_while_its_batch_has_it(here):
    row, key = one_of_each(here)[ImportBatch], lay(storage_key())
    job = Job.objects.create(
        county_id=here.code, kind="imports.mark", key="mark", params={"file": key, "digest": ""}
    )
    with act("tests.furnish", "布置", by=None, county=here.code) as entry:
        entry.about(row)
        ImportBatch.objects.filter(pk=row.pk).update(marking=job)
    sweep_files()
    assert is_there(key)
    with act("tests.furnish", "布置", by=None, county=here.code) as entry:
        entry.about(row)
        ImportBatch.objects.filter(pk=row.pk).update(marking=None)
    sweep_files()
    assert not is_there(key)


def test_nothing_goes_but_what_has_the_name_of_a_stored_file(here):
    others = [lay("readme.txt"), lay("ab/notes.txt"), lay("letters/" + "a" * 40)]
    sweep_files()
    assert all(map(is_there, others))
    for name in others:
        storage.default_storage.delete(name)


def test_where_most_of_what_is_stored_is_unknown_it_is_left_and_told(here, caplog):
    keys = [lay(storage_key()) for _ in range(strays.FEW + 1)]
    assert strays.sweep() == 0 and all(map(is_there, keys))
    assert "none was deleted" in caplog.text
    for key in keys:
        storage.default_storage.delete(key)


def test_every_column_that_draws_a_storage_key_is_one_the_sweeper_reads():
    from django.apps import apps

    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    drawn = [field for field in fields if field.default is storage_key]
    named = [field for field in fields if field.name.endswith("key") and field.max_length == 48]
    assert {*drawn, *named} == {model._meta.get_field(name) for model, name in strays.key_fields()}


def test_maintenance_sees_every_row_that_keeps_a_key(db):
    """Were one of these tables closed to it, it would take every file of that table for a stray."""
    tables = [model._meta.db_table for model, _ in strays.key_fields()] + [ImportBatch._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE 'scope_system' = ANY(roles) AND cmd = 'ALL' AND qual = 'true'"
        )
        assert set(tables) <= {table for (table,) in cursor}
