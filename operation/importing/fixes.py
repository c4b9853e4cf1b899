"""二（六）What a line of a list of dues means: the amount of one that waits for its profit or power."""

from assets.importing.registers import hear, ids_in
from journal.imports import staged
from journal.imports.lines import Action
from journal.imports.resources import REGISTRY, columns_of
from operation.charging import CLERK
from operation.deadline import follow_dues
from operation.models import Due
from tenancy import persons

NO_NUMBER = "请保留导出表中的“系统编号”，按它找到要核定的应收款。"
UNKNOWN = "“{}”不是您可以核定的应收款的系统编号，请重新导出应收款。"
KNOWN = "这笔应收款的金额已经确定（{:,.2f} 元），导入不改动。"
NO_BASIS = "填了应收金额的，请同时填核定依据。"
CANCELLED = "这笔应收款已经取消，不能核定。"


class FixChecker:
    """Checks the lines of one batch against the dues of this person's reach."""

    tables = [(Due, "due")]

    def __init__(self, batch, by):
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.rows = Due.objects.permitted(by, CLERK).filter(county_id=batch.county_id)

    def prepare(self, lines):
        """Look up, for a chunk, the dues that it names."""
        ids = ids_in(lines)
        self.known = self.rows.in_bulk(ids) if ids else {}

    def check(self, line):
        """Add the line's faults, its action, and line.staged: due."""
        said, row = hear(line, self.columns), self._subject(line)
        if row is None or line.failed:
            return
        line.subject_id, line.action, line.staged = row.pk, Action.SAME, {"version": row.version}
        amount, basis = said.get("amount"), said.get("basis", "")
        if amount is None or amount == row.amount:
            return
        if row.state != Due.State.OPEN:
            return line.bad("amount", CANCELLED)
        if row.amount is not None:
            return line.bad("amount", KNOWN.format(row.amount))
        if not basis:
            return line.bad("basis", NO_BASIS)
        if sentence := persons.fault("核定依据", basis):
            return line.bad("basis", sentence)
        line.action = Action.UPDATE
        line.staged["due"] = {"amount": amount, "basis": basis}
        for key, new in (("amount", f"{amount:.2f}"), ("basis", basis)):
            told = {"key": key, "label": self.columns[key].column_name, "old": "", "new": new}
            line.differences.append(told)

    def _subject(self, line):
        text = line.said.get("system_number", "").strip()
        if not text:
            return line.bad("system_number", NO_NUMBER)
        (number,) = ids_in([line]) or (None,)
        return self.known.get(number) or line.bad("system_number", UNKNOWN.format(text[:30]))


def lock(batch):
    """Keep the dues as they are until the transaction ends."""
    staged.lock(batch, Due)


def write(batch):
    """Write the amounts of a checked batch, inside an act. Returns how many."""
    written = staged.update(batch, Due, "due", staged.VERSION, key="r.subject_id")
    changed = [pk for (pk,) in staged.ask(staged.SUBJECTS, batch)]
    follow_dues(Due.objects.filter(county_id=batch.county_id, pk__in=changed), by=batch.by)
    return written
