"""What a check asks of the rows of a workbook, and the rows written with answers."""

from journal.imports import steps
from tests.journal.importing import checked, confirm, newest, work
from tests.journal.workbooks import HEAD, workbook


def asked(batch, number=4):
    """{question: proposal} of a row."""
    row = batch.rows.get(number=number)
    return {fault["question"]: fault["proposal"] for fault in row.faults if fault["level"] == "ask"}


def options(batch, question, number=4):
    """The options of a question as {value: label}."""
    row = batch.rows.get(number=number)
    return next(dict(fault["options"]) for fault in row.faults if fault.get("question") == question)


def taken(client, here, *rows, head=HEAD, **answers):
    """The batch of these rows, written with what is answered (question=option) and else the proposals."""
    batch = checked(client, here, workbook(*rows, head=head))
    for question, option in answers.items():
        number = next(row.number for row in batch.rows.all() if question in asked(batch, row.number))
        with here.scope(here.county_clerk):
            steps.answer(batch, by=here.county_clerk, number=number, question=question, option=option)
    confirm(client, newest(), as_proposed="on", skip_wrong="on")
    work(here)
    return newest()
