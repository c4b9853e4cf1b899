"""What it costs to confirm a township: 2,000 assets proposed, shown and confirmed, against the same rows in raw SQL.

Titles, shares, a notice with its lines, entries and changes are written by the acts people use. The raw statement
writes as many rows into the same tables, as their owner, with the wall and the triggers laid aside, deriving all from
the assets; nothing is looked at. Both in a transaction that is rolled back, with the deferred constraints checked at
its end. The photos that prove the posting are taken in beforehand. And how many certificates a printer draws a second.
"""

import argparse
import resource
import sys
import time
from datetime import date, timedelta
from io import BytesIO
from statistics import median

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image

from assets.models import Asset
from bench import generate, report
from bench.databases import make, name_of, owner, using, walls
from journal import actions as people
from journal import documents, many, sets
from journal.acts import act
from journal.models import Notice
from journal.notices import draft_notice
from journal.notices.posting import post_notice
from journal.prints.registry import Part
from journal.prints.rendering import rendered
from ownership import actions, prints
from ownership.models import Title
from ownership.notices import CODE
from ownership.opening import Opening
from tenancy import policy
from tenancy.models import Unit, User
from tenancy.scope import SYSTEM, county_scope, scope

RULE = {"rule": "village", "unit": None, "basis": "benefit", "basis_note": ""}
EQUITY = ("J08", "J09")
AGO = timedelta(days=12)
WRITTEN = (
    "ownership_title",
    "ownership_share",
    "journal_notice",
    "journal_noticerow",
    "journal_entry",
    "journal_change",
)
RAW = """
WITH a AS (
    SELECT a.*, u.id AS village_unit, u.name AS village_name FROM assets_asset a
    JOIN tenancy_unit u ON u.county_id = a.county_id AND u.region_id = a.village_id AND u.kind = 'village'
    WHERE a.id = ANY (%(assets)s)),
t AS (
    INSERT INTO ownership_title (county_id, unit_id, asset_id, name, state, whole, basis, basis_note, remark,
        return_reason, dispute_reason, decision_number, number, book_number, extinguish_reason, proposed_at,
        proposed_by_id, confirmed_at, confirmed_by_id, version, created_at, updated_at)
    SELECT county_id, unit_id, id, name, 'confirmed', 1, 'benefit', '', '', '', '', '', '', '', '', now(), %(by)s,
           now(), %(by)s, 2, now(), now() FROM a RETURNING *),
s AS (
    INSERT INTO ownership_share (county_id, title_id, position, kind, holder_id, name, credit_code, parts)
    SELECT a.county_id, t.id, 1, 'village', a.village_unit, a.village_name, '', 1 FROM t JOIN a ON a.id = t.asset_id
    RETURNING *),
n AS (
    INSERT INTO journal_noticerow (county_id, notice_id, kind, "table", row_id, position, is_live, out_reason)
    SELECT county_id, %(notice)s, 'ownership.title', 'ownership_title', id, row_number() OVER (ORDER BY id), true, ''
    FROM t RETURNING id),
e AS (
    INSERT INTO journal_entry (county_id, by_id, by_name, post, act, label, subject_type, subject_id, subject_name,
        before, after, reason, seen)
    SELECT t.county_id, %(by)s, '测量用户', '县扶贫办经办人', step, label, 'ownership.title', t.id, t.name, before,
           after, '', repeat('0', 64)
    FROM t, (VALUES ('ownership.propose', '提出确权', '', 'proposed'),
                    ('ownership.confirm', '确认产权', 'proposed', 'confirmed')) x (step, label, before, after)
    RETURNING id, county_id, subject_id, act),
c AS (
    INSERT INTO journal_change (county_id, entry_id, tx, "table", op, row_id, old, new)
    SELECT e.county_id, e.id, 0, 'ownership_title', CASE e.act WHEN 'ownership.propose' THEN '+' ELSE '~' END, t.id,
           CASE e.act WHEN 'ownership.confirm' THEN to_jsonb(t) END, to_jsonb(t)
    FROM e JOIN t ON t.id = e.subject_id
    UNION ALL
    SELECT e.county_id, e.id, 0, 'ownership_share', '+', s.id, NULL, to_jsonb(s)
    FROM e JOIN s ON s.title_id = e.subject_id WHERE e.act = 'ownership.propose'
    RETURNING id)
SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM s), (SELECT count(*) FROM n), (SELECT count(*) FROM e),
       (SELECT count(*) FROM c)"""


