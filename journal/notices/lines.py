"""序号: the lines of a notice's table as people name them, “3、5-8”; counted from 1."""

import re

from journal.acts import Refused

MOST = 99_999  # lines a table could have
PART = re.compile(r"(\d{1,5})(?:[-–—~～至到](\d{1,5}))?")
BETWEEN = re.compile(r"[,，、;；\s]+")
UNREAD = "序号写法看不懂：“{}”。请写明细表中的序号，例如 3、5-8。"
BEYOND = "明细表只有 {} 项，没有序号 {}。请对照明细表核对。"


def read(text, count):
    """The numbers that a text names, in order, each once; of a table of so many lines. Raises Refused."""
    found = set()
    for part in filter(None, BETWEEN.split(text.strip().removeprefix("第").removesuffix("项"))):
        if (match := PART.fullmatch(part)) is None:
            raise Refused(UNREAD.format(part[:20]))
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            raise Refused(BEYOND.format(count, last if last > count else part))
        found |= set(range(first, last + 1))
    return sorted(found)


def told(numbers):
    """The same numbers as they are written: 3、5-8."""
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)
