"""Staged rows, handled as a set: mended, checked, doubted, held against the law of the tables, written.

Which row is written how its `action` says: SOUND rows become new rows, UPDATED ones change the row `subject_id`,
OTHERS are written elsewhere by the resource itself; the rest stays out.
"""

import json
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from journal.jobs import GaveUp

ALL = "SELECT * FROM journal_importrow WHERE county_id = %(county)s AND batch_id = %(batch)s"
TAKEN = f"{ALL} AND NOT is_wrong"
SOUND = f"{TAKEN} AND action = 'new'"
UPDATED = f"{TAKEN} AND action = 'update'"
OTHERS = f"{TAKEN} AND action = 'other'"
WRITTEN = f"{TAKEN} AND action IN ('new', 'update', 'other')"
# The range leads the planner to the index: of so many numbers alone it would read the whole table.
AMONG = "number BETWEEN %(first)s AND %(last)s AND number = ANY(%(numbers)s)"
SUBJECTS = f"SELECT subject_id FROM ({UPDATED}) r"
VERSION = "(r.values->>'version')::int"  # of the subject, as it was looked at
OTHERWISE = DjangoJSONEncoder()
THESE = "r.county_id = %(county)s AND r.batch_id = %(batch)s"

MOVED_ON = "核对之后台账或单位有变动，本批没有写入。请重新核对后再确认。"


def as_json(value):
    """JSON of staged values: decimals and dates as text, as PostgreSQL reads them back."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value):
    return str(value) if type(value) is Decimal else OTHERWISE.default(value)


def ask(sql, batch, **parameters):
    """The rows of a statement about a batch; %(county)s and %(batch)s are given."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"county": batch.county_id, "batch": batch.pk})
        return cursor.fetchall() if cursor.description else cursor.rowcount


def pending(batch, after, most):
    """[(number, cells, marks, mends, answers)]: the next rows that are to be checked, by number."""
    rows = ask(
        f"""SELECT number, cells, marks, mends, answers FROM ({ALL}) r
            WHERE NOT is_checked AND number > %(after)s ORDER BY number LIMIT %(most)s""",
        batch,
        after=after,
        most=most,
    )
    return [
        (number, *(json.loads(text) if text != "{}" else {} for text in texts)) for number, *texts in rows
    ]


def uncheck(batch):
    """Have every row checked anew."""
    return ask(f"UPDATE journal_importrow r SET is_checked = false WHERE {THESE} AND is_checked", batch)


def keep(batch, lines):
    """Write what the check of these lines found, by one statement."""
    told = [
        {
            "number": line.number,
            "staged": line.staged,
            "faults": line.faults,
            "wrong": line.is_wrong,
            "odd": line.is_doubtful,
            "action": line.action,
            "subject": line.subject_id,
            "differences": line.differences,
        }
        for line in lines
    ]
    ask(
        f"""UPDATE journal_importrow r SET "values" = s.staged, faults = s.faults, is_wrong = s.wrong,
                is_doubtful = s.odd, action = s.action, subject_id = s.subject, differences = s.differences,
                is_checked = true
            FROM jsonb_to_recordset(%(lines)s) AS s(number int, staged jsonb, faults jsonb, wrong bool, odd bool,
                action text, subject bigint, differences jsonb)
            WHERE {THESE} AND r.number = s.number""",
        batch,
        lines=as_json(told),
    )


def unlawful(batch, model, part, numbers, key="NULL"):
    """[(row number, sentence)]: rows of `numbers` that a check constraint of the model's table would refuse.

    The conditions are the database's own, asked of all rows at once; nothing is written yet. `key`: the SQL of the id
    of the row that an object changes, where it does not say `id` itself.
    """
    table, said = model._meta.db_table, {c.name: c for c in model._meta.constraints}
    laws = [law for law in laws_of(table) if law.name in said]
    if not laws:
        return []
    broken = ", ".join(f"CASE WHEN ({law.sql}) IS FALSE THEN '{law.name}' END" for law in laws)
    asked = {column: kind for law in laws for column, kind in law.columns.items()}
    found = ask(
        f"""SELECT line, name FROM (
                SELECT {table}.line, unnest(ARRAY[{broken}]::text[]) AS name
                FROM (SELECT r.number AS line, p.*
                      FROM {_objects(table, part, f"{WRITTEN} AND {AMONG}", key)}
                      CROSS JOIN LATERAL jsonb_to_record(
                          CASE WHEN t.id IS NULL THEN %(blank)s::jsonb ELSE to_jsonb(t) END || e
                      ) AS p({", ".join(f'"{column}" {kind}' for column, kind in asked.items())})) AS {table}) broken
            WHERE name IS NOT NULL ORDER BY line""",
        batch,
        blank=as_json({column: value for column, value in blank(model, batch).items() if column in asked}),
        numbers=numbers,
        first=min(numbers, default=0),
        last=max(numbers, default=0),
    )
    return [(line, said[name].get_violation_error_message()) for line, name in found]


class Law(NamedTuple):
    """A check constraint of a table: its name, its condition as SQL, and the columns it reads with their types."""

    name: str
    sql: str
    columns: dict


