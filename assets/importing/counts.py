"""二（三）What a line of a filled-in count sheet means: the same counts, by the same rules, as on a telephone."""

import copy

from django.utils import timezone

from assets.choices import Status
from assets.importing.registers import hear, ids_in, names_nobody
from assets.inventory import counting
from assets.inventory.rules import COUNTED, count_faults
from assets.models import Round, RoundLine
from journal.imports import staged
from journal.imports.lines import Action
from journal.imports.resources import REGISTRY, columns_of
from journal.jobs import GaveUp

State = RoundLine.State
NO_NUMBER = "请保留导出表中的“系统编号”，按它找到要登记的资产。台账没有的资产（盘盈）请在清查页登记。"
UNKNOWN = "“{}”不是由您清查的资产的系统编号，请从清查页重新导出清查表。"
ASSUMED = "没有填清查结果，按“{}”登记，请核对。"
# What a count may say, by the field of its fault; and what a person is told of it, by column of the table.
KEYS = {
    "result": "result",
    "quantity": "found_quantity",
    "status": "found_status",
    "address": "found_address",
}
KEYS |= {"note": "note", "on": "counted_on"}
TOLD = {
    "result": "state",
    "found_quantity": "found_quantity",
    "found_status": "found_status",
    "found_address": "found_address",
    "note": "note",
    "counted_on": "counted_on",
}


class CountChecker:
    """Checks the lines of one batch against the lines of open rounds that this person may count."""

    tables = [(RoundLine, "line")]

    def __init__(self, batch, by):
        self.batch, self.by = batch, by
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.rows = counting.countable(RoundLine.objects.filter(county_id=batch.county_id), by)

    def prepare(self, lines):
        """Look up, for a chunk, the lines that it names."""
        ids = ids_in(lines)
        found = self.rows.filter(pk__in=ids).select_related("round") if ids else ()
        self.known = {row.pk: row for row in found}

    def check(self, line):
        """Add the line's faults and doubts, its action, and line.staged: line."""
        if not names_nobody(line):
            return
        said, row = hear(line, self.columns), self._subject(line)
        if row is None or line.failed:
            return
        line.subject_id, line.action, line.staged = row.pk, Action.SAME, {"version": row.version}
        result = said.get("result") or self._assumed(line, row, said)
        if result not in COUNTED:  # nobody was there, or it is a surplus of ours
            return
        self._take(line, row, result, said)

    def _subject(self, line):
        text = line.said.get("system_number", "").strip()
        if not text:
            return line.bad("system_number", NO_NUMBER)
        (number,) = ids_in([line]) or (None,)
        row = self.known.get(number)
        if row is None:
            return line.bad("system_number", UNKNOWN.format(text[:30]))
        if row.round.state != Round.State.OPEN:
            return line.bad("", counting.CLOSED.format(row.round))
        if timezone.localdate() < row.round.starts_on:
            return line.bad("", counting.EARLY.format(title=row.round, day=row.round.starts_on))
        return row

    def _assumed(self, line, row, said):
        """What a line means that tells a quantity but not the result."""
        if "found_quantity" not in said or row.state != State.UNCOUNTED:
            return None
        differs = said["found_quantity"] != row.quantity or "found_address" in said or "found_status" in said
        result = State.MISMATCH if differs else State.MATCH
        line.odd("found_quantity", ASSUMED.format(result.label))
        return result

    def _take(self, line, row, result, said):
        told = {
            "quantity": said.get("found_quantity"),
            "status": said.get("found_status", ""),
            "address": said.get("found_address", ""),
            "note": said.get("note", ""),
        }
        if result == State.LOSS:
            told |= {"quantity": told["quantity"] or None, "status": ""}
        on = said.get("counted_on")
        after = copy.copy(row)
        counting.put(after, result, by=self.by, on=on or row.counted_on, **told)
        if all(getattr(after, name) == getattr(row, name) for name in TOLD.values()):
            return
        if row.decision:
            line.bad("result", counting.DECIDED.format(row.get_decision_display()))
        for field, sentences in count_faults(row, result, **told, on=on).items():
            for sentence in sentences:
                line.bad(KEYS[field], sentence)
        self._tell(line, row, after)

    def _tell(self, line, row, after):
        for key, name in TOLD.items():
            old, new = (self._read(key, getattr(one, name)) for one in (row, after))
            if old != new:
                label = self.columns[key].column_name
                line.differences.append({"key": key, "label": label, "old": old, "new": new})
        line.action = Action.UPDATE
        names = [*TOLD.values(), "counted_at", "counted_by_id"]
        line.staged["line"] = {name: getattr(after, name) for name in names} | {"batch_id": self.batch.pk}

    def _read(self, key, value):
        if value in (None, ""):
            return ""
        if key == "found_status":
            return Status(value).label
        return str(self.columns[key].widget.render(value))


HELD = f"""
SELECT count(*) FILTER (WHERE state <> 'open') FROM (
    SELECT r.state FROM assets_round r WHERE r.county_id = %(county)s AND r.id IN (
        SELECT l.round_id FROM assets_roundline l WHERE l.county_id = %(county)s AND l.id IN ({staged.SUBJECTS}))
    ORDER BY r.id FOR SHARE) held
"""


def lock(batch):
    """Keep the rounds open, and the lines as they are, until the transaction ends."""
    if staged.ask(HELD, batch)[0][0]:
        raise GaveUp("清查已经结束，本批没有写入。")
    staged.lock(batch, RoundLine)


def write(batch):
    """Write the counts of a checked batch, inside an act. Returns how many."""
    return staged.update(batch, RoundLine, "line", staged.VERSION, key="r.subject_id")


WROTE = """
SELECT count(*) FILTER (WHERE state <> 'open') FROM (
    SELECT r.state FROM assets_round r WHERE r.county_id = %(county)s AND r.id IN (
        SELECT l.round_id FROM assets_roundline l WHERE l.county_id = %(county)s AND l.batch_id = %(batch)s)
    ORDER BY r.id FOR SHARE) held
"""


def not_undone(batch):
    """[sentence]: a round that is closed stays as it was settled. Keeps the others open until the transaction ends."""
    return ["清查已经结束，清查结果不能再撤销。"] if staged.ask(WROTE, batch)[0][0] else []
