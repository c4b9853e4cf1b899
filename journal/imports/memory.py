"""Which column a unit's people took a header for, remembered for the next workbook of that layout."""

from django.db import transaction

from journal.imports.matching import ASKED, IGNORED, LONGEST_HEADER, REMEMBERED
from journal.models import ColumnMemory
from tenancy.persons import kinds_in


@transaction.atomic
def remembered(batch):
    """{header: key} that the people of the batch's unit chose before; "" for what they left out."""
    return dict(_of(batch).values_list("header", "key"))


def remember(batch):
    """Keep what was chosen otherwise than proposed, or in answer to a question; inside the step that chooses."""
    chosen = {
        column["name"][:LONGEST_HEADER]: key
        for column, key in zip(batch.columns, batch.mapping["columns"], strict=True)
        if _tells_something(column, key)
    }
    if chosen:
        same = {"county_id": batch.county_id, "unit": batch.unit, "resource": batch.resource}
        ColumnMemory.objects.bulk_create(
            [ColumnMemory(header=header, key=key, **same) for header, key in chosen.items()],
            update_conflicts=True,
            unique_fields=["county", "unit", "resource", "header"],
            update_fields=["key", "used_at"],
        )


def _tells_something(column, key):
    """Not of a column without a name of its own, or with a person's number for a name; nor where nobody knew it and
    nobody took it."""
    if column["is_nameless"] or column["is_twice"] or kinds_in(column["name"]):
        return False
    return key != column["key"] or column["sure"] == ASKED or (column["why"] == REMEMBERED and key != IGNORED)


def _of(batch):
    return ColumnMemory.objects.filter(county_id=batch.county_id, unit=batch.unit, resource=batch.resource)
