"""What a column may be where its name is not known: by a name alike, or by what stands in it. Only ever a question."""

import re

from import_export.widgets import Widget

from journal.files.wording import bare
from journal.imports.widgets import Text

TELLING = 3  # characters a known name must have to be looked for within another
ENOUGH = 0.8  # of the texts
# 年份 alone is in every second column's name; what follows the known name must add nothing.
TAIL = re.compile(r"(?:情况|名称|说明|详情|金额|数额|合计|[0-9]{4}年?)?$")


def by_likeness(name, fields):
    """The keys whose known names the column's name (bare) ends with, or begins with and adds no meaning."""
    found = []
    for key, column in fields.items():
        known = [bare(one) for one in column.names]
        if any(len(one) >= TELLING and _is_within(one, name) for one in known):
            found.append(key)
    return found


def _is_within(known, name):
    return name.endswith(known) or (name.startswith(known) and bool(TAIL.fullmatch(name[len(known) :])))


def by_content(texts, fields, county):
    """The keys whose columns hold such texts, the most particular kinds only."""
    return [key for key, column in fields.items() if column.looks and column.looks(texts, county)]


def fits(column, texts, unit):
    """Whether at least one of a column's texts can be read as what the field holds, amounts in this unit."""
    if isinstance(column.widget, Text) or type(column.widget) is Widget:
        is_number = column.column_name.endswith("号")  # figures by right: 系统编号, 凭证号
        return not (column.required and texts and is_figures(texts)) or is_number
    return not texts or any(_is_clean(column, text, unit) for text in texts)


def is_words(texts):
    """Whether there are texts, and not a figure in any of them."""
    return bool(texts) and not any(letter.isdigit() for text in texts for letter in text)


def is_figures(texts):
    """Whether nothing but numbers stands there."""
    return all(map(_is_number, texts))


def share(texts, is_such):
    """Whether most of the texts are such; never true of none."""
    return bool(texts) and sum(map(bool, map(is_such, texts))) >= ENOUGH * len(texts)


def _is_clean(column, text, unit):
    try:
        return column.widget.clean(text, unit=unit) is not None
    except ValueError:
        return False


def _is_number(text):
    return text.replace(".", "", 1).replace(",", "").isdigit()


def codebook(choices):
    """A test of content: most texts are labels of a TextChoices."""
    labels = set(choices.labels)
    return lambda texts, county: len(texts) > 1 and share(texts, labels.__contains__)
