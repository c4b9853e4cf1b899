"""What tests of titles are given."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def document():
    """A scanned paper as it is uploaded."""
    return SimpleUploadedFile("决定.pdf", PDF)
