"""Who may take an import back: whoever imported it, while they still may import there; nobody else (decision 008)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assets import actions
from assets.models import Asset
from journal import actions as people
from journal.imports import steps
from journal.models import Job
from tenancy.models import Appointment
from tests.journal.importing import newest, page, text, work, written
from tests.journal.test_imports_undo import State, ledger, undo
from tests.journal.workbooks import road, workbook

BUTTON = '<button class="btn btn-danger">撤销本批</button>'
NOT_YOURS = "只能由其本人撤销"


def asking(client, batch):
    """The page that asks why."""
    return client.get(reverse("imports:undo", args=[batch.pk]))


@pytest.mark.parametrize("pair", [("county_clerk", "town_clerk"), ("town_clerk", "county_clerk")])
def test_nobody_takes_back_what_somebody_else_has_imported(here, client, pair):
    importer, other = pair
    batch = written(client, here, workbook(road()), who=importer, unit="town")
    before = ledger()
    client.as_(getattr(here, other))

    result = page(client, batch, "result")
    assert NOT_YOURS in result and reverse("imports:undo", args=[batch.pk]) not in result
    assert NOT_YOURS in page(client, batch, "undo") and BUTTON not in page(client, batch, "undo")
    refused = undo(client, batch)
    work(here)
    assert (refused.status_code, NOT_YOURS in text(refused)) == (422, True)
    assert ledger() == before and newest().state == State.WRITTEN


def test_the_list_offers_to_take_back_ones_own_only(here, client):
    batch = written(client, here, workbook(road()), who="county_clerk", unit="town")
    address = reverse("imports:undo", args=[batch.pk])

    assert address in text(client.get(reverse("imports:upload")))
    listed = text(client.as_(here.town_clerk).get(reverse("imports:upload")))
    assert reverse("imports:result", args=[batch.pk]) in listed and f'href="{address}">撤销' not in listed


WHO = ["department_clerk", "village_clerk", "other_town_reviewer", "auditor", "discipline"]


@pytest.mark.parametrize("who", WHO)
def test_whoever_may_not_import_there_has_no_such_batch(here, client, who):
    batch = written(client, here, workbook(road()), who="town_clerk", unit="town")
    client.as_(getattr(here, who))

    assert asking(client, batch).status_code == undo(client, batch).status_code == 404
    assert newest().state == State.WRITTEN


def test_another_county_has_no_such_batch(here, there, client):
    with there.scope():
        batch = written(client, there, workbook(road(实施地点="柏山镇")))
    client.as_(here.county_clerk)

    assert undo(client, batch).status_code == asking(client, batch).status_code == 404
    with there.scope():
        assert newest().state == State.WRITTEN


def end_post(place, user):
    people.end_post(Appointment.objects.get(user=user, ended_at=None), by=place.admin, reason="调离")


def move(place, user):
    end_post(place, user)
    people.appoint(user, unit=place.other_town, role="town_clerk", from_on=date(2020, 9, 20), by=place.admin)


@pytest.mark.parametrize("leave", [end_post, move])
def test_who_has_left_the_post_takes_nothing_back(here, client, leave):
    batch = written(client, here, workbook(road()), who="town_clerk", unit="town")
    leave(here, here.town_clerk)
    before, gone = ledger(), here.person("town_clerk")
    client.as_(gone)

    assert undo(client, batch).status_code == 404 and "撤销本批" not in text(asking(client, batch))
    with pytest.raises(PermissionDenied):
        steps.undo(batch, by=gone, reason="传错了文件")
    assert ledger() == before and newest().state == State.WRITTEN


@pytest.mark.parametrize("leave", [end_post, move])
def test_who_leaves_before_it_is_done_is_told_why_it_was_not(here, client, leave):
    batch = written(client, here, workbook(road()), who="town_clerk", unit="town")
    before = ledger()
    undo(client, batch)
    leave(here, here.town_clerk)
    work(here)

    assert ledger() == before and newest().state == State.WRITTEN
    assert newest().job.state == Job.State.FAILED and "已没有「批量导入」的权限" in newest().job.message


def test_rows_handed_to_another_unit_stand_in_the_way(here, client):
    batch = written(client, here, workbook(road()), who="town_clerk", unit="town")
    asset = Asset.objects.get(batch_id=batch.pk)
    given = {"unit": here.other_town, "town_id": here.towns[1], "village_id": None}
    actions.amend(asset, by=here.county_clerk, version=asset.version, **given)
    before = ledger()
    assert not Asset.objects.permitted(here.town_clerk).filter(pk=asset.pk).exists()

    assert "1 项在导入后已办理「修改」" in text(undo(client, batch))
    work(here)
    assert ledger() == before and newest().state == State.WRITTEN
