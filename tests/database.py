"""The databases of the tests: built by the owner once, with the world in it, and copied for each process.

    …_schema_<digest>   all migrations, made by the owner      (again when a migration changes)
    …_world_<digest>    and the world of tests/world.py, made by the application's role (again when code changes)
    …_demo_<digest>     or with the demonstration in it, made by the command that makes it for people
    …_test_…_<n>        what one process of pytest works on, copied from one of the two

Whoever makes or drops one holds a lock in the cluster, so that processes started together build only once.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parent.parent
SCHEMA = ("*/migrations/*.*", "*/operations.py", "tenancy/roles.py", "requirements.txt")
WORLD = (
    *SCHEMA,
    "tenancy/**/*.py",
    "journal/**/*.py",
    "assets/**/*.py",
    "ownership/**/*.py",
    "custody/**/*.py",
    "operation/**/*.py",
    "tests/world.py",
)
BUILD = "import django; django.setup(); from tests.world import build; build()"
DEMO = (*WORLD, "oversight/**/*.py", "oversight/demo/workbooks/*")
KINDS = {"world": (WORLD, ["-c", BUILD]), "demo": (DEMO, ["manage.py", "seed_demo"])}
CUT_OFF = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = user"
MAKING, USED = 1, 2  # the second half of the locks' keys; the first is the name of a database


def address(variable, name):
    """The address in an environment variable, of another database of the same cluster."""
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))


def environment(name):
    """The environment of a program that works on the database of this name."""
    logins = {login: address(login, name) for login in ("DATABASE_URL", "OWNER_DATABASE_URL")}
    return os.environ | logins | {"DJANGO_SETTINGS_MODULE": "config.settings_test"}


def owner(name="postgres"):
    """A connection of the owner of the tables, in autocommit."""
    return psycopg.connect(address("OWNER_DATABASE_URL", name), autocommit=True)


@dataclass
class Copy:
    """A database of one process, and the one it was copied from."""

    server: psycopg.Connection
    name: str
    template: str

    def renew(self):
        """Make it again as it was at the beginning; whoever was connected is cut off."""
        self.drop()
        self.server.execute(_with("CREATE DATABASE {} TEMPLATE {}", self.name, self.template))

    def drop(self):
        """Cut everybody off, and drop it."""
        _drop(self.server, self.name)


@contextlib.contextmanager
def copied(kind="world"):
    """A Copy of the world, or of the demo, for this process; dropped at the end."""
    base = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/").partition("_test_")[0]
    name = f"{base}_test_{kind}_{os.getpid()}"
    with owner() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s), %s)", [name, USED])  # until the process ends
        with _alone(server, base):
            _sweep(server, f"{base}_test_")
            copy = Copy(server, name, _template(server, base, kind))
            copy.renew()
        yield copy
        copy.drop()


@contextlib.contextmanager
def empty(end):
    """A Copy of the tables without the world, for a test that fills them from nothing; dropped at the end."""
    base = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/").partition("_test_")[0]
    name = f"{base}_test_{os.getpid()}_{end}"
    with owner() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s), %s)", [name, USED])
        with _alone(server, base):
            copy = Copy(server, name, _schema(server, base))
            copy.renew()
        yield copy
        copy.drop()


@contextlib.contextmanager
def _alone(server, base):
    server.execute("SELECT pg_advisory_lock(hashtext(%s), %s)", [base, MAKING])
    yield
    server.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", [base, MAKING])


def _sweep(server, prefix):
    """Drop what processes that were killed have left behind: nobody holds its lock any more."""
    for name in _named(server, prefix):
        if server.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [name, USED]).fetchone()[0]:
            _drop(server, name)


def _schema(server, base):
    return _built(server, f"{base}_schema_", SCHEMA, "template1", ["manage.py", "migrate", "-v0"], owns="1")


def _template(server, base, kind):
    files, command = KINDS[kind]
    return _built(server, f"{base}_{kind}_", files, _schema(server, base), command)


def _built(server, prefix, files, template, command, owns=""):
    """The name of the database that the command makes out of the template; made only where the files are new."""
    name = prefix + _digest(files)
    if name not in (old := _named(server, prefix)):
        making = f"{prefix}making"
        for stale in (*old, making):
            _drop(server, stale)
        server.execute(_with("CREATE DATABASE {} TEMPLATE {}", making, template))
        told = environment(making) | {"JIADI_AS_OWNER": owns}
        subprocess.run([sys.executable, *command], cwd=ROOT, env=told, check=True)
        server.execute(_with("ALTER DATABASE {} RENAME TO {}", making, name))
    return name


def _drop(server, name):
    """Drop a database that may be there, its sessions cut off, each by its own login.

    Not by force: that fails while the server vacuums it, whose process the owner may not end; the server itself does.
    """
    with psycopg.connect(address("DATABASE_URL", "postgres")) as app:
        for login in (app, server):
            login.execute(CUT_OFF, [name])
    server.execute(_with("DROP DATABASE IF EXISTS {}", name))


def _digest(patterns):
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if ".venv" not in path.parts})
    return hashlib.md5(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def _named(server, prefix):
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    return [name for (name,) in found.fetchall()]


def _with(statement, *names):
    return sql.SQL(statement).format(*map(sql.Identifier, names))
