"""How cells of the common kinds are cleaned: text in, value out, or ValueError with a Chinese sentence.

Where only some texts are good, `offers` lists them: the drop-down of the blank workbook.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from import_export.widgets import Widget

DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?")
CHOICES_SHOWN = 12


def short(text):
    """A cell's text as quoted in a sentence."""
    return text if len(text) <= 30 else text[:30] + "…"


def plain(text):
    """Half-width, without blanks around it."""
    return normalize("NFKC", text).strip()


class Text(Widget):
    """Text of at most `longest` characters."""

    def __init__(self, longest):
        super().__init__()
        self.longest = longest

    def clean(self, value, row=None, **kwargs):
        text = (value or "").strip()
        if len(text) > self.longest:
            raise ValueError(f"“{short(text)}”有 {len(text)} 个字，最多 {self.longest} 个，请缩短。")
        return text


class Choice(Widget):
    """One of a TextChoices, by label, code, or the beginning of one label only (「公益性」)."""

    def __init__(self, choices):
        super().__init__()
        self.choices, self.found = choices, {"": None}

    @property
    def offers(self):
        return [member.label for member in self.choices]

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "")
        if text not in self.found:
            self.found[text] = self._find(text)
        return self.found[text]

    def _find(self, text):
        exact = [member for member in self.choices if text in (member.value, plain(member.label))]
        near = exact or [
            member for member in self.choices if len(text) > 1 and plain(member.label).startswith(text)
        ]
        if len(near) != 1:
            labels = self.offers
            more = "等" if len(labels) > CHOICES_SHOWN else ""
            raise ValueError(f"“{short(text)}”不在目录中，可填：{'、'.join(labels[:CHOICES_SHOWN])}{more}。")
        return near[0]

    def render(self, value, obj=None, **kwargs):
        return self.choices(value).label if value else ""


class Number(Widget):
    """A number from 0 to `most` with at most `places` decimals, as Decimal."""

    may_be_open = True  # 待定 in such a cell is asked about: blank is meant

    def __init__(self, most, places=0):
        super().__init__()
        self.most, self.places = Decimal(most), places

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "").replace(",", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError(f"“{short(text)}”不是数字，请只填数字。") from None
        if not number.is_finite() or not 0 <= number <= self.most:
            raise ValueError(f"“{short(text)}”应在 0 至 {self.most:,f} 之间。")
        if number != round(number, self.places):
            raise ValueError(
                f"“{short(text)}”最多 {self.places} 位小数。" if self.places else f"“{text}”应为整数。"
            )
        return number


class Day(Widget):
    """A civil day: 2020-09-20, 2020/9/20, 2020年9月20日."""

    may_be_open = True

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "")
        if not text:
            return None
        found = DAY.fullmatch(text)
        try:
            return date(*map(int, found.groups()))
        except (AttributeError, ValueError):
            raise ValueError(f"“{short(text)}”不是日期，请写成 2020-09-20。") from None
