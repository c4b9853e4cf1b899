"""A county's own fields as columns: what is written into a workbook is read back to the same value."""

import pytest

from assets.resources import AssetResource
from journal.imports.resources import columns_of
from tests.assets.custom_fields import KINDS, defined, one_of_each

# kind: texts of a cell, and what they are cleaned to; None where the cell is refused
CELLS = {
    "text": {"王师傅": "王师傅", "两\n行": "两 行", "": None},
    "long": {"两\r\n行": "两\n行"},
    "integer": {"３": 3, "1,200": 1200, "0": 0},
    "decimal": {"12.5": "12.5", "7": "7.0"},
    "money": {"1200": "1200.00", "0.5万元": "5000.00"},
    "day": {"2020/9/20": "2020-09-20", "2020年9月20日": "2020-09-20"},
    "yes_no": {"是": True, "无": False, "√": True},
    "choice": {"一般": "一般", " 好 ": "好"},
    "choices": {"防盗，防汛": ["防汛", "防盗"], "防火;防火": ["防火"]},
}
WRONG = {
    "text": "长" * 201,
    "integer": "2.5",
    "decimal": "1.25",
    "money": "很多",
    "day": "2020-13-01",
    "yes_no": "也许",
    "choice": "优",
    "choices": "防汛、防鼠",
}


@pytest.mark.parametrize("kind", CELLS)
def test_cells_are_read_as_people_write_them_and_come_back_the_same(here, kind):
    field = defined(here, "补充", kind, **KINDS[kind][0])
    widget = columns_of(AssetResource, here.code)[field.key].widget
    for text, value in CELLS[kind].items():
        assert widget.clean(text) == value
        assert widget.clean(widget.render(value)) == value


@pytest.mark.parametrize("kind", WRONG)
def test_a_cell_that_cannot_be_is_refused_with_a_sentence(here, kind):
    field = defined(here, "补充", kind, **KINDS[kind][0])
    with pytest.raises(ValueError, match=r"“|字"):
        columns_of(AssetResource, here.code)[field.key].widget.clean(WRONG[kind])


def added(place):
    """The names of the columns a county has besides those everybody has."""
    columns = columns_of(AssetResource, place.code).values()
    return [column.column_name for column in columns if (column.attribute or "").startswith("custom__")]


def test_the_columns_stand_under_the_reporting_names_of_this_county_alone(here, there):
    fields = one_of_each(here)
    defined(there, "外县字段")
    assert added(here) == [f"报表{kind}字段" for kind in fields]
    with there.scope():
        assert added(there) == ["报表外县字段"]
    assert added(there) == []  # the wall hides it, whoever asks by its code
    assert columns_of(AssetResource, None) == AssetResource.fields


def test_a_unit_behind_the_name_is_known_as_well(here):
    defined(here, unit_word="人")
    assert {"管护人数", "报表管护人数", "管护人数（人）"} <= {
        *columns_of(AssetResource, here.code)["f1"].names
    }
