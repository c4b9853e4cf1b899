"""What the pages of the wizard show, as plain values."""

from django.urls import reverse

from journal import documents
from journal.imports import marking, undoing
from journal.imports.resources import REGISTRY, columns_of
from journal.models import ImportBatch, ImportRow

State, Action = ImportBatch.State, ImportRow.Action
STAGES = {
    State.READING: "imports:columns",
    State.UPLOADED: "imports:columns",
    State.CHECKING: "imports:check",
    State.CHECKED: "imports:check",
    State.WRITING: "imports:result",
    State.WRITTEN: "imports:result",
    State.UNDOING: "imports:result",
    State.UNDONE: "imports:result",
}
WRITTEN = {Action.NEW, Action.UPDATE, Action.OTHER}
UNDO_MEANS = "撤销后新增的行删去，更新的行恢复原样；"
GO_ON = {State.UPLOADED: "继续对应列", State.CHECKED: "继续核对"}


def address(batch):
    """Where a batch is looked at in its state."""
    return (
        reverse(STAGES[batch.state], args=[batch.pk]) if batch.state in STAGES else reverse("imports:upload")
    )


def upload(form, batches, county, user):
    """journal/import_upload, in a county (its code)."""
    chosen = form.chosen
    return {
        "form": form,
        "resources": [
            {
                "label": resource.label,
                "url": reverse("imports:upload", query={"resource": name}),
                "active": name == chosen,
            }
            for name, resource in form.resources.items()
        ],
        "template_url": reverse("imports:template", query={"resource": chosen}),
        "field_columns": [{"label": "列"}, {"label": "说明"}, {"label": "示例"}],
        "fields": [
            {
                "label": column.column_name,
                "required": column.required,
                "help": column.hint or _other_names(column),
                "example": column.example,
            }
            for column in columns_of(REGISTRY[chosen], county).values()
        ],
        "batch_columns": [{"label": "文件"}, {"label": "行数", "num": True}, {"label": "状态"}],
        "batches": [
            {
                "name": batch.document.name,
                "url": address(batch),
                "by": f"{batch.by.name} {batch.unit.name}",
                "at": batch.created_at,
                "rows": batch.total,
                "state": batch.state,
                "state_label": batch.get_state_display(),
                "act": GO_ON.get(batch.state)
                or ("撤销" if batch.state == State.WRITTEN and batch.by_id == user.pk else ""),
                "act_url": reverse("imports:undo", args=[batch.pk])
                if batch.state == State.WRITTEN
                else address(batch),
            }
            for batch in batches
        ],
    }


def _other_names(column):
    others = "、".join(column.names[1:5])
    return f"也可写作：{others}。" if others else ""


def head(batch):
    """The batch as every page of the wizard names it: by its number, as the journal does, and its file."""
    return {
        "name": f"{batch} {batch.document.name}",
        "title": batch.title,
        "sheet": batch.sheet,
        "rows": batch.total,
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
        "upload_url": reverse("imports:upload") if is_over and not can_go_on else "",
        "cancel_url": reverse("imports:abandon", args=[batch.pk]) if can_go_on else "",
    }


def faults(batch):
    """journal/import_faults: the workbook with what was found, to be asked for, on its way, or there."""
    owed = batch.marking if marking.is_current(batch) else None
    if owed:
        text = owed.message or (
            f"{owed.progress:,} / {owed.total:,} 行" if owed.total else "可以离开，稍后回来下载。"
        )
        shown = {"label": owed.label, "percent": owed.percent, "text": text, "is_over": owed.is_over}
        shown |= {"state": owed.state, "state_label": owed.get_state_display()}
        if owed.state == owed.State.DONE:
            there = reverse("imports:faults_file", args=[batch.pk])
            shown |= {"result_url": there, "result_label": "下载差错表"}
    return {
        "batch": head(batch),
        "job": shown if owed else None,
        "poll_url": reverse("imports:faults", args=[batch.pk]),
        "can_ask": owed is None or owed.state == owed.State.FAILED,
        "total": f"{batch.total:,}",
        "until": batch.expires_at,
        "check_url": reverse("imports:check", args=[batch.pk]),
        "crumbs": [("导入", reverse("imports:upload")), (batch.document.name, address(batch))],
    }


def result(batch, user):
    """journal/import_result: what came of it, row by row, and whether it can be taken back."""
    rows_url = _rows_url(batch)
    is_there = batch.state == State.WRITTEN
    return progress(batch) | {
        "batch": head(batch) | {"reason": batch.reason},
        "stats": _numbers(batch) if is_there else [],
        "rows_url": rows_url if is_there else "",
        "again_url": reverse("imports:upload"),
        "undo_url": reverse("imports:undo", args=[batch.pk]) if is_there else "",
        "undo_obstacles": undoing.seen_at_once(batch, user) if is_there else [],
        "notice": "".join(_notices(batch)),
    }


def _notices(batch):
    """What became of a batch, and of its file."""
    if batch.state == State.UNDONE:
        yield getattr(REGISTRY[batch.resource], "undone", "本批已撤销，台账恢复到导入之前。")
        yield "操作记录中保留了导入和撤销。"
    if batch.cleared_at:
        yield "上传的文件和核对时暂存的内容已到期清除；台账、操作记录和撤销不受影响。"


def _rows_url(batch):
    """Where what was written is looked at: in its own register, where any of it stands there."""
    here = batch.counts.get(Action.NEW, 0) + batch.counts.get(Action.UPDATE, 0)
    elsewhere = batch.counts.get(Action.OTHER, 0) and not here
    return REGISTRY[batch.resource].rows_url(batch, Action.OTHER if elsewhere else "")


def _numbers(batch):
    """The figures of a written batch: each action with its rows, and those that stayed out.

    What was written opens its list where all of it stands in one; a row taken apart was written as several.
    """
    resource, counts = REGISTRY[batch.resource], batch.counts
    notes = {
        "new": getattr(resource, "next_step", "均为草稿，可继续补充、提交"),
        "same": "与台账完全相同",
        "duplicate": "按重复处理，没有写入",
        "other": getattr(resource, "elsewhere", ""),
        "skip": "由您选定不导入",
    }
    is_one_list = len([action for action in WRITTEN if counts.get(action)]) == 1 or not counts.get(
        Action.OTHER
    )
    told = [("写入", batch.written, "", _rows_url(batch) if is_one_list else "")]
    for action, label in Action.choices:
        url = resource.rows_url(batch, action) if action in WRITTEN else ""
        told.append((label, counts.get(action, 0), notes.get(action, ""), url))
    told.append(("错误，未导入", batch.wrong, "修改后可重新上传", ""))
    return [
        {"label": label, "value": count, "unit": "行" if at else "项", "url": url, "note": note}
        for at, (label, count, note, url) in enumerate(told[:1] + [row for row in told[1:] if row[1]])
    ]


def undo(batch, form, user):
    """journal/import_undo: what will be taken back, and what stands in the way."""
    return {
        "batch": head(batch) | {"by": batch.by.name, "at": batch.created_at, "reason": batch.reason},
        "form": form,
        "obstacles": undoing.seen_at_once(batch, user),
        "written": batch.written,
        "means": getattr(REGISTRY[batch.resource], "undo_means", UNDO_MEANS),
        "rows_url": _rows_url(batch),
        "cancel_url": reverse("imports:result", args=[batch.pk]),
    }
