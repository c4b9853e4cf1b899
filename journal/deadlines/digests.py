"""The letter a person gets of the reminders of a day: owed by a row, sent by a job, never with a name in it.

A letter is marked as sent in the transaction that hands it to the mail server. Where the power fails between the two
it goes out once more under the same Message-ID, which mail programs show once.
"""

from datetime import date, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from journal import jobs
from journal.deadlines.reminders import remind
from journal.deadlines.setting import KINDS
from journal.jobs import GaveUp, job
from journal.models import Deadline, Digest, Reminder
from tenancy.scope import SYSTEM, county_scope, scope

MORNING = 7  # o'clock: nobody is woken
TRIED = timedelta(days=3)  # so long a letter is tried; after that its reminders are old news
REFUSED = "，{:,} 封的收件地址被邮件服务器拒收，请本人核对邮箱"
AWAY = "邮件服务器没有接收：{}。将在一小时内再试；请管理员核对邮件设置。"


def owe(now):
    """Owe each county the reminders of the day (an instant's), and the letters that are not sent yet.

    Called again and again by the clock: the key of a job makes it one a day, or for letters one an hour.
    """
    if timezone.localtime(now).hour >= MORNING:
        owe_now(now)


def owe_now(now):
    """The same at whatever hour: somebody has asked for it."""
    now = timezone.localtime(now)
    with scope(SYSTEM), transaction.atomic():
        waiting = _counties(Deadline.objects.filter(cleared_at=None))
        unsent = _counties(_owed(now.date()))
    for county in waiting:
        _start(remind, county, f"remind-{now:%Y%m%d}", on=now.date().isoformat())
    for county in unsent:
        _start(mail, county, f"mail-{now:%Y%m%d%H}", on=now.date().isoformat())


def _counties(rows):
    return list(rows.order_by().values_list("county_id", flat=True).distinct())


def _start(kind, county, key, **params):
    with scope(county_scope(county)), transaction.atomic():
        jobs.start(kind, by=None, county=county, key=key, **params)


def _owed(on):
    return Digest.objects.filter(sent_at=None, on__gt=on - TRIED, on__lte=on)


@job("deadlines.mail", "发送提醒邮件")
def mail(run, *, on):
    """Send the letters a county owes up to a day (ISO date), one after another; each is locked while it is sent."""
    owed = _owed(date.fromisoformat(on))
    with transaction.atomic():
        run.hold()
        letters = list(owed.order_by("pk").values_list("pk", flat=True))
    sent = refused = 0
    try:
        with get_connection() as post:
            for done, pk in enumerate(letters, start=1):
                try:
                    sent += _send(pk, post)
                except SMTPRecipientsRefused:  # one spoilt address keeps nobody else's letter back
                    refused += 1
                with transaction.atomic():
                    run.step(done, len(letters))
    except (SMTPException, OSError) as reason:
        raise GaveUp(AWAY.format(type(reason).__name__)) from reason
    return f"发出 {sent:,} 封" + (REFUSED.format(refused) if refused else "")


def _send(pk, post):
    """Send one letter, if nobody else does or did; returns how many."""
    with transaction.atomic():
        rows = Digest.objects.select_related("user", "county").select_for_update(
            of=("self",), skip_locked=True
        )
        row = rows.filter(pk=pk, sent_at=None).first()
        if row is None:
            return 0
        row.sent_at = timezone.now()
        row.save(update_fields=["sent_at"])
        lines = lines_of(row)
        if not lines or not row.user.email:
            return 0  # all done since, or the address withdrawn
        return letter(row, lines, post).send()


def lines_of(row):
    """What a letter tells, reminded of that day and still open: [{label, due_on, days, overdue, count, url}]."""
    told = Reminder.objects.filter(user=row.user_id, sent_on=row.on, deadline__cleared_at=None)
    groups = told.values_list("deadline__kind", "deadline__due_on").annotate(n=Count("pk"))
    return [
        {
            "label": KINDS[kind].label,
            "due_on": due_on,
            "days": (due_on - row.on).days,
            "overdue": (row.on - due_on).days,
            "count": n,
            "url": absolute(reverse("deadlines:list", query={"kind": kind, "due": due_on})),
        }
        for kind, due_on, n in groups.order_by("deadline__due_on", "deadline__kind")
        if kind in KINDS
    ]


def letter(row, lines, post=None):
    """The EmailMessage of a Digest."""
    context = {"row": row, "lines": lines, "total": sum(line["count"] for line in lines)}
    context["inbox_url"] = absolute(reverse("deadlines:inbox"))
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=f"【家底】{row.county.name}：{context['total']:,} 件事项的期限提醒（{row.on:%Y-%m-%d}）",
        body=render_to_string("journal/digest.txt", context),
        to=[row.user.email],
        headers={"Message-ID": f"<digest-{row.county_id}-{row.pk}@{host}>"},
        connection=post,
    )


def absolute(path):
    """A page as a letter names it; never from a request's Host header."""
    return settings.SITE_URL.rstrip("/") + path
