"""二（五）What can be said of terms without asking the database."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def term_text(first: date, last: date | None) -> str:
    """A term as people read it: 2020-10-01 至 2021-09-30; 2020-10-01 起 where its last day is not told."""
    return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}" if last else f"{first:%Y-%m-%d} 起"


def gaps(first: date, last: date, terms: list[tuple[date, date | None]]) -> list[tuple[date, date]]:
    """The stretches from `first` to `last`, both among them, that no term (from, to or open) covers; in order."""
    found, at = [], first
    for begins, ends in sorted(terms, key=lambda term: term[0]):
        if begins > at:
            found.append((at, min(begins - DAY, last)))
        at = max(at, (ends + DAY) if ends else last + DAY)
        if at > last:
            break
    if at <= last:
        found.append((at, last))
    return [(begins, ends) for begins, ends in found if begins <= ends]


def days(stretches: list[tuple[date, date]]) -> int:
    """How many days these stretches have together."""
    return sum((ends - begins).days + 1 for begins, ends in stretches)


NOBODY = ("村委会", "村民委员会", "居委会", "村集体", "合作社", "公司", "政府", "单位", "部门")


def is_name(text: str) -> bool:
    """Whether it can be what a person is called: somebody in particular, not a body."""
    name = text.strip()
    return len(name) >= 2 and not any(name.endswith(word) for word in NOBODY)
