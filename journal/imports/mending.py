"""What a person changes of a checked batch: the text of cells, the answers to questions, which rows stay out.

Set-based, for one row or for all that are alike; each returns how many rows are to be checked anew.
"""

from journal.imports.checking import LEFT_OUT
from journal.imports.staged import ALL, THESE, ask
from journal.imports.verdict import SKIP, of_kind

# What a cell reads now: at a position, and where a fault f of its row stands.
ASKED = "coalesce(r.mends->>(f->>'column'), r.cells->>(f->>'column')::int, '')"
TEXT = "coalesce(r.mends->>%(at)s, r.cells->>%(index)s::int, '')"


def mend(batch, *, number, column, was, text, alike=False):
    """Put a text in place of a cell that reads `was`; `alike`: of every cell of the column that reads so."""
    chosen = "" if alike else "AND r.number = %(number)s"
    return ask(
        f"""UPDATE journal_importrow r SET is_checked = false, mends =
                CASE WHEN coalesce(r.cells->>%(index)s::int, '') = %(text)s AND NOT r.marks ? %(at)s
                     THEN r.mends - %(at)s ELSE r.mends || jsonb_build_object(%(at)s, %(text)s) END
            WHERE {THESE} {chosen} AND {TEXT} = %(was)s""",
        batch,
        number=number,
        at=str(column),
        index=column,
        was=was,
        text=text,
    )


def restore(batch, *, number, column):
    """Take a mend back: the cell says again what stands in the file."""
    return ask(
        f"""UPDATE journal_importrow r SET is_checked = false, mends = r.mends - %(at)s
            WHERE {THESE} AND r.number = %(number)s AND r.mends ? %(at)s""",
        batch,
        number=number,
        at=str(column),
    )


def reading(batch, number, column):
    """(the cell as it reads now, as it stood in the file, how many cells of the column read so), or None."""
    found = ask(
        f"""SELECT {TEXT}, coalesce(r.cells->>%(index)s::int, '') FROM ({ALL} AND number = %(number)s) r""",
        batch,
        number=number,
        at=str(column),
        index=column,
    )
    if not found:
        return None
    now, before = found[0]
    return now, before, alike(batch, column, now)


def alike(batch, column, text):
    """How many cells of a column read this text."""
    return ask(
        f"SELECT count(*) FROM ({ALL}) r WHERE {TEXT} = %(text)s",
        batch,
        at=str(column),
        index=column,
        text=text,
    )[0][0]


def answer(batch, *, question, option, number=None, kind=None, alike=False):
    """Answer a question in one row, in all whose cell reads `alike`, or in all of a kind; with `option` None each by
    its own proposal."""
    chosen, values = "r.number = %(number)s", {"number": number}
    if alike:
        chosen = f"""(f->>'column', {ASKED}) IN (
            SELECT f->>'column', {ASKED} FROM ({ALL} AND number = %(number)s) r, jsonb_array_elements(r.faults) f
            WHERE f->>'question' = %(question)s)"""
    elif kind is not None:
        chosen = "(f->>'column')::int IS NOT DISTINCT FROM %(column)s"
        values = {"column": kind["column"]}
    return ask(
        f"""UPDATE journal_importrow r SET is_checked = false, answers = r.answers || chosen.answer
            FROM (SELECT r.id, jsonb_build_object(%(question)s, coalesce(%(option)s, f->>'proposal')) AS answer
                  FROM ({ALL}) r, jsonb_array_elements(r.faults) f
                  WHERE f->>'question' = %(question)s AND {chosen}
                  AND coalesce(%(option)s, f->>'proposal') IN (SELECT o->>0 FROM jsonb_array_elements(f->'options') o)
                 ) chosen
            WHERE {THESE} AND r.id = chosen.id AND NOT r.answers @> chosen.answer""",
        batch,
        question=question,
        option=option,
        **values,
    )


def leave_out(batch, *, number=None, kind=None, out=True):
    """Leave a row (or all rows with a kind of fault) out of the import, or take it in again."""
    chosen, values = "r.number = %(number)s", {"number": number}
    if kind is not None:
        condition, given = of_kind(kind)
        names = [f"k{at}" for at in range(len(given))]
        chosen, values = (
            condition % tuple(f"%({name})s" for name in names),
            dict(zip(names, given, strict=True)),
        )
    answers = f"""r.answers || '{{"{LEFT_OUT}": "{SKIP}"}}'""" if out else f"r.answers - '{LEFT_OUT}'"
    return ask(
        f"UPDATE journal_importrow r SET is_checked = false, answers = {answers} WHERE {THESE} AND {chosen}",
        batch,
        **values,
    )
