"""二（六）Schedules to the fen, without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from operation import rules
from operation.choices import DueKind
from operation.rules import Terms, add_months, ended, faults, fen, known_total, periods, schedule, split

D = Decimal
THREE = Terms(
    from_on=date(2020, 10, 1), to_on=date(2023, 9, 30), first_due_on=date(2020, 10, 10), amount=D("36000.00")
)


def amounts(terms):
    return [one.amount for one in schedule(terms) if one.kind == DueKind.INCOME]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 1, 31), 2, date(2020, 3, 31)),
        (date(2021, 1, 30), 1, date(2021, 2, 28)),
        (date(2020, 12, 31), 2, date(2021, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2020, 10, 31), 1, date(2020, 11, 30)),
        (date(2020, 5, 15), 8, date(2021, 1, 15)),
    ],
)
def test_months_end_as_the_calendar_ends_them(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("0.02", [1, 1, 1], ["0.01", "0.01", "0.00"]),
        ("10000.00", [1] * 12, ["833.34"] * 4 + ["833.33"] * 8),
        ("1.00", [Fraction(1, 3), Fraction(2, 3)], ["0.33", "0.67"]),
        ("0.00", [1, 2], ["0.00", "0.00"]),
    ],
)
def test_parts_make_the_whole_by_largest_remainder(total, weights, parts):
    found = split(D(total), weights)
    assert found == [D(part) for part in parts] and sum(found) == D(total)


@pytest.mark.parametrize(
    ("amount", "told"),
    [(Fraction(1, 200), "0.01"), (Fraction(1, 201), "0.00"), (D("2.345"), "2.35"), (D("2"), "2.00")],
)
def test_a_half_fen_is_rounded_up(amount, told):
    assert fen(amount) == D(told)


def test_a_term_is_cut_from_its_first_day_and_its_last_piece_is_shorter():
    cut = periods(date(2020, 1, 31), date(2020, 4, 15), 1)
    assert [(start, end) for start, end, _ in cut] == [
        (date(2020, 1, 31), date(2020, 2, 28)),
        (date(2020, 2, 29), date(2020, 3, 30)),
        (date(2020, 3, 31), date(2020, 4, 15)),
    ]
    assert [length for *_, length in cut] == [1, 1, Fraction(16, 30)]


@pytest.mark.parametrize("every", ["month", "quarter", "half", "year", "once"])
@pytest.mark.parametrize("amount", ["36000.00", "10000.00", "0.07", "99999.99"])
def test_whole_years_make_so_many_times_the_years_amount(every, amount):
    terms = replace(THREE, every=every, amount=D(amount))
    assert sum(amounts(terms)) == D(amount) * 3
    if every != "once":
        per_year = len(amounts(terms)) // 3
        assert sum(amounts(terms)[:per_year]) == D(amount)


def test_dues_fall_on_the_agreed_day_of_each_period():
    terms = replace(THREE, every="half", first_due_on=date(2020, 12, 31))
    assert [one.due_on for one in schedule(terms)] == [
        date(2020, 12, 31),
        date(2021, 6, 30),
        date(2021, 12, 31),
        date(2022, 6, 30),
        date(2022, 12, 31),
        date(2023, 6, 30),
    ]


def test_a_last_year_that_is_not_whole_counts_by_months_and_days():
    terms = replace(THREE, to_on=date(2022, 4, 15), every="quarter")
    assert amounts(terms) == [D(9000)] * 4 + [D("9000.00"), D("9000.00"), D("1500.00")]
    assert sum(amounts(terms)) == D("55500.00")  # 12 + 6 + 15/30 months of 3,000


@pytest.mark.parametrize(
    ("fields", "kinds", "known"),
    [
        (
            {"income_rule": "fund_rate", "amount": None, "base": D(1000000), "income_rate": D(6)},
            {"income"},
            "180000",
        ),
        ({"income_rule": "profit_rate", "amount": None, "income_rate": D(30)}, {"share"}, "0"),
        ({"income_rule": "per_kwh", "amount": None, "price": D("0.3779")}, {"income"}, "0"),
        ({"income_rule": "guaranteed", "income_rate": D(20)}, {"income", "share"}, "108000"),
        ({"deposit": D(5000)}, {"income", "deposit"}, "108000"),
        (
            {"mode": "equity", "principal": D(500000), "exit_terms": "到期退还本金"},
            {"income", "principal"},
            "108000",
        ),
    ],
)
def test_each_income_rule_makes_its_kinds_of_dues(fields, kinds, known):
    terms = replace(THREE, **fields)
    made = schedule(terms)
    assert faults(terms) == []
    assert {one.kind for one in made} == kinds
    assert known_total(made) == D(known)
    assert [one.due_on for one in made] == sorted(one.due_on for one in made)
    for one in made:
        if one.kind == DueKind.SHARE:
            assert one.amount is None


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"to_on": date(2020, 9, 30)}, "to_on", "截止日期不能早于起始日期"),
        (
            {"to_on": date(2040, 10, 1)},
            "to_on",
            "租赁期限不得超过二十年（法律规定，超过的部分无效），最晚到 2040-09-30",
        ),
        ({"to_on": date(2099, 10, 1), "mode": "contract"}, "to_on", "经营期限最长 70 年"),
        ({"first_due_on": date(2030, 1, 1)}, "first_due_on", "首次付款日应在 2019-10-01 至 2024-09-30 之间"),
        ({"amount": None}, "amount", "收益固定金额的，须填写每年金额（保底额），且大于零"),
        ({"income_rule": "fund_rate", "base": D(0)}, "base", "须填写计算基数"),
        ({"mode": "debt"}, "principal", "经营方式为债权的，须填写投入本金"),
        ({"mode": "equity", "principal": D(1)}, "exit_terms", "须写明退出办法"),
        ({"total": D("107999.99")}, "total", "合计 108,000.00 元，比合同总额 107,999.99 元多 0.01 元"),
        ({"total": D(120000)}, "total", "少 12,000.00 元"),
        (
            {"amount": D("99999999999999.99"), "every": "once"},
            "amount",
            "超过了系统能登记的 99,999,999,999,999.99 元",
        ),
        (
            {"income_rule": "profit_rate", "income_rate": D(30), "total": D(1)},
            "total",
            "按利润比例约定的收益事先算不出来，合同总额请留空",
        ),
    ],
)
def test_what_makes_no_schedule_or_not_the_total_is_told_in_words(fields, field, sentence):
    told = faults(replace(THREE, **fields))
    assert any(name == field and sentence in words for name, words in told), told


def test_the_longest_term_of_a_lease_is_taken():
    assert faults(replace(THREE, to_on=date(2040, 9, 30))) == []


def due(kind="income", from_on=None, to_on=None, due_on=date(2021, 10, 10), amount="12000.00", paid="0"):
    amount = None if amount is None else D(amount)
    return SimpleNamespace(
        kind=kind, from_on=from_on, to_on=to_on, due_on=due_on, amount=amount, paid=D(paid)
    )


YEAR = {"from_on": date(2021, 1, 1), "to_on": date(2021, 12, 31)}


@pytest.mark.parametrize(
    ("one", "on", "amount", "waived"),
    [
        (due(**YEAR), date(2021, 12, 31), None, None),
        (due(**YEAR), date(2020, 12, 31), "12000.00", True),
        (due(**YEAR, paid="3000"), date(2020, 12, 31), "3000", False),
        (due(**YEAR), date(2021, 7, 1), "5983.56", False),
        (due(**YEAR, paid="9000"), date(2021, 7, 1), "9000", False),
        (due(**YEAR, amount=None), date(2021, 7, 1), None, None),
        (due("deposit"), date(2021, 7, 1), "12000.00", True),
        (due("deposit", paid="12000"), date(2021, 7, 1), None, None),
        (due("settlement"), date(2021, 7, 1), None, None),
    ],
)
def test_an_early_end_leaves_owed_what_was_earned_and_never_less_than_was_paid(one, on, amount, waived):
    change = ended(one, on)
    if amount is None:
        assert change is None
    else:
        assert (change.amount, change.is_waived) == (D(amount), waived)


def test_principal_falls_due_when_the_agreement_ends():
    change = ended(due("principal", due_on=date(2023, 9, 30)), date(2021, 7, 1))
    assert (change.due_on, change.is_waived) == (date(2021, 7, 1), False)


def test_numbers_of_agreements_tell_county_and_year():
    prefix = rules.agreement_prefix(410821, 2020)
    assert rules.agreement_number(prefix, 1) == "410821H2020000001"
    with pytest.raises(ValueError, match="流水号已用完"):
        rules.agreement_number(prefix, 1_000_000)
