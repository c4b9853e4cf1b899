"""The tick on top of a table ticks every row of it, and says when only some are."""

import re

import pytest

pytestmark = [pytest.mark.xdist_group("browser")]


def test_all_rows_to_be_shown_are_ticked_at_once(acting):
    clerk = acting("xw_xian")
    clerk.open("/notices/new/")
    every, rows = clerk.page.locator("[data-ticks-all]"), clerk.page.locator("tbody .tick input")
    assert rows.count() > 1
    every.check()
    assert clerk.page.locator("tbody .tick input:checked").count() == rows.count()
    rows.first.uncheck()
    assert not every.is_checked() and every.evaluate("box => box.indeterminate")


def test_in_the_ledger_the_bar_says_how_many_are_ticked(acting):
    clerk = acting("xw_xian")
    clerk.open("/assets/")
    rows = clerk.page.locator("tbody .tick input")
    clerk.page.locator("[data-ticks-all]").check()
    assert re.search(rf"本页已选 {rows.count()} 项", clerk.page.inner_text("[data-bulk-text]"))
