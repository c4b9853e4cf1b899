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

# way -> the columns it groups by; `place` is county, township or village
WAYS = {
    "state": ("state",),
    "progress": ("place", "state"),
    "type": ("category", "subtype"),
    "category": ("category",),
    "fund_kind": ("fund_kind",),
    "fund_level": ("fund_level",),
    "year": ("formed_year",),
    "dept": ("implementing_dept_id",),
}
COLUMNS = (
    "place",
    "state",
    "category",
    "subtype",
    "fund_kind",
    "fund_level",
    "formed_year",
    "implementing_dept_id",
)
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


def count(rows, *, place, state):
    """{way: {key: Figure}} of a queryset of assets; a key is the value of the way's last column, or their tuple.

    `place` is the column of the finest place told: county_id, town_id or village_id. The ways "state" and
    "progress" tell all states, the others only `state`.
    """
    found = defaultdict(dict)
    for mask, *row in _rows(rows, place, state):
        way = MASKS[mask]
        key = tuple(row[COLUMNS.index(column)] for column in WAYS[way])
        n, value, n_state, value_state, stale, oldest = row[len(COLUMNS) :]
        if "state" in WAYS[way]:
            found[way][key] = Figure(n, value, stale, oldest)
        elif n_state:
            found[way][key] = Figure(n_state, value_state)
    return {way: {k if len(k) > 1 else k[0]: v for k, v in found[way].items()} for way in WAYS}


def _rows(rows, place, state):
    try:
        inner, given = rows.order_by().values(*dict.fromkeys((*READ, place))).query.sql_with_params()
    except EmptyResultSet:
        return []
    statement = STATEMENT.format(
        columns=", ".join(COLUMNS),
        place=place,
        rows=inner,
        lines=FundingLine._meta.db_table,
        none=buckets.NONE,
        mixed=buckets.MIXED,
        sets=", ".join(f"({', '.join(columns)})" for columns in WAYS.values()),
    )
    since = timezone.now() - timedelta(days=buckets.SLOW)
    waiting = [str(state) for state in buckets.WAITING]
    with connection.cursor() as cursor:
        cursor.execute(statement, [state, state, waiting, since, *given])
        return cursor.fetchall()


def _mask(columns):
    """What grouping() answers where a row is grouped by these: a bit for each column that is not."""
    return sum(0 if name in columns else 1 << i for i, name in enumerate(reversed(COLUMNS)))


MASKS = {_mask(columns): way for way, columns in WAYS.items()}
