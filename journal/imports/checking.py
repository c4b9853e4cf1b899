"""The check: every staged row cleaned, held against the rules and the law, its faults and questions beside it.

By the job, from the first row that is not checked on, so that a killed worker's work goes on where it was; or at once,
within a request, for the few rows that somebody has just mended.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from journal.files.wording import says_nothing
from journal.imports import staged, verdict
from journal.imports.lines import Action, Line
from journal.imports.meanwhile import meanwhile
from journal.imports.resources import REGISTRY, columns_of
from journal.jobs import GaveUp, job
from journal.models import ImportBatch
from tenancy import policy
from tenancy.roles import VERBS

State = ImportBatch.State
CHUNK = 1000
ROUNDS = 5  # as often the ledger may move on under a check before it gives up
LEFT_OUT = "row"  # the name under which a person's answer "skip" leaves a row out
DIGITS_LOST = "“{}”超过 15 位，Excel 已丢失末尾数字。请把此列设为文本后重新填写，或在此处改正。"
NO_RESULT = "此格是公式，没有保存结果。请在 Excel 中打开、保存后重新上传，或在此处填写。"
OPEN_CELL = "“{}”不是具体的数或日期，建议按空登记，请核对。"
FORMULA = "此格是公式，按文件中保存的结果“{}”读取，请核对。"


class Check:
    """One go at a batch: its resource, the columns of the county, and a checker that has read the county once."""

    def __init__(self, batch, by):
        self.batch, self.by, self.resource = batch, by, REGISTRY[batch.resource]
        self.columns = columns_of(self.resource, batch.county_id)
        self.places = {key: at for at, key in enumerate(batch.mapping["columns"]) if key in self.columns}
        self.units = {
            key: batch.columns[at]["unit"] or batch.money_unit or "" for key, at in self.places.items()
        }
        self.checker = self.resource.checker(batch, by)
        self.cleaned = {key: {} for key in self.places}

    def next(self, lines):
        """The staged rows behind these lines that wait for the check."""
        return staged.pending(self.batch, lines[-1].number if lines else 0, CHUNK)

    def look(self, rows):
        """The Lines of staged rows, each with all that is wrong and open about it."""
        lines = [self._line(*row) for row in rows]
        looked_at = [line for line in lines if line.action != Action.SKIP]
        for line in looked_at:
            self._clean(line)
        if prepare := getattr(self.checker, "prepare", None):
            prepare(looked_at)
        for line in looked_at:
            self.checker.check(line)
        return lines

    def keep(self, lines):
        """Write what was found beside the rows, and hold them to the law."""
        if lines:
            staged.keep(self.batch, lines)
            self._hold_to_the_law(lines)

    def _line(self, number, cells, marks, mends, answers):
        """A staged row as it now reads: mends in place of cells."""
        texts = list(cells) + [""] * (len(self.batch.columns) - len(cells))
        for at, text in mends.items():
            texts[int(at)] = text
        line = Line(
            number=number,
            texts=texts,
            said={key: texts[at] for key, at in self.places.items()},
            places=self.places,
            marks={int(at): kind for at, kind in marks.items() if at not in mends},
            answers=answers,
        )
        if answers.get(LEFT_OUT) == verdict.SKIP:
            line.action = Action.SKIP
        return line

    def _clean(self, line):
        """The faults of cells as cells, then each text cleaned by its column's widget: alike texts only once."""
        for key, at in self.places.items() if line.marks else ():
            if at in line.marks:
                look_at_mark(line, key, line.marks[at])
        for key, known in self.cleaned.items():
            text = line.said[key]
            if text not in known:
                if len(known) > 20 * CHUNK:
                    known.clear()
                known[text] = self._cleaned(key, text)
            line.values[key], fault = known[text]
            if key in line.failed:
                line.values[key] = None
            elif fault:
                self._refuse(line, key, fault)

    def _refuse(self, line, key, fault):
        """A cell that cannot be read; where it only says that nothing is known (待定), blank is proposed."""
        if getattr(self.columns[key].widget, "may_be_open", False) and says_nothing(line.said[key]):
            line.ask(key, f"blank_{key}", OPEN_CELL.format(line.said[key]), [("", "按空登记")], "")
        else:
            line.bad(key, fault)

    def _cleaned(self, key, text):
        """(value, "") or (None, the widget's sentence)."""
        try:
            return self.columns[key].widget.clean(text, unit=self.units[key]), ""
        except ValueError as reason:
            return None, str(reason)

    def _hold_to_the_law(self, lines):
        """What the tables' own constraints would refuse is a fault of the row."""
        numbers, refused = [line.number for line in lines if not line.is_wrong], {}
        first = self.checker.tables[0][0]
        for model, part in self.checker.tables:
            if not any(part in line.staged for line in lines):
                continue
            key = "r.subject_id" if model is first else "NULL"
            for number, sentence in staged.unlawful(self.batch, model, part, numbers, key):
                refused.setdefault(number, []).append(sentence)
        broken = [line for line in lines if line.number in refused]
        for line in broken:
            for sentence in refused[line.number]:
                line.bad("", sentence)
        if broken:
            staged.keep(self.batch, broken)

    def is_true_still(self):
        """Whether what rows were held against has not moved on since the first of them was checked."""
        now = verdict.world(self.batch, self.resource, self.by, self.columns)
        first, self.batch.counts = self.batch.counts.get("world"), self.batch.counts | {"world": now}
        return first in (None, now)

    def conclude(self):
        """Once all rows are checked: what only the whole batch shows, the counts, the digest. Saves the batch."""
        batch, resource = self.batch, self.resource
        held = {
            "changes": verdict.changes(batch, resource)
        }  # before the look: what comes between is seen later
        twins = resource.twins(batch)
        verdict.doubt(batch, resource, twins, self.places)
        held |= {"beside": verdict.beside(batch, resource, twins), "rows": verdict.versions(batch)}
        counts = verdict.counted(batch)
        told = {"world": batch.counts["world"], "held": held, "kinds": verdict.kinds(batch)}
        batch.counts = told | counts
        batch.total, batch.wrong, batch.doubtful = counts["all"], counts["error"], counts["warning"]
        batch.state = State.CHECKED
        batch.digest = verdict.digest(batch)
        batch.save()


