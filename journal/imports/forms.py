"""What the wizard asks: the file, which column is which, and why the rows are to be written."""

from django import forms
from django.conf import settings

from journal.files.headers import MAX_LEVELS
from journal.files.limits import MEGABYTE
from journal.files.sheets import HEAD_ROWS
from journal.imports.matching import ASKED
from journal.imports.resources import REGISTRY

MONEY_UNITS = [("", "请选择"), *[(unit, unit) for unit in ("元", "千元", "万元", "亿元")]]
NOT_TAKEN, LEFT_OUT = [("", "不导入")], "-"


class UploadForm(forms.Form):
    """A file, for which unit, to which register. `units` are those the person may import for, `mine` the one of their
    post, `verbs` what they hold."""

    resource = forms.ChoiceField(label="导入到", widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(
        label="导入单位",
        coerce=int,
        help_text="所在地能对应到村、乡镇的，登记在该村、乡镇名下；对应不到的，登记在此单位。",
        error_messages={"invalid_choice": "请从列表中选择本县（市、区）的单位。"},
    )
    file = forms.FileField(
        label="表格文件",
        help_text=f"xlsx 或 csv，不超过 {settings.TABLE_LIMIT // MEGABYTE} MB。"
        "表名、单位行、多层表头、合计行可以保留，系统自动识别。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "请选择要导入的文件。",
            "empty": "这是空文件。请确认文件保存完整后再上传。",
        },
    )

    def __init__(self, *args, units, verbs, mine=None, **options):
        super().__init__(*args, **options)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in units]
        self.fields["unit"].initial = mine
        self.resources = {name: known for name, known in REGISTRY.items() if known.verb in verbs}
        self.fields["resource"].choices = [(name, known.label) for name, known in self.resources.items()]
        if self.initial.get("resource") not in self.resources:
            self.initial["resource"] = next(iter(self.resources))

    @property
    def chosen(self):
        """The name of what is being imported to: as asked for, else the first this person may import to."""
        asked = self["resource"].value()
        return asked if asked in self.resources else next(iter(self.resources))

    def clean_unit(self):
        return self.units[self.cleaned_data["unit"]]


class ColumnsForm(forms.Form):
    """Which column is which: a choice for each column of the table, and the unit of its money.

    `columns`: as the batch keeps them; `known`: those one may give in the county (columns_of); `chosen`: the keys
    chosen before, or None. A column asked about without a proposal must be answered, be it that it is not taken.
    """

    money_unit = forms.ChoiceField(
        label="金额单位", required=False, choices=MONEY_UNITS, help_text="列名里写明单位的，以列名为准。"
    )

    def __init__(self, *args, columns, known, chosen=None, **options):
        super().__init__(*args, **options)
        self.columns, self.known = columns, known
        for at, column in enumerate(columns):
            key = chosen[at] if chosen else column["key"]
            is_open = column["sure"] == ASKED and not column["key"]
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=column["name"],
                required=False,
                choices=self._choices(column, is_open),
                initial=LEFT_OUT if is_open and chosen and not key else key,
            )

    def _choices(self, column, is_open):
        labels = {key: known.column_name for key, known in self.known.items()}
        likely = [(key, labels.pop(key)) for key in column["options"] if key in labels]
        first = [("", "请选择"), (LEFT_OUT, "不导入")] if is_open else NOT_TAKEN
        if not likely:
            return [*first, *labels.items()]
        return [*first, ("可能是", likely), ("其他字段", list(labels.items()))]

    def clean(self):
        taken = {}
        for at, key in enumerate(self.keys()):
            if key in taken:
                other = self.columns[taken[key]]["name"]
                label = self.known[key].column_name
                self.add_error(f"c{at}", f"“{other}”已对应到“{label}”，一个字段只能对应一列。")
            elif key:
                taken[key] = at
            self._check_answered(at)
        for key, column in self.known.items():
            if column.is_lacking(key, taken):
                self.add_error(
                    None, f"没有对应到“{column.column_name}”的列，请指定，或在表格里补上后重新上传。"
                )
        self._check_unit(taken)

    def _check_answered(self, at):
        column = self.columns[at]
        is_open = column["sure"] == ASKED and not column["key"]
        if is_open and self.cleaned_data.get(f"c{at}") == "":
            self.add_error(f"c{at}", "请选择这一列对应的字段；不需要的，选“不导入”。")

    def _check_unit(self, taken):
        bare = [at for key, at in taken.items() if self.known[key].is_money and not self.columns[at]["unit"]]
        if bare and not self.cleaned_data.get("money_unit"):
            self.add_error("money_unit", f"“{self.columns[bare[0]]['name']}”没有写明单位，请选择元还是万元。")

    def keys(self):
        """The key of each column, in the order of the table, "" where it is not taken."""
        said = [self.cleaned_data.get(f"c{at}", "") for at in range(len(self.columns))]
        return ["" if key == LEFT_OUT else key for key in said]

    def matches(self):
        """The rows of the page: [(column, its field)]."""
        return [(column, self[f"c{at}"]) for at, column in enumerate(self.columns)]


