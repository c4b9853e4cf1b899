"""A line of the workbook while it is checked: what it says, what that means, and what is wrong or open about it."""

from dataclasses import dataclass, field

from journal.files.sheets import cell_name
from journal.models import ImportRow
from tenancy.persons import mask

# A fault keeps the row out; a doubt is shown, and one confirms it with the rest; a question waits for an answer.
BAD, ODD, ASK = "bad", "odd", "ask"
Action = ImportRow.Action


@dataclass
class Line:
    """`texts` holds the whole row as it now reads (mends in place of cells); `said` the text and `values` the cleaned
    value by the key of its column; `marks` {position: kind} what a cell was (formula …); `answers` {question: option}.

    `staged` is what will be written: {part: {database column: value}} or a list of such objects. `action` is what
    becomes of the row, of `subject_id` where it is in the register; `differences` [{key, label, old, new}] as read.
    """

    number: int
    texts: list[str]
    said: dict[str, str]
    places: dict[str, int]
    marks: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    staged: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    failed: set = field(default_factory=set)
    action: str = Action.NEW
    subject_id: int | None = None
    differences: list = field(default_factory=list)

    def bad(self, key, sentence):
        """A fault at the cell of a column (its key); without such a column it belongs to the whole row."""
        self.failed.add(key)
        self.faults.append(self.fault(key, BAD, sentence))

    def odd(self, key, sentence):
        """A doubt at the cell of a column."""
        self.faults.append(self.fault(key, ODD, sentence))

    def ask(self, key, question, sentence, options, proposal):
        """Ask a person; returns the option that holds: their answer, or the proposal while there is none.

        `question`: a short stable name, asked once a row ("villages"); `options` [(value, label)], values as text;
        an answer that is no option any more counts for nothing.
        """
        more = asked(question, options, proposal, self.answers)
        self.faults.append(self.fault(key, ASK, sentence, **more))
        return proposal if more["answer"] is None else more["answer"]

    def forgive(self, keys):
        """Take back the faults of cells (by key) that what the row became has no use for."""
        gone = {self.places[key] for key in keys & self.places.keys()}
        self.failed -= keys
        self.faults = [one for one in self.faults if one["level"] != BAD or one["column"] not in gone]

    def fault(self, key, level, sentence, **more):
        return fault(self.places, self.number, key, level, sentence, **more)

    @property
    def is_wrong(self):
        return bool(self.failed)

    @property
    def is_doubtful(self):
        """Whether something is to be looked at: a doubt, or a question nobody answered."""
        return any(fault["level"] == ODD or is_open(fault) for fault in self.faults)


def asked(question, options, proposal, answers):
    """What a question's fault carries beside its sentence."""
    answer = answers.get(question)
    if answer not in [value for value, _ in options]:
        answer = None
    return {
        "question": question,
        "options": [list(option) for option in options],
        "proposal": proposal,
        "answer": answer,
    }


def is_open(fault):
    """Whether a fault is a question that nobody answered."""
    return fault["level"] == ASK and fault["answer"] is None


def fault(places, number, key, level, sentence, **more):
    """A fault as it is staged: the column's position and the cell's name (F7), or neither for the whole row.

    People's numbers in what it quotes are masked."""
    place = places.get(key)
    cell = "" if place is None else cell_name(number, place + 1)
    return {"column": place, "cell": cell, "level": level, "text": mask(sentence)} | more