class Undone(Exception):
    """Ends a measured transaction, so that nothing of it stays."""


def main(arguments):
    """Measure and write the section of bench/RESULTS.md."""
    asked = argparse.ArgumentParser(prog="bench ownership")
    asked.add_argument("--size", type=int, default=20_000)
    asked.add_argument("--titles", type=int, default=2_000)
    asked.add_argument("--certificates", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args(arguments)
    make(options.size, generate.fill)
    with using(options.size):
        rounds = [_round(options, with_paper=not n) for n in range(options.rounds)]
        raw = [_raw(options) for _ in range(options.rounds)]
    text = "\n".join(_told(options, rounds, raw))
    print(text)
    command = (
        f"./jiadi bench ownership --size {options.size} --titles {options.titles} --rounds {options.rounds}"
    )
    report.write("ownership", command, text)


def _told(options, rounds, raw):
    """The lines of the tables."""
    steps = {name: median(one[name] for one in rounds if name in one) for name in rounds[0]}
    statement = median(raw)
    whole = sum(steps[name] for name in ("propose", "notice", "confirm", "check"))
    yield f"| {options.titles:,} titles | seconds | × raw |"
    yield "|---|---:|---:|"
    labels = {
        "propose": "propose (titles, shares, entries, changes)",
        "notice": "draw up and post one notice over all",
        "confirm": "confirm (guards, entries, changes)",
        "check": "deferred constraints, as at commit",
    }
    for name, label in labels.items():
        yield f"| {label} | {steps[name]:.2f} | {steps[name] / statement:.1f} |"
    yield f"| **all** | **{whole:.2f}** | **{whole / statement:.1f}** |"
    yield f"| raw: the same rows by one statement, with the same constraints | {statement:.2f} | 1 |"
    yield ""
    drawn = options.certificates / steps["print"]
    yield f"Certificates: {drawn:.1f} a second ({options.certificates} sheets with their codes, in parts of"
    yield f"{prints.SHEETS}, in {steps['print']:.1f} s). Most memory of the whole process:"
    yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB."


def _round(options, with_paper=False):
    """{step: seconds} of one township confirmed by the acts, and undone."""
    took, county = {}, generate.counties(options.size)[0]
    try:
        with scope(county_scope(county)), transaction.atomic():
            clerk, head, office = _people(county)
            ids = _chosen(county, options.titles)
            photos = [_photo(clerk, county, shade) for shade in (1, 2)]
            with _timed(took, "propose"):
                refused = Opening(RULE).carry_out(_seen(Asset, ids), by=clerk, county=county)
            titles = list(Title.objects.filter(asset__in=ids).order_by("pk"))
            if refused or len(titles) != options.titles:
                raise SystemExit(f"{len(refused)} refused: {next(iter(refused.values()), '')}")
            notice = _shown(took, titles, clerk, head, office)
            _prove(notice, photos)
            with _timed(took, "confirm"):
                refused = many.carry_out(
                    actions.confirm, _seen(Title, [t.pk for t in titles]), by=head, county=county
                )
            if refused:
                raise SystemExit(f"{len(refused)} refused: {next(iter(refused.values()))}")
            with _timed(took, "check"), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            if with_paper:
                _printed(took, titles[: options.certificates], clerk, county)
            raise Undone
    except Undone:
        print({name: round(seconds, 2) for name, seconds in took.items()}, file=sys.stderr)
        return took


class _timed:
    """Puts the seconds of a block into a dictionary."""

    def __init__(self, took, name):
        self.took, self.name = took, name

    def __enter__(self):
        self.began = time.perf_counter()

    def __exit__(self, *error):
        self.took[self.name] = time.perf_counter() - self.began


def _people(county):
    with scope(SYSTEM):
        admin = User.objects.get(username=f"admin{county}")
    office = Unit.objects.get(county_id=county, path=f"{county}/")
    hands = []
    for role in ("county_clerk", "county_head"):
        user, _ = people.invite(
            username=f"measure.{role}",
            name="测量用户",
            unit=office,
            role=role,
            from_on=date(2020, 1, 1),
            by=admin,
        )
        policy.grants(user)
        hands.append(user)
    return *hands, office


def _chosen(county, number):
    rows = Asset.objects.filter(county_id=county, state="ledger", hold_reason="", village__isnull=False)
    ids = list(rows.exclude(subtype__in=EQUITY).order_by("pk").values_list("pk", flat=True)[:number])
    if len(ids) < number:
        raise SystemExit(f"only {len(ids)} entered assets in county {county}: choose a larger --size")
    return ids


def _seen(model, ids):
    rows = model.objects.filter(pk__in=ids).annotate(seen=sets.fingerprint(model))
    return dict(rows.values_list("pk", "seen"))


def _photo(by, county, shade):
    kept = BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, shade)).save(kept, "PNG")
    return documents.store(SimpleUploadedFile("张贴.png", kept.getvalue()), by=by, county=county)


