"""二（六）The deposit when an agreement ends: given back, taken for what is owed, kept for a reason; and the paper."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from journal.models import Print
from journal.transitions import Refused
from operation import deposits, ending, receiving
from operation import prints_agreements as prints
from operation.models import Receipt
from tests.journal.printing import printed, texts
from tests.operation.agreeing import ENDED, decided, fresh, signed
from tests.operation.amending import amended
from tests.operation.paying import dues_of, received

D = Decimal
END = ENDED | {"ended_on": date(2021, 6, 30)}  # 91 of the 183 days of the second half-year: 8,950.82 yuan
USED = {"deposit_returned": D(1000), "deposit_offset": D(3000), "deposit_kept": D(1000)}


def text(answer):
    return answer.content.decode()


def test_what_is_taken_for_arrears_pays_them_and_nothing_of_the_rest_is_owed(here, client):
    row = signed(here)
    received(here, row)  # the deposit, and the first half-year
    with pytest.raises(Refused, match=r"已收保证金 5,000\.00 元，退还、抵扣、不予退还合计 0\.00 元"):
        ending.dissolve(row, by=here.town_reviewer, **END)
    with pytest.raises(Refused, match="请写明依据的约定和原因"):
        ending.dissolve(row, by=here.town_reviewer, **END, **USED)
    row = ending.dissolve(
        fresh(row), by=here.town_reviewer, **END, **USED, deposit_reason="第八条：损坏门窗未修复"
    )
    owed = [(due.kind, due.amount, due.paid) for due in dues_of(row) if due.state == "open"]
    assert owed == [
        ("deposit", D(5000), D(5000)),
        ("income", D(18000), D(18000)),
        ("income", D("8950.82"), D(3000)),
    ]
    taken = Receipt.objects.get(paid_by="offset")
    assert (taken.amount, taken.surplus, taken.received_on) == (D(3000), 0, date(2021, 6, 30))
    page = text(client.as_(here.village_clerk).get(row.get_absolute_url()))
    assert "退还保证金（元）" in page and "3,000.00" in page and "损坏门窗未修复" in page


def test_a_receipt_is_not_void_once_its_deposit_was_settled(here):
    row = signed(here)
    deposit = received(here, row)
    rest = received(here, row, amount=D(100), voucher="2", received_on=date(2021, 4, 1))
    row = ending.dissolve(row, by=here.town_reviewer, **END, **USED, deposit_reason="第八条")
    taken = Receipt.objects.get(paid_by="offset")
    for receipt in (deposit, taken):
        (sentence,) = receiving.void.obstacles(receipt, here.village_clerk)
        assert "终止时已按这笔收款处理了保证金" in sentence
        with pytest.raises(Refused, match="终止时已按这笔收款处理了保证金"):
            receiving.void(receipt, by=here.village_clerk, reason="重复登记")
    assert receiving.void(rest, by=here.village_clerk, reason="重复登记").state == "void"
    assert deposits.paid(row) == sum(USED.values())


def test_no_more_is_taken_than_is_owed(here):
    row = signed(here)
    received(here, row)
    last = END | {"ended_on": date(2021, 3, 31)}
    with pytest.raises(Refused, match=r"协议尚欠 0\.00 元，保证金不能抵扣 5,000\.00 元"):
        ending.breach(row, by=here.town_reviewer, **last, deposit_offset=D(5000))
    assert fresh(row).state == "in_force"


def test_one_is_asked_only_where_a_deposit_was_paid(here, client):
    row = signed(here)
    assert deposits.paid(row) == 0
    step = reverse("journal:perform", args=["operation.expire", row.pk])
    assert "保证金（元）" not in text(client.as_(here.town_reviewer).get(step))
    received(here, row, amount=D(5000))
    asked = client.get(step)
    assert "已收保证金 5,000.00 元" in text(asked)
    told = {"seen": asked.context["seen"], "deposit_returned": "4999.99"}
    wrong = client.post(step, told)
    assert wrong.status_code == 422 and "两者须相等" in text(wrong) and "4999.99" in text(wrong)
    assert client.post(step, told | {"deposit_returned": "5000"}).status_code == 302
    assert (fresh(row).state, fresh(row).deposit_returned) == ("ended", D(5000))


def test_an_agreement_at_a_glance_says_who_what_when_and_what_was_changed(here, client):
    row = amended(here)
    received(here, row)
    sheet = "".join(texts(printed(here, prints.summary, [row], who="village_clerk")))
    words = ["经营协议摘要", row.number, "城关镇东关村", "修武县云台服饰有限公司", "东关扶贫车间", "风险防控"]
    words += ["每年30,000.00元", "修武县顺达加工厂", "第2版", "疫情影响", "23,000.00", "签订审核"]
    assert [word for word in words if word not in sheet] == []
    page = text(client.as_(here.village_clerk).get(row.get_absolute_url()))
    assert reverse("operation:receive", args=[row.pk]) in page and f"?agreement={row.pk}" in page
    answer = client.post(reverse("operation:print", args=[row.pk]))
    assert (answer.status_code, Print.objects.filter(kind="operation.summary").count()) == (302, 2)


def test_one_that_is_not_signed_prints_what_will_be_paid(here):
    (sheet, *_) = texts(printed(here, prints.summary, [decided(here)], who="village_clerk"))
    assert "尚未签订" in sheet
