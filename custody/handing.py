"""二（五）Duties pass from hand to hand: both sign, the old ones end the day before, the new ones begin.

It stands beside transitions: what it moves is some duties of one custodian, and what it makes are those of another.
"""

from django.utils import timezone

from custody import rules
from custody.actions import TEXTS
from custody.guards import OVER, unready
from custody.models import Duty, Handover
from custody.terms import overs, watched
from journal import documents
from journal.acts import act
from journal.models import Document
from journal.transitions import Refused
from tenancy import persons, policy
from tenancy.roles import VERBS

VERB, NAME, LABEL = "manage_custody", "custody.hand_over", "办理交接"
PICTURES = {Document.Kind.JPG, Document.Kind.PNG}
COPIED = "county_id unit_id asset_id name kind regime body_id body_name to_on fund_source fund_amount duties".split()
TOO_EARLY = "交接日期须晚于原责任的起始日期（{}），请改正。"
MOVED_ON = "“{}”的状态为「{}」，不能交接。"


def obstacles(duty, by):
    """[sentence]: why a duty cannot be handed on by this person now; an empty list means it can."""
    if not policy.may(by, VERB, duty):
        return [policy.NO_VERB.format(VERBS[VERB])]
    if duty.state != Duty.State.IN_FORCE:
        return [f"当前状态为「{duty.get_state_display()}」，不能{LABEL}"]
    told = unready(duty.asset)
    return [sentence for sentence in (told, duty.is_lapsed and OVER.format(duty.to_on)) if sentence]


def together_with(duty):
    """The duties in force of the same custodian of the same body, this one first: what one hand-over may cover."""
    rows = Duty.objects.standing().filter(
        county_id=duty.county_id, unit=duty.unit_id, body_name=duty.body_name, custodian=duty.custodian
    )
    rows = rows.filter(from_on__lte=timezone.localdate()).select_related("unit", "asset")
    return sorted(rows, key=lambda row: (row.pk != duty.pk, row.name, row.pk))


def hand_over(duties, *, by, on, taker, keeper, giver_signature, taker_signature, phone="", found=""):
    """二（五）管护责任交接：移交人、接收人双方签名，原责任到前一日止，新责任自交接日起。

    `duties` are of one custodian; the signatures are uploaded pictures. Returns the Handover; raises
    PermissionDenied, or Refused with sentences, and nothing is written then.
    """
    first = duties[0]
    with act(NAME, LABEL, by=by, county=first.county_id) as entry:
        rows = _locked(duties)
        for row in rows:
            policy.require(by, VERB, row)
        _hold(rows, on, taker, phone, found)
        signed = _signed(giver_signature, taker_signature, by, first.county_id)
        made = Handover(county_id=first.county_id, unit=first.unit, body_id=first.body_id, on=on, made_by=by)
        made.giver, made.taker, made.found = first.custodian, taker.strip(), found
        made.giver_signature, made.taker_signature = signed
        made.clean_fields(exclude=[f.name for f in made._meta.fields if f.is_relation])
        made.save()
        overs(rows)
        successors = [_pass_on(row, made, by, keeper, phone) for row in rows]
        watched(successors)
        entry.about(made)
    return made


def _locked(duties):
    """The duties as they stand, locked in one order; Refused where one has moved on or is another's by now."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("unit", "asset")
    rows = list(rows.filter(pk__in=[duty.pk for duty in duties]).order_by("pk"))
    if told := [MOVED_ON.format(row.name, row.get_state_display()) for row in rows if not _stands(row)]:
        raise Refused(told)
    if len({(row.unit_id, row.body_name, row.custodian) for row in rows}) != 1:
        raise Refused("一次交接只能是同一管护主体、同一责任人的管护责任，请分别办理。")
    return rows


def _stands(row):
    return row.state == Duty.State.IN_FORCE


def _hold(rows, on, taker, phone, found):
    """Raise Refused with every sentence that stands in the way."""
    told = [sentence for row in rows if (sentence := unready(row.asset))]
    told += [OVER.format(row.to_on) for row in rows if row.is_lapsed]
    if on > timezone.localdate():
        told.append("交接日期不能晚于今天。")
    if on <= (latest := max(row.from_on for row in rows)):
        told.append(TOO_EARLY.format(latest))
    if any(row.to_on and on > row.to_on for row in rows):
        told.append("交接日期晚于原责任的截止日期，请登记新的管护责任。")
    if taker.strip() == rows[0].custodian:
        told.append("移交人和接收人不能是同一人。")
    if not rules.is_name(taker):
        told.append(f"接收人须落实到人，“{taker}”不是一个人的姓名。")
    texts = [("接收人", taker, "custodian"), ("联系电话", phone, "phone"), ("交接情况", found, "remark")]
    told += [fault for label, text, kind in texts if (fault := persons.fault(label, text, TEXTS[kind]))]
    if told:
        raise Refused(list(dict.fromkeys(told)))


def _signed(giver, taker, by, county):
    """Both signatures as Documents, drawn anew. Refused where one picture stands for both."""
    kept = [documents.store(file, by=by, county=county, kinds=PICTURES) for file in (giver, taker)]
    if kept[0].sha256 == kept[1].sha256:
        raise Refused("移交人和接收人的签名是同一张图片，请双方各自签名。")
    return kept


def _pass_on(row, made, by, keeper, phone):
    """End a duty the day before the hand-over, and begin the taker's on the day; returns the new one."""
    copied = {name: getattr(row, name) for name in COPIED}
    row.state, row.handover, row.to_on = Duty.State.HANDED_OVER, made, made.on - rules.DAY
    row.version += 1
    row.save()
    begun = {"state": Duty.State.IN_FORCE, "begun_at": timezone.now(), "begun_by": by, "from_on": made.on}
    successor = Duty(custodian=made.taker, keeper=keeper, phone=phone, previous=row, **copied, **begun)
    successor.clean_fields(exclude=[f.name for f in Duty._meta.fields if f.is_relation])
    successor.save()
    return successor
