"""二（五）Ages, votes, terms, months and pay of public-welfare posts, as tables of numbers."""

from datetime import date
from decimal import Decimal

import pytest

from custody.posts import rules

AGES = rules.Ages(man=(18, 65), woman=(18, 60))
ON = date(2020, 6, 1)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1960, 6, 1), ON, 60),
        (date(1960, 6, 2), ON, 59),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2020, 6, 2), ON, -1),
    ],
)
def test_age_is_in_full_years(born, on, years):
    assert rules.age(born, on) == years


@pytest.mark.parametrize(
    ("sex", "born", "is_right"),
    [
        ("man", date(2002, 6, 1), True),
        ("man", date(2002, 6, 2), False),
        ("man", date(1954, 6, 2), True),  # 65 until the day before the birthday
        ("man", date(1954, 6, 1), False),
        ("woman", date(1959, 6, 2), True),
        ("woman", date(1959, 6, 1), False),
        ("woman", date(1954, 6, 2), False),
    ],
)
def test_men_until_65_and_women_until_60_both_ages_among_them(sex, born, is_right):
    assert (rules.age_fault(sex, born, ON, AGES) is None) == is_right


def test_the_sentence_on_age_says_the_age_and_the_limits():
    told = rules.age_fault("woman", date(1950, 1, 1), ON, AGES)
    assert "年满 70 周岁" in told and "女性须年满 18 周岁、不超过 60 周岁" in told


@pytest.mark.parametrize(
    ("attended", "in_favour", "against", "told"),
    [
        (20, 11, 9, None),
        (20, 10, 10, "没有超过参会 20 人的半数"),
        (21, 11, 0, None),
        (20, 15, 6, "超过参会的 20 人"),
        (1, 1, 0, None),
    ],
)
def test_a_vote_carries_with_more_than_half_of_those_who_came(attended, in_favour, against, told):
    fault = rules.vote_fault(attended, in_favour, against)
    assert fault is None if told is None else told in fault


@pytest.mark.parametrize(
    "pay", [Decimal("3000"), Decimal("3000.01"), Decimal("2000"), Decimal("1999.99"), Decimal("0.05")]
)
def test_the_months_of_a_year_make_the_yearly_standard_to_the_fen(pay):
    months = [rules.monthly(pay, "year", date(2020, month, 1)) for month in range(1, 13)]
    assert sum(months) == pay
    assert max(months) - min(months) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("from_on", "to_on", "due"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), "500"),
        (date(2020, 6, 16), date(2020, 12, 31), "250.00"),  # 15 of 30 days
        (date(2020, 1, 1), date(2020, 6, 10), "166.67"),
        (date(2020, 7, 1), date(2020, 12, 31), "0.00"),
    ],
)
def test_a_month_that_is_covered_in_part_is_due_by_the_day(from_on, to_on, due):
    assert rules.due(Decimal(500), "month", ON, from_on, to_on) == Decimal(due)


@pytest.mark.parametrize(
    ("month", "days", "told"),
    [
        (date(2020, 6, 1), 15, None),
        (date(2020, 6, 1), 16, "只有 15 天"),
        (date(2020, 5, 1), 1, "不在协议期"),
        (date(2020, 9, 1), 1, "还没有到"),
    ],
)
def test_work_stands_only_for_days_of_the_agreement_that_have_come(month, days, told):
    fault = rules.month_fault(month, days, date(2020, 6, 16), date(2020, 12, 31), date(2020, 8, 20))
    assert fault is None if told is None else told in fault


@pytest.mark.parametrize(
    ("paid_on", "told"),
    [
        (None, None),
        (date(2020, 6, 1), None),
        (date(2020, 5, 31), "须在出工之后发放"),
        (date(2020, 8, 21), "不能晚于今天"),
    ],
)
def test_nothing_is_paid_before_the_month_it_is_for(paid_on, told):
    fault = rules.paid_fault(ON, paid_on, date(2020, 8, 20))
    assert fault is None if told is None else told in fault


@pytest.mark.parametrize(
    ("from_on", "to_on", "told"),
    [
        (date(2020, 4, 1), date(2021, 3, 31), None),
        (date(2020, 3, 31), date(2021, 3, 31), "须在设岗期内"),
        (date(2020, 4, 1), date(2021, 4, 1), "须在设岗期内"),
        (date(2020, 6, 2), date(2020, 6, 1), "早于起始日期"),
    ],
)
def test_an_agreement_lies_within_the_days_of_its_post(from_on, to_on, told):
    fault = rules.term_fault(from_on, to_on, date(2020, 4, 1), date(2021, 3, 31))
    assert fault is None if told is None else told in fault
