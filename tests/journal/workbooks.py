"""Workbooks for tests of the import, as a clerk would save them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

HEAD = [
    "序号",
    "项目名称",
    "实施地点",
    "建设内容及规模",
    "资金年度",
    "资金规模（万元）",
    "资金来源",
    "资产小类",
]
ROAD = ["通村道路", "城关镇东关村", "硬化道路2公里", 2019, 48.6, "中央财政专项扶贫资金", "道路交通"]


def road(**given):
    """A sound row, without 序号; `given` replaces cells by their column's name."""
    return [given.get(name, value) for name, value in zip(HEAD[1:], ROAD, strict=True)]


def workbook(*rows, head=HEAD, title="修武县2019年项目表", unit="单位：万元", name="项目表.xlsx"):
    """An upload with the title in row 1, the unit in row 2, the header in row 3 and the rows from row 4 on."""
    kept = BytesIO()
    with Workbook(kept) as book:
        sheet = book.add_worksheet("项目")
        sheet.write(0, 0, title)
        sheet.write(1, 0, unit)
        sheet.write_row(2, 0, head)
        for at, row in enumerate(rows):
            sheet.write_row(3 + at, 0, [at + 1, *row])
    return SimpleUploadedFile(name, kept.getvalue())
