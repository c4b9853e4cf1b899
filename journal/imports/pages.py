"""What the pages of the wizard show, as plain values."""

from django.urls import reverse
from django.utils import timezone

from journal import documents
from journal.imports.lines import BAD, ODD
from journal.imports.resources import REGISTRY
from journal.models import ImportBatch

PAGE = 50
LONG = 20  # characters of a cell beyond which it takes several lines
State = ImportBatch.State
STAGES = {
    State.READING: "imports:columns",
    State.UPLOADED: "imports:columns",
    State.CHECKING: "imports:check",
    State.CHECKED: "imports:check",
    State.WRITING: "imports:result",
    State.WRITTEN: "imports:result",
}
SHOWN = {
    "all": {},
    "error": {"is_wrong": True},
    "warning": {"is_wrong": False, "is_doubtful": True},
    "new": {"is_wrong": False},
}


def address(batch):
    """Where a batch is looked at in its state."""
    return (
        reverse(STAGES[batch.state], args=[batch.pk]) if batch.state in STAGES else reverse("imports:upload")
    )


def upload(form, batches):
    """journal/import_upload."""
    columns = [column for resource in REGISTRY.values() for column in resource.fields.values()]
    return {
        "form": form,
        "field_columns": [{"label": "列"}, {"label": "说明"}, {"label": "示例"}],
        "fields": [
            {
                "label": column.column_name,
                "required": column.required,
                "help": column.hint or _other_names(column),
                "example": column.example,
            }
            for column in columns
        ],
        "batch_columns": [{"label": "文件"}, {"label": "行数", "num": True}, {"label": "状态"}],
        "batches": [
            {
                "name": batch.document.name,
                "url": address(batch),
                "by": batch.unit.name,
                "at": batch.created_at,
                "rows": batch.total,
                "state": batch.state,
                "state_label": batch.get_state_display(),
            }
            for batch in batches
        ],
    }


def _other_names(column):
    others = "、".join(column.names[1:5])
    return f"也可写作：{others}。" if others else ""


def head(batch):
    """The batch as every page of the wizard names it."""
    return {"name": batch.document.name, "title": batch.title, "sheet": batch.sheet, "rows": batch.total}


def columns(batch, form, table_form):
    """journal/import_columns."""
    return {
        "batch": head(batch),
        "problem": batch.mapping.get("problem", ""),
        "form": form,
        "table_form": table_form,
        "matches": [
            {
                "header": column["name"],
                "samples": column["samples"],
                "field": field,
                "is_sure": column["is_sure"],
            }
            for column, field in form.matches()
        ],
        "missing": [
            column.column_name
            for key, column in form.resource.fields.items()
            if column.required and key not in {column["key"] for column in batch.columns}
        ],
        "column_heads": [{"label": "表格的列"}, {"label": "样例"}, {"label": "对应字段"}, {"label": "识别"}],
        "cancel_url": reverse("imports:abandon", args=[batch.pk]),
    }


def progress(batch):
    """The job of a batch, as _components/progress asks for it."""
    job = batch.job
    text = job.message or (
        f"{job.progress} / {job.total} 行" if job.total else "已提交，可以离开本页，稍后回来查看。"
    )
    return {
        "job": {
            "label": job.label,
            "percent": job.percent,
            "text": text,
            "is_over": job.is_over,
            "state": job.state,
            "state_label": job.get_state_display(),
        },
        "poll_url": reverse("imports:progress", args=[batch.pk]),
    }


def wait(batch, stage):
    """journal/import_wait: a job on its way, or one that could not be finished."""
    is_over, is_reading = batch.job.is_over, batch.state == State.READING
    can_go_on = is_over and (not is_reading or documents.is_kept(batch.document))
    return progress(batch) | {
        "batch": head(batch),
        "stage": stage,
        "recheck_url": reverse("imports:recheck", args=[batch.pk]) if can_go_on else "",
        "recheck_label": "重新读取" if is_reading else "重新核对",
        "upload_url": reverse("imports:upload") if is_over and is_reading else "",
        "cancel_url": reverse("imports:abandon", args=[batch.pk]) if can_go_on else "",
    }


