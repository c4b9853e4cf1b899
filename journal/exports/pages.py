"""What the pages of exports show, as plain values."""

from django.urls import reverse

from journal.exports.registry import EXPORTS
from journal.models import Job
from journal.progress import of_file, state_of

COLUMNS = [
    {"label": "文件"},
    {"label": "行数", "num": True},
    {"label": "状态"},
    {"label": "提交时间"},
    {"label": "保留至"},
]


def new(form, kind, told, query):
    """journal/export_new."""
    back = f"{reverse(kind.list_name)}?{query.urlencode()}" if query else reverse(kind.list_name)
    return {
        "form": form,
        "crumbs": [(kind.label, back), ("导出", "")],
        "told": told or "没有筛选条件，导出您可以查看的全部记录。",
        "back_url": back,
        "mine_url": reverse("exports:list"),
    }


def listed(exports):
    """journal/export_list."""
    return {"columns": COLUMNS, "rows": [_row(row) for row in exports]}


def _row(row):
    state, label = state_of(row)
    return {
        "name": row.name,
        "told": row.told,
        "url": reverse("exports:detail", args=[row.pk]),
        "file_url": reverse("exports:file", args=[row.pk]) if state == Job.State.DONE else "",
        "rows": row.rows if row.document_id else None,
        "state": state,
        "state_label": label,
        "at": row.created_at,
        "until": row.expires_at,
    }


def progress(row):
    """The job of an export; once it is done, the way to the file."""
    detail, file = (reverse(f"exports:{name}", args=[row.pk]) for name in ("detail", "file"))
    return of_file(row, unit="行", poll_url=detail, file_url=file, expired="文件已过期并清除，请重新导出。")


def _again(row, kind):
    """Where the same is asked for anew; once its conditions are gone, the list."""
    if row.removed_at:
        return reverse(kind.list_name)
    return f"{reverse('exports:new')}?resource={row.resource}{'&' if row.query else ''}{row.query}"


def detail(row):
    """journal/export: the file on its way, or there."""
    kind = EXPORTS[row.resource]
    return progress(row) | {
        "sub": f"{kind.label} · {row.get_layout_display()} · {row.get_format_display()}",
        "crumbs": [("我的导出", reverse("exports:list")), (row.name, "")],
        "told": row.told or "没有筛选条件",
        "until": row.expires_at,
        "again_url": _again(row, kind),
    }
