"""Pages of what is owed and paid: recording a receipt, the lists, a due, and the arrears, whose figures agree."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from journal.exports.registry import EXPORTS
from operation.models import Due, Receipt
from tenancy.scope import current
from tests.operation.agreeing import drafted, operator, scan, signed, workshop
from tests.operation.paying import RENT, awaited_due, dues_of, late_due, receipt_in, received
from tests.test_queries import queries

FORM = {
    "received_on": "2020-10-12",
    "amount": "23000",
    "paid_by": "bank",
    "payer": "修武县云台服饰有限公司",
    "account": "5678",
    "voucher": "20201012-0015",
    "surplus_use": "",
    "remark": "",
    "how": "oldest",
}
ARREARS = reverse("operation:arrears")
DUES = reverse("operation:dues")


def page(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer


def text(answer):
    return answer.content.decode()


def record(client, agreement, **fields):
    return client.post(reverse("operation:receive", args=[agreement.pk]), FORM | fields)


def test_a_clerk_finds_the_agreement_and_records_what_came(here, client):
    agreement = signed(here)
    client.as_(here.village_clerk)
    assert agreement.name in text(page(client, reverse("operation:receive_for")))
    unknown = awaited_due(here).agreement_id
    found = page(client, reverse("operation:receive_for"), q="租赁").context["agreements"]
    assert [one.pk for one in found] == [agreement.pk, unknown]
    shown = text(page(client, reverse("operation:receive", args=[agreement.pk])))
    assert "经营收益 第 2 期" in shown and "18,000.00" in shown
    answer = record(client, agreement, file=scan("回单.pdf"))
    receipt = Receipt.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, receipt.get_absolute_url())
    shown = text(page(client, receipt.get_absolute_url()))
    assert "保证金（2020-10-01）" in shown and "凭证扫描件" in shown and "作废收款" in shown
    assert client.get(reverse("operation:evidence", args=[receipt.pk])).status_code == 200
    assert [due.paid for due in dues_of(agreement)[:2]] == [5000, 18000]


def test_too_much_without_saying_where_it_goes_is_refused_at_its_field(here, client):
    agreement = signed(here)
    answer = record(client.as_(here.village_clerk), agreement, amount="23000.01")
    assert answer.status_code == 422 and "本次收款多出 0.01 元" in text(answer)
    assert not Receipt.objects.exists()
    assert record(client, agreement, amount="23000.01", surplus_use="return").status_code == 302


def test_money_pays_the_dues_that_are_ticked_off_one_by_one(here, client):
    agreement = signed(here)
    later = dues_of(agreement)[2]
    answer = record(client.as_(here.village_clerk), agreement, how="told")
    assert answer.status_code == 422 and "请填写各期的核销金额" in text(answer)
    told = {"how": "told", "amount": "18000", f"due_{later.pk}": "18000"}
    assert record(client, agreement, **told).status_code == 302
    assert dues_of(agreement)[2].paid == 18000


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("amount", "一万八", "请填写数字"),
        ("amount", "-1", "收款金额须大于零"),
        ("received_on", "2020年10月", "请填写正确的日期"),
        ("received_on", "0001-01-01", "日期应在 1900 年至 2199 年之间"),
        ("payer", "", "必填"),
        ("how", "乱填", "处需要更正"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_at_its_field(here, client, field, value, sentence):
    answer = record(client.as_(here.village_clerk), signed(here), **{field: value})
    assert answer.status_code == 422 and sentence in text(answer)


def test_a_due_tells_what_was_paid_and_what_lateness_costs(here, client):
    due = late_due(here)
    received(here, due.agreement, amount=D("8000"))
    shown = text(page(client.as_(here.village_clerk), due.get_absolute_url()))
    for words in ("3,000.00", "还欠 15,000.00 元", "违约金为", "20201012-0015", "计收违约金", "打印催缴通知"):
        assert words in shown, words
    assert "计收违约金" not in text(page(client.as_(here.auditor), due.get_absolute_url()))


def test_the_lists_narrow_to_what_stands_so(here, client):
    due = late_due(here)
    receipt = received(here, due.agreement)
    client.as_(here.village_clerk)
    for standing, count in (("late", 5), ("paid", 2), ("soon", 0), ("awaited", 0), ("waived", 0), ("", 7)):
        rows = page(client, DUES, standing=standing).context["rows"]
        assert len(rows) == count, standing
    assert [one.pk for one in page(client, reverse("operation:receipts"), q="20201012").context["rows"]] == [
        receipt.pk
    ]


def test_what_waits_for_its_profit_is_listed_as_such(here, client):
    due = awaited_due(here)
    rows = page(client.as_(here.town_clerk), DUES, standing="awaited", agreement=due.agreement_id).context[
        "rows"
    ]
    assert due.pk in {one.pk for one in rows} and all(one.amount is None for one in rows)


def test_who_reads_over_counties_narrows_one_to_a_township(here, city, client):
    signed(here)
    client.as_(city.reader)
    for address in (DUES, ARREARS, reverse("operation:list")):
        towns = dict(page(client, address, county=here.code).context["filter_form"].fields["town"].choices)
        assert set(here.towns) < towns.keys(), address
    found = [len(page(client, DUES, county=here.code, town=town).context["rows"]) for town in here.towns]
    assert found == [7, 0]


def two_operators(place):
    """Two operators of two villages, each with rent that is late."""
    first = signed(place, **RENT)
    other = operator(place, name="修武县顺达加工厂", credit_code="92410821MA40N3QL4B", kind="trader")
    chosen = [{"name": other.name, "offer": "每年 3.6 万元", "is_chosen": True}]
    second = signed(
        place, drafted(place, workshop(place, name="东关冷库"), operator=other, candidates=chosen)
    )
    return first, second


def test_arrears_by_operator_agree_with_the_dues_they_open(here, client):
    first, second = two_operators(here)
    received(here, first, amount=D("20000"))
    client.as_(here.county_head)
    board = page(client, ARREARS)
    today = timezone.localdate()
    owed = sum(due.left for due in Due.objects.all() if due.due_on < today)
    *lines, total = board.context["rows"]
    assert total["cells"][1]["text"] == f"{owed:,.2f}"
    rows = {row["label"]: row for row in lines}
    assert rows.keys() == {first.operator.name, second.operator.name}
    for row in rows.values():
        (opened,) = [page(client, row["cells"][0]["url"])]
        assert f"{len(opened.context['rows']):,}" == row["cells"][0]["text"]
        assert row["cells"][1]["text"] in opened.context["page"]["count_text"]


@pytest.mark.parametrize(
    ("days", "age"), [(1, "d30"), (31, "d90"), (91, "d180"), (181, "d365"), (366, "more")]
)
def test_arrears_stand_in_the_column_of_their_age(here, client, days, age):
    due_on = timezone.localdate() - timedelta(days=days)
    terms = {
        "from_on": due_on,
        "to_on": due_on + timedelta(days=364),
        "first_due_on": due_on,
        "every": "once",
        "total": None,
        "deposit": 0,
    }
    signed(here, **terms)
    row, _ = page(client.as_(here.town_clerk), ARREARS).context["rows"]
    ages = {
        key: cell["text"]
        for key, cell in zip(("d30", "d90", "d180", "d365", "more"), row["cells"][2:7], strict=True)
    }
    assert {key for key, shown in ages.items() if shown != "—"} == {age}
    assert row["cells"][7]["text"] == f"{days} 天"


@pytest.mark.parametrize(
    ("who", "by", "label"),
    [
        ("county_head", "unit", "城关镇东关村"),
        ("county_head", "town", "城关镇人民政府"),
        ("village_clerk", "operator", "修武县云台服饰有限公司"),
        ("city.reader", "county", "修武县"),
        ("city.reader", "operator", "修武县"),
    ],
)
def test_arrears_are_told_by_whom_and_where(here, city, client, who, by, label):
    signed(here)
    client.as_(getattr(city if "." in who else here, who.rpartition(".")[2]))
    row, _ = page(client, ARREARS, by=by).context["rows"]
    assert (row["label"], row["cells"][0]["text"]) == (label, "7")
    assert len(page(client, row["cells"][0]["url"]).context["rows"]) == 7


def test_money_paid_ahead_stands_beside_what_is_owed(here, client):
    receipt_in(here, "recorded")
    assert "7,000.00" in text(page(client.as_(here.county_head), ARREARS))


def test_another_village_and_another_county_see_none_of_it(here, there, client):
    due = late_due(here)
    receipt = received(here, due.agreement)
    addresses = [due.get_absolute_url(), receipt.get_absolute_url()]
    for stranger in (here.other_village_clerk, there.county_head):
        client.as_(stranger)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert len(page(client, ARREARS).context["rows"]) == 1  # the sum of nothing


def test_a_household_is_named_in_full_to_nobody_who_may_not_read_its_name(here, city, client):
    home = operator(here, kind="household", name="王建国", credit_code="", legal_person="王建国")
    chosen = [{"name": "王建国", "offer": "每年 3.6 万元", "is_chosen": True}]
    agreement = signed(here, drafted(here, operator=home, candidates=chosen, name="大棚承包协议"))
    receipt = received(here, agreement, payer="王建国")
    addresses = [
        ARREARS,
        DUES,
        reverse("operation:receipts"),
        receipt.get_absolute_url(),
        dues_of(agreement)[0].get_absolute_url(),
    ]
    for address in addresses:
        assert "王建国" not in text(page(client.as_(city.reader), address)), address
    assert "王建国" in text(page(client.as_(here.village_clerk), receipt.get_absolute_url()))
    for resource in ("agreements", "dues", "receipts"):  # which name everybody in full
        rows, asked = EXPORTS[resource].rows, (current(), QueryDict())
        assert rows(here.village_clerk, *asked) and not rows(city.reader, *asked), resource


def test_a_person_who_pays_for_a_company_is_named_in_full_to_nobody_who_may_not_read_it(here, city, client):
    agreement = signed(here)
    receipt = received(here, agreement, payer="王建国")
    shown = text(page(client.as_(city.reader), receipt.get_absolute_url()))
    assert "王建国" not in shown and "王*国" in shown
    own = received(here, agreement, voucher="20201012-0016", surplus_use="ahead")
    assert "修武县云台服饰有限公司" in text(page(client, own.get_absolute_url()))
    assert "王建国" in text(page(client.as_(here.village_clerk), receipt.get_absolute_url()))


def many(place, number):
    """So many more agreements of one operator, each with rent that is late and a receipt."""
    for at in range(number):
        asset = workshop(place, name=f"车间 {at}")
        agreement = signed(place, drafted(place, asset, name=f"第 {at} 号协议"))
        received(place, agreement, voucher=agreement.number, amount=D("100"))


@pytest.mark.parametrize("person", ["county_head", "village_clerk", "city.reader"])
def test_the_pages_of_money_ask_no_more_for_many_than_for_one(here, city, client, person):
    client.as_(city.reader if "." in person else getattr(here, person))
    addresses = [DUES, f"{DUES}?standing=late&age=more", reverse("operation:receipts"), ARREARS]
    addresses += [f"{ARREARS}?by=unit", f"{ARREARS}?by=town"]
    many(here, 1)
    few = [queries(client, address) for address in addresses]
    many(here, 6)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 12
