"""Files: kept under a random name as what they truly are, handed out so that they harm nobody."""

from contextlib import closing
from io import BytesIO

import pytest
from django.core.files import storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from PIL import Image

from journal import documents
from journal.files.limits import Unreadable
from journal.models import Document
from tests.journal.exporting import taken_out

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind="JPEG"):
    kept = BytesIO()
    Image.new("RGB", (64, 48), "red").save(kept, kind, comment=b"<script>")
    return SimpleUploadedFile("现场.jpg", kept.getvalue())


def store(place, uploaded, **options):
    return documents.store(uploaded, by=place.county_clerk, county=place.code, **options)


def test_a_picture_is_drawn_anew_with_a_preview(here):
    document = store(here, picture())

    with storage.default_storage.open(document.key) as file:
        kept = file.read()
    assert (document.kind, document.size, b"<script>" in kept) == ("jpg", len(kept), False)
    assert storage.default_storage.exists(document.preview_key)


def test_its_place_cannot_be_guessed(here):
    keys = {store(here, SimpleUploadedFile("../../合同.pdf", PDF)).key for _ in range(2)}

    assert len(keys) == 2 and all(len(key) == 43 and "合同" not in key for key in keys)
    assert {document.name for document in Document.objects.all()} == {"合同.pdf"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空文件"), (b"<svg onload=alert(1)>", "SVG"), (b"MZ\x90", "可执行程序"), (PDF[:-7], "不完整")],
)
def test_what_it_is_not_is_said(here, content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        store(here, SimpleUploadedFile("照片.jpg", content))
    assert not Document.objects.exists()


def test_only_the_wanted_kinds_are_taken(here):
    with pytest.raises(Unreadable, match="可用：照片"):
        store(here, SimpleUploadedFile("合同.pdf", PDF), kinds=[Document.Kind.JPG])


def test_a_file_over_the_limit_is_not_even_read(here, settings):
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(Unreadable, match="请压缩或拆分"):
        store(here, SimpleUploadedFile("合同.pdf", PDF))


def test_a_paper_is_a_download_in_a_sandbox(here):
    with closing(
        documents.serve(store(here, SimpleUploadedFile("验收 单.pdf", PDF)), inline=True)
    ) as response:
        assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


def test_a_picture_may_be_shown_in_the_page(here):
    document = store(here, picture())

    inline, attached = documents.serve(document, inline=True), documents.serve(document)
    with closing(inline), closing(attached), closing(documents.serve_preview(document)) as preview:
        assert inline["Content-Disposition"].startswith("inline")
        assert attached["Content-Disposition"].startswith("attachment")
        assert preview["Content-Type"] == "image/jpeg"


def test_a_file_that_was_removed_is_not_there(here):
    document = store(here, picture())
    documents.forget(document)

    assert not storage.default_storage.exists(document.preview_key)
    with pytest.raises(Http404):
        documents.serve(document)


def test_it_is_sent_in_pieces_and_its_length_told_before(here):
    large = PDF[:9] + b"%" * 3_000_000 + PDF[9:]
    response = documents.serve(store(here, SimpleUploadedFile("图纸.pdf", large)))

    with closing(response):
        assert response.streaming and response["Content-Length"] == str(len(large))
        assert max(len(piece) for piece in response) < 100_000


def test_a_question_for_the_head_or_a_part_gets_no_error(here, client):
    row = taken_out(here)
    address = reverse("exports:file", args=[row.pk])
    head = client.as_(here.county_clerk).head(address)
    part = client.get(address, headers={"Range": "bytes=0-9"})

    assert (head.status_code, head["Content-Length"]) == (200, str(row.document.size))
    assert (part.status_code, len(part.getvalue())) == (200, row.document.size)
