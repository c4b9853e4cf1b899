"""二（三）Counting: a line of the list is looked at on the spot, a thing that the books do not know is reported.

Each post carries an id that the phone gave it. Whatever arrives twice, at once or days later, is one record.
"""

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from assets import registers
from assets.choices import Status, Subtype
from assets.inventory.rules import count_faults, surplus_faults
from assets.models import CountPost, HouseholdGrant, HouseholdLine, LinePhoto, Round, RoundLine
from journal import documents
from journal.acts import act
from journal.transitions import Refused
from tenancy import persons, policy

VERB = "count_assets"
State = RoundLine.State
PICTURES = ("jpg", "png")
CLOSED = "「{}」已经结束，不能再登记清查结果。"
EARLY = "「{title}」从 {day} 开始，届时方可登记清查结果。"
OVERTAKEN = "您打开清查表之后，{who}已登记为「{result}」，没有覆盖。请刷新页面，核对后确需更改的再登记。"
SENT_BACK = "您打开清查表之后，此项已退回重新清查，原来的结果没有登记。请刷新页面，到现场重新核实后再登记。"
DECIDED = "此项差异已作处理（{}），不能再改清查结果。"
OTHERS = "此登记标识已用于另一项清查，请刷新页面后重新登记。"
REPORTED = "本页刚才已登记过「{}」，没有重复登记。另有盘盈资产的，请从清查页重新打开“登记盘盈”填写。"
# A photo is kept with the count that it proves; one more is taken with another count.
MOST_PHOTOS = 20


def countable(rows, user):
    """The lines of a queryset that a person may count: of units in their charge, or built by their department."""
    return rows.filter(_reach(rows, user))


def _reach(rows, user):
    mine = policy.permitted(rows.model.objects.all(), user, VERB).values("pk")
    return Q(pk__in=mine) | Q(implementing_dept__in=policy.units(user, VERB).values("pk"))


def may_count(line, user):
    """The same for one line, whose `unit` and `implementing_dept` are loaded. 谁实施谁负责、谁使用谁监管."""
    if policy.may(user, VERB, line):
        return True
    body = line.implementing_dept
    return body is not None and policy.may(user, VERB, body)


def known(client_id, by):
    """The CountPost of an id that has arrived before, or None. Inside a transaction: whoever comes second waits here.

    Raises Refused where it is somebody else's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(client_id)])
    post = CountPost.objects.select_related("line", "home").filter(client_id=client_id).first()
    if post and post.by_id != by.pk:
        raise Refused(OTHERS)
    return post


def hold_open(pk, *, alone=False):
    """The round, kept open until the transaction ends; `alone`: and by nobody else at the same time. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM assets_round WHERE id = %s FOR {'UPDATE' if alone else 'SHARE'}",
            [pk],
        )
    row = Round.objects.get(pk=pk)
    if row.state != Round.State.OPEN:
        raise Refused(CLOSED.format(row))
    return row


def begun(row):
    """Raise Refused before the first day of a round."""
    if timezone.localdate() < row.starts_on:
        raise Refused(EARLY.format(title=row, day=row.starts_on))


@transaction.atomic
def count(
    line,
    *,
    by,
    client_id,
    result,
    quantity=None,
    status="",
    address="",
    note="",
    photo=None,
    on=None,
    seen=None,
):
    """二（三）账实相符：write down what was found of an asset of the list. Returns the RoundLine.

    `result`: match, mismatch or loss; `quantity`, `status`, `address`: what was found, where it differs or was looked
    at; `on`: the day (today); `photo`: an UploadedFile; `seen`: the version of the line that was looked at, so that a
    count kept on a phone does not come over what somebody else has found since. A `client_id` that was here before
    changes nothing. Raises Refused by field, PermissionDenied.
    """
    if post := known(client_id, by):
        if post.line_id != line.pk:
            raise Refused(OTHERS)
        return post.line
    with act("assets.count", "登记清查结果", by=by, county=line.county_id) as entry:
        begun(hold_open(line.round_id))
        row = _locked(line)
        if not may_count(row, by):
            policy.require(by, VERB, row)
        if row.decision:
            raise Refused(DECIDED.format(row.get_decision_display()))
        if seen is not None and seen < row.sent_back_version:
            raise Refused(SENT_BACK)
        if seen not in (None, row.version) and row.counted_by_id not in (None, by.pk):
            raise Refused(OVERTAKEN.format(who=row.counted_by.name, result=row.get_state_display()))
        said = {"quantity": quantity, "status": status, "address": address.strip(), "note": note.strip()}
        if found := count_faults(row, result, **said, on=on):
            raise Refused(found)
        before = row.state
        put(row, result, by=by, on=on, **said)
        row.save()
        _take_photo(row, photo, by)
        _receipt(client_id, by, row.county_id, line=row)
        entry.about(row, before=before, after=row.state)
    return row


