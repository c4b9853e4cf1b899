"""The form of a county's field: shape only. What must be true is asked by assets.custom.actions."""

from django import forms

from assets.choices import Category
from assets.models.custom import CustomField

Kind = CustomField.Kind


def kinds_of_assets():
    """The types with their subtypes, each type as a whole first."""
    return [
        (
            category.label,
            [(category.value, f"全部{category.label}"), *((s.value, s.label) for s in category.subtypes)],
        )
        for category in Category
    ]


class FieldForm(forms.ModelForm):
    """二（三）A field the county adds to its ledger."""

    applies_to = forms.MultipleChoiceField(
        label="适用类型",
        required=False,
        choices=kinds_of_assets,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选即适用于全部资产。",
    )
    options = forms.CharField(
        label="选项",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一个；选项中不能有顿号、逗号、分号。已有资产使用的选项不能删去。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CustomField
        fields = (
            "label",
            "reporting",
            "kind",
            "places",
            "unit_word",
            "help_text",
            "is_required",
            "applies_to",
            "options",
        )
        help_texts = {
            "label": "登记表、详情页上显示的名称，例如“管护人数”。",
            "reporting": "导出表的表头；导入时按此识别。不填即与字段名称相同。",
            "kind": "保存后不能更改；需要改类型的，请停用后另建。",
            "unit_word": "跟在数值后面，例如“人”“千瓦时”；可不填。",
            "help_text": "显示在输入框下方，告诉填写人怎样填。",
            "is_required": "勾选后，未填写的资产不能提交审核；保存草稿不受影响。",
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reporting"].required = self.fields["places"].required = False
        self.fields["kind"].choices = [("", "请选择"), *Kind.choices]
        if self.instance.pk:
            self.initial |= {"options": "\n".join(self.instance.options), "version": self.instance.version}
            self.fields["kind"].disabled = self.fields["places"].disabled = True

    def clean_options(self):
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean_places(self):
        return 2 if (places := self.cleaned_data["places"]) is None else places

    def clean(self):
        """What the chosen kind does not have is left out."""
        data = super().clean()
        kind = data.get("kind")
        if kind not in (Kind.CHOICE, Kind.CHOICES):
            data["options"] = []
        if kind not in (Kind.INTEGER, Kind.DECIMAL):
            data["unit_word"] = ""
        return data

    def _post_clean(self):
        """Nothing: the rules are asked by the act."""

    @property
    def values(self):
        """What the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


# title, note, fields, and the kinds for which they are asked
GROUPS = [
    ("名称和说明", "", ("label", "reporting", "help_text"), ()),
    ("填写内容", "", ("kind",), ()),
    ("保留几位小数", "", ("places",), (Kind.DECIMAL,)),
    ("数值的单位", "", ("unit_word",), (Kind.INTEGER, Kind.DECIMAL)),
    ("可选的内容", "", ("options",), (Kind.CHOICE, Kind.CHOICES)),
    ("适用范围", "", ("applies_to", "is_required"), ()),
]


def groups(form):
    """The form's groups, as the component draws them."""
    for title, note, names, kinds in GROUPS:
        yield {
            "title": title,
            "note": note,
            "fields": [form[name] for name in names],
            "when_field": "kind" if kinds else "",
            "when_values": " ".join(kinds),
        }
