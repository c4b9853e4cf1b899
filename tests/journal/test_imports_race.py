"""Many hands at once: a batch confirmed by twenty clicks is written once, and two batches see each other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assets import actions
from assets.models import Asset
from assets.resources import AssetResource
from journal import jobs
from journal.imports import steps
from journal.models import Entry, ImportBatch, Job
from journal.transitions import Refused
from tests.journal.workbooks import road, workbook

State = ImportBatch.State


def ready(place, file):
    """A checked batch, in real transactions."""
    clerk = place.county_clerk
    with place.scope(clerk):
        batch = steps.upload(file, resource="assets", unit=place.office, by=clerk)
    jobs.run(place.code, batch.job_id)
    batch = now(place, batch)
    with place.scope(clerk):
        form = AssetResource.TableForm({})
        assert form.is_valid()
        keys = [column["key"] for column in batch.columns]
        batch = steps.choose(batch, by=clerk, columns=keys, table=form.cleaned_data, money_unit="万元")
    jobs.run(place.code, batch.job_id)
    return now(place, batch)


def now(place, batch):
    with place.scope():
        return ImportBatch.objects.select_related("job").get(pk=batch.pk)


def confirm(place, batch):
    """Confirm in a thread of its own; the refusal as text, or None."""
    try:
        with place.scope(place.county_clerk):
            steps.confirm(batch, by=place.county_clerk, seen=batch.digest, reason="补录")
    except Refused as refused:
        return refused.messages[0]
    finally:
        connection.close()


def test_twenty_clicks_write_once(committed, here):
    batch = ready(here, workbook(road()))
    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(lambda _: confirm(here, batch), range(20)))

    with here.scope():
        owed = list(Job.objects.filter(kind="imports.write"))
    assert said.count(None) == 1 == len(owed) and set(said) == {None, "本批写入中，无需重复办理。"}
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: run(here, owed[0]), range(4)))
    with here.scope():
        assert Asset.objects.count() == Entry.objects.filter(act="assets.import").count() == 1


def run(place, job):
    try:
        jobs.run(place.code, job.pk)
    finally:
        connection.close()


def test_the_second_of_two_alike_batches_is_stopped_before_it_writes(committed, here):
    one, other = (ready(here, workbook(road(), name=f"{name}.xlsx")) for name in "甲乙")
    for batch in (one, other):
        confirm(here, batch)
    for batch in (one, other):
        jobs.run(here.code, now(here, batch).job_id)

    assert (now(here, one).state, now(here, other).state) == (State.WRITTEN, State.WRITING)
    assert "请重新核对后再确认" in now(here, other).job.message
    with here.scope():
        assert Asset.objects.count() == 1


def both(*hands):
    """Do these at the same time, each in a thread of its own; what each came to: its answer, or its refusal."""

    def told(hand):
        try:
            return hand()
        except Refused as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(hands)) as threads:
        return list(threads.map(told, hands))


def mend(place, batch):
    with place.scope(place.county_clerk):
        steps.mend(batch, by=place.county_clerk, number=4, column=4, was="2019", text="2020")


@pytest.mark.parametrize("again", range(3))
def test_what_is_confirmed_is_what_was_seen_though_somebody_mends_at_the_same_time(committed, here, again):
    batch = ready(here, workbook(road()))
    refused, mended = both(lambda: confirm(here, batch), lambda: mend(here, batch))

    batch = now(here, batch)
    if refused is None:
        assert "写入中" in mended
        jobs.run(here.code, batch.job_id)
        with here.scope():
            assert Asset.objects.get().formed_year == 2019
    else:
        assert (refused, mended, batch.state) == (
            "核对结果已经更新，请查看最新结果后再确认。",
            None,
            State.CHECKED,
        )


def amend(place, asset):
    with place.scope(place.village_clerk):
        actions.amend(asset, by=place.village_clerk, version=asset.version, remark="改过")


@pytest.mark.parametrize("again", range(3))
def test_an_undo_and_an_amendment_at_the_same_time_do_not_both_happen(committed, here, again):
    batch = ready(here, workbook(road()))
    confirm(here, batch)
    jobs.run(here.code, now(here, batch).job_id)
    with here.scope(here.county_clerk):
        asset = Asset.objects.get()
        owed = steps.undo(batch, by=here.county_clerk, reason="传错了").job
    _, amended = both(lambda: run(here, owed), lambda: amend(here, asset))

    with here.scope():
        remarks = list(Asset.objects.values_list("remark", flat=True))
    if amended is None:
        assert (now(here, batch).state, remarks) == (State.WRITTEN, ["改过"])
    else:
        assert "已随撤销导入删去" in amended and (now(here, batch).state, remarks) == (State.UNDONE, [])
