"""二（四）Shares as whole parts of a whole, by tables of numbers."""

import pytest

from ownership import rules


@pytest.mark.parametrize(
    ("whole", "parts"), [(1, [1]), (100, [51, 49]), (64, [1] * 64), (3, [1, 1, 1]), (1_000_000, [999_999, 1])]
)
def test_these_make_the_whole(whole, parts):
    assert rules.parts_fault(whole, parts) is None


@pytest.mark.parametrize(
    ("whole", "parts", "sentence"),
    [
        (100, [51, 48], "还差 1 份"),
        (64, [1] * 65, "多出 1 份"),
        (2, [2, 0], "大于零的整数"),
        (1_000_001, [1_000_001], "1 至 1,000,000"),
        (201, [1] * 201, "最多 200 个"),
        (1, [], "至少填写一个"),
    ],
)
def test_these_do_not(whole, parts, sentence):
    assert sentence in rules.parts_fault(whole, parts)


@pytest.mark.parametrize(
    ("parts", "whole", "text"),
    [(1, 64, "1.5625%"), (51, 100, "51%"), (1, 3, "约 33.3333%"), (7, 7, "100%"), (1, 1_000_000, "0.0001%")],
)
def test_a_share_is_read_as_per_cent_and_says_where_it_does_not_come_out_even(parts, whole, text):
    assert rules.percent(parts, whole) == text


def test_many_owners_are_told_in_a_line():
    assert rules.owners_text([("东关村", 1)], 1) == "东关村"
    sixty_four = [(f"{n}村", 1) for n in range(64)]
    assert rules.owners_text(sixty_four, 64).endswith("2村 1/64（1.5625%） 等 64 个产权主体")


def test_the_rate_is_never_rounded_up_to_all():
    assert (rules.rate(999, 1000), rules.rate(1999, 2000), rules.rate(5, 5), rules.rate(0, 0)) == (
        "99.9%",
        "99.9%",
        "100.0%",
        "—",
    )


def test_the_numbers_of_a_county_end_with_a_sentence():
    assert rules.certificate_number("410821Q2020", 1) == "410821Q2020000001"
    with pytest.raises(ValueError, match="流水号已用完"):
        rules.certificate_number("410821Q2020", 1_000_000)
