"""A county's own fields and an asset's old numbers, taken out with the list and brought in again."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from assets import actions
from assets.models import Asset
from tests.assets.custom_fields import KINDS, defined, one_of_each
from tests.journal.exporting import as_upload, content, taken_out
from tests.journal.importing import checked


def table(row):
    """The rows of an export's first sheet: the header first."""
    book = load_workbook(BytesIO(content(row)), read_only=True)
    return [list(cells) for cells in book.worksheets[0].iter_rows(values_only=True)]


def furnished(place):
    """An asset with a value of each kind, and one with none; the fields by kind."""
    fields = one_of_each(place)
    place.asset(custom={fields[kind].key: KINDS[kind][2] for kind in KINDS}, aliases=["旧-1", "2018/031"])
    place.asset(name="空白路")
    return fields


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_what_is_taken_out_comes_in_again_without_a_change(here, client, fmt):
    furnished(here)
    batch = checked(client, here, as_upload(taken_out(here, fmt=fmt)))
    told = [(row.action, row.faults, row.differences) for row in batch.rows.all()]
    assert (batch.counts.get("same"), batch.wrong) == (2, 0), told


def test_each_field_stands_under_its_reporting_name_and_no_others(here, there):
    furnished(here)
    with there.scope():
        defined(there, "外县字段")
    head = next(cells for cells in table(taken_out(here)) if "资产名称" in cells)
    named = [cell for cell in head if str(cell).startswith("报表")]
    assert named == [f"报表{kind}字段" + ("（元）" if kind == "money" else "") for kind in KINDS]
    assert "原编号" in head and "报表外县字段" not in head


def test_what_was_amended_since_is_the_one_difference_of_an_older_file(here, client):
    field = furnished(here)["integer"]
    file = as_upload(taken_out(here))
    asset = Asset.objects.get(custom__has_key=field.key)
    actions.amend(asset, by=here.village_clerk, version=1, custom={field.key: 8})
    batch = checked(client, here, file)
    told = [(d["label"], d["old"], d["new"]) for row in batch.rows.all() for d in row.differences]
    assert told == [("报表integer字段", "8", "3")]


def test_a_filter_by_a_field_works_in_the_export(here):
    field = furnished(here)["integer"]
    assert taken_out(here, query=f"{field.key}_from=3").rows == 1
    assert taken_out(here, query=f"{field.key}_from=4").rows == 0
