"""A job counts the post it was asked for in, and no other of the person's: as a page does."""

from django.urls import reverse

from assets import bulk
from assets.models import Asset, Bulk
from journal import actions as people
from journal.models import Entry, ImportBatch, Job
from tenancy.models import Appointment
from tests.journal.importing import checked, confirm, newest, work
from tests.journal.workbooks import road, workbook
from tests.world import SINCE


def appoint(here, user, unit, role):
    return people.appoint(user, unit=unit, role=role, from_on=SINCE, by=here.admin)


def work_in(client, post):
    client.post(reverse("tenancy:switch"), {"post": post.pk})


def test_what_was_looked_at_in_one_post_is_not_done_in_another_that_may_not(here, client, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    clerk, asset = here.town_clerk, here.asset_in("submitted")
    first = Appointment.objects.get(user=clerk)
    reviewer = appoint(here, clerk, here.town, "town_reviewer")
    work_in(client.as_(here.town_clerk), reviewer)
    client.post(reverse("assets:bulk_start"), {"act": "assets.verify", "pk": asset.pk})
    one = Bulk.objects.get()
    work_in(client, first)
    client.post(one.get_absolute_url(), {"seen": one.digest})
    work(here)

    asset.refresh_from_db()
    assert (one.able, asset.state) == (1, "submitted")
    assert not Entry.objects.filter(act="assets.verify").exists()
    work_in(client, reviewer)  # and the page says why
    assert "没有「审核」的权限" in client.get(one.get_absolute_url()).content.decode()


def test_whoever_holds_two_posts_confirms_what_the_job_has_checked(here, client):
    """Checked by all posts and confirmed in one, a result was never what had been seen."""
    appoint(here, here.town_clerk, here.other_town, "town_clerk")
    batch = checked(client, here, workbook(road()), who="town_clerk", unit="town")
    confirm(client, batch)
    work(here)

    assert newest().state == ImportBatch.State.WRITTEN
    assert Asset.objects.get().unit in (here.town, here.village)


def test_an_import_ends_with_the_post_it_was_begun_in_whatever_other_is_held(here, client):
    batch = checked(client, here, workbook(road()), who="county_clerk", unit="town")
    appoint(here, here.county_clerk, here.town, "town_clerk")
    confirm(client, batch)
    post = Appointment.objects.get(user=here.county_clerk, unit=here.office)
    people.end_post(post, by=here.admin, reason="调离")
    work(here)

    job = Job.objects.get(pk=newest().job_id)
    assert not Asset.objects.exists() and job.state == Job.State.FAILED
    assert "已没有「批量导入」的权限" in job.message
