"""Background work: the row is the obligation, the message only carries its id, the sweeper finds what got lost.

    @job("assets.write_import", "写入导入数据")
    def write(run, *, batch): ...

    start(write, by=user, county=410821, key=f"import-{batch.pk}-write", batch=batch.pk)

A job's body may run more than once (a worker was killed): it does its work in transactions that each leave a
true state, tells `run.step(done, total)` in between, and begins by looking what is already done. What must be put right
where it could not be done at all, `failed(**params)` does, in the transaction that says so.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from journal.acts import for_job, post_of
from journal.models import Job
from tenancy import policy
from tenancy.models import Region, User
from tenancy.persons import mask
from tenancy.scope import SYSTEM, Scope, county_scope, scope

logger = logging.getLogger(__name__)
REGISTRY = {}  # name -> Kind
MOST_ATTEMPTS = 5
GONE = "这一类任务已停用，没有办理。请从现有的页面重新提交。"
SILENT = timedelta(seconds=45)  # a running job that said nothing for so long, and whose lock is free, is dead
AGAIN = timedelta(minutes=5)  # and when it is sent once more, should that one get lost too
WAITED = timedelta(seconds=15)  # a queued job whose message should long have arrived


@dataclass(frozen=True)
class Kind:
    """A sort of job: its name, what people call it, its body, and what follows where it is given up for good.

    `queue`: whose work it is, the worker's (default) or the printer's (pdf).
    """

    name: str
    label: str
    body: callable
    failed: callable
    queue: str = "default"


class GaveUp(Exception):
    """The job cannot be done; the message is for the person who asked."""


def job(name, label, failed=lambda **params: None, queue="default"):
    """Decorate a function body(run, **params) as a kind of job."""

    def register(body):
        REGISTRY[name] = Kind(name, label, body, failed, queue)
        return REGISTRY[name]

    return register


def start(kind, *, by, county, key, label="", **params):
    """Owe a job of `by` (a User, or None for the clock), in the transaction that causes it; returns the Job.

    The same key twice is one job, also when it is over.
    """
    owed, _ = Job.objects.get_or_create(
        county_id=county,
        key=key,
        defaults={
            "kind": kind.name,
            "label": label or kind.label,
            "by": by,
            "post": post_of(by, county) if by else "",
            "appointment_id": getattr(getattr(by, "working_post", None), "pk", None),
            "params": params,
        },
    )
    transaction.on_commit(lambda: send(owed))
    return owed


def send(owed):
    """Put the id of a Job on its queue; if the broker is away, the sweeper sends it later."""
    queue = REGISTRY[owed.kind].queue if owed.kind in REGISTRY else "default"
    try:
        current_app.send_task("journal.run", args=[owed.county_id, owed.pk], queue=queue, retry=False)
    except OperationalError:
        logger.warning("broker away; job %s waits for the sweeper", owed.pk)


class Run:
    """One attempt at a job. Only the newest attempt may go on."""

    def __init__(self, owed):
        self.job, self.attempt, self.by = owed, owed.attempts, owed.by

    def step(self, done, total=None):
        """Say how far it is (rows done, rows in all); raises Superseded where another attempt has taken over."""
        known = {"progress": done, "beat_at": timezone.now()} | (
            {"total": total} if total is not None else {}
        )
        if not self._mine().update(**known):
            raise Superseded

    def hold(self):
        """Inside a transaction: keep the job locked until it ends, so that nobody takes it for dead."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", _lock(self.job.pk))
            held = cursor.fetchone()[0]
        if not held or not self._mine().exists():
            raise Superseded

    def finish(self, state, message):
        """Inside a transaction: say that it is over, if nobody else has taken over."""
        now = timezone.now()
        ended = self._mine().update(state=state, message=mask(message)[:500], finished_at=now, beat_at=now)
        if ended and state == Job.State.FAILED and self.job.kind in REGISTRY:
            REGISTRY[self.job.kind].failed(**self.job.params)

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, attempts=self.attempt)


