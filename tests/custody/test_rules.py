"""二（五）Terms and gaps, with tables of days."""

from datetime import date

import pytest

from custody import rules


def d(day, month=1):
    return date(2024, month, day)


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ([], [(d(1), d(31))]),
        ([(d(1), None)], []),
        ([(d(1), d(31))], []),
        ([(d(5), None)], [(d(1), d(4))]),
        ([(d(1), d(10)), (d(11), None)], []),
        ([(d(1), d(10)), (d(12), None)], [(d(11), d(11))]),
        ([(d(20), d(25)), (d(2), d(9))], [(d(1), d(1)), (d(10), d(19)), (d(26), d(31))]),
        ([(d(2), d(20)), (d(5), d(9))], [(d(1), d(1)), (d(21), d(31))]),
        ([(date(2023, 1, 1), date(2023, 12, 31))], [(d(1), d(31))]),
        ([(d(1, 3), None)], [(d(1), d(31))]),
        ([(date(2023, 6, 1), d(15)), (d(16), d(5, 2))], []),
    ],
)
def test_the_days_nobody_is_responsible_for(terms, found):
    assert rules.gaps(d(1), d(31), terms) == found


@pytest.mark.parametrize(
    ("stretches", "days"), [([], 0), ([(d(1), d(1))], 1), ([(d(1), d(31)), (d(1, 2), d(29, 2))], 60)]
)
def test_both_ends_of_a_stretch_count(stretches, days):
    assert rules.days(stretches) == days


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("王守田", True),
        ("李四", True),
        ("东关村委会", False),
        ("云台公司", False),
        ("王", False),
        ("欧阳修竹", True),
    ],
)
def test_a_person_is_called_by_a_name_and_a_body_is_none(text, is_one):
    assert rules.is_name(text) is is_one


def test_a_term_says_when_it_is_open():
    assert rules.term_text(d(1), None) == "2024-01-01 起"
    assert rules.term_text(d(1), d(31)) == "2024-01-01 至 2024-01-31"
