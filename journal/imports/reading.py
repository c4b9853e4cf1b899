"""From the stored workbook to lines: the table in it, its columns matched by name, its rows as people wrote them."""

from django.core.files.storage import default_storage

from journal.files.tables import find_in
from journal.files.wording import bare
from journal.files.xlsx import cell_name, read_workbook
from journal.imports.lines import Line

SAMPLES = 3
LONGEST_SAMPLE = 40
IGNORED = ""


def read_table(content, resource):
    """(Table, Sheet) of a workbook's bytes: the sheet that has most of the resource's columns. Raises Unreadable."""
    workbook = read_workbook(content)
    table = find_in(workbook, {name for column in resource.fields.values() for name in column.names})
    return table, next(sheet for sheet in workbook.sheets if sheet.name == table.sheet)


def stored_table(batch, resource):
    """The same from the batch's stored file."""
    with default_storage.open(batch.document.key) as file:
        return read_table(file.read(), resource)


def describe(table, resource):
    """The columns as the batch keeps them: [{name, cell (F3), unit, samples, key (or ""), is_sure}]."""
    matched = match(table.columns, resource)
    return [
        {
            "name": name or f"（{cell_name(table.header_row, at + 1)} 无列名）",
            "cell": cell_name(table.header_row + table.header_levels - 1, at + 1),
            "unit": table.units[at],
            "samples": _samples(table, at),
            "key": matched.get(at, IGNORED),
            "is_sure": at in matched or at == table.serial,
        }
        for at, name in enumerate(table.columns)
    ]


def match(names, resource):
    """{position: key} by name: each key takes the column of its most telling name that no key before it took."""
    positions = {}
    for at, name in enumerate(names):
        positions.setdefault(bare(name.rpartition("/")[2]), at)
    taken = {}
    for key, column in resource.fields.items():
        free = (positions.get(bare(name)) for name in column.names)
        found = next((at for at in free if at is not None and at not in taken), None)
        if found is not None:
            taken[found] = key
    return taken


def _samples(table, at):
    texts = dict.fromkeys(texts[at] for _, texts in table.rows if texts[at])
    return [text[:LONGEST_SAMPLE] for text in list(texts)[:SAMPLES]]


def lines(table, sheet, keys):
    """Yield each row as a Line, with the faults of its cells as cells: no value, a formula, digits lost."""
    places = {key: at for at, key in enumerate(keys) if key}
    for number, texts in table.rows:
        said = {key: texts[at] for key, at in places.items()}
        line = Line(number=number, texts=texts, said=said, places=places)
        for key, at in places.items():
            _look_at_cell(line, key, (number, at + 1), sheet)
        yield line


def _look_at_cell(line, key, cell, sheet):
    if cell in sheet.uncached:
        line.bad(key, "此格是公式，没有保存结果。请在 Excel 中打开、保存后重新上传，或直接填数值。")
    elif cell in sheet.imprecise:
        line.bad(key, f"“{line.said[key]}”超过 15 位，Excel 已丢失末尾数字。请把此列设为文本后重新填写。")
    elif cell in sheet.formulas:
        line.odd(key, f"此格是公式，按文件中保存的结果“{line.said[key]}”读取，请核对。")
