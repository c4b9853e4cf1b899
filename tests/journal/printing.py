"""Paper, for tests: what a person asks for, what the printer makes, and the file as pages, text and pictures."""

import io

import pypdf
import pypdfium2
import zxingcpp
from django.core.files.storage import default_storage

from journal.models import Print
from journal.prints import steps
from tests.journal.importing import work


def asked(place, kind, rows=None, /, *, who="county_clerk", **params):
    """The Print that a person of a place asks for, not made yet."""
    with place.scope():
        return steps.ask(kind, rows, by=place.person(who), county=place.code, **params)


def again(row):
    """The same as it stands now."""
    return Print.objects.select_related("document", "job").get(pk=row.pk)


def printed(place, kind, rows=None, /, **asked_with):
    """The same, made by the printer."""
    row = asked(place, kind, rows, **asked_with)
    with place.scope():
        work(place)
        return again(row)


def content(row):
    """The bytes of the file."""
    with default_storage.open(row.document.key) as file:
        return file.read()


def texts(row):
    """What stands on each page, without white space."""
    pages = pypdf.PdfReader(io.BytesIO(content(row))).pages
    return ["".join(page.extract_text().split()) for page in pages]


def picture(pdf, page=0, scale=2):
    """A page (from 0) of a PDF (bytes) as people see it: a picture of 72 × scale dots an inch."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil()


def fonts(pdf):
    """The names of the fonts in a PDF (bytes)."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return {font.get_object()["/BaseFont"] for page in pages for font in page["/Resources"]["/Font"].values()}


def codes(pdf, page=0):
    """The texts of the codes on a page, as a telephone reads them."""
    return [found.text for found in zxingcpp.read_barcodes(picture(pdf, page, 4))]


def parts_on_disk(row):
    """The numbers of the parts that lie beside the file."""
    return [number for number in range(20) if default_storage.exists(row.part_key(number))]


def is_there(row):
    """Whether the file lies on the disk."""
    return default_storage.exists(row.key)


def leave_part(row, number):
    """What a killed printer leaves: half a file."""
    default_storage.save(row.part_key(number), io.BytesIO(b"%PDF-1.7 half"))
