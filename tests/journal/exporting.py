"""Taking lists out, for tests: what a person asks for, what the worker makes, and the file as an upload."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from journal.exports import steps
from journal.models import Export
from tenancy import policy
from tenancy.middleware import scope_of
from tenancy.scope import scope
from tests.journal.importing import work


def asked(place, who="county_clerk", *, resource="assets", layout="all", fmt="xlsx", query=""):
    """The Export that a person of a place asks for, not made yet."""
    user = place.person(who)
    post = policy.posts(user)[0]
    policy.grants(user, [post])
    look = scope_of(post, user)
    what = {"resource": resource, "layout": layout, "fmt": fmt, "query": QueryDict(query)}
    with scope(look):
        return steps.start(by=user, post=post, scope=look, **what)


def again(row):
    """The same as it stands now."""
    return Export.objects.select_related("document", "job").get(pk=row.pk)


def taken_out(place, who="county_clerk", **what):
    """The same, made by the worker."""
    row = asked(place, who, **what)
    with place.scope():
        work(place)
        return again(row)


def content(row):
    """The bytes of the file."""
    with default_storage.open(row.document.key) as file:
        return file.read()


def as_upload(row):
    """The file as somebody would upload it."""
    return SimpleUploadedFile(row.name, content(row))


def is_there(row):
    """Whether the file lies on the disk. (Test modules import no default_storage: pytest would wake it too early.)"""
    return default_storage.exists(row.key)
