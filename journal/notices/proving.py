"""Proof that a notice hung where people pass by: a photo and a place on the first day, and again when it was over."""

from django.db.models import Q
from django.utils import timezone

from journal import documents
from journal.acts import Refused, act
from journal.files.limits import Unreadable
from journal.models import Notice
from journal.notices.days import days_in, last_day
from journal.notices.kinds import KINDS
from tenancy import persons, policy

PICTURES = ("jpg", "png")
USED = "这张照片已用于证明公示「{}」的张贴，请上传本次的现场照片。"


def prove_start(notice, *, by, photo, place, on):
    """一（三）5 Write down that it was posted: `photo` (an uploaded picture, drawn anew), place and day. Returns it.

    Raises PermissionDenied, Refused with sentences by field.
    """
    with act("notices.prove_start", "登记开始张贴", by=by, county=notice.county_id) as entry:
        row = _opened(notice, by)
        if row.started_on:
            raise Refused("开始张贴的情况已经登记。")
        if not row.begins_on <= on <= min(row.ends_on, timezone.localdate()):
            last = min(row.ends_on, timezone.localdate())
            raise Refused({"on": f"张贴日期应在 {row.begins_on:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间。"})
        row.start_place, row.start_photo, row.started_on = _place(place), _picture(row, by, photo), on
        return _told(row, entry)


def prove_end(notice, *, by, photo, place, on):
    """一（三）5 Write down that it still hung when its days were over: as prove_start, on its last day or later."""
    with act("notices.prove_end", "登记期满张贴", by=by, county=notice.county_id) as entry:
        row = _opened(notice, by)
        if row.started_on is None:
            raise Refused("请先登记开始张贴的情况。")
        if row.ended_on:
            raise Refused("期满张贴的情况已经登记。")
        if not row.ends_on <= on <= timezone.localdate():
            first = f"{row.ends_on:%Y-%m-%d}"
            raise Refused({"on": f"期满照片应在公示最后一日（{first}）当天或之后拍摄，且不能晚于今天。"})
        if sentence := _hung_too_short(row, on):
            raise Refused({"on": sentence})
        row.end_place, row.end_photo, row.ended_on = _place(place), _picture(row, by, photo), on
        return _told(row, entry)


def _hung_too_short(row, on):
    """A sentence where it hung for fewer days than it must stand, both ends counted; posted late, it hangs longer."""
    stood = days_in(row.begins_on, row.ends_on, row.counted)
    least = min(KINDS[row.kind].days.value(row.county_id), stood)
    hung = days_in(row.started_on, on, row.counted)
    if hung >= least:
        return None
    until = last_day(row.started_on, least, row.counted)
    return (
        f"从 {row.started_on:%Y-%m-%d} 张贴到 {on:%Y-%m-%d} 只有 {hung} 个{row.get_counted_display()}，"
        f"本县规定至少 {least} 个（起止两日都算）。请继续张贴到 {until:%Y-%m-%d}，届时再拍照登记。"
    )


def _opened(notice, by):
    row = Notice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=notice.pk)
    policy.require(by, "prove_notice", row)
    if row.state != Notice.State.POSTED:
        raise Refused(f"当前状态为「{row.get_state_display()}」，不能登记张贴情况。")
    return row


def _picture(row, by, photo):
    """The photo as a Document; asked for last, since a refusal after it would leave the file behind on the disk."""
    try:
        document = documents.store(photo, by=by, county=row.county_id, kinds=PICTURES)
    except Unreadable as fault:
        raise Refused({"photo": fault.messages}) from fault
    same = Q(start_photo__sha256=document.sha256) | Q(end_photo__sha256=document.sha256)
    if used := Notice.objects.filter(same, county_id=row.county_id).first():
        documents.forget(document)
        raise Refused({"photo": USED.format(used.number)})
    return document


def _place(text):
    if not (text := text.strip()):
        raise Refused({"place": "请写明张贴在哪里，例如“东关村委会公示栏”。"})
    if sentence := persons.fault("张贴地点", text):
        raise Refused({"place": sentence})
    return text


def _told(row, entry):
    row.version += 1
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    row.save()
    entry.about(row)
    return row
