"""Receipts: what money pays, what is left over, and taking it back; the sums agree whoever wrote."""

from copy import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.utils import timezone

from journal.acts import act
from journal.models import Deadline, Entry
from journal.transitions import Refused
from operation import receiving
from operation.models import Allocation, Due, Receipt
from tests.crowd import at_once
from tests.operation.agreeing import drafted, scan, signed, workshop
from tests.operation.paying import dues_of, receipt_in, received

TOMORROW = timezone.localdate() + timedelta(days=1)


def paid(agreement):
    return [due.paid for due in dues_of(agreement)]


def refusal(place, agreement, **fields):
    """{field: sentence} of why it is refused; nothing is written then."""
    before = Receipt.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        received(place, agreement, **fields)
    assert (Receipt.objects.count(), Entry.objects.count()) == before
    return {name: sentences[0] for name, sentences in refused.value.message_dict.items()}


def test_one_transfer_pays_several_dues_the_oldest_first(here):
    agreement = signed(here)
    receipt = received(here, agreement, amount=D("20000"))
    assert paid(agreement)[:3] == [D("5000"), D("15000"), D("0")]
    assert (receipt.surplus, receipt.surplus_use) == (0, "")
    received(here, agreement, amount=D("3000"), voucher="2")
    assert paid(agreement)[:3] == [D("5000"), D("18000"), D("0")]


def test_one_transfer_pays_what_falls_due_in_several_agreements(here):
    first = signed(here)
    asset = workshop(here, name="东关保鲜库")
    second = signed(here, drafted(here, asset, operator=first.operator))
    received(here, first, amount=D("46000"))
    assert (paid(first)[:3], paid(second)[:3]) == ([5000, 18000, 0], [5000, 18000, 0])


def test_money_pays_what_somebody_says(here):
    agreement = signed(here)
    later = dues_of(agreement)[3]
    received(here, agreement, amount=D("18000"), paid={later.pk: D("18000")})
    assert paid(agreement)[:4] == [0, 0, 0, 18000]


def test_a_later_due_is_not_paid_by_itself(here):
    told = refusal(here, signed(here), amount=D("23000.01"))
    assert told == {
        "surplus_use": "到 2020-11-12 应收 23,000.00 元，本次收款多出 0.01 元，请选择多出部分的去向，"
        "或者逐笔指定核销哪几期。"
    }


@pytest.mark.parametrize("use", ["ahead", "return"])
def test_what_is_left_over_goes_where_it_is_said(here, use):
    receipt = received(here, signed(here), amount=D("30000"), surplus_use=use)
    assert (receipt.surplus, receipt.surplus_use) == (D("7000"), use)


