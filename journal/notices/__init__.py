"""公示公告 (一（三）5): what must be shown to the people before, or after, it takes effect.

An app registers a NoticeKind where its rows are, drafts notices over many of them (`draft_notice`), and lets a later
transition wait with `guards=[notice_over("ownership.title")]`.
"""

from journal.notices.drafting import draft_notice, redraft
from journal.notices.guards import notice_over
from journal.notices.kinds import KINDS, NoticeKind, register
from journal.notices.reading import notices_of, rows_in, standing_among, standing_over

__all__ = [
    "KINDS",
    "NoticeKind",
    "draft_notice",
    "notice_over",
    "notices_of",
    "redraft",
    "register",
    "rows_in",
    "standing_among",
    "standing_over",
]
