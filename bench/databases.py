"""One database a size, beside the one DATABASE_URL names; made once, and again when its making changes."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).parent.parent
MAKING = ("*/migrations/*.*", "*/operations.py", "bench/generate.py", "bench/*.sql")


def name_of(size):
    """The name of the database that holds so many assets."""
    return urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/") + f"_bench_{size}"


def address(variable, name):
    """The address in an environment variable, of another database of the same cluster."""
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))


def owner(name="postgres"):
    """A connection of the owner of the tables, in autocommit."""
    return psycopg.connect(address("OWNER_DATABASE_URL", name), autocommit=True)


def make(size, fill):
    """The database of this size: migrated, filled by `fill(size)`, marked when it is whole."""
    name, mark = name_of(size), _digest()
    with owner() as server:
        known = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if known == (mark,):
            return
        began = time.perf_counter()
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        _migrate(name)
        with using(size):
            fill(size)
        server.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark))
        )
        print(f"{name}: made in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _digest():
    files = sorted({file for pattern in MAKING for file in ROOT.glob(pattern)})
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _migrate(name):
    told = {key: address(key, name) for key in ("DATABASE_URL", "OWNER_DATABASE_URL")}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=os.environ | told | {"JIADI_AS_OWNER": "1"},
        check=True,
    )


_open = {}


@contextlib.contextmanager
def using(size):
    """Django works on the database of this size inside the block; its connection stays open for the next time."""
    before = connections["default"]
    if size not in _open:
        _open[size] = connections.create_connection("default")
        _open[size].settings_dict = before.settings_dict | {"NAME": name_of(size), "CONN_MAX_AGE": None}
    connections["default"] = _open[size]
    try:
        yield _open[size]
    finally:
        connections["default"] = before


def leave(size):
    """Close the connection that `using` keeps open, as whoever copies the database must."""
    if size in _open:
        _open.pop(size).close()


def walls(owned, change):
    """Change row security on every table that has a policy, as their owner: NO FORCE, FORCE, DISABLE or ENABLE."""
    with owned.transaction():
        for (table,) in owned.execute("SELECT DISTINCT polrelid::regclass::text FROM pg_policy").fetchall():
            owned.execute(f"ALTER TABLE {table} {change} ROW LEVEL SECURITY")
