"""Where paper takes its pictures and styles from: our static files, our documents, codes we draw. Nothing else.

WeasyPrint would by itself read any file of the machine and any address of the network (P-50): it is given this.
"""

import io
from urllib.parse import quote, unquote, urlsplit

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from weasyprint.urls import URLFetcher, URLFetcherResponse

from journal.documents import TYPES
from journal.models import Document

HOST = "paper.invalid"  # never looked up: addresses of a page must be absolute, and this one is nobody's
BASE = f"http://{HOST}/"
DOCUMENT, CODE = "/document/", "/code/"
QUIET = 4  # modules of white around a code (GB/T 18284)
MASK = 2  # choosing the best of the eight takes five times as long; readers know any


class NotOurs(Exception):
    """A page names something that is not on the shelf."""


class Shelf(URLFetcher):
    """The fetcher of one rendering; `refused` are the addresses it did not give."""

    def __init__(self):
        super().__init__(allowed_protocols=["http"], allow_redirects=False)
        self.refused = []

    def fetch(self, url, headers=None):
        """What lies on the shelf under an address; raises NotOurs, which WeasyPrint takes for a missing picture."""
        try:
            content, kind = _taken(url)
        except (NotOurs, SuspiciousFileOperation, FileNotFoundError):
            self.refused.append(url)
            raise
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def picture(document):
    """The address under which a template names a picture of ours (Document)."""
    return f"{DOCUMENT}{document.pk}"


def code(text):
    """The address under which a template names a QR code of this text."""
    return f"{CODE}{quote(text, safe='')}"


def _taken(url):
    parts = urlsplit(url)
    path = unquote(parts.path)
    for begins, taken in ((settings.STATIC_URL, _static), (DOCUMENT, _document), (CODE, _code)):
        if (parts.scheme, parts.netloc) == ("http", HOST) and path.startswith(begins):
            return taken(path.removeprefix(begins))
    raise NotOurs(url)


def _static(name):
    kind = "text/css" if name.endswith(".css") else "image/svg+xml"
    if path := finders.find(name):
        with open(path, "rb") as file:
            return file.read(), kind
    with staticfiles_storage.open(name) as file:  # under its hashed name, on a server
        return file.read(), kind


def _document(pk):
    found = Document.objects.get(pk=int(pk))  # the wall and the kind's own reading say whose
    if not found.is_image or not default_storage.exists(found.key):
        raise Document.DoesNotExist(pk)  # the paper stays without it, as where it was removed in time
    with default_storage.open(found.key) as file:
        return file.read(), TYPES[found.kind]


def _code(text):
    drawn = io.BytesIO()
    made = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    made.save(drawn, kind="svg", border=QUIET, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue(), "image/svg+xml"
