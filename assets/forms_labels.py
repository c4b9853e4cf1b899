"""What is asked before labels are printed."""

from django import forms

from assets.labels.sheets import SHEETS, USUAL
from assets.models import PrinterOffset
from assets.models.labels import FARTHEST

PRINTER = "默认打印机"


class LabelForm(forms.Form):
    """Sheet, printer with its offset in mm, and the first free place of a sheet that was begun."""

    sheet = forms.ChoiceField(label="标签纸", choices=[(s.key, s.label) for s in SHEETS.values()])
    start = forms.IntegerField(
        label="从第几张开始",
        min_value=1,
        max_value=max(sheet.count for sheet in SHEETS.values()),
        help_text="用过一部分的标签纸，填第一张空白标签的位置：从左到右，从上到下数。",
    )
    printer = forms.CharField(
        label="打印机", max_length=40, help_text="为本次校准命名，下次打印时可直接选用。"
    )
    x = forms.DecimalField(
        label="向右移（毫米）",
        min_value=-FARTHEST,
        max_value=FARTHEST,
        decimal_places=1,
        required=False,
        help_text="打印位置偏左的填正数，偏右的填负数。",
    )
    y = forms.DecimalField(
        label="向下移（毫米）",
        min_value=-FARTHEST,
        max_value=FARTHEST,
        decimal_places=1,
        required=False,
        help_text="打印位置偏上的填正数，偏下的填负数。",
    )

    def clean(self):
        data = super().clean()
        sheet = SHEETS.get(data.get("sheet"))
        if sheet and data.get("start", 1) > sheet.count:
            self.add_error("start", f"这种标签纸一页只有 {sheet.count} 张，请填 1 到 {sheet.count}。")
        return data | {name: data.get(name) or 0 for name in ("x", "y") if name not in self.errors}


def known(user):
    """The printers a person has used, the last one first."""
    return list(PrinterOffset.objects.filter(by=user).order_by("-used_at", "-pk"))


def initial(printers, name=""):
    """What the form begins with: the printer of this name, else the last one used."""
    chosen = next((one for one in printers if one.printer == name), printers[0] if printers else None)
    begun = {"sheet": USUAL, "printer": name or PRINTER, "x": 0, "y": 0, "start": 1}
    return begun | ({k: getattr(chosen, k) for k in ("sheet", "printer", "x", "y")} if chosen else {})


def remember(user, county, data):
    """Keep a printer's offset and sheet for the next time; personal, so no act."""
    PrinterOffset.objects.update_or_create(
        county_id=county,
        by=user,
        printer=data["printer"],
        defaults={name: data[name] for name in ("sheet", "x", "y")},
    )
