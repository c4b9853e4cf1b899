"""What the dashboard counts: one statement over the assets that pass a filter, grouped every way at once.

Every group is a part of a partition (assets/buckets.py), so that the parts of a table make its total.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from assets import buckets
from assets.models import FundingLine

PLACE, STATE, DEPT = "place", "state", "implementing_dept_id"  # `place` is county, township or village
COLUMNS = (PLACE, STATE, "category", "subtype", "fund_kind", "fund_level", "formed_year", DEPT)
# What PostgreSQL groups by; each more is another pass over all rows, so the coarser ways are folded from these.
SETS = ((PLACE, STATE), ("category", "subtype"), ("fund_kind", "fund_level"), ("formed_year",), (DEPT,))
# way -> the set it is folded from, and the columns of its key
WAYS = {
    "state": (SETS[0], (STATE,)),
    "progress": (SETS[0], (PLACE, STATE)),
    "category": (SETS[1], ("category",)),
    "type": (SETS[1], ("category", "subtype")),
    "fund_kind": (SETS[2], ("fund_kind",)),
    "fund_level": (SETS[2], ("fund_level",)),
    "year": (SETS[3], ("formed_year",)),
    "dept": (SETS[4], (DEPT,)),
}
READ = (
    "county_id",
    "project_id",
    "state",
    "category",
    "subtype",
    "formed_year",
    "implementing_dept_id",
    "original_value",
    "updated_at",
)
# A project's lines are joined once, as one row each: joined singly they would count an asset twice.
STATEMENT = """
SELECT grouping({columns}), {columns},
       count(*), coalesce(sum(original_value), 0),
       count(*) FILTER (WHERE state = %s), coalesce(sum(original_value) FILTER (WHERE state = %s), 0),
       count(*) FILTER (WHERE state = ANY (%s) AND updated_at < %s), min(updated_at)
FROM (SELECT a.*, a.{place} AS place, coalesce(kind, '{none}') AS fund_kind, coalesce(level, '{none}') AS fund_level
      FROM ({rows}) a LEFT JOIN (
          SELECT county_id, project_id,
                 CASE WHEN min(kind) = max(kind) THEN min(kind) ELSE '{mixed}' END AS kind,
                 CASE WHEN min(level) = max(level) THEN min(level) ELSE '{mixed}' END AS level
          FROM {lines} GROUP BY county_id, project_id) f USING (county_id, project_id)) told
GROUP BY GROUPING SETS ({sets})"""


@dataclass(frozen=True)
class Figure:
    """How many assets a part holds, of what value in yuan, how many lie untouched, and since when the oldest does."""

    n: int = 0
    value: Decimal = Decimal(0)
    stale: int = 0
    oldest: datetime | None = None

    def __add__(self, other):
        since = [figure.oldest for figure in (self, other) if figure.oldest]
        return Figure(
            self.n + other.n, self.value + other.value, self.stale + other.stale, min(since, default=None)
        )


def count(rows, *, place, state):
    """{way: {key: Figure}} of a queryset of assets; a key is the value of the way's column, or their tuple.

    `place` is the column of the finest place told: county_id, town_id or village_id; over counties no department is
    told. The ways "state" and "progress" tell all states, the others only `state`.
    """
    found = {way: defaultdict(Figure) for way in WAYS}
    columns = COLUMNS[:-1] if place == "county_id" else COLUMNS
    sets = {_mask(names, columns): names for names in SETS if names[-1] in columns}
    for mask, *row in _rows(rows, place, state, columns, sets.values()):
        told = dict(zip(columns, row, strict=False))
        n, value, n_state, value_state, stale, oldest = row[len(columns) :]
        figure = Figure(n, value, stale, oldest) if STATE in sets[mask] else Figure(n_state, value_state)
        for way, (names, key) in WAYS.items():
            if names == sets[mask] and figure.n:
                found[way][tuple(told[name] for name in key) if len(key) > 1 else told[key[0]]] += figure
    return found


def _rows(rows, place, state, columns, sets):
    try:
        inner, given = rows.order_by().values(*dict.fromkeys((*READ, place))).query.sql_with_params()
    except EmptyResultSet:
        return []
    statement = STATEMENT.format(
        columns=", ".join(columns),
        place=place,
        rows=inner,
        lines=FundingLine._meta.db_table,
        none=buckets.NONE,
        mixed=buckets.MIXED,
        sets=", ".join(f"({', '.join(names)})" for names in sets),
    )
    since = timezone.now() - timedelta(days=buckets.SLOW)
    waiting = [str(state) for state in buckets.WAITING]
    with connection.cursor() as cursor:
        cursor.execute(statement, [state, state, waiting, since, *given])
        return cursor.fetchall()


def _mask(names, columns):
    """What grouping() answers where a row is grouped by these: a bit for each column that is not."""
    return sum(0 if name in names else 1 << i for i, name in enumerate(reversed(columns)))