@cache
def laws_of(table):
    """The check constraints of a table, read once a process; were they others by now, writing would still hold them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conname, pg_get_expr(conbin, conrelid), jsonb_object_agg(
                   attname, format_type(atttypid, atttypmod))::text
               FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
               WHERE contype = 'c' AND conrelid = %s::regclass GROUP BY 1, 2""",
            [table],
        )
        return [Law(name, sql.replace("%", "%%"), json.loads(told)) for name, sql, told in cursor]


def _objects(table, part, rows, key):
    """The objects e of a part of staged rows r (one a row, or a list), each with the row t of the table it changes."""
    return f"""({rows}) AS r
        CROSS JOIN LATERAL jsonb_path_query(r.values, '$.{part}[*]') AS e
        LEFT JOIN {table} t ON t.county_id = %(county)s AND t.id = coalesce((e->>'id')::bigint, {key})"""


def _parts(table, part, rows, key="NULL"):
    """The same as records p of the table: laid over the row they change, or over blank values where they are new."""
    return f"""{_objects(table, part, rows, key)}
        CROSS JOIN LATERAL jsonb_populate_record(
            CASE WHEN t.id IS NULL THEN jsonb_populate_record(NULL::{table}, %(blank)s) ELSE t END, e) AS p"""


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
    `rows`: a query for r, where it needs more than the staged rows say. Objects that name an `id` are left to update;
    what an object leaves open is as in a blank row.
    """
    table = model._meta.db_table
    fields = [
        field for field in model._meta.concrete_fields if field.column in given or not field.primary_key
    ]
    values = [
        given.get(field.column, f'coalesce(p."{field.column}", blank."{field.column}")') for field in fields
    ]
    # Not populated as a record of the table: for each row PostgreSQL would copy the table's constraints first.
    told = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    return ask(
        f"""INSERT INTO {table} ({", ".join(f'"{field.column}"' for field in fields)})
            SELECT {", ".join(values)}
            FROM (SELECT one.*, jsonb_path_query(one.values, '$.{part}[*]') AS e FROM ({rows}) AS one) AS r
            CROSS JOIN LATERAL jsonb_to_record(r.e) AS p({told})
            CROSS JOIN jsonb_populate_record(NULL::{table}, %(blank)s) AS blank
            WHERE r.e->>'id' IS NULL ORDER BY r.number""",
        batch,
        blank=as_json(blank(model, batch)),
    )


def update(batch, model, part, seen, rows=UPDATED, key="NULL", **given):
    """UPDATE of rows of the model's table by a part, whose objects hold the columns that change; returns how many.

    The row is the one with the object's `id`, or `key` (SQL over r, "r.subject_id"); objects without either are left
    to insert. `seen`: SQL over r of the version that was looked at; raises GaveUp where a row has another by now or is
    gone, so that nobody's change is overwritten unseen. `given`: database column = SQL over r, p (the row as it will
    be) and t (as it is). A row with updated_at gets the time of the statement.
    """
    table = model._meta.db_table
    columns = [
        f.column for f in model._meta.concrete_fields if f.column not in ("id", "county_id", "version")
    ]
    values = {column: f'p."{column}"' for column in columns} | given
    if "updated_at" in columns:
        values.setdefault("updated_at", "statement_timestamp()")
    selected = ", ".join(f'{sql} AS "{column}"' for column, sql in values.items())
    meant, changed = ask(
        f"""WITH n AS MATERIALIZED (
                SELECT named.id AS id, {seen} AS seen, {selected} FROM {_parts(table, part, rows, key)}
                CROSS JOIN LATERAL (SELECT coalesce((e->>'id')::bigint, {key})) AS named(id)
                WHERE named.id IS NOT NULL),
            changed AS (
                UPDATE {table} x SET {", ".join(f'"{column}" = n."{column}"' for column in values)},
                    version = x.version + 1
                FROM n WHERE x.county_id = %(county)s AND x.id = n.id AND x.version = n.seen RETURNING x.id)
            SELECT (SELECT count(DISTINCT id) FROM n), (SELECT count(*) FROM changed)""",
        batch,
        blank=as_json(blank(model, batch)),
    )[0]
    if changed < meant:
        raise GaveUp(MOVED_ON)
    return changed


def draw(batch, model, key):
    """Give each new row the number of a row of a table beforehand, in the order of the sheet: in its values as `key`.

    Drawn once, into an array by row number, and not joined: the planner knows nothing of fresh rows and would join them
    one by one.
    """
    return ask(
        f"""WITH sheet AS (
                SELECT min(number) - 1 AS above, max(number) - min(number) + 1 AS rows FROM ({SOUND}) r),
            drawn AS MATERIALIZED (
                SELECT above, array_agg(nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))) AS ids
                FROM sheet CROSS JOIN generate_series(1, rows) GROUP BY above)
            UPDATE journal_importrow r
            SET values = r.values || jsonb_build_object('{key}', d.ids[r.number - d.above])
            FROM drawn d WHERE {THESE} AND NOT r.is_wrong AND r.action = 'new'""",
        batch,
    )


def lock(batch, model, ids=SUBJECTS):
    """Keep the rows that updates will change (`ids`: SQL) as they are until the transaction ends; in one order."""
    table = model._meta.db_table
    ask(
        f"""SELECT count(*) FROM (
                SELECT FROM {table} t WHERE t.county_id = %(county)s AND t.id IN ({ids})
                ORDER BY t.id FOR UPDATE) locked""",
        batch,
    )