@job("imports.check", "核对导入数据")
def check(run, *, batch):
    """Check all rows of a batch that wait for it, and say what the batch comes to."""
    for _ in range(ROUNDS):
        work = _begin(run, batch)
        if work is None:
            return "本批已不在核对中。"
        _all_rows(run, work)
        if _conclude(run, work):
            return f"共 {work.batch.total} 行：{work.batch.wrong} 行有错误，{work.batch.doubtful} 行有提示。"
    raise GaveUp("核对期间台账不断变动，未能完成核对。请稍后重新核对。")


@transaction.atomic
def _begin(run, pk):
    run.hold()
    batch = find(pk)
    if batch.state != State.CHECKING:
        return None
    require(run.by, REGISTRY[batch.resource], batch)
    work = Check(batch, run.by)
    if not work.is_true_still():
        staged.uncheck(batch)
    batch.save(update_fields=["counts"])
    return work


def _all_rows(run, work):
    """Chunk by chunk, each in a transaction of its own: the database keeps one while the next is looked at."""
    with transaction.atomic():
        total = work.batch.rows.count()
        done, lines = work.batch.rows.filter(is_checked=True).count(), []
    while lines is not None:
        with transaction.atomic():
            run.step(done, total)
            rows = work.next(lines)
            with meanwhile(work.keep, lines):
                coming = work.look(rows)
            done += len(lines)
        lines = coming or None


@transaction.atomic
def _conclude(run, work):
    """False where something moved on meanwhile and rows have to be checked again."""
    run.hold()
    work.batch = find(work.batch.pk)
    if not work.is_true_still():
        staged.uncheck(work.batch)
        work.batch.save(update_fields=["counts"])
        return False
    if verdict.stale(work.batch, work.checker.tables[0][0]):
        return False
    work.conclude()
    return True


def at_once(batch, by):
    """Check the few rows that wait for it in a checked batch that is locked; False where the whole must be checked."""
    work = Check(batch, by)
    if not work.is_true_still():
        return False
    lines = []
    while rows := work.next(lines):
        lines = work.look(rows)
        work.keep(lines)
    if verdict.stale(batch, work.checker.tables[0][0]):
        return False
    work.conclude()
    return True


def find(pk):
    """The batch with what the jobs read of it, locked: no step and no expiry comes in between."""
    batches = ImportBatch.objects.select_for_update(of=("self",)).select_related("document", "unit")
    return batches.get(pk=pk)


def require(by, resource, batch):
    """Give up where the person no longer may import at the unit."""
    try:
        policy.require(by, resource.verb, batch.unit)
    except PermissionDenied as refusal:
        raise GaveUp(f"您在{batch.unit}已没有「{VERBS[resource.verb]}」的权限，本批没有办理。") from refusal


def look_at_mark(line, key, mark):
    """The fault or doubt of a cell as a cell: no value, a formula, digits lost."""
    text = line.said[key]
    if mark == "uncached":
        line.bad(key, NO_RESULT)
    elif mark == "imprecise":
        line.bad(key, DIGITS_LOST.format(text))
    elif mark == "formula":
        line.odd(key, FORMULA.format(text))
