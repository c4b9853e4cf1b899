"""The row is the obligation, the message only carries its id: whatever gets lost or killed, it is done, and once."""

import time
from datetime import timedelta

import pytest
from celery import Celery
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assets.models import Asset
from config.celery import app
from journal import jobs
from journal.models import Entry, Job
from tests import errands
from tests.crowd import at_once
from tests.servers import wait_until


def owe(place, kind=errands.write, key="k", **params):
    """A job of the village's clerk, committed."""
    with place.scope(place.village_clerk):
        return jobs.start(kind, by=place.village_clerk, county=place.code, key=key, **params)


def stands(place, job):
    with place.scope():
        return Job.objects.get(pk=job.pk)


def roads(place):
    with place.scope():
        return sorted(Asset.objects.values_list("name", flat=True))


def let_pass(place, **time):
    """Move the rows back, as if the time had passed."""
    ago = timezone.now() - timedelta(**time)
    with place.scope():
        Job.objects.update(queued_at=ago)
        Job.objects.exclude(beat_at=None).update(beat_at=ago)


def messages():
    """How many messages lie on the queue."""
    with app.connection_for_write() as broker:
        return broker.default_channel.client.llen("default")


@pytest.fixture
def broker_gone():
    """A broker nobody is at; afterwards the real one again."""
    gone = Celery("gone")
    gone.config_from_object("django.conf:settings", namespace="CELERY")
    gone.conf.broker_url = "redis://127.0.0.1:1/0"
    gone.set_current()
    yield
    app.set_current()


def test_a_job_is_done_by_a_worker_and_says_what_came_of_it(worker, here):
    job = owe(here, number=3)
    assert wait_until(lambda: stands(here, job).is_over)
    done = stands(here, job)
    assert (done.state, done.message, done.percent, done.attempts) == (Job.State.DONE, "登记 3 条", 100, 1)
    assert roads(here) == ["道路0号", "道路1号", "道路2号"]


def test_its_entries_tell_the_job_and_the_post_of_whoever_asked(committed, here):
    job = owe(here, number=1)
    jobs.run(here.code, job.pk)
    with here.scope():
        told = Entry.objects.get(act="assets.register")
    assert (told.job_id, told.by, told.post) == (job.pk, here.village_clerk, job.post)
    assert "村级登记员" in told.post


def test_what_is_rolled_back_owes_nothing_and_sends_nothing(committed, here):
    with pytest.raises(ZeroDivisionError), here.scope():
        jobs.start(errands.write, by=here.village_clerk, county=here.code, key="k", number=1)
        raise ZeroDivisionError
    with here.scope():
        assert not Job.objects.exists()
    assert messages() == 0


def test_the_message_is_sent_only_when_the_row_is_there(committed, here):
    with here.scope():
        jobs.start(errands.write, by=here.village_clerk, county=here.code, key="k", number=1)
        assert messages() == 0
    assert messages() == 1


def test_the_same_key_twice_is_one_job(committed, here):
    done = at_once(8, lambda: owe(here, number=1))
    assert len({job.pk for job in done}) == 1
    with here.scope():
        assert Job.objects.count() == 1


def test_the_same_key_in_the_next_county_is_another_job(committed, here, there):
    assert owe(here, number=1).pk != owe(there, number=1).pk


def test_the_clock_owes_jobs_too(committed, here):
    with here.scope():
        job = jobs.start(errands.break_down, by=None, county=here.code, key="clock")
    assert (job.by, job.post) == (None, "")


def test_a_lost_message_is_sent_again(committed, here):
    job = owe(here, number=1)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("default")
    jobs.sweep()
    assert messages() == 0, "it may still be under way"
    let_pass(here, seconds=16)
    jobs.sweep()
    assert messages() == 1
    assert stands(here, job).state == Job.State.QUEUED


def test_with_the_broker_gone_the_request_succeeds_at_once(committed, here, broker_gone):
    began = time.monotonic()
    job = owe(here, number=1)
    assert time.monotonic() - began < 2
    assert stands(here, job).state == Job.State.QUEUED


