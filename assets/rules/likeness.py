"""How alike two asset names are, so that one thing is not registered twice."""

import re
from collections import Counter
from unicodedata import normalize

ALIKE = 0.5  # from here on two names in one village are shown as possible duplicates
FILLERS = re.compile(r"\([^()]*\)|(?:19|20)\d\d年度?|[\s\W_]|项目|工程|建设|新建|资产")
OTHER_NUMBER = 0.6  # 1号大棚 and 2号大棚 are two things, though nearly one name


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of character pairs two names have in common, years and filler words aside."""
    one, other = _core(one), _core(other)
    if not one or not other:
        return 0.0
    pairs, others = _pairs(one), _pairs(other)
    share = 2 * (pairs & others).total() / (pairs.total() + others.total())
    numbers, other_numbers = re.findall(r"\d+", one), re.findall(r"\d+", other)
    return share * OTHER_NUMBER if numbers and other_numbers and numbers != other_numbers else share


def _core(name: str) -> str:
    plain = normalize("NFKC", name or "")
    return FILLERS.sub("", plain) or re.sub(r"\s", "", plain)


def _pairs(text: str) -> Counter[str]:
    """Neighbouring characters, with both ends marked so that one-character names compare too."""
    framed = f"^{text}$"
    return Counter(framed[at : at + 2] for at in range(len(framed) - 1))
