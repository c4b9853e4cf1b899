"""The kinds of notices, each registered by the app that owns the rows it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from journal.parameters import Parameter

KINDS = {}  # code -> NoticeKind


@dataclass(frozen=True)
class NoticeKind:
    """A sort of notice. `asks`: it has a period in which people may object (公示); else it only tells (公告).

    `days`: the fewest days it stands; `start_within`: how many days after the day it tells of it must begin.
    `render(rows)` gives what is shown of rows of one table, in their order: {"title": text, "text": [paragraph],
    "facts": [(label, text)], "columns": [label], "rows": [[text]]}, of which only the title must be there. Names of
    persons are masked in it (tenancy.persons.mask_name); labels of facts and columns that are not in `fields` are
    refused, so that nothing is published which nobody thought about. `per_row`: line by line the rows of the table.
    `candidates(user)`: a queryset of rows a person may draft such a notice about on the page, where there is one.
    """

    code: str
    label: str
    asks: bool
    days: Parameter
    clause: str
    source: str
    render: Callable
    fields: tuple = ()
    counted: str = "calendar"
    start_within: Parameter | None = None
    per_row: bool = False
    candidates: Callable | None = None

    @property
    def word(self):
        """公示 or 公告: two things that are never mixed."""
        return "公示" if self.asks else "公告"


def register(kind):
    """Add a kind, once; returns it. ValueError for a code that is there already."""
    if kind.code in KINDS:
        raise ValueError(f"notice kind {kind.code} is there already")
    KINDS[kind.code] = kind
    return kind


def label_of(code):
    """What people call a kind, also one that is registered no more."""
    return KINDS[code].label if code in KINDS else code
