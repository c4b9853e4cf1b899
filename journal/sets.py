"""Many rows written by one statement: values travel as one array a column. No signals, no save(): the callers check."""

from django.db import connection
from django.db.models.expressions import RawSQL


def fingerprint(model):
    """An expression: a hash of everything a row says, made by the database; an editor's change makes it another."""
    return RawSQL(f"encode(sha256(convert_to(\"{model._meta.db_table}\"::text, 'UTF8')), 'hex')", [])


def insert(model, county, **columns):
    """Insert rows of one county: a list for each column (by attribute name), or one value for all. Returns how many."""
    lists = {name: values for name, values in columns.items() if isinstance(values, list)}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    named = {name: fields[name] for name in columns}
    cells = [f'"{field.column}"' for field in named.values()]
    given = [f'u."{f.column}"' if name in lists else f"%s::{_type(f)}" for name, f in named.items()]
    same = [_stored(named[name], value) for name, value in columns.items() if name not in lists]
    table, of_lists = model._meta.db_table, ", ".join(f'"{named[name].column}"' for name in lists)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (county_id, {", ".join(cells)}) SELECT %s, {", ".join(given)}'
            f" FROM unnest({_arrays(named[name] for name in lists)}) AS u({of_lists})",
            [county, *same, *([_stored(named[name], v) for v in values] for name, values in lists.items())],
        )
        return cursor.rowcount


def update(rows, names):
    """Write these fields (attribute names) of rows of one county and table, loaded and locked by the caller."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [f for f in meta.concrete_fields if f.attname in names or getattr(f, "auto_now", False)]
    written = ", ".join(f'"{f.column}" = u."{f.column}"' for f in fields)
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" t SET {written} FROM unnest({_arrays([meta.pk, *fields])}) AS u(id, {columns})'
            " WHERE t.county_id = %s AND t.id = u.id",
            [
                [row.pk for row in rows],
                *([_stored(f, f.pre_save(row, add=False)) for row in rows] for f in fields),
                rows[0].county_id,
            ],
        )


def _arrays(fields):
    return ", ".join(f"%s::{_type(field)}[]" for field in fields)


def _type(field):
    """The type of a column without its length: a cast to varchar(10) would cut silently what a plain one refuses."""
    return (
        field.rel_db_type(connection).split("(")[0]
        if field.primary_key
        else field.db_type(connection).split("(")[0]
    )


def _stored(field, value):
    return field.get_db_prep_save(value, connection)
