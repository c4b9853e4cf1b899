"""What everybody may read of notices, as the public role: rows with a number, columns granted in notices.sql."""

import re
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.urls import reverse
from django.utils import timezone

from journal.models import Notice, NoticeBody, NoticeRow, Objection
from journal.notices import receipts
from journal.notices.kinds import KINDS, label_of
from journal.notices.objecting import closed
from journal.notices.reading import by_act
from tenancy.models import Region, Unit

SIZE = 20  # notices on a page
NUMBER = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{4,9}")
LINES = 100  # of a notice's table on a page
COLUMNS = (
    "id",
    "county_id",
    "unit_id",
    "kind",
    "asks",
    "state",
    "number",
    "title",
    "begins_on",
    "ends_on",
    "sha256",
    "replaces_id",
    "posted_at",
    "void_reason",
    "void_at",
    "start_place",
    "started_on",
    "end_place",
    "ended_on",
)
VALID = {Notice.State.POSTED: "有效"}
STANDS = {"now": "公示中", "over": "已期满", "void": "已更正或撤回"}


def address(number):
    """The full address of a notice's public page, as it is printed and coded on paper."""
    return urljoin(settings.SITE_URL, reverse("public:notice", args=[number]))


def counties():
    """[(code, name, how many notices stand today)] of the counties that have any notice."""
    rows = _posted().values("county_id").order_by("county_id")
    counted = rows.annotate(n=Count("id", filter=_standing("now"))).values_list("county_id", "n")
    known = dict(counted)
    names = dict(Region.objects.filter(pk__in=known).values_list("pk", "name"))
    return [(code, names[code], n) for code, n in known.items()]


def listed(county, asked, before=""):
    """(notices, mark of the next page or "") of a county, the newest first; `asked` as PublicFilter cleans it."""
    rows = _posted().filter(county_id=county)
    if asked.get("q"):
        words = Q(title__icontains=asked["q"]) | Q(number=asked["q"]) | _in_words(county, asked["q"])
        rows = rows.filter(words)
    exact = {"town": "town_id", "village": "village_id", "kind": "kind"}
    days = {"since": "begins_on__gte", "until": "begins_on__lte"}
    rows = rows.filter(
        **{(exact | days)[name]: value for name, value in asked.items() if value and name in exact | days}
    )
    if asked.get("stands"):
        rows = rows.filter(_standing(asked["stands"]))
    if mark := _mark(before):
        rows = rows.filter(TupleLessThan((F("begins_on"), F("id")), mark))
    found = list(rows.order_by("-begins_on", "-id").values(*COLUMNS)[: SIZE + 1])
    named = _named(county, found)
    more = f"{found[SIZE - 1]['begins_on']}~{found[SIZE - 1]['id']}" if len(found) > SIZE else ""
    return [_told(row, named) for row in found[:SIZE]], more


def places(county):
    """[(code, name)] of a county's townships; and of a township's villages."""
    return list(Region.objects.filter(parent_id=county).order_by("pk").values_list("pk", "name"))


def county_name(county):
    """The name of a county (its code), or None where there is none."""
    return Region.objects.filter(pk=county, level=Region.Level.COUNTY).values_list("name", flat=True).first()


