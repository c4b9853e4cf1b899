"""notice_over: a later step waits for a notice, and says in words until when."""

from datetime import timedelta

from journal.models import Notice, NoticeRow
from journal.notices import lines
from journal.notices.body import rendered
from journal.notices.kinds import KINDS
from journal.notices.reading import body_of, objections_to, rows_in
from journal.transitions import over_set


def notice_over(code):
    """A guard: the notice of this kind over the row was posted, proved, has run its days, and no objection is open.

    What it showed is compared with what the row says now: whoever changed the row after it has to show it again.
    """

    @over_set
    def guard(rows, by):
        kind, links = KINDS[code], _links(code, rows)
        lacking = {row.pk: _never(kind) for row in rows if row.pk not in links}
        notices = {link.notice_id: link.notice for link in links.values()}
        told = objections_to([*notices])
        standing = {pk: _standing(kind, notice, *told.get(pk, (0, []))) for pk, notice in notices.items()}
        upheld = {pk: _upheld(texts) for pk, (_, texts) in told.items()}
        found = {pk: standing[link.notice_id] for pk, link in links.items() if standing[link.notice_id]}
        for pk, link in links.items():
            if pk not in found and link.position + 1 in upheld.get(link.notice_id, ()):
                found[pk] = _wrong(kind, link)
        checked = [row for row in rows if row.pk in links and row.pk not in found]
        return lacking | found | _changed(kind, checked, links, notices)

    return guard


def _links(code, rows):
    """{row id: the live NoticeRow over it, with its notice}; one query."""
    county, table = rows[0].county_id, rows[0]._meta.db_table
    live = NoticeRow.objects.filter(
        county_id=county, table=table, row_id__in=[row.pk for row in rows], kind=code, is_live=True
    )
    return {link.row_id: link for link in live.select_related("notice")}


def _never(kind):
    return f"尚未{kind.word}：须先办理「{kind.label}」；原{kind.word}已更正或撤回的，须重新{kind.word}。"


def _upheld(texts):
    """The numbers of the lines that objections which hold are about."""
    return {number for text in texts for number in lines.read(text, lines.MOST)}


def _wrong(kind, link):
    return (
        f"有异议经核实成立，涉及{kind.word}「{link.notice.number}」的第 {link.position + 1} 项；"
        f"须先将这一项撤下，更正后重新{kind.word}。"
    )


def _standing(kind, notice, waiting, upheld):
    """Why a notice is not over yet, or None."""
    if notice.state == Notice.State.DRAFT:
        return f"「{notice.title}」已经起草，尚未发布。"
    if not notice.is_over:
        next_day = notice.ends_on + timedelta(days=1)
        return f"{kind.word}期至 {notice.ends_on:%Y-%m-%d}（含当日），{next_day:%Y-%m-%d} 起方可办理。"
    if waiting:
        return f"{kind.word}期内收到的异议有 {waiting} 件尚未答复，答复后方可办理。"
    if "" in upheld:
        return f"有异议经核实成立，须更正或撤回{kind.word}「{notice.number}」后重新{kind.word}。"
    if notice.started_on is None:
        return f"尚未登记{kind.word}「{notice.number}」开始张贴的照片和地点。"
    if notice.ended_on is None:
        return f"尚未登记{kind.word}「{notice.number}」期满时的照片和地点。"
    return None


def _changed(kind, rows, links, notices):
    """{row id: sentence} of rows that no longer say what was shown of them."""
    if not rows:
        return {}
    bodies = {pk: body_of(notices[pk]) for pk in {links[row.pk].notice_id for row in rows}}
    sentence = f"{kind.word}之后内容有改动，与{kind.word}的不一致；须先更正{kind.word}。"
    if kind.per_row:
        lines = rendered(kind, rows)["rows"]
        shown = [bodies[links[row.pk].notice_id]["rows"][links[row.pk].position] for row in rows]
        return {row.pk: sentence for row, now, was in zip(rows, lines, shown, strict=True) if now != was}
    stale = {pk for pk, body in bodies.items() if _differs(kind, notices[pk], body)}
    return {row.pk: sentence for row in rows if links[row.pk].notice_id in stale}


def _differs(kind, notice, body):
    fresh = rendered(kind, rows_in(notice))
    return any(body[part] != words for part, words in fresh.items())
