"""Numbers that name a person. The registers keep none of them: what looks like one is refused where it is typed."""

import re
from unicodedata import normalize

# Area, day of birth, serial, check character. The check character is not asked: a mistyped number names a person, too.
ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\d)",
    re.IGNORECASE,
)
GAP = re.compile(r"(?<=\d)[\s\u00b7.-]+(?=[\dXx])")
REFUSAL = "此处含有身份证号码。本系统不登记身份证号，请删去后再保存。"


def has_id_number(text):
    """Whether a text holds an identity number, also in full-width digits or with gaps between them."""
    plain = normalize("NFKC", str(text or ""))
    return len(plain) > 17 and bool(ID_NUMBER.search(plain) or ID_NUMBER.search(GAP.sub("", plain)))
