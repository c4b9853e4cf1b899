"""Forms that acts of every app ask for."""

from django import forms


class ReasonForm(forms.Form):
    """One sentence that says why; it is kept in the journal."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明事实与依据，将记入操作记录。",
        error_messages={"required": "请写明理由。"},
    )
