"""导入 through the pages: upload, columns, check, confirm, result; each refusal in its sentence."""

import pytest
from django.urls import reverse

from assets.models import Asset, FundingLine
from journal import jobs
from journal.models import Document, Entry, ImportBatch, ImportRow, Job
from tests.journal.workbooks import HEAD, road, workbook

TABLE = {"t-scope": "", "t-subtype": "", "t-fund_kind": "", "t-fund_level": "", "t-year": ""}


def upload(client, place, file, unit="office"):
    """The answer to an upload, and the batch it made, if any."""
    data = {"resource": "assets", "unit": getattr(place, unit).pk, "file": file}
    answer = client.post(reverse("imports:upload"), data)
    return answer, ImportBatch.objects.order_by("-pk").first()


def take_columns(client, batch, **changed):
    """Take the columns as they were recognised."""
    keys = {f"c{at}": column["key"] for at, column in enumerate(batch.columns)}
    data = {"money_unit": batch.money_unit} | TABLE | keys | changed
    return client.post(reverse("imports:columns", args=[batch.pk]), data)


def work(place):
    """Do the jobs that are owed, as the worker would."""
    for owed in Job.objects.filter(county_id=place.code, state=Job.State.QUEUED):
        jobs.run(place.code, owed.pk)


def checked(client, place, *rows, **options):
    """A batch of these rows, uploaded by the county's clerk and checked."""
    client.as_(place.county_clerk)
    _, batch = upload(client, place, workbook(*rows, **options))
    take_columns(client, batch)
    work(place)
    batch.refresh_from_db()
    return batch


def confirm(client, batch, **data):
    data = {"seen": batch.digest, "reason": "补录2019年项目"} | data
    return client.post(reverse("imports:check", args=[batch.pk]), data, follow=True)


def text(answer):
    return answer.content.decode()


def page(client, batch, name="check", **query):
    return text(client.get(reverse(f"imports:{name}", args=[batch.pk]), query))


def test_a_workbook_becomes_drafts(here, client):
    batch = checked(client, here, road(), road(项目名称="机井", 资产小类="供水饮水"))
    confirm(client, batch)
    work(here)

    shown = page(client, batch, "result")
    batch.refresh_from_db()
    made = Asset.objects.filter(batch_id=batch.pk).select_related("project", "unit").order_by("pk")
    assert "已写入 2 行" in shown and f"?batch={batch.pk}" in shown
    assert [(a.name, a.state, a.unit, a.original_value) for a in made] == [
        ("通村道路", "draft", here.village, 486000),
        ("机井", "draft", here.village, 486000),
    ]
    assert {a.project.budget for a in made} == {486000}
    assert FundingLine.objects.filter(project__batch_id=batch.pk).count() == 2


def test_the_entry_tells_of_every_row(here, client):
    batch = checked(client, here, road())
    confirm(client, batch, reason="二十日前补录")
    work(here)

    entry = Entry.objects.get(act="assets.import")
    assert (entry.subject_id, entry.by, entry.reason) == (batch.pk, here.county_clerk, "二十日前补录")
    assert sorted(entry.changes.values_list("table", flat=True)) == [
        "assets_asset",
        "assets_fundingline",
        "assets_project",
    ]
