"""二（五）What may be done to a patrol: the only code that writes one.

Each post carries an id that the phone gave it: whatever arrives twice, at once or later, is one record.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from custody.choices_patrols import Condition, Stage
from custody.models import Patrol
from custody.patrols import photos as spot
from custody.patrols import repairs
from custody.patrols.schedule import PATROL, unlooked
from journal import deadlines
from journal.acts import act
from journal.forms import ReasonForm
from journal.transitions import Refused, locked, transition
from tenancy import persons, policy

VERB = "patrol_assets"
BACK = 30  # days after which nobody writes down a patrol any more
State = Patrol.State
OTHERS = "此登记标识已用于另一项巡查，请刷新页面后重新登记。"


@transaction.atomic
def record(asset, *, by, client_id, condition, on=None, note="", place=None, photos=()):
    """二（五）落实管护责任：write down what was found of an asset. Returns the Patrol.

    `place`: (longitude, latitude, accuracy in metres) where the phone told it; `photos`: UploadedFiles. What is damaged
    opens a repair order, unless one is open. A `client_id` that was here before changes nothing. Raises Refused by
    field, PermissionDenied.
    """
    if known := _known(client_id, by):
        if known.asset_id != asset.pk:
            raise Refused(OTHERS)
        return known
    policy.require(by, VERB, asset)
    with act("custody.patrol", "登记巡查", by=by, county=asset.county_id) as entry:
        asset = locked(asset)
        on, note = on or timezone.localdate(), note.strip()
        if told := _faults(asset, condition, on, note, photos):
            raise Refused(told)
        longitude, latitude, accuracy = place or (None, None, None)
        row = Patrol(
            county_id=asset.county_id,
            unit_id=asset.unit_id,
            asset=asset,
            client_id=client_id,
            on=on,
            condition=condition,
            note=note,
            longitude=longitude,
            latitude=latitude,
            accuracy=accuracy,
            made_by=by,
        )
        row.clean_fields(exclude=[f.name for f in row._meta.fields if f.is_relation])
        if condition == Condition.DAMAGED:
            row.repair = repairs.open_of(asset) or repairs.order(asset, by=by, damage=note)
        row.save()
        spot.keep(photos, by=by, county=row.county_id, stage=Stage.PATROL, place=place, patrol=row)
        deadlines.clear_deadlines(PATROL, [asset], by=by)
        entry.about(row, after=row.state)
    return row


def _known(client_id, by):
    """The Patrol of an id that has arrived before, or None; whoever comes second waits here. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(client_id)])
    row = Patrol.objects.filter(client_id=client_id).first()
    if row and row.made_by_id != by.pk:
        raise Refused(OTHERS)
    return row


def _faults(asset, condition, on, note, photos):
    """{field: sentence} of what cannot be a patrol."""
    told, today = {}, timezone.localdate()
    if sentence := unlooked(asset):
        told[None] = sentence
    if on > today:
        told["on"] = "巡查日期不能晚于今天。"
    elif on < today - timedelta(days=BACK):
        told["on"] = f"只能补登 {BACK} 日以内的巡查，更早的请在说明中写明，按今天登记。"
    if condition != Condition.GOOD and not note:
        told["note"] = "资产不完好的，请写明情况：哪里、什么程度、什么原因。"
    elif sentence := persons.fault("情况说明", note):
        told["note"] = sentence
    if condition != Condition.LOST and not photos:
        told["photos"] = "请拍一张现场照片。"
    return {field or "condition": sentence for field, sentence in told.items()}


def not_by_who_went(patrol, by):
    """A guard: four eyes. Whoever went and looked does not judge it."""
    if patrol.made_by_id == by.pk:
        return "本次巡查由您登记，须由他人认定"


@transition(
    Patrol,
    source=State.VALID,
    target=State.VOID,
    verb="accept_repair",
    label="不予认可",
    form=ReasonForm,
    guards=[not_by_who_went],
    tone="danger",
)
def void(patrol, *, by, reason):
    """二（五）照片或位置不实的巡查不算数，写明原因；资产按上一次巡查重新计算期限。"""
    patrol.void_reason = reason
    patrol.voided_at, patrol.voided_by = timezone.now(), by
