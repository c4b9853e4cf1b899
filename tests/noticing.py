"""Notices for tests: drawn up, posted, proved and objected to by the right hands; the clock goes through the days."""

from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from itertools import count

import time_machine
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from assets.notices import CODE
from journal.models import Objection
from journal.notices import draft_notice, posting, proving, receipts
from journal.notices.answering import answer_objection
from journal.notices.objecting import accept

BOARD = "东关村委会公示栏"
_shade = count()


def rested():
    """A minute has gone by for the public pages: nobody has asked anything, and none is kept."""
    for kept in caches.all():
        kept.clear()


def photo():
    """A picture unlike any before it."""
    kept, shade = BytesIO(), next(_shade)
    Image.new("RGB", (64, 48), (shade % 256, shade // 256 % 256, 7)).save(kept, "PNG")
    return SimpleUploadedFile("张贴.png", kept.getvalue())


@contextmanager
def days_ago(days):
    """The clock of the application stands so many days back."""
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=True):
        yield timezone.localdate()


def drafted(place, rows=None, *, kind=CODE, by=None, unit=None, begins_in=0, **options):
    """A draft by the village clerk over these rows, or over a new asset; it begins in so many days."""
    rows = rows or [place.asset_in("ledger")]
    begins_on = timezone.localdate() + timedelta(days=begins_in)
    by, unit = by or place.village_clerk, unit or place.village
    with place.scope():
        return draft_notice(kind, rows, by=by, unit=unit, begins_on=begins_on, **options)


def posted(place, rows=None, **options):
    """A notice that was posted today by the township's reviewer."""
    notice = drafted(place, rows, **options)
    with place.scope():
        return posting.post_notice(notice, by=place.town_reviewer)


def proved(place, notice, *, end=True, by=None):
    """The same notice with the proofs of its first and, when it is over, its last day."""
    by = by or place.village_clerk
    with place.scope():
        notice = proving.prove_start(notice, by=by, photo=photo(), place=BOARD, on=notice.begins_on)
        if end:
            notice = proving.prove_end(notice, by=by, photo=photo(), place=BOARD, on=notice.ends_on)
    return notice


def over(place, rows=None, *, ago=12, **options):
    """A notice that began so many days ago, has run its days and is proved: what waits for it may pass."""
    with days_ago(ago):
        notice = posted(place, rows, **options)
    return proved(place, notice, by=options.get("by"))


def objected(place, notice, text="东关道路的原值与实际不符。", **said):
    """(objection, receipt): somebody objected to a notice."""
    receipt, _ = accept(place.code, notice.number, ticket=receipts.ticket(notice.number), text=text, **said)
    with place.scope():
        return Objection.objects.select_related("unit").get(receipt_hash=receipts.hashed(receipt)), receipt


def answered(place, objection, outcome="dismissed", lines=""):
    """The objection with its answer."""
    with place.scope():
        return answer_objection(
            objection, by=place.town_reviewer, outcome=outcome, lines=lines, answer="已核实，以决算为准。"
        )


def notice_in(place, state):
    """A notice that went its way to this state."""
    if state in ("draft", "dropped"):
        notice = drafted(place)
        if state == "draft":
            return notice
        with place.scope():
            return posting.drop_notice(notice, by=place.village_clerk, reason="重新整理")
    notice = posted(place, [place.asset_in("ledger", name=name) for name in ("东段", "西段")])
    step = {"corrected": posting.correct_notice, "withdrawn": posting.withdraw_notice}.get(state)
    with place.scope():
        return step(notice, by=place.town_reviewer, reason="面积有误") if step else notice


def objection_in(place, state):
    """An objection to a notice that stands, taken in or answered."""
    objection, _ = objected(place, posted(place))
    return answered(place, objection) if state == "answered" else objection
