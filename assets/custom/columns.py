"""The fields a county adds, as columns of its workbooks: cells cleaned to what the column asset.custom keeps."""

import re

from import_export.widgets import Widget

from assets.models.custom import APART, CustomField, fields_of
from assets.rules import parse_amount
from journal.imports.resources import Column
from journal.imports.widgets import Day, Number, Text, plain, short

Kind = CustomField.Kind
MOST = 99_999_999_999_999  # what fits the ledger's own amounts
LONGEST = {Kind.TEXT: 200, Kind.LONG: 1000}
SAID = {"是": True, "有": True, "√": True, "1": True, "否": False, "无": False, "×": False, "0": False}


class Words(Text):
    """Text, on one line where the field has one."""

    def __init__(self, longest, lines):
        super().__init__(longest)
        self.lines = lines

    def clean(self, value, row=None, **kwargs):
        text = super().clean((value or "").replace("\r\n", "\n"))
        if "\0" in text:
            raise ValueError("含有无法保存的字符，请删去后重填。")
        return (text if self.lines else " ".join(text.splitlines())) or None


class Whole(Number):
    """A whole number, not negative."""

    def clean(self, value, row=None, **kwargs):
        return None if (number := super().clean(value)) is None else int(number)


class Exact(Number):
    """A decimal as text with all its places."""

    def clean(self, value, row=None, **kwargs):
        return None if (number := super().clean(value)) is None else f"{number:.{self.places}f}"


class Yuan(Exact):
    """An amount in yuan; bare numbers are in the unit of the column or of the sheet."""

    is_money = True

    def clean(self, value, row=None, unit="", **kwargs):
        return super().clean(str(parse_amount(value, unit or "元"))) if plain(value or "") else None


class IsoDay(Day):
    """A civil day as text."""

    def clean(self, value, row=None, **kwargs):
        return None if (day := super().clean(value)) is None else day.isoformat()


class YesNo(Widget):
    """是 or 否, and the marks that stand for them."""

    offers = ("是", "否")

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "")
        if text and text not in SAID:
            raise ValueError(f"“{short(text)}”应填“是”或“否”。")
        return SAID.get(text)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else "是" if value else "否"


class Option(Widget):
    """One of the field's options, word for word."""

    def __init__(self, options):
        super().__init__()
        self.options = {plain(option): option for option in options}

    @property
    def offers(self):
        return list(self.options.values())

    def clean(self, value, row=None, **kwargs):
        if not (text := plain(value or "")):
            return None
        if text not in self.options:
            raise ValueError(f"“{short(text)}”不在选项中，可填：{'、'.join(self.options.values())}。")
        return self.options[text]


class Options(Option):
    """Some of the field's options, apart by 、; kept in the order of the options."""

    offers = ()

    def clean(self, value, row=None, **kwargs):
        said = {super(Options, self).clean(text) for text in re.split(f"[{APART}]", value or "")}
        return [option for option in self.options.values() if option in said] or None

    def render(self, value, obj=None, **kwargs):
        return "、".join(map(str, value)) if isinstance(value, list) else super().render(value)


MAKERS = {
    Kind.TEXT: lambda field: Words(LONGEST[Kind.TEXT], lines=False),
    Kind.LONG: lambda field: Words(LONGEST[Kind.LONG], lines=True),
    Kind.INTEGER: lambda field: Whole(MOST),
    Kind.DECIMAL: lambda field: Exact(MOST, field.places),
    Kind.MONEY: lambda field: Yuan(MOST, 2),
    Kind.DAY: lambda field: IsoDay(),
    Kind.YES_NO: lambda field: YesNo(),
    Kind.CHOICE: lambda field: Option(field.options),
    Kind.CHOICES: lambda field: Options(field.options),
}


def widget_of(field):
    """The widget that reads a field's cells and writes them: render(kept value) is cleaned to the same value."""
    return MAKERS[Kind(field.kind)](field)


def import_columns(county):
    """{key: Column} of a county's fields in use, under their reporting names, for its workbooks in and out."""
    return {field.key: _column(field) for field in fields_of(county) if field.is_active}


def _column(field):
    unit = field.measured_in
    return Column(
        field.reporting,
        widget_of(field),
        attribute=f"custom__{field.key}",
        names=tuple({field.label, *(f"{name}（{unit}）" for name in (field.reporting, field.label) if unit)}),
        hint=field.help_text or f"本县自定义字段：{field.get_kind_display()}。",
        example=_example(field),
    )


def _example(field):
    told = {
        Kind.INTEGER: "3",
        Kind.MONEY: "1200",
        Kind.DAY: "2020-09-20",
        Kind.YES_NO: "是",
        Kind.DECIMAL: "1.5",
    }
    return field.options[0] if field.options else told.get(field.kind, "")
