"""What the page 核对 shows: counters, kinds of faults, fifty rows with what is said of each cell; as plain values."""

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from journal.imports import mending, steps
from journal.imports.lines import ASK, BAD, ODD
from journal.imports.resources import REGISTRY, columns_of
from journal.imports.verdict import of_kind
from journal.models import ImportRow

PAGE, KINDS = 50, 8
FEW = 4  # options that stand beside a kind of question; more of them in the editor
LEAST, HEAVIEST, WEIGHT = (
    10,
    13_000,
    60,
)  # rows of a page at least; characters of it at most; those around a fault
LONGEST = 28  # characters of a cell that are shown; all of it stands in its editor
Action = ImportRow.Action
COUNTERS = {
    "all": ("全部", {}),
    "error": ("错误", {"is_wrong": True}),
    "warning": ("提示", {"is_wrong": False, "is_doubtful": True}),
    **{action.value: (action.label, {"is_wrong": False, "action": action.value}) for action in Action},
}
IF_ANY = {Action.OTHER, Action.SKIP}
LEVELS = (BAD, ASK, ODD)


def check(batch, form, before, query):
    """journal/_check and the page around it: rows, counters, kinds, and the confirmation."""
    view = View(batch, query)
    here = [batch.pk]
    return view.context() | {
        "batch": {"name": batch.document.name, "rows": batch.total},
        "form": form,
        "seen": batch.digest,
        "notices": [_again(before)] if before else [],
        "can_write": steps.writable(batch) > 0,
        "writable": steps.writable(batch),
        "blocked": steps.NOTHING_TO_WRITE,
        "check_url": reverse("imports:check", args=here),
        "answer_url": reverse("imports:answer", args=here),
        "columns_url": reverse("imports:columns", args=here),
        "faults_url": reverse("imports:faults", args=here) if batch.wrong or batch.doubtful else "",
        "cancel_url": reverse("imports:abandon", args=here),
    }


def _again(before):
    when = timezone.localtime(before.created_at).strftime("%Y-%m-%d")
    return f"同一个文件已于 {when} 由{before.by.name}导入过（写入 {before.written} 项），再次导入会重复登记。"


