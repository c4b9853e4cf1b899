"""How far background work is, as _components/progress shows it: a job, and the kept file that a job makes."""

from journal.models import Job

ON_ITS_WAY = "可以离开本页，任务在后台继续。"
FETCH_LATER = "已提交，可以离开本页，稍后回来下载。"


def of_job(owed, *, done="已处理", unit="", begun=ON_ITS_WAY):
    """A Job: its words, or how many are `done` of how many (of what `unit`); `begun` while that is not known."""
    counted = f"{done} {owed.progress:,} / {owed.total:,} {unit}".rstrip() if owed.total else begun
    return {
        "label": owed.label,
        "percent": owed.percent,
        "text": owed.message or counted,
        "is_over": owed.is_over,
        "state": owed.state,
        "state_label": owed.get_state_display(),
    }


def state_of(row):
    """(state, label) of a kept file (journal/kept.py): that of its job, or expired."""
    if row.is_expired:
        return "expired", "已过期"
    return row.job.state, row.job.get_state_display()


def of_file(row, *, poll_url, file_url, expired, **words):
    """{job, poll_url} of a kept file on its way; once it is done, the way to it. `expired`: what is said afterwards;
    `words` as of_job."""
    state, label = state_of(row)
    shown = of_job(row.job, begun=FETCH_LATER, **words)
    shown |= {"label": row.name, "state": state, "state_label": label}
    if state == Job.State.DONE:
        shown |= {"result_url": file_url, "result_label": "下载"}
    if state == "expired":
        shown["text"] = expired
    return {"job": shown, "poll_url": poll_url}