def test_what_was_asked_while_the_broker_was_gone_is_done_when_it_is_back(worker, here, broker_gone):
    job = owe(here, number=1)
    app.set_current()
    let_pass(here, seconds=16)
    jobs.sweep()
    assert wait_until(lambda: stands(here, job).state == Job.State.DONE)


def test_killed_in_the_middle_it_is_finished_by_another_worker_once(worker, here):
    job = owe(here, number=20, pause=0.1)
    assert wait_until(lambda: stands(here, job).progress >= 5)
    worker.kill()
    assert 5 <= len(roads(here)) < 20
    let_pass(here, seconds=46)
    worker.start()
    jobs.sweep()
    assert wait_until(lambda: stands(here, job).state == Job.State.DONE)
    assert roads(here) == sorted(f"道路{at}号" for at in range(20))
    assert stands(here, job).attempts == 2


def test_delivered_twice_it_is_done_once(committed, here):
    job = owe(here, number=2)
    jobs.run(here.code, job.pk)
    jobs.run(here.code, job.pk)
    assert (stands(here, job).attempts, len(roads(here))) == (1, 2)


def test_delivered_to_many_at_once_it_is_done_by_one(committed, here):
    job = owe(here, number=3)
    done = at_once(8, lambda: jobs.run(here.code, job.pk))
    assert set(done) == {None}
    assert (stands(here, job).attempts, len(roads(here))) == (1, 3)


def test_a_job_named_with_the_wrong_county_is_not_found(committed, here, there):
    job = owe(here, number=1)
    jobs.run(there.code, job.pk)
    assert stands(here, job).attempts == 0


def test_what_cannot_be_done_says_why(committed, here):
    job = owe(here, errands.give_up)
    jobs.run(here.code, job.pk)
    ended = stands(here, job)
    assert (ended.state, ended.message) == (Job.State.FAILED, "文件已损坏，请重新上传。")


def test_a_job_of_a_kind_that_is_no_more_ends_with_a_sentence(committed, here):
    gone = jobs.Kind("tests.gone", "从前的事", body=None, failed=None)
    job = owe(here, gone)
    jobs.run(here.code, job.pk)
    told = stands(here, job)
    assert (told.state, told.attempts) == ("failed", 1) and "已停用" in told.message


def test_after_five_attempts_it_is_given_up_with_a_sentence(committed, here):
    job = owe(here, errands.break_down)
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            jobs.run(here.code, job.pk)
        assert stands(here, job).state == Job.State.RUNNING
        let_pass(here, seconds=46)
    jobs.run(here.code, job.pk)
    ended = stands(here, job)
    assert ended.state == Job.State.FAILED
    assert "重新提交" in ended.message


def test_one_that_still_says_something_is_not_taken_for_dead(committed, here):
    job = owe(here, errands.break_down)
    with pytest.raises(ZeroDivisionError):
        jobs.run(here.code, job.pk)
    jobs.run(here.code, job.pk)
    assert stands(here, job).attempts == 1


def test_one_that_is_silent_but_holds_its_lock_is_not_taken_for_dead(committed, here):
    job = owe(here, errands.break_down)
    with pytest.raises(ZeroDivisionError):
        jobs.run(here.code, job.pk)
    let_pass(here, hours=1)
    with here.scope():
        jobs.Run(stands(here, job)).hold()
        at_once(1, lambda: jobs.run(here.code, job.pk))
    assert stands(here, job).attempts == 1


def test_an_attempt_that_was_overtaken_stops(committed, here):
    job = owe(here, errands.break_down)
    with pytest.raises(ZeroDivisionError):
        jobs.run(here.code, job.pk)
    overtaken = jobs.Run(stands(here, job))
    let_pass(here, seconds=46)
    with pytest.raises(ZeroDivisionError):
        jobs.run(here.code, job.pk)
    with here.scope(), pytest.raises(jobs.Superseded):
        overtaken.step(2)
    with here.scope(), pytest.raises(jobs.Superseded):
        overtaken.hold()


def test_a_finished_job_has_its_time_of_finishing_or_the_database_refuses(here):
    job = jobs.start(errands.write, by=here.village_clerk, county=here.code, key="k", number=1)
    with pytest.raises(DatabaseError, match="job_finished_when_over"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    assert not connection.needs_rollback