class Superseded(Exception):
    """Another worker does this job."""


def run(county, pk):
    """Do a job of a county, if it still has to be done."""
    with scope(county_scope(county)):
        owed = _claim(pk)
    if owed is None:
        return
    by = _person(owed)
    attempt = Run(owed)
    attempt.by = by
    with scope(county_scope(county, owed.by_id)), for_job(owed):
        try:
            if owed.kind not in REGISTRY:
                raise GaveUp(GONE)
            said = REGISTRY[owed.kind].body(attempt, **owed.params)
        except Superseded:
            return
        except GaveUp as reason:
            with transaction.atomic():
                attempt.finish(Job.State.FAILED, str(reason))
            return
        with transaction.atomic():
            attempt.finish(Job.State.DONE, said or "")


def _person(owed):
    """The person who asked, in the post they asked in and in no other: once it has ended, they may nothing.

    What was not asked for from a page is done in all their posts of today.
    """
    with scope(Scope(user=owed.by_id)), transaction.atomic():
        by = User.objects.filter(pk=owed.by_id).first()
    if by is None:
        return None
    by.working_post = owed.post
    if owed.appointment_id:
        held = [post for post in policy.posts(by) if post.pk == owed.appointment_id]
        policy.grants(by, held)
        by.working_post = held[0] if held else owed.post
    return by


def _claim(pk):
    with transaction.atomic():
        owed = Job.objects.select_for_update().filter(pk=pk).first()
        if owed is None or owed.is_over or (owed.state == Job.State.RUNNING and not _dead(owed)):
            return None
        owed.attempts = F("attempts") + 1
        owed.state, owed.beat_at = Job.State.RUNNING, timezone.now()
        owed.save(update_fields=["attempts", "state", "beat_at"])
        owed.refresh_from_db()
        if owed.attempts > MOST_ATTEMPTS:
            Run(owed).finish(Job.State.FAILED, "多次中断，未能完成；请重新提交，或联系管理员。")
            return None
        return owed


def _dead(owed):
    """Running, silent for long, and nobody holds its lock."""
    if owed.beat_at and owed.beat_at > timezone.now() - SILENT:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", _lock(owed.pk))
        return cursor.fetchone()[0]


def _lock(pk):
    return 20200920, pk % 2**31


def sweep():
    """Send again what is owed: queued jobs whose message got lost, running ones whose worker died."""
    now = timezone.now()
    waiting = Q(state=Job.State.QUEUED) & (
        Q(beat_at=None, queued_at__lt=now - WAITED) | Q(beat_at__lt=now - AGAIN)
    )
    with scope(SYSTEM), transaction.atomic():
        late = Job.objects.filter(waiting | Q(state=Job.State.RUNNING, beat_at__lt=now - SILENT))
        owed = list(late)
        late.filter(state=Job.State.QUEUED).update(beat_at=now)  # a backlog is not sent over and over
    for late in owed:
        send(late)
    return len(owed)


def seal_all():
    """Seal the journal of every county that has unsealed entries; returns how many entries were sealed.

    A county that cannot be sealed keeps no other from it; what is wrong with it (DatabaseError) is raised in the end.
    """
    with scope(SYSTEM), transaction.atomic():
        rows = Region.objects.filter(level__in=[Region.Level.COUNTY, Region.Level.CITY]).order_by("pk")
        counties = list(rows.values_list("pk", flat=True))
    sealed, wrong = 0, None
    for county in counties:
        try:
            sealed += _seal(county)
        except DatabaseError as fault:
            logger.error("the journal of %s cannot be sealed: %s", county, fault)
            wrong = fault
    if wrong:
        raise wrong
    return sealed


def _seal(county):
    with scope(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT journal_seal_county(%s)", [county])
        return cursor.fetchone()[0]
