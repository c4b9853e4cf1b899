"""How the cells of these workbooks are read, beyond what the ledger's know."""

import re
from datetime import date

from assets.rules.doubts import serial_day
from custody.posts import rules
from journal.imports.widgets import Day, plain, short

MONTH = re.compile(r"((?:19|20)\d\d)[-./年]?(\d{1,2})月?份?")


class Month(Day):
    """A month: 2020-06, 2020/6, 2020年6月, 202006, or a day of it; as its first day."""

    def clean(self, value, row=None, **kwargs):
        text = plain(value or "").replace(" 00:00:00", "")
        if found := MONTH.fullmatch(text):
            year, month = map(int, found.groups())
            if 1 <= month <= 12:
                return date(year, month, 1)
        try:
            day = serial_day(text) or super().clean(text)
        except ValueError:
            raise ValueError(f"“{short(text)}”不是月份，请写成 2020-06。") from None
        return day and rules.first_of(day)

    def render(self, value, obj=None, **kwargs):
        return value.strftime("%Y-%m") if value else ""
