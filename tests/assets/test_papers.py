"""The addresses of papers: what was taken down, and the page of an upload opened again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets import actions
from assets.models import Attachment
from journal import documents

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def taken_down(here):
    """The address of a paper that its asset no longer shows."""
    clerk, asset = here.village_clerk, here.asset()
    kept = documents.store(SimpleUploadedFile("验收单.pdf", PDF), by=clerk, county=here.code)
    paper = actions.attach(asset, by=clerk, document=kept, kind=Attachment.Kind.ACCEPTANCE)
    actions.detach(paper, by=clerk, reason="传错了")
    return reverse("assets:file", args=[asset.pk, paper.pk])


def test_a_paper_taken_down_is_gone_for_all_but_readers_of_the_journal(client, here, taken_down):
    assert client.as_(here.village_clerk).get(taken_down).status_code == 404
    assert client.as_(here.auditor).get(taken_down).status_code == 200


def test_the_address_of_a_refused_upload_leads_to_the_asset_when_opened_again(client, here):
    asset = here.asset()
    answer = client.as_(here.village_clerk).get(reverse("assets:attach", args=[asset.pk]))
    assert (answer.status_code, answer["Location"]) == (302, asset.get_absolute_url())
