"""What the pages of prints show, as plain values."""

from django.urls import reverse

from journal.models import Job
from journal.prints.registry import label_of

COLUMNS = [
    {"label": "文件"},
    {"label": "页数", "num": True},
    {"label": "状态"},
    {"label": "提交时间"},
    {"label": "保留至"},
]


def listed(prints):
    """journal/print_list."""
    return {"columns": COLUMNS, "rows": [_row(row) for row in prints]}


def _row(row):
    state, label = state_of(row)
    return {
        "name": row.name,
        "label": label_of(row.kind),
        "url": row.get_absolute_url(),
        "file_url": reverse("prints:file", args=[row.pk]) if state == Job.State.DONE else "",
        "pages": row.pages if row.document_id else None,
        "state": state,
        "state_label": label,
        "at": row.created_at,
        "until": row.expires_at,
    }


def state_of(row):
    """(state, label) of a print: that of its job, or expired."""
    if row.is_expired:
        return "expired", "已过期"
    return row.job.state, row.job.get_state_display()


def progress(row):
    """The job of a print, as _components/progress asks for it; once it is done, the way to the file."""
    job, (state, label) = row.job, state_of(row)
    counted = (
        f"已排版 {job.progress:,} / {job.total:,} 条" if job.total else "已提交，可以离开本页，稍后回来下载。"
    )
    shown = {
        "label": row.name,
        "percent": job.percent,
        "text": job.message or (counted if not job.is_over else ""),
        "is_over": job.is_over,
        "state": state,
        "state_label": label,
    }
    if state == Job.State.DONE:
        shown |= {"result_url": reverse("prints:file", args=[row.pk]), "result_label": "下载"}
    if state == "expired":
        shown["text"] = "文件已过期并清除，请从列表重新打印。"
    return {"job": shown, "poll_url": row.get_absolute_url()}


def detail(row):
    """journal/print: the paper on its way, or there."""
    return progress(row) | {
        "sub": label_of(row.kind),
        "crumbs": [("我的打印", reverse("prints:list")), (row.name, "")],
        "until": row.expires_at,
    }
