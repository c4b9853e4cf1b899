"""Every row of the published workbooks: what is read from it was decided by eye and stands in published.csv."""

from decimal import Decimal

import pytest

from assets.rules import excluded_kind, guess_type, parse_amount, parse_fund_lines
from tests.assets.published import decided, gazetteers, rows

DECIDED = [pytest.param(row, id=f"{row['workbook']}-{row['number']}") for row in decided()]
IN_LISTED_COUNTIES = [case for case in DECIDED if case.values[0]["found"]]


def cells(row):
    return rows(row["workbook"])[row["number"]]


def test_no_published_row_is_left_out():
    workbooks = {row["workbook"] for row in decided()}

    assert len(workbooks) == 22
    assert sum(len(rows(workbook)) for workbook in workbooks) == len(decided()) == 96


@pytest.mark.parametrize("row", DECIDED)
def test_a_guess_at_the_type_is_the_one_decided_by_eye(row):
    guess = guess_type(row["name"], cells(row).get("建设内容及规模") or "")

    assert (guess.subtype.value if guess else "", guess.word if guess else "") == (row["guess"], row["word"])


@pytest.mark.parametrize("row", DECIDED)
def test_only_money_that_makes_no_asset_is_excluded(row):
    assert (excluded_kind(row["name"]) or "") == row["excluded"]


@pytest.mark.parametrize("row", DECIDED)
def test_an_amount_in_wan_comes_out_in_yuan(row):
    money = cells(row)["资金规模（万元）"]
    if not row["yuan"]:
        with pytest.raises(ValueError, match="没有填金额"):
            parse_amount(money, "万元")
    else:
        assert parse_amount(money, "万元") == Decimal(row["yuan"])


@pytest.mark.parametrize("row", DECIDED)
def test_fund_lines_are_read_where_they_are_clear(row):
    total = Decimal(row["yuan"]) if row["yuan"] else None
    reading = parse_fund_lines(cells(row)["资金来源"], total)

    lines = ["/".join(str(part or "-") for part in line) for line in reading.lines]
    assert " ".join(lines) == row["funds"]
    assert bool(reading.doubt) == (not lines)


@pytest.mark.parametrize("row", IN_LISTED_COUNTIES)
def test_a_place_is_found_among_those_of_its_county(row):
    places = next(gazetteer for county, gazetteer in gazetteers().items() if county in row["workbook"])
    match = places.match(cells(row)["实施地点"])

    assert (match.found, " ".join(place.code for place in match.places)) == (row["found"], row["codes"])
    assert bool(match.note) == (row["found"] != "exact")
