"""The candidates of an agreement in one cell: 名称：报价（中选）；名称：报价."""

import re

PARTS = re.compile(r"[；;\n]+")
COLON = re.compile(r"[：:]")
MARK = re.compile(r"\s*[（(【\[]?(?:中选|成交|中标)[）)】\]]?\s*$")
CHOSEN = "（中选）"
LONGEST_NAME, LONGEST_OFFER = 120, 300
UNREAD = "候选主体“{}”请写成“名称：报价及条件（中选）”，几个之间用“；”隔开。"
TOO_LONG = "候选主体的名称最多 120 个字，报价及条件最多 300 个字，请缩短。"


def told(candidates):
    """The cell of these candidates [{name, offer, is_chosen}], as the list is taken out."""
    return "；".join(
        f"{one['name']}：{one['offer']}{CHOSEN if one['is_chosen'] else ''}" for one in candidates
    )


def read(text):
    """[{name, offer, is_chosen}] of a cell, in their order. ValueError in Chinese where one cannot be told."""
    return [_one(part.strip()) for part in PARTS.split(text) if part.strip()]


def _one(part):
    plain = MARK.sub("", part)
    name, *offer = COLON.split(plain, maxsplit=1)
    name, offer = name.strip(), "".join(offer).strip()
    if not name or not offer:
        raise ValueError(UNREAD.format(part[:30]))
    if len(name) > LONGEST_NAME or len(offer) > LONGEST_OFFER:
        raise ValueError(TOO_LONG)
    return {"name": name, "offer": offer, "is_chosen": plain != part}
