"""Who is looking, and into which county: one context variable, stamped on every transaction.

PostgreSQL's policies read the stamp (tenancy/operations.py). Without a stamp there are no rows.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import connection
from psycopg.pq import TransactionStatus

ROLES = {"county", "city", "audit", "public", "system"}  # database roles scope_<role>


@dataclass(frozen=True)
class Scope:
    """The database role a transaction takes, the county it works in, and the person who asked (ids)."""

    role: str | None = None
    county: int | None = None
    user: int | None = None

    def __post_init__(self):
        if self.role not in ROLES | {None} or (self.role == "county") != bool(self.county):
            raise ValueError(f"no such scope: {self!r}")


NOBODY = Scope()
SYSTEM = Scope("system")
_current: ContextVar[Scope] = ContextVar("scope", default=NOBODY)
current = _current.get

# One statement a transaction, local to it: safe behind a pooler. `role` comes last, it takes rights away.
STAMP = "SELECT set_config('app.county', %s, true), set_config('app.user', %s, true), set_config('role', %s, true)"


def stamp(conn):
    """Write the current scope into the open transaction of a Django connection wrapper."""
    now = current()
    role = f"scope_{now.role}" if now.role else "none"
    conn.connection.execute(STAMP, (str(now.county or ""), str(now.user or ""), role))


@contextmanager
def scope(value):
    """Look through `value` (a Scope) inside the block; the scope outside is restored, also after an error.

    No generator may yield inside it: the scope would stay on while the generator sleeps.
    """
    token = _current.set(value)
    try:
        if connection.in_atomic_block:
            stamp(connection)
        yield value
    finally:
        _current.reset(token)
        if _can_stamp():
            stamp(connection)


def _can_stamp():
    """Inside a transaction that still takes statements; after an error the rollback restores the stamp itself."""
    conn = connection.connection
    return (
        connection.in_atomic_block
        and conn is not None
        and not conn.closed
        and not connection.closed_in_transaction
        and conn.info.transaction_status != TransactionStatus.INERROR
    )


def county_scope(county, user=None):
    """The scope of one county (a Region or its code), for a user id where there is one."""
    return Scope("county", getattr(county, "pk", county), user)


def working_in(county):
    """A context manager: work in this county for the same person, as a city office does on a county's row."""
    return scope(replace(current(), role="county", county=county))