def _shown(took, titles, clerk, head, office):
    """A notice over them all, posted twelve days ago."""
    with time_machine.travel(timezone.now() - AGO, tick=True):
        begins_on = timezone.localdate()
        with _timed(took, "notice"):
            notice = draft_notice(CODE, titles, by=clerk, unit=office, begins_on=begins_on)
            notice = post_notice(notice, by=head)
    return notice


def _prove(notice, photos):
    with act("bench.prove", "测量", by=None, county=notice.county_id) as entry:
        Notice.objects.filter(pk=notice.pk).update(
            start_photo=photos[0], end_photo=photos[1], started_on=notice.begins_on, ended_on=notice.ends_on
        )
        entry.about(notice)


def _printed(took, titles, clerk, county):
    """The certificates of some of them, drawn part by part as the printer does."""
    many.carry_out(actions.issue, _seen(Title, [t.pk for t in titles]), by=clerk, county=county)
    kind, ids = prints.certificate, [title.pk for title in titles]
    rendered(
        kind.template, kind.context([], by=clerk, part=Part(0, 1, 1, [])) | {"sheets": []}
    )  # loads WeasyPrint
    with _timed(took, "print"):
        for part, chosen in kind.parts(ids):
            rows = list(Title.objects.filter(pk__in=chosen).order_by("pk"))
            rendered(kind.template, kind.context(rows, by=clerk, part=part))


def _raw(options):
    """Seconds of the one statement, and of its constraints; the tables bare, all undone."""
    county = generate.counties(options.size)[0]
    with scope(county_scope(county)), transaction.atomic():
        ids = _chosen(county, options.titles)
    with owner(name_of(options.size)) as owned, owned.transaction(force_rollback=True):
        walls(owned, "NO FORCE")
        for table in WRITTEN:
            owned.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        by = owned.execute("SELECT id FROM tenancy_user WHERE username = %s", [f"admin{county}"]).fetchone()[
            0
        ]
        notice = owned.execute(
            "INSERT INTO journal_notice (county_id, unit_id, kind, asks, state, number, title, counted, begins_on,"
            " ends_on, late_reason, sha256, void_reason, start_place, end_place, version, updated_at)"
            " SELECT county_id, id, 'ownership.title', true, 'draft', '', '公示', 'calendar', now(), now(), '', '', '',"
            " '', '', 1, now() FROM tenancy_unit WHERE county_id = %s AND path = %s RETURNING id",
            [county, f"{county}/"],
        ).fetchone()[0]
        began = time.perf_counter()
        counts = owned.execute(RAW, {"assets": ids, "by": by, "notice": notice}).fetchone()
        owned.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - began
    n = options.titles
    if counts != (n, n, n, 2 * n, 3 * n):
        raise SystemExit(f"the raw statement wrote other rows: {counts}")
    return took
