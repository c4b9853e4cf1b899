"""Dues besides being paid: worked out, not owed any more, and what lateness costs."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from journal.models import Deadline
from journal.transitions import Refused
from operation import charging, ending
from operation.models import Due
from tests.operation.agreeing import ENDED, signed
from tests.operation.paying import POWER, PROFIT, awaited_due, dues_of, fixed_due, fresh, late_due, received

BASIS = {"basis": "国网修武县供电公司 2020 年电费结算单"}


def test_power_makes_the_amount_by_the_contracts_price(here):
    due = dues_of(signed(here, **POWER | {"deposit": 0}))[0]
    due = charging.fix(due, by=here.village_clerk, quantity=D("10001.50"), **BASIS)
    assert (due.amount, due.basis, due.state) == (D("3750.56"), BASIS["basis"], "open")


def test_an_amount_that_the_contract_says_is_not_worked_out(here):
    assert charging.fix.obstacles(late_due(here), here.village_clerk) == ["这笔应收款的金额已经确定"]
    assert charging.unfix.obstacles(late_due(here, asset=None), here.village_clerk) == [
        "这笔应收款的金额是协议约定的，不是事后核定的"
    ]


def test_what_was_worked_out_wrongly_is_worked_out_again_before_anything_is_paid(here):
    due = fixed_due(here)
    due = charging.unfix(due, by=here.town_clerk, reason="漏计四季度")
    assert (due.amount, due.basis) == (None, "")
    due = charging.fix(due, by=here.town_clerk, amount=D("13000"), **BASIS)
    received(here, due.agreement, amount=D("13000"), received_on=due.due_on)
    assert charging.unfix.obstacles(fresh(due), here.town_clerk) == [
        "已收款 13,000.00 元，先作废有关的收款再办理"
    ]


def test_an_amount_that_lateness_was_charged_on_is_taken_back_after_the_fee(here):
    agreement = signed(here, **PROFIT | {"deposit": 0, "late_fee": D("0.5")})
    due = charging.fix(dues_of(agreement)[0], by=here.town_clerk, amount=D("12000"), **BASIS)
    charging.charge_late_fee(due, by=here.town_clerk, until=due.due_on + timedelta(days=20))
    told = ["已按这一金额计收违约金，先取消违约金（取消应收）再撤销核定"]
    assert charging.unfix.obstacles(fresh(due), here.town_clerk) == told
    charging.waive(Due.objects.get(late_of=due), by=here.town_reviewer, reason="核定有误")
    assert charging.unfix.obstacles(fresh(due), here.town_clerk) == []


def test_what_is_not_owed_any_more_waits_no_more_and_is_paid_by_nothing(here):
    due = late_due(here)
    agreement = due.agreement
    received(here, agreement, amount=D("8000"))
    due = charging.waive(fresh(due), by=here.town_reviewer, reason="疫情减免")
    assert (due.state, due.paid, due.left) == ("waived", D("3000"), 0)
    assert not Deadline.objects.filter(row_id=due.pk, kind="operation.pay", cleared_at=None).exists()
    due = charging.restore(due, by=here.town_reviewer, reason="减免决定已撤销")
    assert due.left == D("15000")
    assert Deadline.objects.filter(row_id=due.pk, kind="operation.pay", cleared_at=None).exists()


def test_what_an_early_end_cut_off_is_not_restored(here):
    agreement = signed(here)
    ending.dissolve(agreement, by=here.town_reviewer, **ENDED)
    cut = Due.objects.filter(agreement=agreement, state="waived", kind="income").first()
    assert charging.restore.obstacles(cut, here.town_reviewer) == ["协议已终止，随终止取消的应收款不能恢复"]


def test_lateness_is_charged_day_by_day_and_no_day_twice(here):
    due = late_due(here)
    first = charging.charge_late_fee(due, by=here.village_clerk, until=date(2020, 10, 20))
    fee = Due.objects.get(late_of=due)
    assert (fee.kind, fee.amount, fee.from_on, fee.to_on) == (
        "late_fee",
        D("90.00"),
        date(2020, 10, 11),
        date(2020, 10, 20),
    )
    assert fee.position == max(one.position for one in dues_of(due.agreement))
    assert "2020-10-11 至 2020-10-20，按每日 0.5‰ 计" in fee.basis
    with pytest.raises(Refused, match="2020-10-21 以前的违约金已经计收"):
        charging.charge_late_fee(first, by=here.village_clerk, until=date(2020, 10, 20))
    charging.charge_late_fee(fresh(due), by=here.village_clerk, until=date(2020, 10, 22))
    assert sorted(one.amount for one in Due.objects.filter(late_of=due)) == [D("18.00"), D("90.00")]


def test_a_fee_costs_no_fee_and_without_a_rate_there_is_none(here):
    due = late_due(here)
    charging.charge_late_fee(due, by=here.village_clerk, until=timezone.localdate())
    told = charging.charge_late_fee.obstacles(fresh(due), here.village_clerk)
    assert told == [f"到 {timezone.localdate()} 的违约金已经计收"]
    fee = Due.objects.select_related("unit").get(late_of=due)
    assert charging.charge_late_fee.obstacles(fee, here.village_clerk) == ["违约金不再计收违约金"]


def test_what_lateness_has_cost_stays_with_what_was_late_when_the_agreement_ends(here):
    due = late_due(here)
    charging.charge_late_fee(due, by=here.village_clerk, until=date(2021, 12, 31))
    ahead = next(one for one in dues_of(due.agreement) if one.due_on == date(2021, 10, 10))
    charging.charge_late_fee(fresh(ahead), by=here.village_clerk, until=date(2021, 12, 31))
    before = Due.objects.get(late_of=due).amount
    ending.dissolve(due.agreement, by=here.town_reviewer, **ENDED)
    assert (Due.objects.get(late_of=due).amount, Due.objects.get(late_of=due).state) == (before, "open")
    assert Due.objects.get(late_of=ahead).state == "waived"


def test_no_more_lateness_is_charged_than_can_be_written_down(here):
    due = late_due(here, amount=D("99999999999999.99"), total=None, late_fee=D(100))
    with pytest.raises(Refused, match=r"超过了系统能登记的 99,999,999,999,999\.99 元"):
        charging.charge_late_fee(due, by=here.village_clerk, until=timezone.localdate())


def test_without_a_rate_in_the_contract_lateness_costs_nothing(here):
    due = dues_of(signed(here))[1]
    assert charging.charge_late_fee.obstacles(due, here.village_clerk) == ["协议没有约定违约金"]


def test_what_was_paid_in_time_costs_nothing(here):
    due = late_due(here)
    received(here, due.agreement, received_on=due.due_on - timedelta(days=1))
    assert charging.charge_late_fee.obstacles(fresh(due), here.village_clerk) == ["没有逾期，不计收违约金"]


def test_an_unknown_amount_is_paid_by_nothing(here):
    due = awaited_due(here)
    with pytest.raises(Refused, match="请选择多出部分的去向"):
        received(here, due.agreement, amount=D("100"))
