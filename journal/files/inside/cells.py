"""A cell's value as calamine gives it → the text the clerk sees in Excel."""

import datetime
import math
import re
from decimal import Decimal

# Excel keeps and shows 15 significant digits; what a double holds beyond them is noise (0.1 + 0.2) or loss (codes).
DIGITS = 15
LOSSY_FROM = 10**DIGITS
# Excel's own limit for one cell.
MAX_TEXT = 32_767
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


def text_of(value):
    """The value as text: "123", "320.5", "2021-03-05", "TRUE", or "" for a blank cell."""
    if type(value) is str:
        return clean(value)
    if type(value) is float:
        return number_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    if isinstance(value, datetime.date | datetime.time):
        return str(value).partition(".")[0]
    return str(value)


def clean(text):
    """Without blanks around it (full-width and no-break ones too), control and invisible characters."""
    text = text.strip()
    if not text.isprintable():
        text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text


def number_text(number):
    """A double to at most 15 significant digits, without exponent and without ".0" for whole numbers."""
    if number.is_integer() and abs(number) < LOSSY_FROM:
        return str(int(number))
    if not math.isfinite(number):
        return "#NUM!"
    text = repr(number)
    if "e" in text or len(text) > DIGITS:
        text = format(Decimal(format(number, f".{DIGITS}g")), "f")
    return text


def is_lossy(value):
    """Whether the number is so large that digits may have been lost: a code typed into a number cell."""
    return type(value) is float and abs(value) >= LOSSY_FROM


def _duration_text(duration):
    """[h]:mm:ss as Excel shows a duration: 30:00:00."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
