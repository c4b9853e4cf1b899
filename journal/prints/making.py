"""The printer's job: part by part, in the post it was asked for in; whoever takes over goes on where it stood."""

from contextlib import ExitStack
from io import BytesIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from journal.acts import act
from journal.jobs import GaveUp, job
from journal.kept import held_post, keep
from journal.models import Document, Print
from journal.prints.registry import PRINTS
from journal.prints.rendering import joined, rendered
from tenancy import policy
from tenancy.middleware import scope_of
from tenancy.scope import scope

ENDED = "提交打印时所用的岗位已经结束，或其中有记录已不在您的查看范围内，文件没有生成。"
GONE = "这一类文件已停用，文件没有生成。请从现有的列表重新打印。"


@job("prints.make", "打印", queue="pdf")
def make(run, *, print_id):
    """Render the parts of a Print that are not there yet, and join them; one that is made already is left alone."""
    with transaction.atomic():
        run.hold()
        row = Print.objects.select_related("post__unit", "county").get(pk=print_id)
    if row.document_id or row.is_expired:
        return _told(row)
    if row.kind not in PRINTS:
        raise GaveUp(GONE)
    kind = PRINTS[row.kind]
    post = _post(run, row, kind)
    parts = kind.parts(row.rows)
    for part, ids in parts[row.parts :]:
        _make(run, row, kind, post, part, ids)
    return _finish(run, row, kind, len(parts))


def _told(row):
    return f"共 {len(row.rows):,} 条，{row.pages:,} 页。" if row.rows else f"共 {row.pages:,} 页。"


def _post(run, row, kind):
    post = held_post(run.by, row, kind.verb)
    if post is None:
        raise GaveUp(ENDED)
    policy.grants(run.by, [post])  # and no other post's
    return post


def _make(run, row, kind, post, part, ids):
    """Render one part and put it on the disk. It counts only once the row says so: half a file is written again.

    The lock is held meanwhile, so that a page that takes long is not taken for a dead printer.
    """
    with transaction.atomic():
        run.hold()
        with scope(scope_of(post, run.by)):
            content, pages = _render(run, row, kind, part, ids)
        default_storage.delete(row.part_key(part.number))
        default_storage.save(row.part_key(part.number), File(BytesIO(content)))
        row.parts, row.pages = part.number + 1, row.pages + pages
        row.save(update_fields=["parts", "pages"])
        run.step(part.first - 1 + len(ids), part.rows)


def _render(run, row, kind, part, ids):
    told = row.params | ({"part": part} if kind.per else {})
    context = kind.context(_rows(run.by, kind, ids), by=run.by, **told)
    return rendered(kind.template, context, pages_before=row.pages)


def _rows(user, kind, ids):
    """The rows of a part in the order they were asked for; GaveUp where one is out of reach by now."""
    if kind.model is None:
        return None
    found = kind.model.objects.permitted(user, kind.verb).in_bulk(ids)
    if len(found) < len(set(ids)):
        raise GaveUp(ENDED)
    return [found[pk] for pk in ids]


def _finish(run, row, kind, parts):
    """Join the parts, keep the file, and say in the journal who had what printed."""
    keys = [row.part_key(number) for number in range(parts)]
    with transaction.atomic(), ExitStack() as opened:
        run.hold()
        files = [opened.enter_context(default_storage.open(key)) for key in keys]
        keep(run, row, files[0] if len(files) == 1 else joined(files), Document.Kind.PDF)
        with act("prints.make", f"打印{kind.label}", by=run.by, county=row.county_id) as entry:
            entry.about(row, reason=_told(row), seen=row.document.sha256)
    for key in keys:
        default_storage.delete(key)
    return _told(row)
