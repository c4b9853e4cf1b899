"""What an app declares to be importable: a Resource of django-import-export, registered here.

Columns, cleaning and (later) export are the library's Resource, Field and Widget; its row loop, its temporary files
and its admin are not used: they know neither counties nor acts. Beside its columns a resource has

    label           to people; the name is the key it is registered under
    verb            one must hold at the unit that imports
    act             (name, label) of the journal's entry
    TableForm       a form of what holds for the whole table; cleaned values are kept as JSON in mapping["table"]
    suggest(title)  initial values of that form, from the title above the table
    checker(batch, by)   an object whose check(line) adds faults and line.staged, and whose `tables` are
                         [(model, part)]: what part of the staged values becomes rows of which model
    twins(batch)    [(row number, key, question, sentence, options, proposal)]: questions that only the whole batch and
                    the register show, by one statement; the option "skip" leaves the row out as a duplicate. It says
                    the same of a row whether that is left out already or not
    between(batch)  [(row number, key, level, sentence)]: what rows of the file say differently of one thing
    settle(batch)   lays into each row what it shares with others of the file, before between is asked (optional)
    world(batch, by)     as JSON, all else the check depended on; when it or the twins change, one looks again
    lock(batch)     keeps the rows that lines change as they are while they are compared and written (staged.lock), in
                    the order in which the actions lock them, for no deadlock
    write(batch)    writes the rows by set (journal/imports/staged.py: insert, update), inside the act; returns how many
    not_undone(batch)   [sentence]: why what it wrote cannot be taken back now, beyond what the journal shows (optional)
    take_back(batch, reason)   undoes what it wrote inside the act, where nothing may be deleted; returns in words what
                    became of it (optional; with it nothing stands in the way but what not_undone says)
    undo_means, undone     what that will do, and what it has done, as sentences (with take_back)
    rows_url(batch, action="")  where these rows are looked at, or those of them that were new, updated …
    elsewhere       where rows went that are registered elsewhere (text)
    money_unit      in which unit the blank workbook asks for sums, 万元 where it is not told (text)
    next_step       what one does with new rows next, where they are no drafts (text)
"""

from import_export.fields import Field

from journal.models import ImportRow

REGISTRY = {}


def register(name):
    """Class decorator: make a resource known under a name."""
    return lambda resource: REGISTRY.setdefault(name, resource)


class Column(Field):
    """A column people may give: what we call it, what they call it (most telling name first), how it is cleaned.

    What is `required` may be lacking where one of the keys in `unless` is there: those that name a row of the register.
    A name with a slash, 资金/合计, means the column 合计 below a group whose name has 资金 in it. `looks(texts,
    county)` says whether the texts of a column without a known name look like this one (journal/imports/guessing.py).
    """

    def __init__(
        self,
        label,
        widget,
        *,
        names=(),
        attribute=None,
        required=False,
        unless=(),
        hint="",
        example="",
        looks=None,
    ):
        super().__init__(attribute=attribute, column_name=label, widget=widget)
        self.names, self.required = (label, *names), required
        self.hint, self.example, self.unless, self.looks = hint, example, unless, looks

    def is_lacking(self, key, taken):
        """Whether it must be among the keys that are taken, and is not; `key` is its own."""
        return self.required and not {key, *self.unless} & set(taken)

    @property
    def is_money(self):
        """Whether bare numbers in it need a unit (元, 万元)."""
        return getattr(self.widget, "is_money", False)


def rows_of(batch, action=""):
    """The query by which a list shows what a batch made and changed, or one of both."""
    told = {"batch": batch.pk}
    return told | {"wrote": action} if action in (ImportRow.Action.NEW, ImportRow.Action.UPDATE) else told


def columns_of(resource, county):
    """{key: Column} of a resource in a county (its code): those declared, and those the county has added itself."""
    more = getattr(resource, "county_columns", None)
    return dict(resource.fields) | (more(county) if more else {})
