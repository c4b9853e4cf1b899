"""What happened, and what is under way."""

from journal.models.deadlines import Deadline, Digest, Reminder
from journal.models.documents import Document
from journal.models.entries import Change, Entry, Seal
from journal.models.exports import Export
from journal.models.imports import ColumnMemory, ImportBatch, ImportRow
from journal.models.jobs import Job
from journal.models.notices import Notice, NoticeBody, NoticeRow, Objection, Objector
from journal.models.parameters import CountySetting
from journal.models.prints import Print

__all__ = [
    "Change",
    "ColumnMemory",
    "CountySetting",
    "Deadline",
    "Digest",
    "Document",
    "Entry",
    "Export",
    "ImportBatch",
    "ImportRow",
    "Job",
    "Notice",
    "NoticeBody",
    "NoticeRow",
    "Objection",
    "Objector",
    "Print",
    "Reminder",
    "Seal",
]
