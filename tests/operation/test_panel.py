"""The panel of an asset's page: the agreement that counts, money with the deposit apart, work, a sanction."""

from datetime import date
from decimal import Decimal as D

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from operation import operators
from tests.operation.agreeing import LATER, drafted, known_operator, scan, signed, workshop
from tests.operation.employing import job
from tests.operation.paying import received
from tests.test_queries import CONTROL, queries

SANCTION = {
    "offence": "fraud",
    "facts": "虚报带贫户数",
    "decision_number": "修扶贫办〔2020〕9号",
    "from_on": date(2020, 9, 20),
    "to_on": None,
}


def panel(client, asset):
    """(its text, how many queries it needed)."""
    address = reverse("operation:panel", args=[asset.pk])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers={"HX-Request": "true"})
    return answer.content.decode(), sum(not one["sql"].startswith(CONTROL) for one in asked)


def two_workshops(place, **fields):
    """An agreement in force over two workshops of one village."""
    assets = [workshop(place), workshop(place, name="东关冷库")]
    return signed(place, drafted(place, assets=assets, jobs_promised=2, **fields))


def test_the_panel_tells_money_work_and_sanction_of_the_agreement_in_force(here, client):
    agreement = two_workshops(here)
    received(here, agreement, amount=D("20000"))
    job(here, agreement)
    asset = agreement.lines.first().asset
    client.as_(here.town_reviewer)
    told, few = panel(client, asset)
    for words in (
        "应收 <a",
        "108,000.00 元</a>，已收 15,000.00 元",
        "应收 5,000.00 元，已收 5,000.00 元",
        "93,000.00 元</strong>，最早 2020-10-10",
        "本协议共 2 项资产",
        "2021 年 1 人</a>，劳务报酬 24,000.00 元（约定 2 人）",
    ):
        assert words in told, words
    for at in range(3):  # drafts of what comes next stand below
        drafted(here, asset, name=f"下一期 {at}", previous=agreement, **LATER)
        job(here, agreement, worker=f"孙小{'一二三'[at]}", year=2022)
    operators.sanction(agreement.operator, by=here.county_head, file=scan(), **SANCTION)
    told, many = panel(client, asset)
    assert agreement.number in told and "失信惩戒中" in told and "下一期 2" in told and "2022 年 3 人" in told
    assert many == few <= 14


def test_of_what_a_department_may_not_open_it_gives_no_link(here, client):
    agreement = two_workshops(here)
    told, _ = panel(client.as_(here.department_clerk), agreement.lines.first().asset)
    assert "108,000.00 元" in told and "agreement=" not in told


def test_the_list_of_jobs_asks_no_more_for_many_than_for_one(here, client):
    agreement, address = signed(here), reverse("operation:jobs")
    job(here, agreement)
    client.as_(here.county_head)
    few = queries(client, address)
    other = signed(here, drafted(here, workshop(here, name="东关冷库"), operator=known_operator(here)))
    for at in range(8):
        job(here, agreement if at % 2 else other, worker=f"孙小{'一二三四五六七八'[at]}")
    assert queries(client, address) == few <= 12
