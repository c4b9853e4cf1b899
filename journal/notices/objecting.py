"""What anybody may say against a notice while it stands: taken in without signing in, answered under a receipt."""

import hashlib
import re
from datetime import timedelta
from unicodedata import normalize

from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.acts import Refused, act
from journal.models import Notice, Objection, Objector
from journal.notices import receipts
from tenancy import persons
from tenancy.scope import county_scope, scope

LEAST, MOST = 5, 2000
AN_HOUR, MOST_AN_HOUR = (
    timedelta(hours=1),
    200,
)  # to one notice: a village; one machine is stopped long before
MARKUP = re.compile(r"<\s*[a-zA-Z/!?]|&#?\w+;|javascript:", re.IGNORECASE)
PHONE = re.compile(r"[0-9+() -]{5,20}")
SAID_ALREADY = "这条异议已经有人提交，内容完全相同，不必重复。要查办理情况，请用提交时得到的受理号。"
BUSY = "这份公示一小时内收到的异议较多，暂时收不了新的。请一小时后再试，或拨打 12317、直接向公示单位反映。"


def accept(county, number, *, ticket, text, name="", phone=""):
    """一（三）1 Take in an objection to the notice of this number; without a name it is anonymous.

    Returns (receipt, whether it was there already: the same form sent again). In a scope of its own.
    Raises Refused with sentences by field; then nothing is written.
    """
    receipt = receipts.receipt(number, ticket)
    with scope(county_scope(county)), transaction.atomic():
        notice = _held(county, number)
        if Objection.objects.filter(county_id=county, receipt_hash=receipts.hashed(receipt)).exists():
            return receipt, True
        if sentence := closed(notice):
            raise Refused(sentence)
        if faults := dict(_faults(text, name, phone)):
            raise Refused(faults)
        _hold_rate(notice)
        try:
            with transaction.atomic():
                _write(notice, receipt, text.strip(), name.strip(), phone.strip())
        except IntegrityError as twice:
            raise Refused({"text": SAID_ALREADY}) from twice
    return receipt, False


def _held(county, number):
    """The notice, held until the transaction ends: it is not withdrawn meanwhile, and a form sent twice is seen."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.filter(county_id=county, number=number).first()


def closed(notice):
    """Why no objection to a notice is taken now, or None."""
    if notice is None or not notice.is_public:
        return "没有这份公示。"
    if not notice.asks:
        return "这是结果公告，不征求异议；对结果有意见的，请拨打监督举报电话 12317。"
    if notice.state != Notice.State.POSTED:
        return f"这份公示{notice.get_state_display()}，不再收集异议。"
    if notice.begins_on > timezone.localdate():
        return f"公示期从 {notice.begins_on:%Y-%m-%d} 开始，到时可以提出异议。"
    if notice.is_over:
        return f"公示期已于 {notice.ends_on:%Y-%m-%d} 结束；仍有意见的，请拨打监督举报电话 12317。"
    return None


def _faults(text, name, phone):
    """(field, sentence) of what is wrong with an objection."""
    length = len(text.strip())
    if length < LEAST:
        yield "text", "请写明您对哪一项有异议、理由是什么。"
    elif length > MOST:
        yield "text", f"最多写 {MOST} 个字，您写了 {length} 个字。请写要点，详细材料可以交给公示单位。"
    elif "\0" in text or MARKUP.search(text):
        yield "text", "内容里有网页代码，请只写文字，不要用尖括号。"
    elif sentence := persons.fault("异议内容", text):
        yield "text", sentence
    if len(name.strip()) > 40 or MARKUP.search(name) or "\0" in name:
        yield "name", "姓名最多 40 个字，只写文字。"
    if phone.strip() and not PHONE.fullmatch(phone.strip()):
        yield "phone", "联系电话只写数字，例如 0391-3925000。"
    elif phone.strip() and not name.strip():
        yield "name", "留电话的请同时写姓名；想匿名的，两项都不填。"


def _hold_rate(notice):
    lately = Objection.objects.filter(notice=notice, accepted_at__gt=timezone.now() - AN_HOUR)
    if lately.count() >= MOST_AN_HOUR:
        raise Refused(BUSY)


def _write(notice, receipt, text, name, phone):
    with act("objections.accept", "收到异议", by=None, county=notice.county_id) as entry:
        objection = Objection.objects.create(
            county_id=notice.county_id,
            notice=notice,
            unit=notice.unit,
            receipt_hash=receipts.hashed(receipt),
            is_named=bool(name),
            text=text,
            text_hash=_likeness(text),
        )
        entry.about(objection)
    if name:
        Objector.objects.create(county_id=notice.county_id, objection=objection, name=name, phone=phone)


def _likeness(text):
    """The same for texts that differ only in blanks, width and case."""
    plain = "".join(normalize("NFKC", text).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()
