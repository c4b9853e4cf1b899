"""What a stored value becomes in a file: a text that stays text, or a number that keeps every digit.

Our own import takes each back unchanged: texts as they stood, numbers to the last digit, days as 2020-09-20.
"""

import re
from decimal import Decimal

# XML 1.0 knows no control characters but these three; neither it nor UTF-8 knows halves of surrogate pairs.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as A; written with _x005F_ before it, it stays what it is.
CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# A cell of a csv that begins so is run as a formula by Excel and WPS.
RUN = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
DIGITS = 15  # what a cell of Excel keeps of a number
LONGEST = 32_767  # characters a cell can hold


def text_of(text):
    """The text without what no file can hold, line ends as \\n, cut where a cell ends."""
    if not text.isprintable():
        text = UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text[:LONGEST]


def xml_text(text):
    """The same as it stands in the XML of a workbook."""
    text = text_of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return CODED.sub("_x005F_", text) if "_x" in text else text


def defused(text):
    """The same for a cell of a csv: an apostrophe before whatever would run; journal/files takes it off again."""
    text = text_of(text)
    return f"'{text}" if RUN.match(text) else text


def number_of(value):
    """A number (int or Decimal) as a workbook writes it, or None where Excel would lose its last digits."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    digits = text.lstrip("-0.").replace(".", "")
    if "." in text:
        digits = digits.rstrip("0")
    return text if len(digits) <= DIGITS else None


def plain(number):
    """A number (int or Decimal) to its last digit, without superfluous zeros or separators: 2018, 86, 123.456789."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text
