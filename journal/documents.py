"""Files that people give: examined, stored under a random name, and handed out again in a way that harms nobody."""

from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from journal.files.inspect import KINDS, check, safe_name
from journal.files.limits import MEGABYTE, Unreadable
from journal.models import Document
from journal.models.documents import storage_key
from tenancy.persons import mask

# One table from kind to type: what a sender or a file name says is never believed.
ERASED = "已清除的文件"
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


def store(uploaded, *, by, county, kinds=None, limit=None):
    """Keep an uploaded file (Django's UploadedFile) for a county (its code). Returns the Document.

    Pictures are drawn anew, with a small preview. `kinds`: which of Document.Kind are wanted, all but csv when None;
    `limit`: the most bytes it may have, settings.UPLOAD_LIMIT when None.
    Raises Unreadable, a ValidationError whose Chinese sentence says what the file is and what to do.
    """
    name = mask(safe_name(uploaded.name))  # it outlives the file, and others read it
    limit = limit or settings.UPLOAD_LIMIT
    if uploaded.size > limit:
        raise Unreadable(f"“{name}”超过 {limit // MEGABYTE} MB。请压缩或拆分后再上传。")
    checked = check(uploaded.read(), name, kinds or KINDS)
    if kinds and checked.kind not in kinds:
        wanted = "、".join(Document.Kind(kind).label for kind in kinds)
        raise Unreadable(f"“{name}”是“{Document.Kind(checked.kind).label}”，不能用在这里。可用：{wanted}。")
    # The file before the row: a row without its file would be worse than a file without its row.
    return Document.objects.create(
        county_id=county,
        kind=checked.kind,
        name=name,
        key=_keep(checked.content),
        preview_key=_keep(checked.thumbnail) if checked.thumbnail else "",
        size=len(checked.content),
        sha256=sha256(checked.content).hexdigest(),
        look=checked.look,
        uploaded_by=by,
    )


def _keep(content):
    return default_storage.save(storage_key(), ContentFile(content))


def serve(document, *, inline=False):
    """The file as a response, after the caller has asked the policy; shown in the page only if we drew it ourselves."""
    return hand_out(document.key, document.kind, document.name, inline=inline and document.is_image)


def serve_preview(document):
    """The small picture of a picture."""
    return hand_out(document.preview_key, "jpg", document.name, inline=True)


def hand_out(key, kind, name, *, inline=False):
    """The file under a key as a response, under a name of its own. Raises Http404 where it has been removed.

    It is sent in pieces, when the scope is over already: the file is open by then, and the database not asked again.
    """
    if not key or not default_storage.exists(key):
        raise Http404("文件已按规定清除。")
    file, how = default_storage.open(key), {"as_attachment": not inline, "filename": name}
    response = FileResponse(file, content_type=TYPES[kind], **how)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def is_kept(document):
    """Whether the file is still there, and was not forgotten."""
    return default_storage.exists(document.key)


def erase(document):
    """Remove the file, and what it was called: that may be a person's name. In the scope of the system."""
    forget(document)
    document.name = f"{ERASED}.{document.kind}"
    document.save(update_fields=["name"])


def forget(document):
    """Remove the file from the disk, as personal data that is not needed any more must be; the row keeps its hash."""
    for key in filter(None, (document.key, document.preview_key)):
        default_storage.delete(key)
