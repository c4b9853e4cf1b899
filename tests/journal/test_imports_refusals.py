"""What the import refuses, each in its sentence, with the register unchanged: files, cells, places, money."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook as Openpyxl
from xlsxwriter import Workbook

from assets.models import Asset, FundingLine
from journal.imports import staged
from journal.models import Document, ImportBatch
from tests.journal.importing import checked, faults, text, upload, written
from tests.journal.workbooks import HEAD, road, workbook


def saved(fill):
    """An upload with a sheet that `fill` writes on."""
    kept = BytesIO()
    with Workbook(kept) as book:
        fill(book.add_worksheet("表"))
    return SimpleUploadedFile("表.xlsx", kept.getvalue())


FILES = [
    (SimpleUploadedFile("空.xlsx", b""), "空文件"),
    (SimpleUploadedFile("表.xlsx", b"<html><table></table></html>"), "网页"),
    (SimpleUploadedFile("表.csv", b"<html><table></table></html>"), "不是真正的表格文件"),
    (SimpleUploadedFile("表.xlsx", b"%PDF-1.4\n%%EOF\n"), "可用：Excel 工作簿、CSV 表格"),
    (SimpleUploadedFile("表.xlsx", b"PK\x03\x04" + b"0" * 50), "“表.xlsx”|损坏|压缩包"),
    (SimpleUploadedFile("表.xlsx", b"0" * (40 * 1024 * 1024 + 1)), "超过 40 MB"),
]


@pytest.mark.parametrize(("file", "sentence"), FILES, ids=[sentence for _, sentence in FILES])
def test_a_file_that_cannot_be_taken_is_refused(here, client, file, sentence):
    file.seek(0)
    answer = upload(client.as_(here.county_clerk), here, file)

    assert answer.status_code == 422
    assert any(part in text(answer) for part in sentence.split("|"))
    assert not ImportBatch.objects.exists() and not Document.objects.exists()


CELLS = [
    ({"资金规模（万元）": "12345678901234567890"}, "F4", "超过 14 位"),
    ({"资金规模（万元）": 12345678901234567890}, "F4", "超过 15 位，Excel 已丢失末尾数字"),
    ({"资金规模（万元）": -5}, "F4", "是负数"),
    ({"资金年度": 0}, "E4", "没有四位年份"),
    ({"资金年度": 2099}, "E4", "应在 1986 至"),
    ({"项目名称": ""}, "B4", "没有填资产名称"),
    ({"项目名称": "路" * 121}, "B4", "有 121 个字，最多 120 个"),
    ({"资产小类": "大路"}, "H4", "不在目录中"),
]


@pytest.mark.parametrize(("given", "cell", "sentence"), CELLS, ids=[f"{c}-{s}" for _, c, s in CELLS])
def test_a_cell_at_fault_is_named_and_keeps_its_row_out(here, client, given, cell, sentence):
    batch = written(client, here, workbook(road(**given), road(项目名称="好路")))

    said = faults(batch)
    assert any(sentence in told for told in said[cell])
    assert (batch.wrong, batch.written) == (1, 1)
    assert Asset.objects.get(batch_id=batch.pk).name == "好路"


@pytest.mark.parametrize("code", ["410822101200", "410821100999", "999999999999"])
def test_a_code_of_another_county_and_one_that_never_was_are_told_alike(here, client, code):
    head = [*HEAD[:2], "村代码", *HEAD[3:]]
    batch = checked(client, here, workbook(road(实施地点=code), head=head))

    assert faults(batch)["C4"] == [f"“{code}”不是修武县的区划代码，请核对后改正。"]


@pytest.mark.parametrize("place", ["博爱县柏山镇柏山村", "没有的县没有的村"])
def test_a_place_of_another_county_and_one_that_never_was_are_told_alike(here, client, place):
    batch = written(client, here, workbook(road(实施地点=place)))

    assert f"“{place}”不在修武县的乡镇和村名录中。草稿先记在导入单位" in faults(batch)["C4"][0]
    asset = Asset.objects.get(batch_id=batch.pk)
    assert (asset.unit_id, asset.town_id, asset.address) == (here.office.pk, None, place)


def test_a_village_code_finds_its_village(here, client):
    head = [*HEAD[:2], "村代码", *HEAD[3:]]
    batch = written(client, here, workbook(road(实施地点=str(here.villages[0])), head=head))

    assert Asset.objects.get(batch_id=batch.pk).village_id == here.villages[0]


DOUBTS = [
    ({"资金规模（万元）": ""}, "F4", "没有填金额"),
    ({"资产小类": ""}, "H4", "按“道路”判断，建议登记为公益性资产·道路交通"),
    ({"资产小类": "", "项目名称": "示范项目", "建设内容及规模": ""}, "H4", "无法从名称判断资产类型"),
    ({"资金规模（万元）": "约50"}, "F4", "约数"),
    ({"资金来源": "其他"}, "G4", "无法从资金来源判断纳入依据"),
    ({"资金年度": 2015}, "E4", "追溯"),
    ({"实施地点": ""}, "C4", "没有填所在地"),
    ({"实施地点": "城关镇东关村、刘庄村"}, "C4", "一格中写了 2 个地点"),
    ({"实施地点": "城关镇没有的村"}, "C4", "城关镇"),
    ({"资金来源": "财政专项扶贫资金"}, "G4", "没有写明资金的级次"),
    ({"资金来源": "中央10/省级20财政专项扶贫资金"}, "G4", "不等"),
]


@pytest.mark.parametrize(("given", "cell", "sentence"), DOUBTS, ids=[f"{c}-{s}" for _, c, s in DOUBTS])
def test_a_doubt_is_shown_and_the_row_can_come_in(here, client, given, cell, sentence):
    batch = written(client, here, workbook(road(**given)))

    assert any(sentence in told for told in faults(batch)[cell])
    assert (batch.doubtful, batch.wrong, batch.written) == (1, 0, 1)


@pytest.mark.parametrize("word", ["资金级次", "资金层级"])
def test_a_column_of_levels_of_money_is_understood_by_either_word(here, client, word):
    head = [word if name == "资金来源" else name for name in HEAD]
    batch = written(client, here, workbook(road(资金来源="省级"), head=head))

    assert (batch.written, FundingLine.objects.get().level) == (1, "province")


def test_an_uncertain_village_is_not_taken(here, client):
    batch = written(client, here, workbook(road(实施地点="城关镇没有的村")))

    asset = Asset.objects.get(batch_id=batch.pk)
    assert (asset.village_id, asset.town_id, asset.unit) == (None, here.towns[0], here.town)
    assert asset.address == "城关镇没有的村"


def formula_book(cached):
    """A workbook whose F4 is a formula, with its value or without."""
    rows = [*road()]
    if cached:
        kept = BytesIO()
        with Workbook(kept) as book:
            sheet = book.add_worksheet()
            sheet.write_row(2, 0, HEAD)
            sheet.write_row(3, 0, [1, *rows])
            sheet.write_formula(3, 5, "=12*4", value=48)
        return SimpleUploadedFile("公式.xlsx", kept.getvalue())
    book, kept = Openpyxl(), BytesIO()
    for row in ([], [], HEAD, [1, *rows]):
        book.active.append(row)
    book.active["F4"] = "=12*4"
    book.save(kept)
    return SimpleUploadedFile("公式.xlsx", kept.getvalue())


def test_a_formula_with_its_value_is_a_doubt(here, client):
    batch = checked(client, here, formula_book(cached=True))

    assert faults(batch)["F4"] == ["此格是公式，按文件中保存的结果“48”读取，请核对。"]
    assert batch.rows.get().values["asset"]["original_value"] == "480000.00"


def test_a_formula_without_a_value_is_a_fault(here, client):
    batch = checked(client, here, formula_book(cached=False))

    assert any("此格是公式，没有保存结果" in told for told in faults(batch)["F4"]) and batch.wrong == 1


def test_the_same_content_twice_in_a_file_is_a_doubt(here, client):
    batch = checked(client, here, workbook(road(), road(项目名称="别的路"), road()))

    assert list(faults(batch)) == ["B6"] and "与第 4 行的名称、地点、年度" in faults(batch)["B6"][0]


def test_what_the_ledger_has_already_is_a_doubt(here, client):
    here.asset(name="通村道路")
    batch = checked(client, here, workbook(road()))

    assert "台账中已有 1 项同名、同地、同年度的资产" in faults(batch)["B4"][0]


def test_a_donation_needs_its_donor(here, client):
    head = [*HEAD, "捐赠人", "取得方式", "捐赠作价"]
    rows = [[*road(), "", "捐赠", 3], [*road(项目名称="好路"), "某公司", "捐赠", 3]]
    batch = checked(client, here, workbook(*rows, head=head), money_unit="万元")

    assert faults(batch) == {"I4": ["捐赠取得的资产须填写捐赠人（二（一）：包括接受捐赠的实物资产）。"]}


def test_what_the_tables_would_refuse_is_found_before_anything_is_written(here, client):
    batch = checked(client, here, workbook(road(), road(项目名称="好路")))
    values = batch.rows.get(number=4).values
    values["asset"]["subtype"] = "J01"
    batch.rows.filter(number=4).update(values=values)

    assert staged.unlawful(batch, Asset, "asset", [4, 5]) == [(4, "资产小类与资产类型不符，请重新选择小类。")]
    assert not Asset.objects.filter(batch_id=batch.pk).exists()
