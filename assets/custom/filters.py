"""Filters of a list by the fields a county adds: within one county, by expressions on the column (decision 009)."""

from django import forms
from django.db.models import Case, DecimalField, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from assets.models.custom import CustomField, fields_of

Kind = CustomField.Kind
YES_NO = [("", "全部"), ("1", "是"), ("0", "否")]
FROM, TO = "_from", "_to"
EXACT = r"^[0-9]{1,16}(\.[0-9]{1,4})?$"
NUMBER = DecimalField(max_digits=20, decimal_places=4)
WITHIN = {FROM: "gte", TO: "lte"}


def filters(county):
    """{name: form field} for the filter of a list in a county (its code); {} over counties.

    Numbers and days have two, `<key>_from` and `<key>_to`; the rest have one, under the key.
    """
    found = {}
    for field in fields_of(county):
        if field.is_active:
            found |= dict(_filters(field))
    return found


def _filters(field):
    if field.is_number or field.kind == Kind.DAY:
        unit = f"（{field.measured_in}）" if field.measured_in else ""
        yield f"{field.key}{FROM}", _bound(field, f"{field.label}自{unit}")
        yield f"{field.key}{TO}", _bound(field, f"{field.label}至{unit}")
    elif field.kind in (Kind.TEXT, Kind.LONG):
        yield field.key, forms.CharField(label=field.label, required=False, max_length=60)
    else:
        options = YES_NO if field.kind == Kind.YES_NO else [("", "全部"), *((o, o) for o in field.options)]
        yield field.key, forms.ChoiceField(label=field.label, required=False, choices=options)


def _bound(field, label):
    if field.kind == Kind.DAY:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, required=False, widget=widget)
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=18, decimal_places=4)


def narrow(rows, county, active):
    """The assets of a queryset that pass the filters at work among `active` ({name: cleaned value})."""
    for field in fields_of(county):
        if field.is_active:
            for end in ("", FROM, TO):
                if (value := active.get(f"{field.key}{end}")) not in (None, ""):
                    rows = NARROWERS[Kind(field.kind)](rows, field.key, end, value)
    return rows


def _holds(rows, key, end, words):
    return rows.alias(**{f"{key}_text": KT(f"custom__{key}")}).filter(**{f"{key}_text__contains": words})


def _number(rows, key, end, bound):
    """Only what reads as a number is made one: another county's field of the same key may be a text."""
    text = KT(f"custom__{key}")
    number = Case(When(**{f"{key}_text__regex": EXACT}, then=Cast(text, NUMBER)), output_field=NUMBER)
    rows = rows.alias(**{f"{key}_text": text}).alias(**{f"{key}_number": number})
    return rows.filter(**{f"{key}_number__{WITHIN[end]}": bound})


def _day(rows, key, end, day):
    """Days are kept as 2020-09-20: as texts they stand in the order of the calendar."""
    return rows.alias(**{f"{key}_text": KT(f"custom__{key}")}).filter(
        **{f"{key}_text__{WITHIN[end]}": day.isoformat()}
    )


def _has(rows, key, end, option):
    return rows.filter(**{f"custom__{key}__contains": [option]})


NARROWERS = {
    Kind.YES_NO: lambda rows, key, end, said: rows.filter(**{f"custom__{key}": said == "1"}),
    Kind.CHOICE: lambda rows, key, end, option: rows.filter(**{f"custom__{key}": option}),
    Kind.CHOICES: _has,
    Kind.TEXT: _holds,
    Kind.LONG: _holds,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.DAY: _day,
}
