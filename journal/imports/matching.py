"""Which column of a table is which: remembered, by name, or by what stands in it; and how sure that is."""

from dataclasses import dataclass, field

from journal.files.headers import JOINT
from journal.files.sheets import cell_name
from journal.files.wording import REMARKS, bare

SAMPLES = 3
LONGEST_SAMPLE = 40
LOOKED_AT = 2_000  # rows; what a column holds shows in them
KEPT = 60  # different texts of a column to judge it by
IGNORED = ""
# How sure a match is: taken without asking, taken with a question, left to the person.
SURE, ASKED, NONE = "sure", "asked", "none"


@dataclass
class Profile:
    """What stands in the columns of a table: some different texts of each, in the order of the rows."""

    width: int
    seen: int = 0
    texts: list = field(default_factory=list)

    def __post_init__(self):
        self.texts = [{} for _ in range(self.width)]

    def look(self, row):
        """Take note of a row's texts."""
        if self.seen >= LOOKED_AT and all(self.texts):
            return
        self.seen += 1
        for found, text in zip(self.texts, row, strict=True):
            if text and len(found) < KEPT:
                found[text] = None

    def samples(self, at):
        """The first few texts of a column, cut to what a page shows."""
        return [text[:LONGEST_SAMPLE] for text in list(self.texts[at])[:SAMPLES]]


def describe(table, profile, fields):
    """The columns as the batch keeps them: [{name, cell (F3), unit, samples, key (or ""), sure}]."""
    matched = match(table.columns, fields)
    return [
        {
            "name": name or f"（{cell_name(table.header_row, at + 1)} 无列名）",
            "cell": cell_name(table.header_row + table.header_levels - 1, at + 1),
            "unit": table.units[at],
            "samples": profile.samples(at),
            "key": matched.get(at, IGNORED),
            "is_sure": at in matched or at == table.serial or _last(name) == REMARKS,
        }
        for at, name in enumerate(table.columns)
    ]


def match(names, fields):
    """{position: key} by name: each key takes the column of its most telling name that no key before it took."""
    positions = {}
    for at, name in enumerate(names):
        positions.setdefault(_last(name), at)
    taken = {}
    for key, column in fields.items():
        free = (positions.get(bare(name)) for name in column.names)
        found = next((at for at in free if at is not None and at not in taken), None)
        if found is not None:
            taken[found] = key
    return taken


def _last(name):
    """The lowest level of a column's name, for comparison."""
    return bare(name.rpartition(JOINT)[2])
