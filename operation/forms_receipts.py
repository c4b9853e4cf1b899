"""二（六）The form of a receipt: shape only. What must be true is asked by the act that saves (operation.receiving)."""

from decimal import Decimal

from django import forms

from journal.forms import day
from operation.forms_dues import WRONG
from operation.models import Receipt

OLDEST, TOLD = "oldest", "told"
HOW = [(OLDEST, "先到期的先核销"), (TOLD, "逐笔指定")]
PART = "due_{}"
SHOWN = 60  # dues offered one by one; who pays more at once says the oldest first


class ReceiptForm(forms.ModelForm):
    """Money that came, and what it pays: the oldest dues first, or so much of each as is told."""

    received_on = day("到账日期")
    file = forms.FileField(
        label="凭证扫描件",
        required=False,
        help_text="银行回单、收据等，PDF 或图片。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    how = forms.ChoiceField(label="核销方式", choices=HOW, initial=OLDEST)

    class Meta:
        model = Receipt
        fields = "received_on amount paid_by payer account voucher surplus_use remark".split()
        widgets = {
            "remark": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "account": "核对用，只填后四位。",
            "voucher": "银行流水号、收据号等。",
            "surplus_use": "收款超过应收金额时选择；没有多收的不选。",
        }
        error_messages = {"amount": WRONG}

    def __init__(self, *args, dues, **options):
        super().__init__(*args, **options)
        self.fields["surplus_use"].choices = [("", "没有多收"), *self.fields["surplus_use"].choices[1:]]
        self.dues = dues[:SHOWN]
        for due in self.dues:
            self.fields[PART.format(due.pk)] = forms.DecimalField(
                label=f"{due}核销金额",
                required=False,
                max_digits=16,
                decimal_places=2,
                min_value=0,
                error_messages=WRONG,
            )

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def clean(self):
        """Told one by one, something is told."""
        data = super().clean()
        if data.get("how") == TOLD and not self.errors and not self.paid:
            self.add_error("how", "请填写各期的核销金额，或者改选“先到期的先核销”。")
        return data

    @property
    def paid(self):
        """{due id: yuan} as told; None where the oldest are paid first."""
        if self.cleaned_data.get("how") != TOLD:
            return None
        given = {due.pk: self.cleaned_data.get(PART.format(due.pk)) for due in self.dues}
        return {pk: part for pk, part in given.items() if part and part > Decimal(0)}

    @property
    def values(self):
        """What the act takes: the receipt's own fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def lines(self):
        """[(due, bound field)] of the dues one may pay."""
        return [(due, self[PART.format(due.pk)]) for due in self.dues]

    def plain(self):
        """The other fields."""
        return [self[name] for name in (*self._meta.fields, "file") if name in self.fields]
