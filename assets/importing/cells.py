"""How the cells of a ledger workbook are read: text in, value out, a Doubt to be asked, or ValueError in Chinese.

What a widget renders it cleans back to the same value; `settle` makes a value of the option a person chose.
"""

from decimal import Decimal
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.widgets import Widget

from assets.choices import Measure
from assets.models import Asset
from assets.rules import parse_measure, parse_quantity
from assets.rules.doubts import Doubt, read_amount, read_year, serial_day
from assets.rules.periods import parse_period
from journal.imports.widgets import Choice, Day, Number, plain, short


class Amount(Widget):
    """An amount in yuan; bare numbers are in the unit of the column or of the sheet."""

    is_money = may_be_open = True
    settle = Decimal

    def clean(self, value, row=None, unit="", **kwargs):
        return read_amount(value, unit or "元") if plain(value or "") else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else f"{Decimal(value):.2f}"


class Year(Widget):
    """The one year a cell means, not a year to come."""

    settle, may_be_open = int, True

    def clean(self, value, row=None, **kwargs):
        return read_year(value, timezone.localdate().year) if plain(value or "") else None


class Nearly(Choice):
    """One of a TextChoices; a word near one of its labels is asked about."""

    def _find(self, text):
        try:
            return super()._find(text)
        except ValueError:
            labels = {member.label: member for member in self.choices}
            near = [
                label
                for label in labels
                if len(text) > 1 and (text in label or label.removesuffix("资产") in text)
            ]
            near += [label for label in get_close_matches(text, labels, n=3, cutoff=0.5) if label not in near]
            if not near:
                raise
            options = tuple((labels[label].value, label) for label in [*near, *labels][: len(labels)])
            sentence = f"“{short(text)}”不在目录中，建议按“{near[0]}”登记，请核对。"
            return Doubt(sentence, tuple(dict.fromkeys(options)), labels[near[0]].value)

    def settle(self, answer):
        return self.choices(answer)


class Quantity(Number):
    """A number, or a number with its unit (「60千瓦」): (Decimal, Measure or None)."""

    def __init__(self):
        field = Asset._meta.get_field("quantity")
        super().__init__(10 ** (field.max_digits - field.decimal_places) - 1, field.decimal_places)

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "")
        if text and (not text[-1].isdecimal() or text.lower().endswith(("m2", "m3"))):
            number, measure = parse_quantity(text)
            return super().clean(str(number)), measure
        return (number, None) if (number := super().clean(value)) is not None else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else f"{Decimal(value).normalize():f}"


class MeasureWord(Widget):
    """The unit of a quantity, by any of its usual names."""

    offers, may_be_open = Measure.labels, True

    def clean(self, value, row=None, **kwargs):
        return parse_measure(value) if plain(value or "") else None

    def render(self, value, obj=None, **kwargs):
        return Measure(value).label if value else ""


class Degrees(Number):
    """A longitude or latitude, within the country as the model has it."""

    def __init__(self, name):
        super().__init__(180, 6)
        self.field = Asset._meta.get_field(name)

    def clean(self, value, row=None, **kwargs):
        number = super().clean(value)
        try:
            if number is not None:
                self.field.run_validators(number)
        except ValidationError as wrong:
            raise ValueError(wrong.messages[0]) from wrong
        return number


class Span(Widget):
    """From when to when (「2021.3-6」)."""

    may_be_open = True

    def clean(self, value, row=None, **kwargs):
        return parse_period(value) if plain(value or "") else None


class Civil(Day):
    """A civil day, also as the serial number Excel keeps (44256 is 2021-03-01)."""

    def clean(self, value, row=None, **kwargs):
        return serial_day(plain(value or "")) or super().clean(value)
