"""The fields a county adds, as fields of a form: shape only, what must be true is asked in assets.checks."""

from django import forms

from assets.custom.columns import LONGEST, MOST
from assets.models.custom import CustomField

Kind = CustomField.Kind
YES_NO = [("", "未填"), ("1", "是"), ("0", "否")]


def form_fields(fields, values=None):
    """{key: form field} of some CustomFields; an option that is kept in `values` but gone is offered once more."""
    return {field.key: _form_field(field, (values or {}).get(field.key)) for field in fields}


def initial_of(field, value):
    """What the form shows of a kept value."""
    return {True: "1", False: "0"}.get(value, value) if field.kind == Kind.YES_NO else value


def _form_field(field, kept):
    unit = field.measured_in
    told = {
        "label": f"{field.label}（{unit}）" if unit else field.label,
        "help_text": " ".join(
            filter(None, [field.help_text, "提交审核时必填。" if field.is_required else ""])
        ),
        "required": False,
    }
    return MAKERS[Kind(field.kind)](field, kept, told)


def _text(field, kept, told):
    widget = forms.Textarea(attrs={"rows": 2}) if field.kind == Kind.LONG else forms.TextInput
    return forms.CharField(max_length=LONGEST[field.kind], widget=widget, **told)


def _number(field, kept, told):
    if field.kind == Kind.INTEGER:
        return forms.IntegerField(min_value=0, max_value=MOST, **told)
    return forms.DecimalField(
        min_value=0, max_digits=14 + field.decimals, decimal_places=field.decimals, **told
    )


def _day(field, kept, told):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, **told)


def _yes_no(field, kept, told):
    return forms.TypedChoiceField(choices=YES_NO, coerce=lambda text: text == "1", empty_value=None, **told)


def _option(field, kept, told):
    gone = [kept] if kept and kept not in field.options else []
    return forms.ChoiceField(choices=[("", "请选择"), *((o, o) for o in [*field.options, *gone])], **told)


def _options(field, kept, told):
    gone = [option for option in kept or () if option not in field.options]
    choices = [(option, option) for option in [*field.options, *gone]]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)


MAKERS = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _option,
    Kind.CHOICES: _options,
}
