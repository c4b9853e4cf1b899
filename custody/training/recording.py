"""三（二）What may be done to a training: the only code that writes one."""

from django.utils import timezone

from custody.models import Attendance, Training
from journal import documents, sets
from journal.acts import act
from journal.forms import ReasonForm
from journal.transitions import Refused, transition
from tenancy import persons, policy
from tenancy.models import Unit

VERB = "hold_training"
HOLDERS = (Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT)
PAPERS = ("pdf", "jpg", "png")
TEXTS = ("title", "place", "teacher", "content")
State = Training.State


def record(*, by, unit, lines, sheet=None, **told):
    """三（二）业务培训和指导：write down a training that a department or the county office (`unit`) held.

    `told`: subject, manner, title, on, place, teacher, content; `lines`: [(Unit, asked, came)]; `sheet`: the sign-in
    sheet as an UploadedFile. Returns the Training. Raises Refused by field, Unreadable, PermissionDenied.
    """
    policy.require(by, VERB, unit)
    row = Training(county_id=unit.county_id, unit=unit, made_by=by, **told)
    if faults := _faults(row, lines):
        raise Refused(faults)
    with act("custody.record_training", "登记培训", by=by, county=unit.county_id) as entry:
        row.sheet = documents.store(sheet, by=by, county=unit.county_id, kinds=PAPERS) if sheet else None
        row.save()
        units, asked, came = map(list, zip(*lines, strict=True))
        said = {"unit_id": [unit.pk for unit in units], "asked": asked, "came": came}
        sets.insert(Attendance, row.county_id, training_id=row.pk, **said)
        entry.about(row, after=row.state)
    return row


def _faults(row, lines):
    """{field: sentence} of what cannot be a training."""
    texts = {name: (row._meta.get_field(name).verbose_name, getattr(row, name)) for name in TEXTS}
    told = {name: fault for name, (label, text) in texts.items() if (fault := persons.fault(label, text))}
    if row.unit.kind not in HOLDERS:
        told["unit"] = "培训由县直部门组织，请选择县扶贫办或行业部门。"
    if row.on > timezone.localdate():
        told["on"] = "培训日期不能晚于今天，办完后再登记。"
    if sentence := _attendance_fault(lines):
        told["lines"] = sentence
    return told


def _attendance_fault(lines):
    """Why these lines cannot tell who came, or None."""
    if not lines:
        return "请至少填写一个参训单位。"
    units = [unit.pk for unit, _, _ in lines]
    for unit, asked, came in lines:
        if units.count(unit.pk) > 1:
            return f"“{unit.name}”填了不止一行，同一单位只填一行。"
        if came > asked:
            return f"“{unit.name}”的实到人数多于应到人数，请核对。"
    if not any(asked for _, asked, _ in lines):
        return "应到人数不能都是 0。"
    return None


@transition(
    Training,
    source=State.VALID,
    target=State.VOID,
    verb=VERB,
    label="作废",
    form=ReasonForm,
    tone="danger",
)
def void_training(training, *, by, reason):
    """三（二）登记有误的培训写明原因作废，不再计入统计；正确的另行登记。"""
    training.void_reason = reason
    training.voided_at, training.voided_by = timezone.now(), by
