"""消息: what a person was reminded of, a line for each day, kind and due date, however many rows that are."""

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from journal.deadlines.setting import KINDS
from journal.models import Deadline, Reminder

SIZE = 50
MOST = 99  # so many are counted beside the bell
KEY = ("deadline__kind", "deadline__due_on", "sent_on", "step")


def mine(user, county):
    """The reminders of a person in a county (its code)."""
    return Reminder.objects.filter(county=county, user=user)


def unread(user, county):
    """How many reminders they have not read, one more than MOST at the most; one query."""
    return mine(user, county).filter(read_at=None).values("pk")[: MOST + 1].count()


def messages(user, county, before=None):
    """(messages, the day before which the older ones lie or None): newest first, whole days, of a page.

    Each {label, told, due_on, sent_on, count, open, unread, subject, url, key}; only of what the person may still see.
    """
    rows = mine(user, county).filter(deadline__in=Deadline.objects.permitted(user))
    rows = rows.filter(sent_on__lt=before) if before else rows
    groups = list(
        rows.values(*KEY)
        .annotate(
            count=Count("pk"),
            open=Count("pk", filter=Q(deadline__cleared_at=None)),
            unread=Count("pk", filter=Q(read_at=None)),
            subject=Min("deadline__subject"),
            row=Max("deadline__row_id"),
        )
        .order_by("-sent_on", "deadline__due_on", "deadline__kind")[: SIZE + 1]
    )
    more = len(groups) > SIZE
    if more:  # a day is not torn apart, unless it alone fills the page
        last = groups[SIZE]["sent_on"]
        groups = [group for group in groups if group["sent_on"] > last] or groups[:SIZE]
    return [_message(group) for group in groups], groups[-1]["sent_on"] if more else None


def _message(group):
    kind, due_on, sent_on, step = (group[name] for name in KEY)
    declared = KINDS.get(kind)
    query = {"sent": sent_on, "step": step, "kind": kind}
    return {
        "label": declared.label if declared else kind,
        "told": told(due_on, sent_on),
        "due_on": due_on,
        "sent_on": sent_on,
        "count": group["count"],
        "open": group["open"],
        "unread": group["unread"],
        "subject": group["subject"] if group["count"] == 1 else "",
        "url": declared.url(group["row"])
        if declared and group["count"] == 1
        else reverse("deadlines:list", query=query),
        "key": f"{kind}~{due_on}~{sent_on}~{step}",
    }


def told(due_on, on):
    """How far away a day was on another, in words."""
    days = (due_on - on).days
    return f"还有 {days} 天到期" if days > 0 else f"已逾期 {-days} 天" if days else "今天到期"


def read(user, county, key=""):
    """Mark as read the reminders of one message (its key), or all of a person's; returns how many."""
    rows = mine(user, county).filter(read_at=None)
    if key:
        rows = rows.filter(**_parts(key))
    return rows.update(read_at=timezone.now())


def _parts(key):
    """The condition a key stands for; of an unreadable one, nothing."""
    parts = key.split("~")
    return dict(zip(KEY, parts, strict=True)) if len(parts) == len(KEY) else {"pk": 0}
