"""A copy of a database for one measurement, and its tables laid bare for the raw statement beside it."""

from contextlib import contextmanager

from django.db import connection
from psycopg import sql

from bench.databases import name_of, owner, walls


@contextmanager
def copied(size, name):
    """Django works inside on a copy, of this name, of the database of this size; it is dropped after."""
    before = connection.settings_dict["NAME"]
    with owner() as server:
        _drop(server, name)
        both = map(sql.Identifier, (name, name_of(size)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*both))
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with owner() as server:
            _drop(server, name)


def _drop(server, name):
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def bare(owned, tables):
    """These tables with neither wall nor triggers, for their owner."""
    walls(owned, "NO FORCE")
    for table in tables:
        owned.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    owned.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        owned.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    walls(owned, "FORCE")
