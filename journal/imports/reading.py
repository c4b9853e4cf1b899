"""The job that reads: the table found in the file, its columns matched, its rows staged as they stand."""

import json
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction

from journal import documents
from journal.exports.registry import EXPORTS
from journal.files.limits import Exhausted, Unreadable
from journal.files.sheets import opened
from journal.files.tables import NoTable, Place, find_in
from journal.imports import staged
from journal.imports.checking import find, require
from journal.imports.matching import Profile, describe
from journal.imports.meanwhile import meanwhile
from journal.imports.memory import remembered
from journal.imports.resources import REGISTRY, columns_of
from journal.jobs import GaveUp, job
from journal.models import ImportBatch, ImportRow
from tenancy.persons import mask

State = ImportBatch.State
CHUNK = 2_000
# Rows of the top of the sheet, and their columns, by which a person points at the header.
SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_LETTERS = 12, 16, 24

TAKE = """
INSERT INTO journal_importrow (county_id, batch_id, number, cells, marks, "values", faults, is_wrong, is_doubtful)
SELECT %(county)s, %(batch)s, s.number, s.cells, s.marks, '{}', '[]', false, false
FROM json_to_recordset(%(rows)s::json) AS s(number int, cells jsonb, marks jsonb)
"""


@job("imports.read", "读取文件")
def read(run, *, batch):
    """Read the file of a batch and stage its rows; done anew from the start when a worker was killed.

    A file that is refused for what it holds is removed; one for which time or memory ran out may be tried again.
    """
    with transaction.atomic():
        run.hold()
        row = find(batch)
        if row.state != State.READING:
            return f"本批{row.get_state_display()}，不再读取。"
        resource = REGISTRY[row.resource]
        require(run.by, resource, row)
        ImportRow.objects.filter(batch=row).delete()
    if not documents.is_kept(row.document):
        raise GaveUp("文件已经清除，不能再次读取。请重新上传。")
    try:
        with default_storage.open(row.document.key) as kept:
            return _take(run, row, resource, kept)
    except Exhausted as exhausted:
        raise GaveUp(exhausted.sentence) from exhausted
    except Unreadable as unreadable:
        with transaction.atomic():
            run.hold()
            documents.forget(row.document)
        raise GaveUp(unreadable.sentence) from unreadable


def _take(run, row, resource, kept):
    """Stage the rows of the table in a file; without a table the person is asked where it is. Raises Unreadable."""
    fields = columns_of(resource, row.county_id)
    with opened(kept, row.document.kind, alive=lambda: _beat(run)) as sheets:
        try:
            table = find_in(sheets, _known(fields), _place(row))
        except NoTable as no_table:
            return _ask_where(run, row, sheets, no_table.sentence)
        profile = Profile(len(table.columns))
        done = _all_rows(run, row, table, profile)
        found = {
            "sheet": table.sheet.name[:80],
            "title": table.title[:300],
            "money_unit": table.unit or "",
            "columns": describe(table, profile, fields, remembered(row), row.county_id, _ours(row)),
            "total": done,
            "mapping": _seen(sheets, table.sheet)
            | {"suggested": resource.suggest(table.title), "header": _header(table)},
        }
    return _finish(run, row, found, f"读取到 {done} 行。")


def _ask_where(run, row, sheets, sentence):
    """No table was found: the batch waits for the person to point at the header, or to give up."""
    place = _place(row)
    sheet = next((sheet for sheet in sheets if place and sheet.name == place.sheet), sheets[0])
    found = {"sheet": sheet.name[:80], "title": "", "columns": [], "total": 0}
    told = {"suggested": {}, "problem": sentence}
    return _finish(run, row, found | {"mapping": _seen(sheets, sheet) | told}, sentence)


def _all_rows(run, row, table, profile):
    """Stage the rows chunk by chunk, the database one while the next is read; returns how many."""
    rows, done, chunk = table.rows(), 0, []
    while chunk is not None:
        with transaction.atomic():
            run.step(done, table.sheet.height)
            with meanwhile(_stage, row, chunk):
                coming = list(islice(rows, CHUNK))
                for _, texts, _ in coming:
                    profile.look(texts)
        done, chunk = done + len(chunk), coming or None
    return done


@transaction.atomic
def _beat(run):
    run.step(0)


def _ours(row):
    """What the columns of our own files mean: {label: key, or "" for what only the layout made}."""
    return EXPORTS[row.resource].meanings(row.county_id) if row.resource in EXPORTS else {}


def _known(fields):
    return {name for column in fields.values() for name in column.names}


def _place(row):
    """Where the person says the table is, or None."""
    return Place(**row.mapping["place"]) if row.mapping.get("place") else None


def _stage(row, chunk):
    """Put raw rows into the table of staged rows, by one statement."""
    rows = [{"number": number, "cells": texts, "marks": marks} for number, texts, marks in chunk]
    if rows:
        staged.ask(TAKE, row, rows=json.dumps(rows, ensure_ascii=False))


def _header(table):
    return {"first": table.header_row, "last": table.header_row + table.header_levels - 1}


def _seen(sheets, sheet):
    """What the page shows so that a person can point elsewhere: the sheets, and the top of the one in question."""
    top = [
        [mask(text)[:SHOWN_LETTERS] for text in texts[:SHOWN_COLUMNS]] for texts in sheet.head[:SHOWN_ROWS]
    ]
    listed = [{"name": one.name, "rows": one.height, "hidden": one.hidden} for one in sheets]
    return {"sheets": listed, "top": top}


@transaction.atomic
def _finish(run, row, found, said):
    run.hold()
    row = find(row.pk)
    mapping = {key: row.mapping[key] for key in ("place",) if key in row.mapping}
    for name, value in (found | {"mapping": mapping | found["mapping"]}).items():
        setattr(row, name, value)
    row.state = State.UPLOADED
    row.save()
    return said
