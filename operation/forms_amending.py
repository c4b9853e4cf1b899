"""二（六）The form of an amendment: what may change of an agreement in force, from which day, and the paper."""

from django import forms

from journal.forms import ReasonForm, day
from operation.editions import FIELDS
from operation.forms import DAYS, MONEY, PAYING, SEVEN, TOLD, area, figures, grouped
from operation.forms_steps import paper, past
from operation.models import Agreement

OPTIONAL = ("deposit", "jobs_promised", "wages_promised")
PREVIEWED = ("reason", "file")  # not asked where one only looks at the payments
AMENDED = (
    "变更",
    None,
    "on reason next_due_on file",
    "双方先签订补充协议；登记后由审核人员核对，审核通过即生效。",
)
TERM = ("期限", SEVEN, "to_on", "提前终止的不在这里办，请办理协商解除。")
WORDS = ("约定的内容", SEVEN, " ".join(TOLD), "没有变更的保持原样；不写个人的证件号码和电话。")
PROMISED = ("带动就业", PAYING, "jobs_promised wages_promised", "")
NOTE = "合同总额按变更之后的全部各期填写，包括已经收过的；各期合计与总额须一致。"


class AmendForm(ReasonForm, forms.ModelForm):
    """An agreement in force as it shall be; `version` is that of the agreement when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    on = day(
        "变更日期",
        help_text="新的约定从这一天以后开始的一期起执行；已经开始、到期或者收过款的各期不变。",
    )
    next_due_on = day("重排后的首次付款日", required=False, help_text="不填的，按原来的付款日期推算。")
    file = paper("补充协议", help_text="双方签字盖章的补充协议，PDF 或图片。")

    class Meta:
        model = Agreement
        fields = FIELDS
        widgets = {
            "to_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **{name: area() for name in TOLD},
            **{name: area(2) for name in ("exit_terms", "buyback")},
        }
        error_messages = {"to_on": DAYS}

    def __init__(self, *args, previews=False, **options):
        super().__init__(*args, **options)
        for name in (*OPTIONAL, *(PREVIEWED if previews else ())):
            self.fields[name].required = False
        self.fields["income_rule"].choices = self.fields["income_rule"].choices[1:]  # it has one: no blank
        if not self.instance.principal:
            del self.fields["exit_terms"]

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    def clean_on(self):
        return past(self.cleaned_data["on"], "变更日期")

    @property
    def values(self):
        """The fields of the agreement as they are filled in."""
        told = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return told | {name: told.get(name) or 0 for name in OPTIONAL}

    def groups(self):
        """Its fields in groups, as those of a new agreement."""
        title, clause, names, _ = MONEY
        money = (title, clause, names.replace("first_due_on", "").replace("late_fee", ""), NOTE)
        yield grouped(self, *AMENDED)
        yield grouped(self, *TERM)
        yield grouped(self, *money) | {"figures": figures(self)}
        yield grouped(self, *WORDS)
        if "exit_terms" in self.fields:
            yield grouped(self, "退出办法", SEVEN, "exit_terms", "")
        yield grouped(self, *PROMISED)
