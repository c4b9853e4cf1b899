"""The addresses of papers: what was taken down, and the page of an upload opened again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets import actions
from assets.models import Attachment
from journal import documents
from journal.models import Document
from tests.assets.test_persons_kept_out import NUMBER

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


def test_a_caption_that_names_a_person_is_told_at_its_field_and_no_file_is_kept(client, here):
    address = reverse("assets:attach", args=[here.asset().pk])
    sent = {"file": SimpleUploadedFile("验收单.pdf", PDF), "kind": "acceptance", "caption": f"张三{NUMBER}"}
    answer = client.as_(here.village_clerk).post(address, sent)
    assert answer.status_code == 422 and "身份证号码" in answer.context["form"].errors["caption"][0]
    assert not Attachment.objects.exists() and not Document.objects.exists()


def test_a_reason_that_names_a_person_takes_no_paper_down(client, here):
    clerk, asset = here.village_clerk, here.asset()
    kept = documents.store(SimpleUploadedFile("验收单.pdf", PDF), by=clerk, county=here.code)
    paper = actions.attach(asset, by=clerk, document=kept, kind=Attachment.Kind.ACCEPTANCE)
    answer = client.as_(clerk).post(reverse("assets:detach", args=[asset.pk, paper.pk]), {"reason": NUMBER})
    assert answer.status_code == 422 and "身份证号码" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.removed_reason == ""
