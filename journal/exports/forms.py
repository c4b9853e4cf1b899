"""What one says of a file one wants: how it is laid out, and in which format."""

from django import forms

from journal.exports.paper import LEDGERS
from journal.models import Export

Layout, Format = Export.Layout, Export.Format
PDF = "pdf"
LAYOUTS = {
    Layout.VIEW: "当前视图：列表里显示的列",
    Layout.ALL: "全部字段：登记的各项内容",
    Layout.LEDGER: "正式台账：表名、两级表头、合计、签字栏，金额以万元计，A3 横向",
}


AGAIN = "各种版式修改后都可以再导入；请保留“系统编号”一列，按它更新原有的登记。"


class ExportForm(forms.Form):
    """Layout and format; a list without an official layout, or without one on paper, offers none."""

    layout = forms.ChoiceField(label="版式", widget=forms.RadioSelect, initial=Layout.VIEW)
    format = forms.ChoiceField(
        label="格式",
        choices=[*Format.choices, (PDF, "PDF 文件（A3 横向，供打印）")],
        initial=Format.XLSX,
        help_text="CSV 供其他系统读取；用 Excel 直接打开 CSV 时长编码会失真，请选 Excel 工作簿。",
    )

    def __init__(self, *args, kind, **options):
        super().__init__(*args, **options)
        offered = [layout for layout in LAYOUTS if layout != Layout.LEDGER or kind.ledger]
        self.fields["layout"].help_text = AGAIN if kind.is_importable else ""
        self.fields["layout"].choices = [(layout, LAYOUTS[layout]) for layout in offered]
        if kind.resource not in LEDGERS:
            self.fields["format"].choices = Format.choices

    def clean(self):
        told = self.cleaned_data
        if told.get("format") == PDF and told.get("layout") not in (None, Layout.LEDGER):
            self.add_error("format", "PDF 只用于正式台账；请改选版式，或改选其他格式。")
        return told
