"""The blank workbook of a resource: columns with drop-downs, a marked sample, and a sheet on how to fill it in.

What stands in the drop-downs lies on a hidden sheet and is named by range: the 255 characters a list may have in its
cell would not hold the villages of a county. A drop-down warns and does not forbid: the import asks about likenesses.
"""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from journal.files.wording import SAMPLE_MARK
from journal.imports.resources import columns_of
from tenancy.models import Region, Unit

MONEY_UNIT = "万元"  # where the resource names no money_unit of its own
SERIAL = "序号"
ROWS = 5000  # to which drop-downs reach
LEFT_OUT = {"system_number"}  # what only an exported row has
LISTS = "选项"
GUIDE = ("列", "必填", "怎样填", "示例", "可选内容")
RULES = (
    f"“{SERIAL}”一格写有“{SAMPLE_MARK}”的行是示例，导入时自动跳过，不必删除。",
    "带 * 的列必填；不需要的列可以整列删除，列的先后可以调整，列名请保留。",
    "金额列以{unit}计，也可以在格内写明单位，如“486000元”。",
    "有下拉框的格请从中选择；近似的写法也能识别，导入前会列出来请您核对。",
    "编码、证件号等按文本填写，不要改成数字格式，以免末位走样。",
)
WIDE, NARROW = 26, 15
PLACES = {
    "town": "parent",
    "parent": "parent",
    "village": "parent__parent",
}  # the way from there up to the county
BODIES = {"unit", "implementing_dept", "supervising_dept"}


def blank(resource, county):
    """The bytes of an xlsx in which a county's (its code) rows of a resource can be written down."""
    columns = [
        column for key, column in columns_of(resource, county).items() if key not in LEFT_OUT and column.names
    ]
    unit = getattr(resource, "money_unit", MONEY_UNIT)
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(resource.label)
        _guide(book, columns, unit)
        offers = {at: found for at, column in enumerate(columns, 1) if (found := _offers(column, county))}
        _lists(book, sheet, offers)
        _fields(book, sheet, columns, unit)
    return kept.getvalue()


def _fields(book, sheet, columns, unit):
    """Header, sample, and the rows to be filled in: all of them text, so that codes keep their digits."""
    text = book.add_format({"num_format": "@", "font_name": "宋体"})
    sample = book.add_format(
        {"num_format": "@", "font_name": "宋体", "font_color": "#7A8594", "italic": True}
    )
    look = {"bold": True, "font_name": "宋体", "align": "center", "valign": "vcenter", "text_wrap": True}
    must = book.add_format(look | {"border": 1, "border_color": "#8A94A3", "bg_color": "#FBE9D7"})
    may = book.add_format(look | {"border": 1, "border_color": "#8A94A3", "bg_color": "#E8EEF5"})
    sheet.set_column(0, 0, 7, text)
    sheet.write_string(0, 0, SERIAL, may)
    sheet.write_string(1, 0, SAMPLE_MARK, sample)
    for at, column in enumerate(columns, 1):
        sheet.set_column(at, at, WIDE if column.required or len(column.example) > 8 else NARROW, text)
        sheet.write_string(0, at, _head(column, unit), must if column.required else may)
        sheet.write_string(1, at, column.example, sample)
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 0)


def _head(column, unit):
    told = f"（{unit}）" if column.is_money else ""
    return f"{'*' if column.required else ''}{column.column_name}{told}"


def _offers(column, county):
    """What may stand in a column, where that is one of a list."""
    target = (column.attribute or "").removesuffix("__name").rpartition("__")[2]
    if target in PLACES:
        known = Region.objects.filter(**{PLACES[target]: county}).order_by("code")
    elif target in BODIES:
        known = Unit.objects.filter(county_id=county).order_by("path")
    else:
        return list(getattr(column.widget, "offers", ()))
    return list(dict.fromkeys(known.values_list("name", flat=True)))


def _lists(book, sheet, offers):
    """The hidden sheet with a column for each list, and the drop-downs that point there."""
    lists = book.add_worksheet(LISTS)
    lists.hide()
    for place, (at, texts) in enumerate(offers.items()):
        for row, text in enumerate(texts):
            lists.write_string(row, place, text)
        told = {
            "validate": "list",
            "source": f"={LISTS}!{xl_range_abs(0, place, len(texts) - 1, place)}",
            "error_type": "warning",
            "error_title": "不在选项中",
            "error_message": "此内容不在下拉选项中。导入时会按相近的选项提出建议，请您核对。",
        }
        sheet.data_validation(1, at, ROWS, at, told)


def _guide(book, columns, unit):
    """填表说明: a line for each column, and what holds for all."""
    sheet = book.add_worksheet("填表说明")
    head = book.add_format({"bold": True, "font_name": "宋体", "bg_color": "#E8EEF5", "border": 1})
    text = book.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top", "num_format": "@"})
    for at, width in enumerate((18, 7, 52, 26, 46)):
        sheet.set_column(at, at, width, text)
    for row, rule in enumerate(RULES):
        sheet.merge_range(row, 0, row, len(GUIDE) - 1, rule.format(unit=unit), text)
    for at, name in enumerate(GUIDE):
        sheet.write_string(len(RULES) + 1, at, name, head)
    for row, column in enumerate(columns, len(RULES) + 2):
        for at, said in enumerate(_told(column)):
            sheet.write_string(row, at, said, text)


def _told(column):
    others = "、".join(column.names[1:5])
    hint = column.hint or (f"列名也可写作：{others}。" if others else "")
    offers = "、".join(list(getattr(column.widget, "offers", ()))[:30])
    return [column.column_name, "必填" if column.required else "", hint, column.example, offers]
