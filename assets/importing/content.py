"""What stands in a column that has no known name: codes and places of the county, years, days. Asked, never taken."""

import re

from journal.imports.guessing import share

YEAR = re.compile(r"(?:19[89]|20[0-3])[0-9](?:年|年度)?")
TOWN = re.compile(r"[一-龥]{1,10}(?:镇|乡|街道|街道办|街道办事处|办事处)")
VILLAGE = re.compile(r"[一-龥]{1,12}(?:村|社区|居委会|村委会|村民委员会|居民委员会)")
PLACE = re.compile(r"[一-龥]{1,10}(?:镇|乡|街道|办事处)[一-龥]{1,12}(?:村|社区|居委会)")


def codes(texts, county):
    """Codes of the county's villages: twelve digits, or nine of a township."""
    return share(texts, lambda text: text.isdigit() and len(text) in (9, 12) and text.startswith(str(county)))


def years(texts, county):
    """Years alone."""
    return share(texts, YEAR.fullmatch)


def towns(texts, county):
    """Townships alone."""
    return share(texts, TOWN.fullmatch)


def villages(texts, county):
    """Villages without their township."""
    return share(texts, lambda text: VILLAGE.fullmatch(text) and not PLACE.fullmatch(text))


def places(texts, county):
    """Township and village in one."""
    return share(texts, PLACE.fullmatch)
