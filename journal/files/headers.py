"""The header of a table: which rows it takes, and one name for each column."""

import re

from journal.files import wording

# Titles, attachment number, unit, filling office and date stand above a header; forty lines of them are a text.
SEARCH_ROWS = 40
# 资金来源 / 财政资金 / 中央 is the deepest seen.
MAX_LEVELS = 4
# One known word may stand in any sentence; two in one row are a header.
LEAST_KNOWN = 2
JOINT = "/"
# 资金来源/中央（万元） in one cell, as a csv has it; a slash in brackets joins no levels.
JOINED = re.compile(r"[/／](?![^(（]*[)）])")


def best_row(rows, words):
    """Index of the row with most of `words` (bare), the first of several alike; None when it has fewer than two."""
    counts = [len(_known(row, words)) for row in rows[:SEARCH_ROWS]]
    most = max(counts, default=0)
    return counts.index(most) if most >= LEAST_KNOWN else None


def _known(row, words):
    """Those of `words` that a row names, also as the lowest of levels joined in one cell."""
    names = {wording.bare(text) for text in row if text}
    return (names | {wording.bare(split(text)[-1]) for text in row if text}) & words


def split(text):
    """The levels that one cell of a header joins with slashes: 资金来源/中央 → two; 金额/万元 is one, with its unit."""
    found = JOINED.split(text) if len(text) <= wording.LONGEST else []
    return found if 0 < len(found) <= MAX_LEVELS and all(map(str.strip, found)) else [text]


def block(sheet, best):
    """(first, last) row index of the header: the best row, the levels merged with it, groups above and parts below."""
    top = bottom = best
    for first, _, last, _ in _merges(sheet):
        if first <= best <= last and last - first < MAX_LEVELS:
            top, bottom = min(top, first), max(bottom, last)
    while bottom - top + 1 < MAX_LEVELS and _has_level_below(sheet, bottom):
        bottom += 1
    while bottom - top + 1 < MAX_LEVELS and _is_group_row(sheet, top - 1):
        top -= 1
    return top, bottom


def below(sheet, top):
    """(first, last) row index of a header whose first row is known: it, and the parts below."""
    bottom = top
    for first, _, last, _ in _merges(sheet):
        if first == top and last - first < MAX_LEVELS:
            bottom = max(bottom, last)
    while bottom - top + 1 < MAX_LEVELS and _has_level_below(sheet, bottom):
        bottom += 1
    return top, bottom


def parts(sheet, top, bottom):
    """For each column its texts from the upper level to the lowest, none twice in a row; a unit below as （万元）."""
    levels = [_level(sheet, at, at < bottom) for at in range(top, bottom + 1)]
    return [_kept(texts) for texts in zip(*levels, strict=True)]


def _merges(sheet):
    """The merged ranges within the sheet's rows, counted from 0: first row, first column, last row, last column."""
    height, width = len(sheet.head), sheet.width
    return [
        (first - 1, left - 1, min(last, height) - 1, min(right, width) - 1)
        for first, left, last, right in sheet.merged
        if first <= height and left <= width
    ]


def _has_level_below(sheet, at):
    """Whether the row after `at` names parts of a column of row `at`: merged across there, or followed by blanks."""
    if at + 1 >= len(sheet.head):
        return False
    row, below = sheet.head[at], sheet.head[at + 1]
    filled = [text for text in below if text]
    if filled and all(map(wording.is_unit, filled)):
        return True
    leftmost = next((column for column, text in enumerate(row) if text), 0)
    if below[leftmost] or any(map(_is_number, below)) or _stands_alone(filled):
        return False
    grouped = {
        column
        for first, left, last, right in _merges(sheet)
        if first <= at == last and left < right < left + len(row) - 1
        for column in range(left, right + 1)
    }
    under_blank = {c for c, text in enumerate(below) if text and not row[c] and any(row[:c])}
    return any(below[column] for column in grouped) or bool(under_blank)


def _stands_alone(filled):
    """Whether a row (its non-blank texts) is blank, a note, or a total: not 合计 beside 中央, part of a group."""
    return not filled or wording.is_aside(filled[0]) or (len(filled) == 1 and wording.is_set_apart(filled))


def _is_group_row(sheet, at):
    """Whether row `at`, above the header, names groups of columns: two texts at least, one of them merged across."""
    if at < 0:
        return False
    texts = [text for text in sheet.head[at] if text]
    across = [m for m in _merges(sheet) if m[0] == m[2] == at and m[1] < m[3] and sheet.head[at][m[1]]]
    return len(texts) > 1 and bool(across) and all(wording.is_title(text) for text in texts)


def _level(sheet, at, is_upper):
    """The texts of one header row; merged ranges are filled, without any an upper row's blanks from the left."""
    texts = list(sheet.head[at])
    filled = False
    for first, left, last, right in _merges(sheet):
        if first <= at <= last and last - first < MAX_LEVELS:
            texts[left : right + 1] = [sheet.head[first][left]] * (right - left + 1)
            filled = filled or left < right
    if is_upper and not filled:
        below = sheet.head[at + 1]
        for column in range(1, len(texts)):
            if not texts[column] and below[column]:
                texts[column] = texts[column - 1]
    return texts


def _kept(texts):
    """The parts of a column's name from the texts of its levels."""
    kept = []
    for part in ("".join(part.split()) for text in texts for part in split(text)):
        if kept and wording.is_unit(part):
            kept[-1] += f"（{part.strip('()（）')}）"
        elif part and part not in kept[-1:]:
            kept.append(part)
    return kept


def _is_number(text):
    """Whether the text is a plain number."""
    return text.replace(".", "", 1).replace(",", "").lstrip("-").isdigit()
