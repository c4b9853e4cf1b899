"""Turning pages by key: the next page begins behind the last row seen, however far one has gone."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from assets.querysets import WORTH

SIZE = 50
MARK = "~"
TURNED = "-"  # before the name of an order: the other way round

# name -> (what it sorts by, descending, how its key is read back). The county leads every order: an index serves it.
ORDERS = {
    "new": (None, True, None),
    "name": ("name", False, str),
    "number": ("number", False, str),
    "year": ("formed_year", True, int),
    "value": ("worth", True, Decimal),
    "due": ("due", False, date.fromisoformat),  # of rows that are annotated with it
}


def _has(rows, key):
    """Whether a queryset's rows have what an order sorts by: its name comes from the address."""
    name = "original_value" if key == "worth" else key
    return key is None or name in rows.query.annotations or name in {f.name for f in rows.model._meta.fields}


class Page:
    """One page of a queryset in one of the orders ("-value" is "value" turned): rows, and the keys of the pages around.

    The page is chosen among the bare rows, and only then joined with what `shown` (a queryset) adds to each. `orders`
    are those of the list, where it has others than the ledger's.
    """

    def __init__(self, rows, shown, *, order="new", after="", before="", orders=ORDERS):
        name = (order or "").removeprefix(TURNED)
        self.order = name if name in orders and _has(rows, orders[name][0]) else "new"
        self.key, usual, self.read = orders[self.order]
        self.turned = (order or "").startswith(TURNED) and name == self.order
        self.descending = usual != self.turned
        self.backwards = bool(before)
        mark = self._position(before or after)
        chosen = self._sorted(rows, mark).values("pk")[: SIZE + 1]
        found = list(self._sorted(shown.filter(pk__in=chosen)))
        more = len(found) > SIZE
        self.rows = found[:SIZE][::-1] if self.backwards else found[:SIZE]
        has_next = bool(mark) if self.backwards else more
        has_previous = more if self.backwards else bool(mark)
        self.next = self._mark(self.rows[-1]) if self.rows and has_next else ""
        self.previous = self._mark(self.rows[0]) if self.rows and has_previous else ""

    @property
    def columns(self):
        return ("county_id", self.key, "pk") if self.key else ("county_id", "pk")

    def _sorted(self, rows, mark=None):
        if self.key == "worth":
            rows = rows.annotate(worth=WORTH)
        down = self.descending != self.backwards
        if mark:
            compare = TupleLessThan if down else TupleGreaterThan
            rows = rows.filter(compare(tuple(F(name) for name in self.columns), mark))
        return rows.order_by(*(f"-{name}" if down else name for name in self.columns))

    def _mark(self, row):
        return MARK.join(str(getattr(row, name)) for name in self.columns)

    def _position(self, text):
        """A key read back from the address; a spoilt one gives the first page."""
        parts = text.split(MARK)
        try:
            county, *key, pk = parts
            mark = (
                (int(county), *(self.read(part) for part in key), int(pk))
                if self.read
                else (int(county), int(pk))
            )
        except (ValueError, InvalidOperation):
            return None
        small = all(abs(part) < 2**63 for part in mark if isinstance(part, int))
        odd = "\0" in text or any(isinstance(part, Decimal) and not part.is_finite() for part in mark)
        return mark if len(mark) == len(self.columns) and small and not odd else None
