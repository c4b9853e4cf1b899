"""Figures, days and places as pages show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from journal.templatetags.jiadi import area, day, figure, instant, money, on_paper, place, row, wan


@pytest.mark.parametrize(
    ("shape", "value", "shown"),
    [
        (money, Decimal("1234567.5"), "1,234,567.50"),
        (money, Decimal(0), "0.00"),
        (money, None, "—"),
        (wan, Decimal("98765432.15"), "9,876.54"),
        (wan, 0, "0.00"),
        (figure, Decimal("306.80"), "306.8"),
        (figure, Decimal("1200.00"), "1,200"),
        (figure, 100, "100"),
        (area, Decimal("3.50"), "3.5 亩"),
        (day, date(2020, 3, 4), "2020-03-04"),
        (day, datetime(2020, 3, 23, 20, 0, tzinfo=UTC), "2020-03-24"),
        (on_paper, date(2020, 3, 4), "2020年3月4日"),
        (instant, datetime(2020, 3, 23, 20, 5, tzinfo=UTC), "2020-03-24 04:05"),
        (place, "韩庄村民委员会", "韩庄村"),
        (place, "前董村村民委员会", "前董村"),
        (place, "解放社区居民委员会", "解放社区"),
        (place, "八街居委会", "八街社区"),
        (place, None, "—"),
    ],
)
def test_a_value_is_shown_as_offices_write_it(shape, value, shown):
    assert shape(value) == shown


def test_a_row_shows_its_unit_only_behind_a_value():
    assert row("原值", "5.00", unit="元") == "<div><dt>原值</dt><dd>5.00 元</dd></div>"
    assert row("原值", None, unit="元") == "<div><dt>原值</dt><dd>—</dd></div>"


def test_a_row_escapes_what_people_typed():
    assert "<b>" not in row("备注", "<b>x</b>")
