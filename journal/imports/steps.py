"""What a person does with a batch: upload, say which column is which, look, confirm or give up.

Each step locks the batch first; whoever comes second, late, or with what is no longer true is told so in a sentence.
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from journal import documents, jobs
from journal.acts import hold_reason
from journal.imports import marking, mending, staged, undoing, verdict
from journal.imports.checking import at_once, check
from journal.imports.memory import remember
from journal.imports.reading import read
from journal.imports.resources import REGISTRY, columns_of
from journal.imports.writing import write
from journal.models import Document, ImportBatch, ImportRow
from journal.transitions import Refused
from tenancy import policy
from tenancy.models import Unit

State = ImportBatch.State
TABLES = [Document.Kind.XLSX, Document.Kind.CSV]
# Whose job is over all the same: it could not be finished.
STUCK = (State.READING, State.CHECKING, State.WRITING)
AFTER = (State.WRITTEN, State.UNDOING, State.UNDONE)  # what is in the ledger, or was
AT_ONCE, SMALL = (
    200,
    50_000,
)  # so many rows of a batch of so many are checked within the request that mends them
GONE = "本批已过期或已放弃，暂存的数据已清除。请重新上传。"
NOTHING_TO_WRITE = "没有要写入的行。请在表中改正，或按提示修改文件后重新上传。"
TAKE_ANOTHER_LOOK = "核对之后台账或单位有变动，系统已重新核对，请查看结果后再确认。"


def batches(user):
    """The batches a person works on: their own, within the units they may import at."""
    return _within_reach(user).filter(by=user)


def written(user):
    """The batches whose result a person sees: their own, and what others have written at their units."""
    return _within_reach(user).filter(Q(by=user) | Q(state__in=AFTER))


def _within_reach(user):
    rows = ImportBatch.objects.select_related("document", "unit", "job", "by", "marking")
    return reduce(or_, (policy.permitted(rows, user, verb) for verb in verbs()))


def units(user):
    """The units a person may import for: those of the county and its townships; rows find their villages themselves."""
    reach = reduce(or_, (policy.units(user, verb) for verb in verbs()))
    return reach.exclude(kind=Unit.Kind.VILLAGE).order_by("path")


def verbs():
    """What one must hold to import anything at all."""
    return {resource.verb for resource in REGISTRY.values()}


@transaction.atomic
def upload(file, *, resource, unit, by):
    """Take a workbook or csv for a unit and have it read. Returns the batch; raises PermissionDenied, Unreadable."""
    policy.require(by, REGISTRY[resource].verb, unit)
    document = documents.store(file, by=by, county=unit.county_id, kinds=TABLES, limit=settings.TABLE_LIMIT)
    batch = ImportBatch(county_id=unit.county_id, resource=resource, unit=unit, by=by, document=document)
    batch.state = State.READING
    batch.save()
    _start_reading(batch, by)
    return batch


@transaction.atomic
def point(batch, *, by, sheet, first=None, last=None):
    """Have the file read once more: the table is in this sheet, its header from row `first` to `last` (None: find it).

    Raises Refused where the file is gone or the batch moved on.
    """
    batch = _locked(batch, by, State.UPLOADED, State.CHECKED)
    if sheet not in [known["name"] for known in batch.mapping["sheets"]]:
        raise Refused("没有这张工作表，请从列表中选择。")
    batch.mapping["place"] = {"sheet": sheet, "first": first, "last": last}
    _start_reading(batch, by)
    return batch


@transaction.atomic
def choose(batch, *, by, columns, table, money_unit=""):
    """Say which column is which ([key or ""]) and what holds for the whole table; starts the check."""
    batch = _locked(batch, by, State.UPLOADED, State.CHECKED)
    batch.mapping |= {"columns": columns, "table": table}
    batch.money_unit = money_unit
    remember(batch)
    _start_check(batch, by)
    return batch


@transaction.atomic
def recheck(batch, *, by):
    """Check once more: after a change in between, or when a job could not be finished."""
    batch = _locked(batch, by, State.CHECKED, *STUCK)
    if batch.state == State.READING:
        _start_reading(batch, by)
    else:
        _start_check(batch, by)
    return batch


@transaction.atomic
def mend(batch, *, by, number, column, was, text, alike=False):
    """Put a text in place of a cell (`column`: its position) that reads `was`, or of all of the column that do.

    Returns the batch, checked again, or its check owed where many rows are touched. Raises Refused where the cell has
    come to say something else.
    """
    batch = _locked(batch, by, State.CHECKED)
    touched = mending.mend(batch, number=number, column=column, was=was, text=text, alike=alike)
    if not touched:
        raise Refused("此格的内容已被修改，请按最新内容核对后再改。")
    return _look_again(batch, by, touched)


@transaction.atomic
def restore(batch, *, by, number, column):
    """Let a mended cell say again what stands in the file."""
    batch = _locked(batch, by, State.CHECKED)
    return _look_again(batch, by, mending.restore(batch, number=number, column=column))


@transaction.atomic
def answer(batch, *, by, **told):
    """Answer a question of a row, of all that read alike, or of all with this kind of it (mending.answer says how)."""
    batch = _locked(batch, by, State.CHECKED)
    return _look_again(batch, by, mending.answer(batch, **told))


@transaction.atomic
def leave_out(batch, *, by, number=None, kind=None, out=True):
    """Leave a row out of the import, or all with a kind of fault; or take a row in again."""
    batch = _locked(batch, by, State.CHECKED)
    return _look_again(batch, by, mending.leave_out(batch, number=number, kind=kind, out=out))


def _look_again(batch, by, touched):
    """Check what was touched: a few rows now, many by the job."""
    if touched > AT_ONCE or batch.total > SMALL or not at_once(batch, by):
        batch.state = State.CHECKING
        batch.digest = ""
        _start(check, batch, by)
    return batch


def confirm(batch, *, by, seen, reason, skip_wrong=False, as_proposed=False, again=False):
    """Have the sound rows written, for a reason. `seen`: the digest of the result that was looked at.

    Raises Refused with sentences where rows are wrong and not left out knowingly, where questions are open and not left
    to the proposals, where the same file was written before and that is not meant, or where something changed in
    between: then it is being checked again.
    """
    with transaction.atomic():
        batch = _locked(batch, by, State.CHECKED)
        hold_reason(reason)
        if refusals := _refusals(batch, seen, skip_wrong, as_proposed, again):
            raise Refused(refusals)
        resource = REGISTRY[batch.resource]
        changed = not verdict.stands(batch, resource, by, columns_of(resource, batch.county_id))
        if changed:
            _start_check(batch, by)
        else:
            batch.reason, batch.state = reason, State.WRITING
            _start(write, batch, by)
    if changed:
        raise Refused(TAKE_ANOTHER_LOOK)
    return batch


def writable(batch):
    """How many rows of a checked batch would be written."""
    return sum(batch.counts.get(action, 0) for action in ("new", "update", "other"))


def _refusals(batch, seen, skip_wrong, as_proposed, again):
    if seen != batch.digest:
        return ["核对结果已经更新，请查看最新结果后再确认。"]
    refusals, wrong, unanswered = [], batch.wrong, batch.counts.get("open", 0)
    if not writable(batch):
        refusals.append(NOTHING_TO_WRITE)
    elif wrong and not skip_wrong:
        refusals.append(f"有 {wrong} 行有错误。请勾选“不导入这些行”，或在下表中改正。")
    if unanswered and not as_proposed:
        refusals.append(f"还有 {unanswered} 个问题没有答复。请逐个答复，或勾选“按建议处理”。")
    if written_before(batch) and not again:
        refusals.append("同一个文件已经导入过。确需再次导入的，请勾选“同一个文件已导入过，仍要再次导入”。")
    return refusals


def written_before(batch):
    """The latest batch of the same content that the county has written, or None."""
    same = ImportBatch.objects.filter(
        county_id=batch.county_id, document__sha256=batch.document.sha256, state=State.WRITTEN
    )
    return same.exclude(pk=batch.pk).order_by("-pk").first()


@transaction.atomic
def mark(batch, *, by):
    """Have the workbook with what was found made, to be fetched later. Raises Refused where the batch moved on."""
    batch = _locked(batch, by, State.CHECKED)
    marking.start(batch, by=by)
    batch.save()
    return batch


@transaction.atomic
def undo(batch, *, by, reason):
    """Have what a batch wrote taken back, for a reason, by whoever imported it and still may.

    Raises PermissionDenied, or Refused with every obstacle as a sentence.
    """
    row = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("unit", "job", "by")
        .get(pk=batch.pk)
    )
    policy.require(by, REGISTRY[row.resource].verb, row.unit)
    if row.state != State.WRITTEN:
        raise Refused(f"本批{row.get_state_display()}，不能撤销。")
    if not reason.strip():
        raise Refused({"reason": "请写明撤销原因。"})
    hold_reason(reason)
    if found := undoing.seen_at_once(row, by):
        raise Refused(found)
    row.state = State.UNDOING
    _start(undoing.undo, row, by, reason=reason)
    return row


@transaction.atomic
def abandon(batch, *, by):
    """Give a batch up: its staged rows and its file are removed."""
    _drop(_locked(batch, by, State.UPLOADED, State.CHECKED, *STUCK))


def expire():
    """Remove what is quoted of the workbooks whose day is over, whatever became of them, the files and their names.

    In the scope of the system. A batch that somebody works on just now is left to the next time.
    """
    now = timezone.now()
    late = ImportBatch.objects.select_related("document", "marking").filter(
        expires_at__lte=now, cleared_at=None
    )
    late = late.exclude(state__in=STUCK, job__finished_at=None)
    with transaction.atomic():
        for batch in late.select_for_update(of=("self",), skip_locked=True):
            if batch.state not in AFTER:
                batch.state = State.EXPIRED
            batch.cleared_at = now
            _clear(batch)
            documents.erase(batch.document)  # at once: of a file that is gone too early the page says so


def _drop(batch):
    """Give a batch up; its file's name goes with the next `expire`."""
    batch.state, batch.expires_at = State.EXPIRED, timezone.now()
    _clear(batch)
    transaction.on_commit(lambda: documents.forget(batch.document))


