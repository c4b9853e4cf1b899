"""Numbers that name a person. No text that lasts or is shown keeps one: refused where it is typed, masked where quoted.

Two measures: the registers of households and subsidies refuse whatever has the shape of an identity number, since a
mistyped one names a person, too; elsewhere, where long numbers of projects and papers stand, only what surely is one.
"""

import re
from datetime import date
from unicodedata import normalize

ID, CARD, PHONE = "身份证号码", "银行卡号", "手机号码"
# Area, day of birth, serial, check character.
ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\d)",
    re.IGNORECASE,
)
GAP = re.compile(r"(?<=\d)[\s\u00b7.-]+(?=[\dXx])")
REFUSAL = "此处含有身份证号码。本系统不登记身份证号，请删去后再保存。"

LONG = re.compile(r"\d(?:[\s\u00b7.-]?\d){10}")  # shorter numbers name nobody
HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－．\u3000", "0123456789Xx-. ")  # letter for letter
RUN = re.compile(r"(?<!\d)\d(?:[\s\u00b7.-]?\d){10,}(?:[\s\u00b7.-]?[Xx])?(?!\d)")
PIECE = re.compile(r"\d+[Xx]?|[Xx]")
MOST_PIECES = 5
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
OWN_ID = re.compile(rf"{PROVINCE}\d{{4}}(\d{{8}})\d{{3}}[\dX]", re.IGNORECASE)
# Given until 1999. Nobody of 2016 and later has one, but numbers of projects and papers read so.
OLD_ID = re.compile(rf"{PROVINCE}\d{{4}}((?:2[7-9]|[3-9]\d)\d{{4}})\d{{3}}")
FIRST_OF_THINGS = "2016"
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
UNIONPAY = re.compile(r"62|9558")
# A region's code in front, also behind the two characters of a 统一社会信用代码; of Gansu (62) with a year behind.
OFFICIAL = re.compile(rf"(?:[159][1239])?(?!62){PROVINCE}(?:0[1-9]|[12]\d|3[0-4]|90)|62\d{{4}}(?:19|20)\d\d")
MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")


def has_id_number(text):
    """Whether a text holds the shape of an identity number, also in full-width digits or with gaps between them."""
    plain = normalize("NFKC", str(text or ""))
    return len(plain) > 17 and bool(ID_NUMBER.search(plain) or ID_NUMBER.search(GAP.sub("", plain)))


def kinds_in(text):
    """Of which kinds (ID, CARD, PHONE) a text surely holds a number."""
    return {kind for _, _, kind in _numbers(text)} if text and LONG.search(text) else set()


def may_be_in(texts):
    """Whether one of these texts may hold such a number at all; most rows have none, and one look tells."""
    return bool(LONG.search("|".join(texts)))


def fault(label, text, kinds=(ID, CARD)):
    """The sentence that refuses a text (a field's, called `label`) with a number of these kinds in it; else None."""
    if found := kinds_in(text).intersection(kinds):
        told = "、".join(sorted(found))
        return f"「{label}」中含有{told}。此处不登记{told}，请删去号码后再保存。"
    return None


def is_somebodys(number):
    """Whether what should be the number of a thing is a person's identity number.

    Numbers of things are made of a region, a date and a serial as well; theirs are of 2016 and later.
    """
    plain = number.translate(HALF_WIDTH)
    found = (plain[start:end] for start, end, kind in _numbers(number) if kind == ID)
    return any(re.sub(r"\W", "", one)[6:10] < FIRST_OF_THINGS for one in found)


def mask(text):
    """A text as it may be quoted: of each number that names a person the first three and last four characters."""
    if not LONG.search(text):
        return text
    plain = text.translate(HALF_WIDTH)
    spans = [(start, end) for start, end, _ in _numbers(text)]
    spans += [found.span() for found in ID_NUMBER.finditer(plain)]
    kept, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            number = re.sub(r"\W", "", plain[start:end])
            kept += [text[at:start], number[:3], "*" * (len(number) - 7), number[-4:]]
            at = end
    return "".join([*kept, text[at:]])


def mask_name(name):
    """A person's name as it may be published: 张*, 张*三, 欧**兰; the one way in all the product."""
    name = name.strip()
    return name[:1] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def _numbers(text):
    """(start, end, kind) of what surely names a person; they may overlap."""
    for run in RUN.finditer(plain := text.translate(HALF_WIDTH)):
        pieces = list(PIECE.finditer(plain, *run.span()))
        for first in range(len(pieces)):
            for last in range(first, min(first + MOST_PIECES, len(pieces))):
                parts = [piece[0] for piece in pieces[first : last + 1]]
                if kind := _kind("".join(parts), [len(part) for part in parts]):
                    yield pieces[first].start(), pieces[last].end(), kind


def _kind(number, lengths):
    """What a number written in parts of these lengths surely is, or None."""
    if len(number) in (11, 13) and MOBILE.fullmatch(number) and (len(lengths) == 1 or lengths[-2:] == [4, 4]):
        return PHONE
    if len(number) == 18 and (found := OWN_ID.fullmatch(number)) and _is_day(found[1]) and _checks(number):
        return ID
    if len(number) == 15 and len(lengths) == 1 and (found := OLD_ID.fullmatch(number)):
        return ID if _is_day(f"19{found[1]}") else None
    return CARD if _is_card(number, lengths) else None


def _is_day(digits):
    try:
        return 1900 <= date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").year < 2100
    except ValueError:
        return False


def _checks(number):
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECKS[total % 11] == number[17].upper()


def _is_card(number, lengths):
    """16 to 19 digits with their check digit (Luhn); with gaps only as cards have them, not lists of figures."""
    if not 16 <= len(number) <= 19 or not number.isdecimal() or OFFICIAL.match(number):
        return False
    in_fours = all(one == 4 for one in lengths[:-1]) and UNIONPAY.match(number)
    if (len(lengths) > 1 and not in_fours) or not (number[0] in "3456" or UNIONPAY.match(number)):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10
