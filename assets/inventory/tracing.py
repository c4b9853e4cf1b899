"""二（一）2016 年以前形成的资产: tracing its state, clearing its title, before it enters the managed ledger."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from assets.actions import State
from assets.choices import Scope, Status
from assets.models import Tracing
from journal.acts import act
from journal.transitions import Refused, locked
from tenancy import persons, policy

VERB = "register_asset"
TEXTS = {
    "known": "已查明的情况",
    "informants": "情况来源",
    "status_note": "状态说明",
    "title_note": "权属依据",
}
NOT_OLD = "只有 2016 年以前形成的资产办理追溯登记。"
LATE = "资产已入账（或已退出），追溯登记不能再改；确需补充的，请更正资产。"


def why_not_trace(asset, by):
    """The sentence that says why this person may not write the tracing of an asset now, or None."""
    if asset.scope != Scope.BEFORE_2016:
        return NOT_OLD
    if asset.state in (State.LEDGER, State.RETIRED):
        return LATE
    if not policy.may(by, VERB, asset):
        return "您的岗位不能办理此资产的追溯登记。"
    return None


def trace(asset, *, by, **said):
    """二（一）追溯资产状态、厘清权属关系：write, or write anew, what was found out about an asset from before 2016.

    `said`: known, informants, status, status_note, title, title_note, traced_on. The day of it is the day the asset
    was counted; whoever was deciding on the asset looks again. Returns the Tracing; raises Refused by field.
    """
    with act("assets.trace", "追溯登记", by=by, county=asset.county_id) as entry:
        row = locked(asset)
        if sentence := why_not_trace(row, by):
            raise Refused(sentence)
        record = Tracing.objects.filter(asset=row).first() or Tracing(county_id=row.county_id, asset=row)
        record.version += 1 if record.pk else 0
        for name, value in said.items():
            setattr(record, name, value)
        if found := faults(record):
            raise Refused(found)
        record.save()
        row.counted_on = record.traced_on
        row.version += 1
        row.save(update_fields=["counted_on", "version", "updated_at"])
        entry.about(row)
    return record


def faults(record):
    """{field: [sentence]} of a tracing that is not saved yet."""
    found = {}
    try:
        record.clean_fields(exclude=["county", "asset"])
    except ValidationError as wrong:
        found = wrong.message_dict
    for name, label in TEXTS.items():
        if sentence := persons.fault(label, getattr(record, name)):
            found[name] = [sentence]
    if "status" not in found and Status(record.status).needs_reason and not record.status_note:
        found["status_note"] = [f"目前状态为「{Status(record.status).label}」时须写明原因。"]
    if "traced_on" not in found and record.traced_on > timezone.localdate():
        found["traced_on"] = ["清查日期不能晚于今天。"]
    return found
