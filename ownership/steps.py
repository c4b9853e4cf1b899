"""The way of a title as people see it: each step, when and by whom, and where it stands."""

from ownership.models import Title

State = Title.State
# (what it is called, the pair that tells when and by whom)
WAY = [
    ("提出确权", "proposed"),
    ("部门审核", "reviewed"),
    ("确认产权", "confirmed"),
    ("颁发权证", "issued"),
    ("移交", "handed"),
]


def steps(title):
    """[{label, at, by, done}] of the steps of a title; the review only where the county named a department."""
    told = []
    for label, pair in WAY:
        if pair == "reviewed" and title.reviewer_id is None:
            continue
        at = getattr(title, f"{pair}_at")
        told.append({"label": label, "at": at, "done": at is not None})
    if title.decision_number:
        told.insert(0, {"label": "县政府决定", "at": title.decided_at, "done": True})
    books = title.book_number
    told.append({"label": "登记三资（国资）编号", "at": None, "done": bool(books), "note": books})
    return told
