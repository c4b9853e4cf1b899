"""正式台账 on paper: what the workbook's ledger shows, across A3, made by the printer in parts."""

from decimal import Decimal

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from journal.exports.cells import plain
from journal.exports.ledger import SERIAL_WIDTH, SIGNATURES, WAN
from journal.exports.registry import EXPORTS
from journal.exports.tables import values_of
from journal.prints.registry import printed
from journal.templatetags.jiadi import figure

ROWS = 100  # a part: some five pages
MOST = 6_000  # rows of one document; a county's larger ledger is printed by township
LEDGERS = {}  # resource -> Printable


def on_paper(resource, model):
    """Let the official ledger of an Exportable be printed: its rows are those of `model`."""
    kind = EXPORTS[resource]
    made = {"label": kind.ledger.title, "verb": kind.verb, "template": "pdf/ledger.html"}

    @printed(f"ledger.{resource}", **made, model=model, per=ROWS, most=MOST)
    def ledger(rows, *, by, part, place, unit, told):
        """二（三）资产台账，村、乡镇、部门、县四级同一张表。"""
        columns = kind.ledger.columns
        lines = _values(kind.ledger, model, [row.pk for row in rows])
        return {
            "title": f"{place}{kind.ledger.title}",
            "unit": unit,
            "made_on": timezone.localdate(),
            "part": part,
            "groups": kind.ledger.groups,
            "columns": columns,
            "lines": [
                [{"text": str(part.first + at), "num": True}, *_cells(columns, values)]
                for at, values in enumerate(lines)
            ],
            "total": _total(kind.ledger, model, part.ids) if part.is_last else None,
            "notes": [*kind.ledger.notes, *([f"本表范围：{told}。"] if told else [])],
            "signatures": SIGNATURES,
            "paper": "ledger",
            "css": _widths(columns),
        }

    LEDGERS[resource] = ledger


def _read(ledger, columns, rows):
    """The values of a queryset's rows, a list in the order of the columns each."""
    paths = list(dict.fromkeys(column.attribute for column in columns))
    return list(map(values_of(columns, paths), ledger.rows(rows).values_list(*paths)))


def _values(ledger, model, ids):
    """The values of these rows in the order asked for, which the database is told again."""
    order = Case(*(When(pk=pk, then=Value(at)) for at, pk in enumerate(ids)), output_field=IntegerField())
    paths = list(dict.fromkeys(column.attribute for column in ledger.columns))
    found = ledger.rows(model.objects.filter(pk__in=ids)).order_by(order)
    return map(values_of(ledger.columns, paths), found.values_list(*paths))


def _cells(columns, values):
    return [_cell(column, value) for column, value in zip(columns, values, strict=True)]


def _cell(column, value):
    number = column.number(value)
    if number is None:
        text = column.text(value)
        return {"text": text, "num": False, "code": text.isascii() and text.isalnum()}
    return {"text": _figure(column, number), "num": True}


def _figure(column, number):
    """Yuan as 万元 to the fen; years and counts without separators."""
    return figure(number / WAN) if column.is_wan else plain(number)


def _total(ledger, model, ids):
    """The last line: how many, and the sum of each column that has one, over all parts."""
    summed = [column for column in ledger.columns if column.is_summed]
    read = _read(ledger, summed, model.objects.filter(pk__in=ids))
    sums = {
        column.key: sum((Decimal(values[at]) for values in read if values[at]), Decimal(0))
        for at, column in enumerate(summed)
    }
    cells = [_figure(c, sums[c.key]) if c.is_summed else "" for c in ledger.columns]
    cells = ["合计", f"{len(ids):,} 项", *cells[1:]]
    return [{"text": text, "num": at > 1} for at, text in enumerate(cells)]


def _widths(columns):
    """Each column as wide as the workbook has it, the whole across the sheet."""
    widths = [SERIAL_WIDTH, *(column.width for column in columns)]
    shares = (f"col:nth-child({at}){{width:{w / sum(widths):.3%}}}" for at, w in enumerate(widths, start=1))
    return "".join(shares)
