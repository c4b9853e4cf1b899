"""A notice is drawn up: over which rows, from which day to which, in which words. Nothing of it is public yet."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from journal import sets
from journal.acts import Refused, act
from journal.models import Notice, NoticeBody, NoticeRow
from journal.notices.body import plain, rendered, sha256
from journal.notices.days import days_in, last_day
from journal.notices.kinds import KINDS
from journal.notices.reading import corrected, rows_in
from journal.transitions import STALE
from tenancy import persons, policy
from tenancy.models import Region

MOST_ROWS = 5000
HOTLINE = "监督举报电话 12317"


def draft_notice(
    kind,
    rows,
    *,
    by,
    unit,
    begins_on,
    ends_on=None,
    words="",
    contact=HOTLINE,
    since=None,
    late_reason="",
    replaces=None,
):
    """一（三）5 Draw up a notice of a kind (its code) over rows of one table and county, in the name of a unit.

    `ends_on`: its last day, the earliest allowed when None; `words`: a paragraph before the table; `contact`: whom to
    tell; `since`: the day what it tells of happened; `replaces`: the corrected notice, found when None. Returns it.
    Raises PermissionDenied, Refused (nothing to show, too short, shown already, an identity number in it).
    """
    policy.require(by, "draft_notice", unit)
    kind, rows = KINDS[kind], list(rows)
    _hold_rows(rows, unit)
    notice = Notice(
        county_id=unit.county_id,
        unit=unit,
        kind=kind.code,
        asks=kind.asks,
        counted=kind.counted,
        replaces=replaces or corrected(kind.code, rows),
        since=since,
        **_places(unit),
    )
    with act("notices.draft", f"起草{kind.word}", by=by, county=unit.county_id) as entry:
        body = _write(notice, kind, rows, begins_on, ends_on, words, contact, late_reason)
        notice.save(force_insert=True)
        _keep(notice, body)
        _cover(notice, kind, rows)
        entry.about(notice)
    return notice


def redraft(notice, *, by, version, begins_on, ends_on=None, words="", contact=HOTLINE, late_reason=""):
    """一（三）5 Draw a draft up anew: its days, its words, and the rows as they stand now. `version` is the one seen.

    Whoever was about to post the earlier words is told to look again. Raises PermissionDenied, Refused.
    """
    kind = KINDS[notice.kind]
    with act("notices.redraft", f"修改{kind.word}", by=by, county=notice.county_id) as entry:
        row = Notice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=notice.pk)
        policy.require(by, "draft_notice", row)
        if row.state != Notice.State.DRAFT:
            raise Refused(f"当前状态为「{row.get_state_display()}」，内容已经固定；需要改动的，请办理更正。")
        if row.version != version:
            raise Refused(STALE)
        body = _write(row, kind, rows_in(row), begins_on, ends_on, words, contact, late_reason)
        row.version += 1
        row.save()
        _keep(row, body)
        entry.about(row)
    return row


def compose(notice, kind, rows, words, contact):
    """The body of a notice: everything that is published and hashed, but its number."""
    return {
        **rendered(kind, rows),
        **plain({"words": words, "contact": contact or HOTLINE}),
        "kind": kind.label,
        "word": kind.word,
        "clause": kind.clause,
        "county": notice.county.name,
        "unit": notice.unit.name,
        "place": "".join(place.name for place in (notice.town, notice.village) if place),
        "begins_on": f"{notice.begins_on:%Y-%m-%d}",
        "ends_on": f"{notice.ends_on:%Y-%m-%d}",
        "counted": notice.get_counted_display(),
    }


def days_at_fault(notice, kind):
    """A sentence that says what is wrong with the days of a notice today, or None. Raises Refused (unknown year)."""
    today, least = timezone.localdate(), kind.days.value(notice.county_id)
    if notice.begins_on < today:
        return (
            f"公示起始日（{notice.begins_on:%Y-%m-%d}）已过，公示期从张贴之日算起；请改为今天或以后的日期。"
        )
    if notice.ends_on < notice.begins_on:
        return "公示截止日不能早于起始日。"
    stands = days_in(notice.begins_on, notice.ends_on, kind.counted)
    if stands < least:
        unit = notice.get_counted_display()
        until = last_day(notice.begins_on, least, kind.counted)
        return (
            f"公示期只有 {stands} 个{unit}，本县规定至少 {least} 个{unit}（起止两日都算），"
            f"截止日不能早于 {until:%Y-%m-%d}。"
        )
    return _late(notice, kind)


def _late(notice, kind):
    if kind.start_within is None or notice.since is None or notice.late_reason:
        return None
    within = kind.start_within.value(notice.county_id)
    if (notice.begins_on - notice.since).days <= within:
        return None
    return f"应在 {notice.since:%Y-%m-%d} 之后 {within} 日内开始公示，现已逾期；请填写逾期原因后再办理。"


def _write(notice, kind, rows, begins_on, ends_on, words, contact, late_reason):
    """Put days, title and hash into a notice; returns its body."""
    if len(words) > 1000 or len(contact) > 200:
        raise Refused("公示说明最多 1000 个字，联系方式最多 200 个字，请精简后再提交。")
    if persons.PHONE in persons.kinds_in(contact):
        raise Refused({"contact": "公示对外公开，不登个人手机号码。请改填单位的固定电话。"})
    notice.begins_on, notice.late_reason = begins_on, late_reason.strip()
    notice.ends_on = ends_on or last_day(begins_on, kind.days.value(notice.county_id), kind.counted)
    if sentence := days_at_fault(notice, kind):
        raise Refused(sentence)
    body = compose(notice, kind, rows, words, contact)
    notice.title, notice.sha256 = body["title"][:120], sha256(body)
    notice.clean_fields(exclude=[field.name for field in notice._meta.fields if field.is_relation])
    return body


def _keep(notice, body):
    NoticeBody.objects.get_or_create(
        county_id=notice.county_id, notice=notice, sha256=notice.sha256, defaults={"body": body}
    )


def _cover(notice, kind, rows):
    """Write down which rows it shows; of two drafts over one row the database lets one through."""
    ids, table = [row.pk for row in rows], rows[0]._meta.db_table
    if shown := _shown(notice.county_id, kind, table, ids):
        raise Refused(
            f"其中 {len(shown)} 项已在{kind.word}「{shown[0].notice}」中，不能重复；内容有变化的，请先更正那一份。"
        )
    given = {"notice_id": notice.pk, "kind": kind.code, "table": table, "is_live": True, "out_reason": ""}
    try:
        with transaction.atomic():
            sets.insert(NoticeRow, notice.county_id, row_id=ids, position=list(range(len(ids))), **given)
    except IntegrityError as taken:
        raise Refused(f"其中有的刚刚已由他人起草{kind.word}，请刷新后再看。") from taken


def _shown(county, kind, table, ids):
    links = NoticeRow.objects.filter(
        county_id=county, kind=kind.code, table=table, row_id__in=ids, is_live=True
    )
    return list(links.select_related("notice"))


def _hold_rows(rows, unit):
    if not rows:
        raise Refused("没有可以公示的内容，请先选择。")
    if len(rows) > MOST_ROWS:
        raise Refused(f"一份公示最多 {MOST_ROWS:,} 项，现有 {len(rows):,} 项；请按村或按类别分开公示。")
    if {(type(row), row.county_id) for row in rows} != {(type(rows[0]), unit.county_id)}:
        raise ValueError("a notice shows rows of one table and of the unit's county")


def _places(unit):
    """Town and village of a unit, as the public pages sort by."""
    region = unit.region
    if region.level == Region.Level.VILLAGE:
        return {"town_id": region.parent_id, "village": region}
    return {"town": region} if region.level == Region.Level.TOWN else {}
