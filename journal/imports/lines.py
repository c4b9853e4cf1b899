"""A line of the workbook while it is checked: what it says, what that means, and what is wrong with it."""

from dataclasses import dataclass, field

from journal.files.xlsx import cell_name

BAD, ODD = "bad", "odd"  # a fault keeps the row out; a doubt is shown, and one confirms it with the rest


@dataclass
class Line:
    """`texts` holds the whole row; `said` the text and `values` the cleaned value by the key of its column.

    `staged` is what will be written: {part: {database column: value}} or a list of such objects.
    """

    number: int
    texts: list[str]
    said: dict[str, str]
    places: dict[str, int]
    values: dict = field(default_factory=dict)
    staged: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    failed: set = field(default_factory=set)

    def bad(self, key, sentence):
        """A fault at the cell of a column (its key); without such a column it belongs to the whole row."""
        self.failed.add(key)
        self.faults.append(self.fault(key, BAD, sentence))

    def odd(self, key, sentence):
        """A doubt at the cell of a column."""
        self.faults.append(self.fault(key, ODD, sentence))

    def fault(self, key, level, sentence):
        return fault(self.places, self.number, key, level, sentence)

    @property
    def is_wrong(self):
        return bool(self.failed)

    @property
    def is_doubtful(self):
        return any(fault["level"] == ODD for fault in self.faults)


def fault(places, number, key, level, sentence):
    """A fault as it is staged: the column's position and the cell's name (F7), or neither for the whole row."""
    place = places.get(key)
    cell = "" if place is None else cell_name(number, place + 1)
    return {"column": place, "cell": cell, "level": level, "text": sentence}