def shown(number, page=1):
    """Everything of one notice (its number) for its page, its table from line to line; None where it is not public."""
    row = _numbered(number)
    if row is None:
        return None
    body = _body(row)
    pages = max(1, -(-len(body["rows"]) // LINES))
    page = min(max(1, page), pages)
    first = (page - 1) * LINES
    lines = body["rows"][first : first + LINES]
    out = _taken_out(row)
    return _told(row, _named(row["county_id"], [row])) | {
        "body": body,
        "lines": [
            (first + at, list(zip(body["columns"], line, strict=True)), first + at - 1 in out)
            for at, line in enumerate(lines, 1)
        ],
        "out": by_act((position, *told) for position, told in out.items()),
        "count": len(body["rows"]),
        "page": page,
        "pages": pages,
        "closed": closed(_unsaved(row)),
        "replaces": _number_of(row["county_id"], row["replaces_id"]),
        "replaced_by": _replacements(row),
    }


def words(number):
    """The body of a notice as it was hashed, or None."""
    row = _numbered(number)
    return _body(row) if row else None


def answer_to(typed):
    """What a receipt tells: {number, title, state, accepted_at, outcome, answer, answered_at}; None for no receipt."""
    if (known := receipts.read(typed)) is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM journal_receipt(%s, %s)", known)
        found = cursor.fetchone()
    if found is None:
        return None
    notice, state, accepted_at, outcome, answer, answered_at = found
    row = _posted().filter(county_id=known[0], id=notice).values("number", "title").first()
    return row | {
        "is_answered": state == Objection.State.ANSWERED,
        "accepted_at": accepted_at,
        "outcome": dict(Objection.Outcome.choices).get(outcome, ""),
        "answer": answer,
        "answered_at": answered_at,
    }


def kinds():
    """[(code, label)] of the kinds one may look for."""
    return [(kind.code, kind.label) for kind in KINDS.values()]


def _posted():
    return Notice.objects.exclude(number="").order_by()


def _standing(which):
    today = timezone.localdate()
    posted = Q(state=Notice.State.POSTED)
    return {
        "now": posted & Q(begins_on__lte=today, ends_on__gte=today),
        "over": posted & Q(ends_on__lt=today),
        "void": ~posted,
    }[which]


def _in_words(county, text):
    bodies = NoticeBody.objects.filter(county_id=county, words__contains=text.upper())
    return Q(pk__in=bodies.values("notice_id"))


def _mark(text):
    day, _, pk = text.partition("~")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        return None


def _numbered(number):
    """The columns of the posted notice of a number, or None: also for what is no number at all."""
    if not NUMBER.fullmatch(number):
        return None
    county = int(number.partition("-")[0])
    return _posted().filter(county_id=county, number=number).values(*COLUMNS).first()


def _body(row):
    return NoticeBody.objects.filter(
        county_id=row["county_id"], notice_id=row["id"], sha256=row["sha256"]
    ).values_list("body", flat=True)[0]


def _named(county, rows):
    ids = {row["unit_id"] for row in rows}
    return dict(Unit.objects.filter(county_id=county, pk__in=ids).values_list("pk", "name"))


def _told(row, units):
    """A notice as its pages show it."""
    today = timezone.localdate()
    stands = "尚未开始" if today < row["begins_on"] else ("公示中" if today <= row["ends_on"] else "已期满")
    is_valid = row["state"] == Notice.State.POSTED
    return row | {
        "unit": units.get(row["unit_id"], ""),
        "kind_label": label_of(row["kind"]),
        "is_valid": is_valid,
        "state_label": "有效" if is_valid else Notice.State(row["state"]).label,
        "stands": stands if is_valid else "",
        "url": reverse("public:notice", args=[row["number"]]),
    }


def _unsaved(row):
    """A Notice of what is public of it, for the rules that look at one."""
    return Notice(**{name: row[name] for name in ("asks", "state", "number", "begins_on", "ends_on")})


def _number_of(county, pk):
    return _posted().filter(county_id=county, id=pk).values_list("number", flat=True).first() if pk else None


def _replacements(row):
    """The numbers of those that correct it, or that show anew what was taken out of it."""
    newer = _posted().filter(county_id=row["county_id"], replaces_id=row["id"])
    return list(newer.order_by("id").values_list("number", flat=True))


def _taken_out(row):
    """{position: (instant, reason)} of the rows that were taken out of a notice, in the order they were."""
    rows = NoticeRow.objects.filter(county_id=row["county_id"], notice_id=row["id"], out_at__isnull=False)
    found = rows.order_by("out_at", "position").values_list("position", "out_at", "out_reason")
    return {position: (at, reason) for position, at, reason in found}
