"""Staged rows, handled as a set: put in, doubted, held against the law of the tables, summed up, written."""

import json
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from journal.imports.lines import BAD, ODD, fault

ALL = "SELECT * FROM journal_importrow WHERE county_id = %(county)s AND batch_id = %(batch)s"
SOUND = f"{ALL} AND NOT is_wrong"


def as_json(value):
    """JSON of staged values: decimals and dates as text, as PostgreSQL reads them back."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def ask(sql, batch, **parameters):
    """The rows of a statement about a batch; %(county)s and %(batch)s are given."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"county": batch.county_id, "batch": batch.pk})
        return cursor.fetchall() if cursor.description else cursor.rowcount


def stage(batch, lines):
    """Put checked lines into the table of staged rows."""
    rows = [
        {
            "number": line.number,
            "cells": line.texts,
            "staged": line.staged,
            "faults": line.faults,
            "is_wrong": line.is_wrong,
            "is_doubtful": line.is_doubtful,
        }
        for line in lines
    ]
    ask(
        """INSERT INTO journal_importrow
               (county_id, batch_id, number, cells, "values", faults, is_wrong, is_doubtful)
           SELECT %(county)s, %(batch)s, s.* FROM jsonb_to_recordset(%(rows)s)
               AS s(number int, cells jsonb, staged jsonb, faults jsonb, is_wrong bool, is_doubtful bool)""",
        batch,
        rows=as_json(rows),
    )


def add_faults(batch, found, places):
    """Add faults to staged rows, by one statement. `found`: [(row number, key, level, sentence)]."""
    faults = [{"number": number, "fault": fault(places, number, *rest)} for number, *rest in found]
    ask(
        f"""UPDATE journal_importrow r SET faults = r.faults || f.faults, is_wrong = r.is_wrong OR f.bad,
                is_doubtful = r.is_doubtful OR f.odd
            FROM (SELECT number, jsonb_agg(fault) AS faults, bool_or(fault->>'level' = '{BAD}') AS bad,
                         bool_or(fault->>'level' = '{ODD}') AS odd
                  FROM jsonb_to_recordset(%(faults)s) AS f(number int, fault jsonb) GROUP BY number) f
            WHERE r.county_id = %(county)s AND r.batch_id = %(batch)s AND r.number = f.number""",
        batch,
        faults=as_json(faults),
    )


def unlawful(batch, model, part):
    """[(row number, sentence)]: rows without fault so far that a check constraint of the model's table would refuse.

    The conditions are the database's own, asked of all rows at once; nothing is written yet.
    """
    said = {
        constraint.name: constraint.get_violation_error_message() for constraint in model._meta.constraints
    }
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint"
            " WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        )
        conditions = {name: sql.replace("%", "%%") for name, sql in cursor.fetchall() if name in said}
    broken = ", ".join(f"CASE WHEN ({sql}) IS FALSE THEN '{name}' END" for name, sql in conditions.items())
    found = ask(
        f"""SELECT line, name FROM (
                SELECT {table}.line, unnest(ARRAY[{broken}]::text[]) AS name
                FROM (SELECT r.number AS line, p.* FROM {_parts(table, part)}) AS {table}) broken
            WHERE name IS NOT NULL ORDER BY line""",
        batch,
        blank=as_json(blank(model, batch)),
    )
    return [(line, said[name]) for line, name in found]


def _parts(table, part, rows=SOUND):
    """The objects of a part (one a row, or a list) as records of the table, with blank values where they are silent."""
    return f"""({rows}) AS r
        CROSS JOIN LATERAL jsonb_path_query(r.values, '$.{part}[*]') AS e
        CROSS JOIN LATERAL jsonb_populate_record(jsonb_populate_record(NULL::{table}, %(blank)s), e) AS p"""


def blank(model, batch):
    """A row as the model makes it when nobody says anything, in the batch's county: {database column: value}."""
    values = {}
    for column in model._meta.concrete_fields:
        now = getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False)
        values[column.column] = timezone.now() if now else column.get_default()
    return values | {"county_id": batch.county_id} | ({"batch_id": batch.pk} if "batch_id" in values else {})


def insert(batch, model, part, rows=SOUND, **given):
    """INSERT … SELECT of a part of the sound rows into the model's table; returns how many.

    `given`: database column = SQL expression over r (the staged row) and p (the part as a record of the table);
    `rows`: a query for r, where it needs more than the staged rows say.
    """
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if f.column in given or not f.primary_key]
    values = [given.get(column, f'p."{column}"') for column in columns]
    return ask(
        f"""INSERT INTO {table} ({", ".join(f'"{column}"' for column in columns)})
            SELECT {", ".join(values)} FROM {_parts(table, part, rows)} ORDER BY r.number""",
        batch,
        blank=as_json(blank(model, batch)),
    )


def counted(batch):
    """(rows, wrong rows, doubtful rows that are not wrong) of a batch."""
    return ask(
        "SELECT count(*), count(*) FILTER (WHERE is_wrong), count(*) FILTER (WHERE is_doubtful AND NOT is_wrong)"
        f" FROM ({ALL}) r",
        batch,
    )[0]


def digest(batch, resource, by):
    """A hash of all that was checked: file, mapping, rows with their faults, and what they were held against."""
    rows = ask(
        f"""SELECT encode(sha256(coalesce(string_agg(sha256(said), '' ORDER BY number), '')), 'hex')
            FROM (SELECT number, convert_to(number || values::text || faults::text, 'UTF8') AS said
                  FROM ({ALL}) r) told""",
        batch,
    )[0][0]
    twins = sha256(as_json(resource.twins(batch)).encode()).hexdigest()
    told = [batch.pk, batch.document.sha256, batch.mapping, rows, twins, resource.world(batch, by)]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
