"""What the page 对应列 shows, as plain values: the table that was found, and which column is taken for what."""

from django.urls import reverse

from journal.imports.forms import PointForm
from journal.imports.matching import ASKED, NONE, SURE
from journal.imports.pages import head

# sure → (state of the badge, its words where nothing says why)
BADGES = {SURE: ("done", ""), ASKED: ("warning", "请您确认"), NONE: ("draft", "没有认出")}


def shown(batch, form, table_form):
    """journal/import_columns."""
    mapping = batch.mapping
    header = mapping.get("header", {})
    place = mapping.get("place") or {"sheet": batch.sheet}
    counts = {sure: sum(column["sure"] == sure for column in batch.columns) for sure in BADGES}
    return {
        "batch": head(batch),
        "problem": mapping.get("problem", ""),
        "found_title": "读到的表" if header else "请指定表在哪里",
        "found": _found(batch, header),
        "form": form,
        "table_form": table_form,
        "point_form": PointForm(sheets=mapping["sheets"], initial=place),
        "point_url": reverse("imports:point", args=[batch.pk]),
        "top": _top(mapping["top"], header),
        "counts": counts,
        "missing": _missing(form),
        "notices": _notices(batch),
        "matches": [_match(column, field) for column, field in form.matches()],
        "column_heads": [{"label": "表格的列"}, {"label": "样例"}, {"label": "对应字段"}, {"label": "识别"}],
        "cancel_url": reverse("imports:abandon", args=[batch.pk]),
    }


def _found(batch, header):
    """The table in a line each: what it is called, where it stands; nothing where none was found."""
    if not header:
        return []
    rows = sorted({header["first"], header["last"]})
    return [
        {"label": "工作表", "value": batch.sheet},
        {"label": "表名", "value": batch.title or "（没有）"},
        {"label": "表头", "value": f"第 {' 至 '.join(map(str, rows))} 行"},
        {"label": "数据", "value": f"{batch.total} 行"},
        {"label": "金额单位", "value": batch.money_unit or _unit_elsewhere(batch)},
    ]


def _unit_elsewhere(batch):
    in_names = any((column["unit"] or "").endswith("元") for column in batch.columns)
    return "写在列名里" if in_names else "表上没有写明，请在下面选择"


def _top(rows, header):
    """The first rows of the sheet with their numbers, those of the header marked."""
    inside = range(header.get("first", 0), header.get("last", -1) + 1)
    return [{"number": at, "texts": texts, "is_header": at in inside} for at, texts in enumerate(rows, 1)]


def _missing(form):
    """Labels of what must have a column and has none proposed."""
    proposed = {column["key"] for column in form.columns}
    return [column.column_name for key, column in form.known.items() if column.is_lacking(key, proposed)]


def _notices(batch):
    """What is strange about the header as a whole."""
    twice = dict.fromkeys(column["name"] for column in batch.columns if column["is_twice"])
    return [f"表中有几列都叫“{name}”，请按样例和单元格位置分别选择。" for name in twice]


def _match(column, field):
    state, words = BADGES[column["sure"]]
    return {
        "header": column["name"],
        "cell": column["cell"],
        "samples": column["samples"],
        "field": field,
        "errors": field.errors,
        "state": state,
        "why": column["why"] or words,
        "is_asked": column["sure"] == ASKED,
    }