class PointForm(forms.Form):
    """Where the table is, when it was not found or not rightly: the sheet, and the rows of its header."""

    sheet = forms.ChoiceField(
        label="工作表", error_messages={"invalid_choice": "没有这张工作表，请从列表中选择。"}
    )
    first = forms.IntegerField(
        label="表头在第几行", required=False, min_value=1, max_value=HEAD_ROWS, help_text="不填的，自动查找。"
    )
    last = forms.IntegerField(
        label="到第几行",
        required=False,
        min_value=1,
        max_value=HEAD_ROWS,
        help_text="表头有几行的，填最后一行；不填的，自动判断。",
    )

    def __init__(self, *args, sheets, **options):
        super().__init__(*args, **options)
        self.fields["sheet"].choices = [(sheet["name"], _listed(sheet)) for sheet in sheets]

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if last and not first:
            self.add_error("first", "请填写表头从第几行开始。")
        elif last and not first <= last < first + MAX_LEVELS:
            self.add_error("last", f"表头最多 {MAX_LEVELS} 行，请填写 {first} 至 {first + MAX_LEVELS - 1}。")


def _listed(sheet):
    """A sheet as the list names it."""
    return f"{sheet['name']}（{sheet['rows']} 行{'，已隐藏' if sheet['hidden'] else ''}）"


class ConfirmForm(forms.Form):
    """Why the rows are written; and, where it is so, that wrong rows stay out, that questions nobody answered go by
    their proposals, and that the file comes a second time."""

    reason = forms.CharField(
        label="导入说明",
        max_length=200,
        help_text="写明数据来源和导入原因，将记入操作记录。",
        error_messages={"required": "请填写导入说明。"},
    )
    skip_wrong = forms.BooleanField(
        required=False, error_messages={"required": "请勾选“不导入这些行”，或在下表中改正。"}
    )
    as_proposed = forms.BooleanField(required=False)
    again = forms.BooleanField(
        required=False, label="同一个文件已导入过，仍要再次导入", error_messages={"required": "请勾选确认。"}
    )

    def __init__(self, *args, batch, before=None, **options):
        super().__init__(*args, **options)
        unanswered = batch.counts.get("open", 0)
        labels = {
            "skip_wrong": batch.wrong and f"有 {batch.wrong} 行有错误，不导入这些行",
            "as_proposed": unanswered and f"其余 {unanswered} 个问题按建议处理",
            "again": before and self.fields["again"].label,
        }
        for name, label in labels.items():
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]


class CellForm(forms.Form):
    """A new text for a cell that reads `was`, or for all of its column that read alike."""

    text = forms.CharField(
        label="改为",
        required=False,
        max_length=2000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-focus": True}),
    )
    was = forms.CharField(required=False, strip=False, max_length=40_000, widget=forms.HiddenInput)
    alike = forms.BooleanField(required=False)

    def __init__(self, *args, alike, **options):
        super().__init__(*args, **options)
        self.fields["alike"].label = f"本列内容相同的 {alike} 格一并修改"
        if alike < 2:
            del self.fields["alike"]

    def clean(self):
        """Line breaks as they stand in workbooks: browsers send two characters for one."""
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }


class UndoForm(forms.Form):
    """Why what an import wrote is taken back."""

    reason = forms.CharField(
        label="撤销原因",
        max_length=200,
        help_text="将记入操作记录。",
        error_messages={"required": "请写明撤销原因。"},
    )
