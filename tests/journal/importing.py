"""The way of a workbook through the pages, for tests: what a clerk clicks and what the worker does."""

from django.urls import reverse

from journal import jobs
from journal.models import ImportBatch, Job

BLANK = {f"t-{name}": "" for name in ("scope", "subtype", "fund_kind", "fund_level", "year")}


def upload(client, place, file, unit="office"):
    """The answer to an upload of the signed-in person; what was taken has been read."""
    data = {"resource": "assets", "unit": getattr(place, unit).pk, "file": file}
    answer = client.post(reverse("imports:upload"), data)
    work(place)
    return answer


def newest():
    return ImportBatch.objects.order_by("-pk").first()


def take_columns(client, batch, **changed):
    """Take the columns as they were recognised, but for what is changed."""
    keys = {f"c{at}": column["key"] for at, column in enumerate(batch.columns)}
    data = {"money_unit": batch.money_unit} | BLANK | keys | changed
    return client.post(reverse("imports:columns", args=[batch.pk]), data, follow=True)


def work(place):
    """Do the jobs that are owed, as the worker would."""
    for owed in Job.objects.filter(county_id=place.code, state=Job.State.QUEUED):
        jobs.run(place.code, owed.pk)


def checked(client, place, file, who="county_clerk", unit="office", **changed):
    """A batch of this file, uploaded by this person and checked."""
    upload(client.as_(getattr(place, who)), place, file, unit)
    take_columns(client, newest(), **changed)
    work(place)
    return newest()


def confirm(client, batch, **data):
    """Confirm what was seen; the page one ends at."""
    data = {"seen": batch.digest, "reason": "补录2019年项目"} | data
    return client.post(reverse("imports:check", args=[batch.pk]), data, follow=True)


def written(client, place, file, **options):
    """A batch of this file, written."""
    batch = checked(client, place, file, **options)
    confirm(client, batch, skip_wrong="on", as_proposed="on")
    work(place)
    return newest()


def faults(batch):
    """What was said of the rows: {cell, or row number: [sentences]}."""
    said = {}
    for row in batch.rows.order_by("number"):
        for fault in row.faults:
            said.setdefault(fault["cell"] or row.number, []).append(fault["text"])
    return said


def text(answer):
    return answer.content.decode()


def page(client, batch, name="check", **query):
    """A page of the wizard as text."""
    return text(client.get(reverse(f"imports:{name}", args=[batch.pk]), query))
