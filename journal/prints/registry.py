"""What may be printed: one kind a document, declared by the app whose rows it shows.

    @printed("ownership.certificate", label="扶贫资产确权证书", verb="view_register", model=Title, per=20,
             template="pdf/certificate.html")
    def certificate(rows, *, by, part, **params):
        '''二（四）…'''
        return {"title": "…", "titles": rows}

The function gives the template's context. `rows` are the rows of `model` that were asked for, in that order, read in
the post they were asked for in and only where the verb reaches them; None for a kind without a model, which reads by
itself what `by` may see. `params` are what `ask` was given, plain values of JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass

PRINTS = {}  # name -> Printable
MOST = 20_000


@dataclass(frozen=True)
class Printable:
    """A sort of document: `per` rows make a part, rendered by itself and joined to the others; 0 for all at once.

    `most` rows may be asked for in one document.
    """

    name: str
    label: str
    verb: str
    template: str
    context: Callable
    model: type | None = None
    per: int = 0
    most: int = MOST

    def parts(self, rows):
        """[(Part, ids)] of a list of ids."""
        size = self.per or len(rows) or 1
        cut = [rows[at : at + size] for at in range(0, len(rows), size)] or [[]]
        return [(Part(number, len(cut), number * size + 1, rows), ids) for number, ids in enumerate(cut)]


@dataclass(frozen=True)
class Part:
    """Which part of a document: its number from 0, of how many; its first row's number from 1; the ids of all rows."""

    number: int
    of: int
    first: int
    ids: list

    @property
    def rows(self):
        """How many rows the whole document has."""
        return len(self.ids)

    @property
    def is_first(self):
        return self.number == 0

    @property
    def is_last(self):
        return self.number == self.of - 1


def label_of(name):
    """What people call a kind; of one that is registered no more only that it was a document."""
    return PRINTS[name].label if name in PRINTS else "已停用的文件"


def printed(name, *, label, verb, template, **options):
    """Decorate a function context(rows, *, by, **params) as a kind of document; `options`: model, per, most.

    A kind that is made in parts (`per`) is told which by `part`, a Part.
    """

    def register(context):
        PRINTS[name] = Printable(name, label, verb, template, context, **options)
        return PRINTS[name]

    return register
