"""The file that a job makes for a person in one of their posts: kept for its day under the row that asked for it.

The row (Export, and what is made like it) has `post`, `name`, `key`, `document`, `expires_at`, `removed_at` and
`is_expired`. Its key is given once: whoever takes over from a killed worker writes to the same place, so that no file
is left that no row knows of.
"""

from hashlib import file_digest

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from journal.jobs import GaveUp
from journal.models import Document
from tenancy import policy

TOO_LATE = "文件生成时已过保存期限，没有保留。请重新提交。"


def held_post(user, row, verb):
    """The post a file was asked for in, if this person still holds it and it carries the verb; else None."""
    held = (post for post in policy.posts(user) if post.pk == row.post_id)
    return next((post for post in held if verb in post.verbs), None)


def keep(run, row, file, kind):
    """Store a job's file (binary, of a Document.Kind) and point its row to it; inside a transaction.

    The disk is touched only while the job is held and the row locked: neither a worker taken for dead nor one that
    comes after the file's day leaves or removes anything. Raises Superseded, GaveUp.
    """
    run.hold()
    if type(row).objects.select_for_update(of=("self",)).get(pk=row.pk).is_expired:
        raise GaveUp(TOO_LATE)
    file.seek(0)
    sha256 = file_digest(file, "sha256").hexdigest()
    default_storage.delete(row.key)  # what a killed attempt has left
    default_storage.save(row.key, File(file))
    given = {"name": row.name, "key": row.key, "size": file.tell(), "sha256": sha256, "uploaded_by": run.by}
    row.document = Document.objects.create(county_id=row.county_id, kind=kind, **given)
    row.save(update_fields=["document"])


def expire(model):
    """Remove the files of a model whose day is over, those of killed attempts too. In the scope of the system."""
    now = timezone.now()
    with transaction.atomic():
        late = model.objects.select_for_update(of=("self",)).filter(expires_at__lte=now, removed_at=None)
        for row in late:
            default_storage.delete(row.key)
        model.objects.filter(pk__in=[row.pk for row in late]).update(removed_at=now)
