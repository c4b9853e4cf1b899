"""The table of a batch's file once more, for the check; to go when the check walks the staged rows."""

from types import SimpleNamespace

from django.core.files.storage import default_storage

from journal.files.sheets import opened
from journal.files.tables import Place, find_in
from journal.imports.lines import Line
from journal.imports.resources import columns_of


def stored_table(batch, resource):
    """(table, marks by row number) of the batch's stored file."""
    fields = columns_of(resource, batch.county_id)
    place = Place(**batch.mapping["place"]) if batch.mapping.get("place") else None
    with default_storage.open(batch.document.key) as kept, opened(kept, batch.document.kind) as sheets:
        table = find_in(sheets, {name for column in fields.values() for name in column.names}, place)
        rows = list(table.rows())
    marks = {number: marks for number, _, marks in rows}
    return SimpleNamespace(rows=[row[:2] for row in rows], units=table.units), marks


def lines(table, marks, keys):
    """Yield each row as a Line, with the faults of its cells as cells: no value, a formula, digits lost."""
    places = {key: at for at, key in enumerate(keys) if key}
    for number, texts in table.rows:
        said = {key: texts[at] for key, at in places.items()}
        line = Line(number=number, texts=texts, said=said, places=places)
        for key, at in places.items():
            _look_at_cell(line, key, marks[number].get(at))
        yield line


def _look_at_cell(line, key, mark):
    if mark == "uncached":
        line.bad(key, "此格是公式，没有保存结果。请在 Excel 中打开、保存后重新上传，或直接填数值。")
    elif mark == "imprecise":
        line.bad(key, f"“{line.said[key]}”超过 15 位，Excel 已丢失末尾数字。请把此列设为文本后重新填写。")
    elif mark == "formula":
        line.odd(key, f"此格是公式，按文件中保存的结果“{line.said[key]}”读取，请核对。")