def test_where_nothing_is_left_over_nothing_is_said_of_it(here):
    assert received(here, signed(here), surplus_use="ahead").surplus_use == ""


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"amount": D("0")}, "amount", "收款金额须大于零。"),
        ({"received_on": TOMORROW}, "received_on", "到账日期不能晚于今天。"),
        ({"account": "56781"}, "account", "付款账号只填后四位数字。"),
        (
            {"payer": "张三 13903910815"},
            "payer",
            "「付款人」中含有手机号码。此处不登记手机号码，请删去号码后再保存。",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(here, fields, name, sentence):
    assert refusal(here, signed(here), **fields) == {name: sentence}


def test_what_is_told_must_fit_the_money_and_what_is_owed(here):
    agreement = signed(here)
    deposit, first, *_ = dues_of(agreement)
    told = refusal(here, agreement, paid={first.pk: D("18000.01")})
    assert told == {"paid": "经营收益 第 2 期还欠 18,000.00 元，不能核销 18,000.01 元。"}
    told = refusal(here, agreement, amount=D("100"), paid={deposit.pk: D("100"), first.pk: D("1")})
    assert told == {"paid": "指定核销合计 101.00 元，超过了本次收款 100.00 元，请核对各期金额。"}
    assert "请刷新后重新填写" in refusal(here, agreement, paid={2**40: D("1")})["paid"]
    assert "多出 18,000.00 元" in refusal(here, agreement, paid={deposit.pk: D("5000")})["surplus_use"]


def test_the_same_voucher_is_recorded_once(here):
    agreement = signed(here)
    received(here, agreement, amount=D("100"))
    assert refusal(here, agreement, amount=D("100")) == {
        "voucher": "同一凭证号、日期和金额的收款已经登记过，请核对是否重复。"
    }


def test_a_renamed_executable_is_no_evidence(here):
    agreement = signed(here)
    program = scan("回单.pdf")
    program.file.write(b"MZ\x90\x00")
    program.file.seek(0)
    with pytest.raises(Exception, match="回单"):
        received(here, agreement, file=program)
    assert Receipt.objects.count() == 0


def test_only_who_records_receipts_there_does(here, there):
    agreement = signed(here)
    for who in ("town_reviewer", "county_head", "other_village_clerk", "auditor"):
        with pytest.raises(PermissionDenied):
            received(here, agreement, by=who)


def test_a_void_receipt_pays_nothing_and_may_be_recorded_again(here):
    agreement = signed(here)
    receipt = received(here, agreement)
    receiving.void(receipt, by=here.village_clerk, reason="金额登记有误")
    assert paid(agreement) == [0] * len(paid(agreement))
    assert not Allocation.objects.filter(is_live=True).exists()
    received(here, agreement)
    assert paid(agreement)[:2] == [5000, 18000]


def test_what_was_paid_ahead_pays_what_falls_due_later(here):
    receipt = receipt_in(here, "recorded")
    assert receipt.surplus == D("7000")
    receipt = receiving.use_ahead(receipt, by=here.village_clerk)
    assert (receipt.surplus, receipt.surplus_use) == (0, "")
    assert [due.paid for due in Due.objects.order_by("due_on", "position")][:3] == [5000, 18000, 7000]
    receiving.void(receipt, by=here.village_clerk, reason="退票")
    assert not Due.objects.filter(paid__gt=0).exists()


def test_what_was_paid_ahead_pays_the_rest_of_a_due_of_which_it_paid_a_part(here):
    agreement = signed(here, deposit=0)
    first = dues_of(agreement)[0]
    receipt = received(here, agreement, paid={first.pk: D("5000")}, surplus_use="ahead")
    receipt = receiving.use_ahead(receipt, by=here.village_clerk)
    assert (paid(agreement)[0], paid(agreement)[1], receipt.surplus) == (18000, 5000, 0)
    live = receipt.allocations.filter(is_live=True).order_by("due")
    assert [one.amount for one in live] == [18000, 5000]
    receiving.void(receipt, by=here.village_clerk, reason="重复登记")
    assert sum(paid(agreement)) == 0


def test_a_due_paid_in_full_waits_no_more_until_the_receipt_is_void(here):
    agreement = signed(here)
    receipt = received(here, agreement)
    assert not waiting(dues_of(agreement)[1])
    receiving.void(receipt, by=here.village_clerk, reason="退票")
    assert waiting(dues_of(agreement)[1])


def waiting(due):
    return Deadline.objects.filter(kind="operation.pay", row_id=due.pk, cleared_at=None).exists()


def again(due):
    """The same due once more, paid as it is and by no receipt."""
    twin = copy(due)
    twin.pk, twin.position = None, 99
    return twin


def test_the_database_holds_the_sums_whoever_writes(here):
    agreement = signed(here)
    receipt = received(here, agreement)
    due = dues_of(agreement)[1]
    for write in (
        lambda: Due.objects.filter(pk=due.pk).update(paid=1),
        lambda: Receipt.objects.filter(pk=receipt.pk).update(surplus=1, surplus_use="ahead"),
        lambda: Allocation.objects.filter(due=due).update(is_live=False),
        lambda: again(due).save(),
    ):
        with pytest.raises(DatabaseError), act("tests.write", "改写", by=None, county=here.code) as entry:
            entry.about(due)
            write()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_of_two_transfers_at_once_for_one_due_neither_is_lost(committed, here):
    with here.scope():
        agreement = signed(here)
    vouchers = iter(["甲", "乙"])

    def deed():
        voucher = next(vouchers)
        return received(here, agreement, amount=D("23000"), voucher=voucher, surplus_use="ahead")

    done = at_once(2, deed)
    assert {type(one) for one in done} == {Receipt}, done
    with here.scope():
        assert sorted(one.surplus for one in done) == [0, D("23000")]
        assert paid(agreement)[:3] == [5000, 18000, 0]


def test_of_twenty_clicks_one_records_it(committed, here):
    with here.scope():
        agreement = signed(here)
    done = at_once(20, lambda: received(here, agreement, amount=D("100")))
    assert [type(one) for one in done].count(Refused) == 19, done
    assert fresh_count(here) == 1


def fresh_count(place):
    with place.scope():
        return Receipt.objects.count()
