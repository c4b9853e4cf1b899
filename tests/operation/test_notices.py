"""经营协议公示: drawn up from the list over many, and from one agreement's page."""

from django.urls import reverse
from django.utils import timezone

from journal.models import Notice
from operation.notices import CODE, candidates, shown
from tests.operation.agreeing import decided, drafted, operator, workshop

ADDRESS = reverse("operation:notice")


def test_one_notice_is_drawn_up_over_all_decided_agreements_that_pass(here, client):
    asset = workshop(here)
    rows = [decided(here, drafted(here, asset, name=f"协议 {at}")) for at in range(2)]
    drafted(here, asset, name="没有决策的协议")
    client.as_(here.village_clerk)
    shelf = client.get(reverse("operation:list"), {"q": "协议"}).context["bulk"]
    assert (ADDRESS, "起草公示") in shelf["papers"]
    told = {"all": "1", "query": shelf["query"]}
    page = client.post(ADDRESS, told).content.decode()
    assert "<b>2</b> 份经营协议" in page and "东关村" in page
    begun = {"begins_on": timezone.localdate().isoformat(), "contact": "监督举报电话 12317"}
    answer = client.post(ADDRESS, told | begun)
    notice = Notice.objects.get(kind=CODE)
    assert answer.url == notice.get_absolute_url()
    with here.scope():
        assert not candidates(here.village_clerk).filter(pk__in=[row.pk for row in rows])
    answer = client.post(ADDRESS, told | begun, follow=True)
    assert "所选没有可以公示的" in answer.content.decode() and Notice.objects.filter(kind=CODE).count() == 1


def test_the_page_of_a_decided_agreement_leads_to_its_notice_until_there_is_one(here, client):
    row = decided(here)
    page = client.as_(here.village_clerk).get(row.get_absolute_url()).content.decode()
    assert f'action="{ADDRESS}"' in page
    begun = {"begins_on": timezone.localdate().isoformat(), "contact": "监督举报电话 12317"}
    assert client.post(ADDRESS, {"pk": row.pk} | begun).status_code == 302
    assert ADDRESS not in client.get(row.get_absolute_url()).content.decode()


def test_a_notice_names_no_householder_in_full_whatever_the_agreement_is_called(here):
    home = operator(here, kind="household", name="王建国", credit_code="", legal_person="王建国")
    chosen = [{"name": "王建国", "offer": "每年 3.6 万元", "is_chosen": True}]
    told = str(shown([drafted(here, operator=home, candidates=chosen, name="王建国承包协议")]))
    assert "王建国" not in told and "王*国" in told and "东关扶贫车间" in told


def test_who_draws_up_no_notices_is_offered_none(here, client):
    decided(here)
    assert client.as_(here.auditor).get(reverse("operation:list")).context["bulk"] is None
    assert client.post(ADDRESS, {"pk": [1]}).status_code == 403
