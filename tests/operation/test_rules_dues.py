"""What money pays, how late it is and what lateness costs: tables of numbers, no database."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from operation import rules_dues as rules
from operation.rules import Terms

DUE = date(2020, 10, 10)


@pytest.mark.parametrize(
    ("amount", "owed", "parts", "rest"),
    [
        ("10", ["4", "4", "4"], ["4", "4", "2"], "0"),
        ("12.01", ["4", "4", "4"], ["4", "4", "4"], "0.01"),
        ("0.01", ["4"], ["0.01"], "0"),
        ("5", [], [], "5"),
    ],
)
def test_the_first_is_paid_in_full_before_the_next(amount, owed, parts, rest):
    assert rules.spread(D(amount), [D(one) for one in owed]) == ([D(one) for one in parts], D(rest))


LATE = [(1, "d30"), (30, "d30"), (31, "d90"), (90, "d90"), (91, "d180"), (180, "d180"), (181, "d365")]
LATE += [(365, "d365"), (366, "more"), (9999, "more")]


@pytest.mark.parametrize(("days", "age"), LATE)
def test_arrears_are_of_one_age(days, age):
    on = date(2024, 3, 1)
    due_on = on - timedelta(days=days)
    between = {key: rules.ages_between(key, on) for key in rules.AGES}
    assert [key for key, (first, last) in between.items() if (first or due_on) <= due_on <= last] == [age]


@pytest.mark.parametrize(
    ("payments", "until", "fee"),
    [
        ([], date(2020, 10, 11), "9.00"),
        ([], date(2020, 10, 20), "90.00"),
        ([(date(2020, 10, 15), "18000")], date(2020, 12, 31), "45.00"),
        ([(date(2020, 10, 15), "8000")], date(2020, 10, 20), "70.00"),
        ([(date(2020, 10, 5), "8000")], date(2020, 10, 20), "50.00"),
        ([(date(2020, 10, 10), "18000")], date(2020, 10, 20), "0.00"),
        ([(date(2020, 10, 12), "6000"), (date(2020, 10, 12), "6000")], date(2020, 10, 13), "21.00"),
    ],
)
def test_lateness_costs_by_the_day_and_by_what_is_still_owed(payments, until, fee):
    paid = [(day, D(amount)) for day, amount in payments]
    assert rules.late_fee(D("18000"), paid, D("0.5"), date(2020, 10, 11), until) == D(fee)


def test_a_fee_in_two_pieces_is_the_fee_in_one():
    whole = rules.late_fee(D("18000"), [], D("0.5"), date(2020, 10, 11), date(2020, 12, 31))
    first = rules.late_fee(D("18000"), [], D("0.5"), date(2020, 10, 11), date(2020, 11, 30))
    assert whole == first + rules.late_fee(D("18000"), [], D("0.5"), date(2020, 12, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("told", "quantity", "amount"),
    [
        ({"income_rule": "profit_rate", "income_rate": D("10")}, "123456.78", "12345.68"),
        ({"income_rule": "guaranteed", "income_rate": D("33.3333")}, "0.05", "0.02"),
        ({"income_rule": "per_kwh", "price": D("0.3750")}, "10001.5", "3750.56"),
        ({"income_rule": "fixed", "amount": D("100")}, "1", None),
    ],
)
def test_profit_or_power_makes_the_amount(told, quantity, amount):
    terms = Terms(from_on=DUE, to_on=DUE, first_due_on=DUE, **told)
    assert rules.figured(terms, D(quantity)) == (amount and D(amount))


def test_money_pays_by_itself_what_is_late_and_what_is_near():
    assert rules.falls_due(DUE, date(2020, 9, 9))
    assert not rules.falls_due(DUE, date(2020, 9, 8))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("18000", "壹万捌仟元整"),
        ("108000.50", "壹拾万捌仟元伍角"),
        ("10.05", "壹拾元零伍分"),
        ("10010001.01", "壹仟零壹万零壹元零壹分"),
        ("100000000", "壹亿元整"),
        ("20300000045.67", "贰佰零叁亿零肆拾伍元陆角柒分"),
    ],
)
def test_money_is_written_out_as_on_papers_of_money(amount, words):
    assert rules.in_words(D(amount)) == words
