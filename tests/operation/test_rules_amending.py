"""二（六）What an amendment makes of payments, by tables of days and yuan; no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from operation import rules, rules_amending
from operation.rules import Terms

D = Decimal
OLD = Terms(
    date(2020, 10, 1), date(2023, 9, 30), date(2020, 10, 10), every="half", amount=D(36000), deposit=D(5000)
)
ON = date(2021, 5, 1)  # within the second half-year, whose rent was due on 10 April
PROFIT = {"income_rule": "profit_rate", "income_rate": D(10), "amount": None}
GUARANTEED = {"income_rule": "guaranteed", "income_rate": D(10)}


def dues(terms=OLD, **paid):
    """The dues of terms as they were signed; `paid`: p3="18000" is paid of the third."""
    usual = {"state": "open", "basis": "", "is_charged": False}
    return [
        SimpleNamespace(position=at, paid=D(paid.get(f"p{at}", 0)), **usual, **vars(one))
        for at, one in enumerate(rules.schedule(terms), 1)
    ]


def told(new, old=OLD, on=ON, first=None, **paid):
    """(positions kept, positions replaced, [(from, due, yuan)] that come new)."""
    rows = dues(old, **paid)
    assert rules_amending.faults(old, new, rows, on, first) == []
    made = rules_amending.replan(old, new, rows, on, first)
    new = [(one.from_on, one.due_on, one.amount) for one in made.new]
    return {due.position for due in made.kept}, {due.position for due in made.replaced}, new


def test_what_was_due_or_has_begun_stays_and_the_next_periods_cost_what_is_agreed_now():
    kept, replaced, new = told(replace(OLD, amount=D("30000.01"), total=D("96000.02")))
    assert (kept, replaced) == ({1, 2, 3}, {4, 5, 6, 7})
    assert new == [
        (date(2021, 10, 1), date(2021, 10, 10), D("15000.01")),
        (date(2022, 4, 1), date(2022, 4, 10), D("15000.00")),
        (date(2022, 10, 1), date(2022, 10, 10), D("15000.01")),
        (date(2023, 4, 1), date(2023, 4, 10), D("15000.00")),
    ]


def test_a_period_of_which_something_was_paid_ahead_stays_and_so_do_those_before_it():
    kept, replaced, new = told(replace(OLD, amount=D(30000)), p5="0.01")
    assert (kept, replaced) == ({1, 2, 3, 4, 5}, {6, 7})
    assert new[0] == (date(2022, 10, 1), date(2022, 10, 10), D(15000))


def test_a_longer_term_touches_nothing_that_was_agreed():
    kept, replaced, new = told(replace(OLD, to_on=date(2024, 9, 30)))
    assert (kept, replaced) == ({1, 2, 3, 4, 5, 6, 7}, set())
    assert new == [
        (date(2023, 10, 1), date(2023, 10, 10), D(18000)),
        (date(2024, 4, 1), date(2024, 4, 10), D(18000)),
    ]


def test_a_shorter_term_drops_what_lies_beyond_and_counts_a_broken_period_by_months_and_days():
    _, replaced, new = told(replace(OLD, to_on=date(2022, 1, 15)))
    assert replaced == {4, 5, 6, 7}
    assert new == [(date(2021, 10, 1), date(2021, 10, 10), D("10451.61"))]  # 3 months and 15 of 31 days


def test_payments_may_fall_due_on_other_days_and_more_often():
    first = date(2021, 12, 1)
    _, replaced, new = told(OLD, first=first)
    assert replaced == {4, 5, 6, 7} and [due for _, due, _ in new][:2] == [first, date(2022, 6, 1)]
    _, _, new = told(replace(OLD, every="month"))
    assert len(new) == 24 and new[0] == (date(2021, 10, 1), date(2021, 10, 10), D(3000))


def test_more_deposit_is_owed_from_the_day_and_the_old_stays():
    kept, replaced, new = told(replace(OLD, deposit=D(8000)))
    assert (len(kept), replaced, new) == (7, set(), [(None, ON, D(3000))])


def test_principal_comes_back_with_the_new_end():
    debt = replace(OLD, mode="debt", principal=D(500000), exit_terms="到期退还", deposit=D(0))
    _, replaced, new = told(replace(debt, to_on=date(2024, 9, 30)), debt)
    assert replaced == {7} and new[-1] == (None, date(2024, 9, 30), D(500000))


def test_another_rate_makes_other_shares_though_nobody_knows_their_amount_yet():
    old = replace(OLD, **PROFIT, deposit=D(0))
    _, replaced, new = told(replace(old, income_rate=D(8)), old)
    assert replaced == {3, 4, 5, 6} and {amount for *_, amount in new} == {None}
    _, replaced, _ = told(replace(old, to_on=date(2024, 9, 30)), old)
    assert replaced == set()


def test_the_share_of_a_year_that_has_begun_stays_where_income_is_guaranteed():
    old = replace(OLD, **GUARANTEED, deposit=D(0))
    rows = dues(old)
    made = rules_amending.replan(old, replace(old, amount=D(30000), income_rate=D(8)), rows, ON)
    shares = [(due.from_on, due.to_on) for due in made.kept if due.kind == "share"]
    assert shares == [(date(2020, 10, 1), date(2021, 9, 30))]
    assert [one.from_on for one in made.new if one.kind == "share"] == [date(2021, 10, 1), date(2022, 10, 1)]


@pytest.mark.parametrize(
    ("fields", "on", "first", "field", "sentence"),
    [
        ({"to_on": date(2021, 8, 31)}, ON, None, "to_on", "到 2021-09-30 为止的各期已经开始"),
        ({"amount": D(1)}, date(2023, 5, 1), None, "on", "没有可以重排的期次"),
        ({}, ON, date(2021, 4, 30), "next_due_on", "早于变更日期"),
        ({"amount": None}, ON, None, "amount", "须填写每年金额"),
        (
            {"total": D(96000), "amount": D(30001)},
            ON,
            None,
            "total",
            "合计 96,002.00 元，比合同总额 96,000.00",
        ),
        ({**PROFIT, "total": D(96000)}, ON, None, "total", "合同总额请留空"),
    ],
)
def test_what_makes_no_plan_or_not_the_total_is_told_at_its_field(fields, on, first, field, sentence):
    found = rules_amending.faults(OLD, replace(OLD, **fields), dues(), on, first)
    assert [name for name, words in found if sentence in words] == [field], found


def test_who_pays_all_at_once_says_when_the_longer_term_is_paid():
    old = replace(OLD, every="once", deposit=D(0))
    new = replace(old, to_on=date(2024, 9, 30))
    assert rules_amending.faults(old, new, dues(old), ON)[0][0] == "next_due_on"
    assert told(new, old, first=date(2023, 10, 10))[2] == [(date(2023, 10, 1), date(2023, 10, 10), D(36000))]