def check(batch, form, before, query):
    """journal/import_check: the rows, and the confirmation."""
    notices = []
    if before:
        when = timezone.localtime(before.created_at).strftime("%Y-%m-%d")
        notices.append(
            f"同一个文件已于 {when} 由{before.by.name}导入过（写入 {before.written} 行），再次导入会重复登记。"
        )
    return grid(batch, query) | {
        "batch": head(batch),
        "form": form,
        "seen": batch.digest,
        "notices": notices,
        "can_write": batch.wrong < batch.total,
        "blocked": "没有可以导入的行。请按提示改好表格后重新上传。",
        "columns_url": reverse("imports:columns", args=[batch.pk]),
        "cancel_url": reverse("imports:abandon", args=[batch.pk]),
    }


def grid(batch, query):
    """journal/_check: one page of rows with their faults; `query` holds show, after and before."""
    here = reverse("imports:check", args=[batch.pk])
    shown = query.get("show", "") if query.get("show", "") in SHOWN else ("error" if batch.wrong else "all")
    sound = batch.total - batch.wrong
    counts = {"all": batch.total, "error": batch.wrong, "warning": batch.doubtful, "new": sound}
    labels = {"all": "全部", "error": "错误", "warning": "提示", "new": "可导入"}
    rows, page = _page(batch, here, shown, query, counts[shown])
    return {
        "counters": [
            {
                "key": key,
                "label": label,
                "count": counts[key],
                "url": f"{here}?show={key}",
                "active": key == shown,
            }
            for key, label in labels.items()
        ],
        "heads": [column["name"] for column in batch.columns],
        "rows": [_row(row) for row in rows],
        "page": page,
        "writable": sound,
    }


def _page(batch, here, shown, query, count):
    """Fifty rows by their number in the sheet, forward from `after` or back from `before`."""
    rows = batch.rows.filter(county_id=batch.county_id, **SHOWN[shown])
    after, before = (_number(query.get(side, "")) for side in ("after", "before"))
    if before:
        found = list(rows.filter(number__lt=before).order_by("-number")[: PAGE + 1])
        found, more_before, more_after = found[:PAGE][::-1], len(found) > PAGE, True
    else:
        found = list(rows.filter(number__gt=after).order_by("number")[: PAGE + 1])
        found, more_before, more_after = found[:PAGE], bool(after), len(found) > PAGE
    here = f"{here}?show={shown}"
    return found, {
        "count_text": f"共 {count} 行",
        "first_url": here if more_before else "",
        "prev_url": f"{here}&before={found[0].number}" if found and more_before else "",
        "next_url": f"{here}&after={found[-1].number}" if found and more_after else "",
    }


def _number(text):
    """A row number from the address, or 0."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _row(row):
    """One row of the grid: what stood in each cell, and what is said of it.

    Errors are told twice, at the cell and with its address beside the row, so that none hides off the screen.
    """
    state = (
        ("error", "错误") if row.is_wrong else ("warning", "提示") if row.is_doubtful else ("new", "可导入")
    )
    cells = [{"text": text, "is_long": len(text) > LONG, "faults": [], "level": ""} for text in row.cells]
    beside = []
    for fault in row.faults:
        if fault["column"] is None or fault["level"] == BAD:
            beside.append({"level": fault["level"], "text": f"{fault['cell']} {fault['text']}".strip()})
        if fault["column"] is not None:
            cell = cells[fault["column"]]
            cell["faults"].append(fault)
            cell["level"] = BAD if BAD in (cell["level"], fault["level"]) else ODD
    return {
        "line": row.number,
        "state": state[0],
        "state_label": state[1],
        "faults": sorted(beside, key=lambda fault: fault["level"] != BAD),
        "cells": cells,
    }


def result(batch):
    """journal/import_result."""
    rows_url = REGISTRY[batch.resource].rows_url(batch)
    return progress(batch) | {
        "batch": head(batch) | {"reason": batch.reason},
        "stats": [
            {
                "label": "已写入",
                "value": batch.written,
                "unit": "行",
                "url": rows_url,
                "note": "均为草稿，可继续补充、提交",
            },
            {
                "label": "未导入",
                "value": batch.wrong,
                "unit": "行",
                "url": reverse("imports:upload"),
                "note": "改好后可重新上传",
            },
        ],
        "rows_url": rows_url,
        "undo_url": "",
        "undo_obstacles": [],
    }
