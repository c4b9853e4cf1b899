"""What may be taken out as a file: one Exportable a list, registered by the app whose list it is.

    EXPORTS["assets"] = Exportable(
        label="资产台账", verb="view_register", resource="assets", rows=rows_of, read_only=[…], …)

The columns are those of the import resource of the same name (journal/imports/resources.py), as far as they name an
attribute, in its order: so what is exported is what can be imported. Columns of its own stand behind them and are
read only: an import passes them over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from import_export.widgets import Widget

from journal.imports.resources import REGISTRY, columns_of
from journal.imports.widgets import Number, Text

EXPORTS = {}
MONEY_LABEL = "{}（元）"


class Plain(Widget):
    """A value that is text already, or nothing."""


@dataclass(frozen=True)
class Column:
    """A column of a file: `attribute` is a path from the row, as values_list takes it; the widget says how it reads.

    `pick`: the value stands under this key of the attribute's JSON object. `width` in characters. `is_read_only`: an
    import leaves it alone. In an official ledger `is_wan` yuan stand as 万元, and what `is_summed` has a total.
    """

    key: str
    label: str
    attribute: str
    widget: Widget = field(default_factory=Plain)
    width: int = 14
    is_read_only: bool = True
    pick: str = ""
    is_wan: bool = False
    is_summed: bool = False

    @property
    def is_code(self):
        """Whether its values are texts even where they are kept as numbers: region codes, ids."""
        return isinstance(self.widget, Text | Plain)

    def number(self, value):
        """The value as a number, or None where it is none."""
        if self.is_code or isinstance(value, bool):
            return None
        if isinstance(value, int | Decimal):
            return value
        counts = isinstance(self.widget, Number) or getattr(self.widget, "is_money", False)
        return Decimal(value) if counts and isinstance(value, str) and value else None

    def text(self, value):
        """The value as people read it, and as the import's widget takes it back; "" where there is none."""
        return "" if value is None or value == "" else str(self.widget.render(value))


@dataclass(frozen=True)
class Exportable:
    """A list that may be taken out: `resource` is the import's name for its columns, `list_name` the page's.

    rows(user, scope, query)   the rows a person may see that pass a list's query (QueryDict), annotated and ordered
    told(user, scope, query)   the same query in words, "" where nothing narrows the list
    form(user, scope, query)   the list's filter bound to the query: its `fields`, `active` and `cleaned_data`
    shown(user, scope, query)  keys of the columns of the current view, in order
    settled(user, scope, query) the query as it shall be kept: what may change before the job begins is written out
    read_only(county)          [Column] of its own, county None over counties
    ledger                     the official layout (journal.exports.ledger.Ledger), where there is one
    """

    label: str
    verb: str
    resource: str
    list_name: str
    rows: Callable
    told: Callable
    form: Callable
    shown: Callable
    settled: Callable = lambda user, scope, query: query
    read_only: Callable = lambda county: []
    ledger: object = None

    @property
    def is_importable(self):
        """Whether such a file may come in again."""
        return self.resource in REGISTRY

    def filters(self, user, scope, query):
        """Which filters a query uses, by their labels; of the words that are searched for only that there are some."""
        form = self.form(user, scope, query)
        labels = "、".join(dict.fromkeys(str(form.fields[name].label) for name in form.active))
        searched = (form.cleaned_data.get("q") or "").strip()
        return "；".join(filter(None, [labels and f"筛选：{labels}", searched and "按关键词查找"]))

    def columns(self, county):
        """{key: Column} of a county's (its code; None over counties) file with all there is."""
        found = columns_of(REGISTRY[self.resource], county) if self.is_importable else {}
        columns = [_importable(key, column) for key, column in found.items() if column.attribute]
        taken = {column.key for column in columns}
        columns += [column for column in self.read_only(county) if column.key not in taken]
        return {column.key: column for column in columns}

    def meanings(self, county):
        """{label: key of the import's column, or ""} of every column of our files, when one comes in again.

        "" is what only the layout made: sums, states, dates of the office.
        """
        columns = self.columns(county)
        keys = {column.attribute: column.key for column in columns.values() if not column.is_read_only}
        laid_out = self.ledger.columns if self.ledger else []
        all_there = [*laid_out, *reversed(columns.values())]  # of one label the field of that name holds
        return {column.label: "" if column.pick else keys.get(column.attribute, "") for column in all_there}


def _importable(key, column):
    label = MONEY_LABEL.format(column.column_name) if column.is_money else column.column_name
    long = isinstance(column.widget, Text) and column.widget.longest > 60
    return Column(key, label, column.attribute, column.widget, 32 if long else 14, False)
