"""The values of a county's own fields at an asset: how they are kept, what is wrong with them, what is lacking."""

from datetime import date
from decimal import Decimal

from assets.custom.columns import widget_of
from assets.models.custom import CustomField, fields_of
from journal.transitions import Refused
from tenancy import persons

BESIDE = "「{}」不适用于{}"
UNKNOWN = "本县没有这个自定义字段，或已停用，请刷新后重试。"


def stored(field, value):
    """A value as the column keeps it: exact numbers and days as text; None where nothing was said.

    Takes what forms and widgets give (Decimal, date, bool, str, list) and what is kept already.
    """
    if value is None or value in ("", []):
        return None
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
        value = " ".join(value.splitlines()) if field.kind == CustomField.Kind.TEXT else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.{field.decimals}f}" if field.kind != CustomField.Kind.INTEGER else int(value)
    if isinstance(value, list):
        return [option for option in field.options if option in value] or value
    return value or None if isinstance(value, str) else value


def merged(asset, given):
    """The column of an asset with the `given` values ({key: value or None}) put in; the others stay.

    Raises Refused where a key is none of the county's fields in use, or its field does not concern the asset.
    """
    fields = {field.key: field for field in fields_of(asset.county_id) if field.is_active}
    if given.keys() - fields.keys():
        raise Refused(UNKNOWN)
    if beside := [fields[key].label for key in given if not fields[key].concerns(asset.subtype)]:
        raise Refused(BESIDE.format("、".join(beside), asset.get_subtype_display()))
    kept = asset.custom | {key: stored(fields[key], value) for key, value in given.items()}
    return {key: value for key, value in kept.items() if value is not None}


def faults(asset, fields=None):
    """{key: [sentence]} of an asset's values: each must be what its field's cells can say. One query at most.

    `fields` are the county's, where many rows are held against them. What a retired field keeps is left alone.
    """
    if not asset.custom:
        return {}
    known = {field.key: field for field in (fields_of(asset.county_id) if fields is None else fields)}
    told = {key: _fault(known.get(key), value) for key, value in asset.custom.items()}
    return {key: [sentence] for key, sentence in told.items() if sentence}


def person_faults(asset):
    """[(key, sentence)] of texts that name a person by a number. One query at most, and only where there is one."""
    found = [key for key, value in asset.custom.items() if isinstance(value, str) and persons.kinds_in(value)]
    labels = {field.key: field.label for field in fields_of(asset.county_id)} if found else {}
    told = [(key, persons.fault(labels.get(key, "本县补充信息"), asset.custom[key])) for key in found]
    return [(key, sentence) for key, sentence in told if sentence]


def _fault(field, value):
    if field is None:
        return UNKNOWN
    if not field.is_active:
        return None
    widget = widget_of(field)
    try:
        again = widget.clean(str(widget.render(value)))
    except ValueError as wrong:
        return str(wrong)
    return (
        None
        if again == value and type(again) is type(value)
        else f"「{field.label}」的内容与类型不符，请重填。"
    )


def lacking(asset):
    """The labels of the fields that must be filled in before review, and are not. One query at most."""
    return [
        field.label
        for field in fields_of(asset.county_id)
        if field.is_active and field.is_required and field.concerns(asset.subtype) and field.of(asset) is None
    ]
