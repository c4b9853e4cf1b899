"""Two people at one asset: what was opened, what is saved now and what is typed, set side by side, field by field."""

from decimal import Decimal

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from journal.models import Entry

ASIDE = {"version", "opened", "not_duplicate", "reason", "alias"}
SENTENCE = "您填写期间，他人已修改本资产。请核对下列差异后再保存。"


def opened_with(asset, every, known):
    """A signed text of what the unbound forms `every` and the old numbers `known` show: what one sets out from."""
    shown = {part.add_prefix(name): str(_given(part[name])) for part, name in _fields(every)}
    return signing.dumps({"fields": shown, "known": known}, salt=_salt(asset), compress=True)


def reconcile(theirs, every, saved, known):
    """Put what is saved now into the fields this person never touched; the forms `every` are bound, and are changed.

    `saved` are the same forms, unbound, of the row as it stands, `known` its old numbers. Returns the context of
    the conflict component: rows of the fields that both changed, `taken` the labels of those taken over. Where it is
    not known what the form was opened with, every difference counts as touched, and is shown.
    """
    opened = _opened(every[0], theirs)
    data, rows, taken = every[0].data.copy(), [], []
    for (part, name), (now, _) in zip(_fields(every), _fields(saved), strict=True):
        key, field = part.add_prefix(name), part.fields[name]
        typed, stands = part[name].data, _given(now[name])
        was = opened["fields"].get(key)
        if _same(field, typed, stands):
            continue
        if was is not None and _same(field, typed, was):
            _put(data, key, field, stands)
            taken.append(part[name].label)
        elif was is None or not _same(field, was, stands):
            rows.append(_row(part[name].label, _text(field, stands), _text(field, typed)))
    if known != opened["known"]:
        rows.append(_row("原有编号", "、".join(known), every[0].data.get("alias", "")))
    data["version"], data["opened"] = theirs.version, opened_with(theirs, saved, known)
    for part in every:
        part.data = data
    last = Entry.objects.about(theirs).first()
    by = last.by_name if last else "他人"
    return {"by": by, "at": theirs.updated_at, "rows": rows, "taken": "、".join(map(str, taken))}


def _fields(every):
    return [(part, name) for part in every for name in part.fields if name not in ASIDE]


def _salt(asset):
    return f"assets.opened.{asset.pk}"


def _opened(form, asset):
    try:
        return signing.loads(form.data.get("opened", ""), salt=_salt(asset))
    except signing.BadSignature:
        return {"fields": {}, "known": []}


def _given(bound):
    """What an unbound field shows: the key of a choice, "" where nothing is."""
    value = bound.field.prepare_value(bound.value())
    return "" if value is None else _joined(value)


def _joined(value):
    """Several choices of one field as one text; no option has this sign in it."""
    return "、".join(map(str, value)) if isinstance(value, list) else value


def _same(field, one, other):
    return _read(field, one) == _read(field, other)


def _read(field, value):
    """A value of the browser, the snapshot or the row, read alike: "450000" and "450000.00" are the same amount."""
    if isinstance(field, forms.BooleanField):
        return str(value) in ("True", "on")
    text = "" if value is None else str(_joined(value)).replace("\r\n", "\n").strip()
    if isinstance(field, forms.ChoiceField):
        return text
    try:
        return field.to_python(text)
    except ValidationError:
        return text


def _put(data, key, field, value):
    if isinstance(field, forms.BooleanField):
        data[key] = "on" if _read(field, value) else ""
    elif isinstance(field, forms.MultipleChoiceField):
        data.setlist(key, value.split("、") if value else [])
    else:
        data[key] = str(value)


def _row(label, theirs, yours):
    return {"label": label, "theirs": theirs or "（空）", "yours": yours or "（空）"}


def _text(field, value):
    """As people read it: names for codes, 是 and 否, amounts with their commas."""
    read = _read(field, value)
    if isinstance(read, bool):
        return "是" if read else "否"
    if isinstance(field, forms.ChoiceField):
        return str(_labels(field.choices).get(read, read)) if read else ""
    return f"{read:,f}" if isinstance(read, Decimal) else str("" if read is None else read)


def _labels(choices):
    """{key: label} of choices, those in groups as well."""
    found = {}
    for key, label in choices:
        found |= _labels(label) if isinstance(label, list | tuple) else {str(key): label}
    return found
