"""What hung on a board before the system was there, written down afterwards, and pictures that stand for papers."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from journal import documents, sets
from journal.acts import act
from journal.models import Notice, NoticeBody, NoticeRow
from journal.notices import KINDS
from journal.notices.body import sha256
from journal.notices.drafting import HOTLINE, compose
from journal.notices.posting import next_number

SHOWN_AGO, DAYS = 14, 10  # the earlier notice began so many days ago, and stood so many
BOARD = "县政务公开栏（示例）"


def shown_before(code, rows, *, unit, by, clerk):
    """A notice of a kind over rows of one table that has run its days, as an office enters what hung on its board."""
    county, begins_on = unit.county_id, timezone.localdate() - timedelta(days=SHOWN_AGO)
    notice = Notice(
        county_id=county,
        unit=unit,
        kind=code,
        state=Notice.State.POSTED,
        number=next_number(county, begins_on.year),
        begins_on=begins_on,
        ends_on=begins_on + timedelta(days=DAYS - 1),
        posted_at=timezone.now() - timedelta(days=SHOWN_AGO),
        posted_by=by,
    )
    notice.started_on, notice.start_place = notice.begins_on, BOARD
    notice.ended_on, notice.end_place = notice.ends_on, BOARD
    body = compose(notice, KINDS[code], rows, "", HOTLINE)
    notice.title, notice.sha256 = body["title"][:120], sha256(body)
    with act("notices.enter", "补录公示", by=None, county=county) as entry:
        notice.start_photo, notice.end_photo = (
            documents.store(
                picture(f"张贴照片（示例）{day}", f"{county} {code} {day}"), by=clerk, county=county
            )
            for day in (notice.begins_on, notice.ends_on)
        )
        notice.save(force_insert=True)
        NoticeBody.objects.create(county_id=county, notice=notice, sha256=notice.sha256, body=body)
        told = {"notice_id": notice.pk, "kind": code, "table": rows[0]._meta.db_table}
        told |= {"is_live": True, "out_reason": ""}
        at = list(range(len(rows)))
        sets.insert(NoticeRow, county, row_id=[row.pk for row in rows], position=at, **told)
        entry.about(notice, reason="示例数据：补录此前张贴的公示")


def picture(name, words):
    """An upload that says what it stands for."""
    kept, sheet = BytesIO(), Image.new("RGB", (640, 480), (226, 232, 236))
    ImageDraw.Draw(sheet).rectangle((120, 60, 520, 420), fill=(255, 255, 255), outline=(120, 30, 24), width=6)
    ImageDraw.Draw(sheet).text((240, 220), words, fill=(60, 60, 60))
    sheet.save(kept, "PNG")
    return SimpleUploadedFile(f"{name}.png", kept.getvalue())
