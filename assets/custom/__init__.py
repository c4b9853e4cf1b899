"""What a county keeps besides: where its own fields appear, everywhere by these functions (decision 009).

fields_of(county)            the fields, read once a request
form_fields(fields, values)  {key: form field} of the asset's form, and of the bulk amendment of one
stored(field, value)         a form's or cell's value as the column asset.custom keeps it
merged(asset, given)         the column with some values changed; raises Refused for what may not be changed
faults / person_faults       what is wrong with an asset's values; which texts name a person by a number
lacking(asset)               what must be filled in before review
columns(county)              the fields one may choose to see in a list: field.label, cell(field, asset)
filters(county) / narrow     form fields of a list's filter, and the rows that pass
import_columns(county)       {key: Column}, for import, export and template
"""

from assets.custom.columns import import_columns
from assets.custom.entry import form_fields, initial_of
from assets.custom.filters import filters, narrow
from assets.custom.values import faults, lacking, merged, person_faults, stored
from assets.models.custom import CustomField, CustomValues, fields_of, forget, read_once

__all__ = [
    "CustomField",
    "CustomValues",
    "cell",
    "columns",
    "faults",
    "fields_of",
    "filters",
    "forget",
    "form_fields",
    "import_columns",
    "in_use",
    "initial_of",
    "lacking",
    "merged",
    "narrow",
    "person_faults",
    "read_once",
    "stored",
]


def in_use(county):
    """The fields of a county (its code, or None over counties) that are not retired, in order."""
    return [field for field in fields_of(county) if field.is_active]


def columns(county):
    """What a list may show besides its own columns: the CustomFields in use (.key, .label, .is_number)."""
    return in_use(county)


def cell(field, asset):
    """The text of a field in an asset's row of a list; "" where nothing was said. No queries."""
    return field.shown(field.of(asset), absent="")