class View:
    """One look at the rows of a batch: which counter, which kind of fault, which fifty, and which columns."""

    def __init__(self, batch, query):
        self.batch, self.counts = batch, batch.counts
        shown = query.get("show", "")
        self.shown = shown if shown in COUNTERS else ("error" if batch.wrong else "all")
        self.kind = next((k for k in self.counts.get("kinds", []) if k["id"] == query.get("kind")), None)
        self.after, self.before = (_number(query.get(side, "")) for side in ("after", "before"))
        self.wide = query.get("columns") == "all"
        keys = batch.mapping["columns"]
        self.at_key = {key: at for at, key in enumerate(keys) if key}
        self.positions = [at for at in range(len(batch.columns)) if self.wide or keys[at]]

    def address(self, **changed):
        """The address of this look with something changed; a new filter begins at its first row."""
        kept = {"show": self.shown, "kind": self.kind and self.kind["id"], "columns": self.wide and "all"}
        return "?" + urlencode({name: value for name, value in (kept | changed).items() if value})

    def context(self):
        rows, page = self._page()
        hidden = len(self.batch.columns) - len(self.positions)
        return {
            "counters": self._counters(),
            "kinds": self._kinds(),
            "kind": self._active(),
            "heads": [self.batch.columns[at]["name"] for at in self.positions],
            "columns_link": _link(f"显示其余 {hidden} 列", self.address(columns="all"))
            if hidden
            else (_link("只看对应的列", self.address(columns=None)) if self.wide else None),
            "rows": [self._row(row) for row in rows],
            "page": page,
            "here": self.address(after=self.after, before=self.before).lstrip("?"),
        }

    def _counters(self):
        return [
            {
                "key": key,
                "label": label,
                "count": self.counts.get(key, 0),
                "url": self.address(show=key, kind=None),
                "active": key == self.shown and self.kind is None,
            }
            for key, (label, _) in COUNTERS.items()
            if key not in IF_ANY or self.counts.get(key)
        ]

    def _kinds(self):
        """The most frequent kinds, worst first; the rest are found by the counters."""
        told = sorted(self.counts.get("kinds", []), key=lambda kind: LEVELS.index(kind["level"]))
        return [self._told(kind) for kind in told[:KINDS]]

    def _told(self, kind):
        column = self.batch.columns[kind["column"]]["name"] if kind["column"] is not None else ""
        text = kind["text"] if kind["texts"] == 1 else f"例如：{kind['text']}（共 {kind['texts']} 种情况）"
        return {
            "id": kind["id"],
            "level": kind["level"],
            "column": column,
            "text": text,
            "count": kind["count"],
            "open": kind["open"],
            "url": self.address(show="all", kind=kind["id"]),
            "options": [{"value": value, "label": label} for value, label in kind["options"]]
            if len(kind["options"]) <= FEW
            else [],
            "is_question": kind["level"] == ASK,
            "active": kind is self.kind,
        }

    def _active(self):
        return self._told(self.kind) | {"clear_url": self.address(kind=None)} if self.kind else None

    def _page(self):
        """Fifty rows by their number in the sheet, forward from `after` or back from `before`."""
        rows = self.batch.rows.filter(county_id=self.batch.county_id, **COUNTERS[self.shown][1])
        if self.kind:
            condition, values = of_kind(self.kind)
            rows = rows.extra(where=[condition], params=values)
        if self.before:
            found = list(rows.filter(number__lt=self.before).order_by("-number")[: PAGE + 1])
            shown = _light(found[:PAGE])
            found, more_before, more_after = shown[::-1], len(found) > len(shown), True
        else:
            found = list(rows.filter(number__gt=self.after).order_by("number")[: PAGE + 1])
            shown = _light(found[:PAGE])
            found, more_before, more_after = shown, bool(self.after), len(found) > len(shown)
        count = self.kind["count"] if self.kind else self.counts.get(self.shown, 0)
        return found, {
            "count_text": f"共 {count} {'处' if self.kind else '行'}",
            "first_url": self.address() if more_before else "",
            "prev_url": self.address(before=found[0].number) if found and more_before else "",
            "next_url": self.address(after=found[-1].number) if found and more_after else "",
        }

    def _row(self, row):
        """One row of the grid. Errors are told twice, at the cell and with its address beside the row, so that none
        hides off the screen; an update tells each field that changes, old and new."""
        cells = {at: self._cell(row, at) for at in self.positions}
        beside = []
        for fault in row.faults:
            at = fault["column"]
            if at not in cells or fault["level"] == BAD:
                beside.append(_fault(row, fault) | {"cell": fault["cell"]})
            if at in cells:
                cells[at]["faults"].append(_briefly(row, fault))
                cells[at]["level"] = min(cells[at]["level"] or ODD, fault["level"], key=LEVELS.index)
                cells[at]["number"] = row.number
        for change in row.differences:
            at = self.at_key.get(change["key"])
            if at in cells:
                cells[at]["was"] = change["old"] or "（空）"
                cells[at]["text"] = short(change["new"]) or "（空）"
            else:
                beside.append({"level": "new", "change": change})
        left_out = row.action == Action.SKIP
        return {
            "line": row.number,
            "state": "error" if row.is_wrong else row.action,
            "state_label": "错误" if row.is_wrong else row.get_action_display(),
            "is_doubtful": row.is_doubtful and not row.is_wrong,
            "faults": sorted(beside, key=lambda fault: fault["level"] != BAD),
            "cells": cells.values(),
            "toggle": f"{row.number}|row|" + ("" if left_out else "skip"),
            "toggle_label": "恢复此行" if left_out else "跳过此行",
        }

    def _cell(self, row, at):
        text = row.cells[at] if at < len(row.cells) else ""
        mended = row.mends.get(str(at))
        return {
            "at": at,
            "head": self.batch.columns[at]["name"],
            "text": short(text if mended is None else mended),
            "mended_from": None if mended is None else (text or "（空）"),
            "level": "",
            "faults": [],
            "number": row.number if mended is not None else None,
            "was": None,
        }


