"""二（五）Duties on paper: the roster by village, the receipt of a hand-over with both signatures."""

from django.db import transaction
from django.urls import reverse

from custody import prints
from custody.models import Duty
from journal import jobs
from journal.models import Print
from tenancy.scope import NOBODY, SYSTEM, scope
from tests.journal.printing import again, printed, texts


def test_the_roster_goes_village_by_village_and_ends_with_signatures(here):
    near = here.duty_in("in_force")
    here.duty_in("in_force", near.asset, kind="upkeep", custodian="赵护林")
    rows = Duty.objects.order_by("pk")
    (sheet,) = texts(printed(here, prints.roster, list(rows)))
    for words in ("扶贫资产管护名册", "城关镇东关村", "王守田", "赵护林", "13800001234", "填表人", "共2项"):
        assert words in "".join(sheet.split()), words


def test_the_receipt_shows_what_passed_and_both_signatures(here):
    made = here.duty_in("handed_over").handover
    row = printed(here, prints.receipt, [made])
    (sheet,) = texts(row)
    for words in ("扶贫资产管护交接单", "王守田", "李接任", "东关至刘庄道路", "移交人签名", "接收人签名"):
        assert words in sheet, words


def test_paper_names_nobody_to_whom_the_page_does_not(here, city, client):
    made = here.duty_in("handed_over").handover
    client.as_(city.reader).post(reverse("custody:print_receipt", args=[made.pk]))
    with scope(SYSTEM), transaction.atomic():
        row = Print.objects.get(by=city.reader)
    with scope(NOBODY):
        jobs.run(city.code, row.job_id)
    with scope(SYSTEM), transaction.atomic():
        (sheet,) = texts(again(row))
    assert "王*田" in sheet and "王守田" not in sheet and "李接任" not in sheet


def test_the_list_asks_for_the_roster_of_what_is_ticked_or_of_all(here, client):
    duty = here.duty_in("in_force")
    client.as_(here.town_clerk)
    assert client.post(reverse("custody:print"), {"pk": duty.pk}).status_code == 302
    assert client.post(reverse("custody:print"), {"all": "1", "query": "state=in_force"}).status_code == 302
    assert {tuple(row.rows) for row in Print.objects.all()} == {(duty.pk,)}