def put(row, result, *, by, on, quantity, status, address, note):
    """What was found, into a line in memory; what was found as the books say it is written down in full."""
    row.state = result
    is_there = result != State.LOSS
    row.found_quantity = (row.quantity if quantity is None else quantity) if is_there else 0
    row.found_status = (status or row.status) if is_there else Status.LOST
    row.found_address, row.note = address, note
    row.counted_on, row.counted_at, row.counted_by = on or timezone.localdate(), timezone.now(), by
    row.version += 1


@transaction.atomic
def report_surplus(round, *, by, client_id, unit, name, subtype, photo=None, on=None, **found):
    """二（三）盘盈：report a thing that is there and not in the books of a unit. Returns the RoundLine.

    `found`: formed_year, scope, town_id, village_id, found_quantity, measure, original_value, found_status,
    found_address, note. Whether it enters the books is decided later. Raises as `count` does.
    """
    if post := known(client_id, by):
        return _reported(post, round_id=round.pk, unit_id=unit.pk, name=name.strip(), subtype=subtype)
    policy.require(by, VERB, unit)
    with act("assets.report_surplus", "登记盘盈", by=by, county=unit.county_id) as entry:
        row = RoundLine(
            county_id=unit.county_id, unit=unit, name=name.strip(), subtype=subtype, state=State.SURPLUS
        )
        row.round = hold_open(round.pk, alone=True)  # one serial after the other
        begun(row.round)
        row.category = Subtype(subtype).category
        for key, value in found.items():
            setattr(row, key, value)
        row.status = row.found_status = row.found_status or Status.IN_USE
        row.counted_on, row.counted_at, row.counted_by = on or timezone.localdate(), timezone.now(), by
        if faults := surplus_faults(row):
            raise Refused(faults)
        last = RoundLine.objects.filter(round=row.round).aggregate(last=Max("serial", default=0))["last"]
        row.serial = last + 1
        row.save()
        _take_photo(row, photo, by)
        _receipt(client_id, by, row.county_id, line=row)
        entry.about(row, after=row.state)
    return row


@transaction.atomic
def count_household(line, *, by, client_id, presence, result, beneficiary, result_note="", note=""):
    """二（三）到户类资产明确绩效结果和受益对象：look after a thing of a household. Returns the HouseholdLine.

    What is new goes into the register, by its own act. Raises Refused by field, PermissionDenied.
    """
    if post := known(client_id, by):
        if post.home_id != line.pk:
            raise Refused(OTHERS)
        return post.home
    if beneficiary != HouseholdLine.Beneficiary.SAME and not note.strip():
        raise Refused({"note": "受益人有变化的，请写明情况（不写姓名）。"})
    if persons.has_id_number(note):
        raise Refused({"note": persons.REFUSAL})
    if sentence := persons.fault("核实说明", note):
        raise Refused({"note": sentence})
    with act("assets.count_household", "核实到户资产", by=by, county=line.county_id) as entry:
        started = hold_open(line.round_id)
        begun(started)
        row = HouseholdLine.objects.select_for_update(of=("self",)).select_related("unit").get(pk=line.pk)
        policy.require(by, registers.VERB, row)
        before = row.state
        _into_the_register(row, started, by, presence=presence, result=result, result_note=result_note)
        row.state, row.presence, row.result = HouseholdLine.State.COUNTED, presence, result
        row.beneficiary, row.note = beneficiary, note.strip()
        row.counted_at, row.counted_by = timezone.now(), by
        row.version += 1
        row.save()
        _receipt(client_id, by, row.county_id, home=row)
        entry.about(row, before=before, after=row.state)
    return row


def _into_the_register(row, started, by, **found):
    """Amend the register's line where it says otherwise."""
    grant = HouseholdGrant.objects.select_related("household").get(pk=row.grant_id)
    if not found["result_note"]:
        found["result_note"] = grant.result_note
    if all(getattr(grant, name) == value for name, value in found.items()):
        return
    registers.amend_grant(
        grant,
        by=by,
        version=grant.version,
        reason=f"清产核资核实（{started}）",
        presence_on=timezone.localdate(),
        **found,
    )


def _locked(line):
    rows = RoundLine.objects.select_for_update(of=("self",)).select_related(
        "unit", "implementing_dept", "round"
    )
    return rows.get(pk=line.pk)


def _take_photo(row, photo, by):
    if photo is None:
        return
    if row.photos.count() >= MOST_PHOTOS:
        raise Refused({"photo": f"一项最多保存 {MOST_PHOTOS} 张清查照片。"})
    document = documents.store(photo, by=by, county=row.county_id, kinds=PICTURES)
    LinePhoto(county_id=row.county_id, line=row, document=document).save()


def _receipt(client_id, by, county, **of):
    CountPost(county_id=county, client_id=client_id, by=by, **of).save()


def _reported(post, **asked):
    """The surplus that an id has reported before, sent again; raises Refused where something else is asked for."""
    row = post.line
    if row is None or row.state != State.SURPLUS:
        raise Refused(OTHERS)
    if any(getattr(row, name) != value for name, value in asked.items()):
        raise Refused(REPORTED.format(row))
    return row