def _fault(row, fault):
    """A fault as it is shown; a question with its options."""
    told = {"level": fault["level"], "text": fault["text"], "options": []}
    if fault["level"] == ASK:
        told["options"] = [
            {
                "value": f"{row.number}|{fault['question']}|{value}",
                "label": label,
                "is_proposal": value == fault["proposal"],
                "is_chosen": value == fault["answer"],
            }
            for value, label in fault["options"]
        ]
    return told


def _briefly(row, fault):
    """A fault at its cell: of a question the answer, or the one option that is proposed."""
    told = _fault(row, fault)
    if fault["level"] == ASK:
        chosen = [option for option in told["options"] if option["is_chosen"]]
        proposed = [option | {"label": "按建议"} for option in told["options"] if option["is_proposal"]]
        told["options"] = chosen or proposed
        for option in told["options"]:
            option["is_proposal"] = False
    return told


def _light(rows):
    """The first of the rows, as many as make a page that loads fast on a bad line: fewer where much is said of each."""
    weight, cells = 0, 0
    for at, row in enumerate(rows):
        weight += sum(2 * len(fault["text"]) + WEIGHT for fault in row.faults)
        cells += sum(min(len(text), LONGEST) for text in row.cells)
        if weight + cells > HEAVIEST:
            return rows[: max(at, LEAST)]
    return rows


def short(text):
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _link(label, url):
    return {"label": label, "url": url}


def _number(text):
    """A row number from the address, or 0."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def cell(batch, number, column, form, query):
    """journal/import_cell and journal/_cell: the editor of one cell; None where there is no such cell."""
    found = mending.reading(batch, number, column) if column < len(batch.columns) else None
    row = batch.rows.filter(number=number, county_id=batch.county_id).first()
    if found is None or row is None:
        return None
    now, before, alike = found
    mine = [fault for fault in row.faults if fault["column"] == column]
    key = batch.mapping["columns"][column]
    columns = columns_of(REGISTRY[batch.resource], batch.county_id)
    here = query.urlencode()
    return {
        "batch": {"name": batch.document.name},
        "title": f"第 {number} 行 · {batch.columns[column]['name']}",
        "field": columns[key].column_name if key in columns else "",
        "hint": columns[key].hint if key in columns else "",
        "form": form,
        "was": now,
        "before": before if str(column) in row.mends else None,
        "alike": alike,
        "faults": [fault for fault in map(partial(_fault, row), mine) if not fault["options"]],
        "questions": [_question(batch, row, fault, alike) for fault in mine if fault["level"] == ASK],
        "answer_url": reverse("imports:answer", args=[batch.pk]) + f"?{here}",
        "cell_url": reverse("imports:cell", args=[batch.pk, number, column]) + f"?{here}",
        "cell_id": f"cell-{number}-{column}",
        "back_url": reverse("imports:check", args=[batch.pk]) + f"?{here}",
    }


def _question(batch, row, fault, alike):
    """A question with its options, and for whom it can be answered: the row, all alike, all that are asked."""
    column, asked = fault["column"], fault["question"]
    kinds = batch.counts.get("kinds", [])
    kind = next((k for k in kinds if (k["column"], k["question"]) == (column, asked)), None)
    reach = [{"value": f"{row.number}|{asked}", "label": "按所选处理此行"}]
    if alike > 1:
        reach.append({"value": f"s{row.number}|{asked}", "label": f"按所选处理内容相同的 {alike} 行"})
    if kind and kind["count"] > 1:
        reach.append({"value": f"k|{kind['id']}", "label": f"按所选处理全部同类问题（{kind['count']} 行）"})
    holds = fault["proposal"] if fault["answer"] is None else fault["answer"]
    options = [
        {
            "value": value,
            "label": f"{label}（建议）" if value == fault["proposal"] else label,
            "holds": value == holds,
        }
        for value, label in fault["options"]
    ]
    return {"text": fault["text"], "options": options, "reach": reach}
