"""What the pages of prints show, as plain values."""

from django.urls import reverse

from journal.models import Job
from journal.prints.registry import label_of
from journal.progress import of_file, state_of

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


def progress(row):
    """The job of a print; once it is done, the way to the file."""
    return of_file(
        row,
        done="已排版",
        unit="条",
        poll_url=row.get_absolute_url(),
        file_url=reverse("prints:file", args=[row.pk]),
        expired="文件已过期并清除，请从列表重新打印。",
    )


def detail(row):
    """journal/print: the paper on its way, or there."""
    return progress(row) | {
        "sub": label_of(row.kind),
        "crumbs": [("我的打印", reverse("prints:list")), (row.name, "")],
        "until": row.expires_at,
    }
