"""What a notice publishes: an allow-listed, masked rendering as plain texts, and the hash that binds it."""

import hashlib
import json

from journal.acts import Refused
from tenancy import persons

PARTS = {"title", "text", "facts", "columns", "rows"}
WORDS = "公示内容"


def rendered(kind, rows):
    """The kind's words for rows, checked and masked: {"title", "text", "facts", "columns", "rows"}, only texts.

    Raises Refused where a text holds an identity or card number; ValueError for what the kind may not publish.
    """
    told = kind.render(rows)
    if not told.keys() <= PARTS or not str(told.get("title", "")).strip():
        raise ValueError(f"{kind.code}: a rendering has a title and otherwise only {sorted(PARTS)}")
    shown = {name: told.get(name, []) for name in PARTS - {"title"}} | {"title": told["title"]}
    labels = [*shown["columns"], *(label for label, _ in shown["facts"])]
    if unknown := [label for label in labels if label not in kind.fields]:
        raise ValueError(f"{kind.code} may not publish {unknown}")
    if any(len(line) != len(shown["columns"]) for line in shown["rows"]):
        raise ValueError(f"{kind.code}: a line has other columns than the table")
    if kind.per_row and len(shown["rows"]) != len(rows):
        raise ValueError(f"{kind.code}: {len(rows)} rows, {len(shown['rows'])} lines")
    return plain(shown)


def plain(value):
    """Lists and texts all through, numbers of persons masked. Raises Refused for an identity or card number."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    text = str(value).replace("\0", "").strip()
    if sentence := persons.fault(WORDS, text):
        raise Refused(sentence)
    return persons.mask(text)


def canonical(body):
    """The one text of a body that is hashed: keys in order, no blanks, UTF-8."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(body):
    """The hash that is printed on the poster and shown on the public page."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()
