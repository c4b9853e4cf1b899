"""撤销: what an import wrote is taken back while nothing rests on it, and the ledger is what it was, byte for byte."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from assets import actions
from assets.choices import Measure
from assets.models import Alias, Asset, FundingLine, Project
from journal.acts import act
from journal.imports import undoing
from journal.imports.staged import ask
from journal.models import Change, Entry, ImportBatch, Job
from tests.journal.importing import newest, page, text, work, written
from tests.journal.workbooks import HEAD, road, workbook

State = ImportBatch.State
TABLES = [Asset, Project, FundingLine, Alias]


def ledger():
    """Every row of the register's tables, as the database says it."""
    with connection.cursor() as cursor:
        told = []
        for model in TABLES:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {model._meta.db_table} t ORDER BY t.id")
            told += cursor.fetchall()
        cursor.execute(
            "SELECT town_code, category, state, n, value FROM assets_summary WHERE n <> 0 ORDER BY 1, 2, 3"
        )
        return told + cursor.fetchall()


def undo(client, batch, reason="传错了文件"):
    return client.post(reverse("imports:undo", args=[batch.pk]), {"reason": reason}, follow=True)


def book():
    return workbook(*[[*road(项目名称=f"道路{at}号"), f"旧-{at}"] for at in range(3)], head=[*HEAD, "原编号"])


def test_the_ledger_is_what_it_was(here, client):
    here.asset(name="早有的路")
    before = ledger()
    batch = written(client, here, book())
    assert ledger() != before
    undo(client, batch)
    work(here)

    assert ledger() == before and newest().state == State.UNDONE
    entry = Entry.objects.get(act="imports.undo")
    assert (entry.subject_id, entry.by, entry.reason) == (batch.pk, here.county_clerk, "传错了文件")
    assert set(entry.changes.values_list("op", flat=True)) == {Change.Op.DELETE}
    assert "本批已撤销" in page(client, batch, "result")


def changed_by_hand(batch, asset, name):
    """As if the import had changed this asset: its act, done by the engine's own way of writing."""
    with act("assets.import", "批量导入", by=batch.by, county=batch.county_id) as entry:
        Asset.objects.filter(pk=asset.pk).update(name=name, version=asset.version + 1)
        Alias(county_id=asset.county_id, asset=asset, number="新编号").save()
        entry.about(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(entry_id=entry.number)


def test_a_row_that_was_changed_says_again_what_it_said_and_its_version_moves_on(here, client):
    asset = here.asset(name="旧名")
    batch = written(client, here, workbook(road()))
    changed_by_hand(batch, asset, "新名")
    undo(client, batch)
    work(here)

    asset.refresh_from_db()
    assert (asset.name, asset.version, newest().state) == ("旧名", 3, State.UNDONE)
    assert not Alias.objects.filter(asset=asset).exists()


def test_a_row_that_was_deleted_is_there_again(here, client):
    batch = written(client, here, workbook(road()))
    line = FundingLine.objects.get(project__batch_id=batch.pk)
    with act("assets.import", "批量导入", by=batch.by, county=batch.county_id) as entry:
        line.delete()
        entry.about(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(entry_id=entry.number)
    (pk,) = Change.objects.filter(entry_id=entry.number).values_list("row_id", flat=True)
    undo(client, batch)
    work(here)

    back = FundingLine.objects.get(pk=pk)
    assert (back.amount, back.level) == (line.amount, line.level)


def amend(here, asset):
    actions.amend(asset, by=here.village_clerk, version=asset.version, remark="改过")


def add_project_asset(here, asset):
    here.asset(name="另一项", project=asset.project)


def submit(here, asset):
    fields = {"implementing_dept": here.department, "supervising_dept": here.other_department}
    asset = actions.amend(
        asset, by=here.village_clerk, version=asset.version, quantity=2, measure=Measure.KILOMETRE, **fields
    )
    actions.submit(asset, by=here.village_clerk)


OBSTACLES = [
    (amend, "1 项在导入后已办理「修改」：道路0号"),
    (submit, "1 项在导入后已办理「提交审核」：道路0号"),
    (add_project_asset, "本批新增的 1 个项目已有后来登记的资产"),
]


@pytest.mark.parametrize(("act_of", "sentence"), OBSTACLES, ids=[act_of.__name__ for act_of, _ in OBSTACLES])
def test_what_others_have_built_on_stands_in_the_way(here, client, act_of, sentence):
    batch = written(client, here, book())
    act_of(here, Asset.objects.get(name="道路0号"))
    before = ledger()

    assert any(sentence in told for told in undoing.obstacles(batch))
    assert sentence in page(client, batch, "result") and 'class="btn btn-danger"' not in page(
        client, batch, "result"
    )
    assert sentence in text(undo(client, batch))
    assert ledger() == before and newest().state == State.WRITTEN


def test_what_came_in_between_stops_the_job_and_the_batch_stays_written(here, client):
    batch = written(client, here, book())
    undo(client, batch)
    amend(here, Asset.objects.get(name="道路0号"))
    before = ledger()
    work(here)

    assert ledger() == before and newest().state == State.WRITTEN
    assert newest().job.state == Job.State.FAILED and "已办理「修改」" in newest().job.message


def test_the_obstacles_of_a_very_big_batch_are_told_by_its_job(here, client, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    batch = written(client, here, book())
    amend(here, Asset.objects.get(name="道路0号"))
    undo(client, batch)
    work(here)

    assert newest().state == State.WRITTEN and "已办理「修改」" in page(client, batch, "result")


def test_a_reason_is_asked_for(here, client):
    batch = written(client, here, book())
    answer = undo(client, batch, reason=" ")

    assert answer.status_code == 422 and "请写明撤销原因" in text(answer) and newest().state == State.WRITTEN


def test_a_batch_is_undone_once(here, client):
    batch = written(client, here, book())
    undo(client, batch)
    undo(client, batch)
    work(here)
    late = undo(client, batch)

    assert "本批已撤销" in text(late) and Entry.objects.filter(act="imports.undo").count() == 1


DELETES = {
    "no batch is being undone": {},
    "the row was made by hand": {"state": State.UNDOING, "entry_id": None},
    "the row is no draft any more": {"state": State.UNDOING, "asset": "ledger"},
}


@pytest.mark.parametrize("given", DELETES.values(), ids=DELETES)
def test_the_database_lets_no_other_row_go(here, client, given):
    batch = written(client, here, workbook(road()))
    asset = here.asset_in("ledger") if given.get("asset") else Asset.objects.get(batch_id=batch.pk)
    if given.get("asset"):
        entry = Change.objects.get(table="assets_asset", row_id=asset.pk, op="+").entry_id
        given = given | {"entry_id": entry}
    values = {name: value for name, value in given.items() if name != "asset"}
    ImportBatch.objects.filter(pk=batch.pk).update(**values)

    with act("imports.undo", "撤销", by=here.county_clerk, county=here.code) as entry:
        assert ask("DELETE FROM assets_asset WHERE county_id = %(county)s", batch) == 0
        entry.about(batch)
    assert Asset.objects.filter(pk=asset.pk).exists()


def test_nothing_is_deleted_outside_of_an_act(here, client):
    batch = written(client, here, workbook(road()))
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.UNDOING)

    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        ask("DELETE FROM assets_asset WHERE county_id = %(county)s", batch)