def _clear(batch):
    ImportRow.objects.filter(county_id=batch.county_id, batch=batch).delete()
    marking.forget(batch)
    batch.clear()


def _locked(batch, by, *states):
    """The batch, locked, if it is this person's and in one of the states; Refused with a sentence if it moved on."""
    row = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("document", "unit", "job", "marking")
        .get(pk=batch.pk, by=by)
    )
    policy.require(by, REGISTRY[row.resource].verb, row.unit)
    if row.state == State.EXPIRED or (row.state not in AFTER and row.expires_at < timezone.now()):
        raise Refused(GONE)
    if row.state not in states or (row.state in STUCK and not row.job.is_over):
        raise Refused(f"本批{row.get_state_display()}，无需重复办理。")
    return row


def _start_reading(batch, by):
    if not documents.is_kept(batch.document):
        raise Refused("文件已经清除，不能再次读取。请重新上传。")
    batch.state, batch.digest = State.READING, ""
    _start(read, batch, by)


def _start_check(batch, by):
    """Have every row checked anew."""
    if batch.counts:
        staged.uncheck(batch)
    batch.state, batch.digest, batch.counts = State.CHECKING, "", {}
    _start(check, batch, by)


def _start(kind, batch, by, **more):
    """Owe the job; one after another, each has its own key, and a second click finds the batch moved on."""
    batch.job = jobs.start(
        kind,
        by=by,
        county=batch.county_id,
        key=f"import-{batch.pk}-after-{batch.job_id or 0}",
        batch=batch.pk,
        **more,
    )
    batch.save()
