"""Chapter two 二（三）: a clerk's own workbook, dirt and all, is asked about, mended, written, taken back.

And what the ledger gives back: lists as files, registers beside it, labels that everybody can scan, figures that lead
to their rows. At every address a clerk of 博爱 finds nothing. Pictures of each step stand in var/story.
"""

import re

import pytest
import xlsxwriter

from tests.story.test_chapter_one import CLERK, STRANGER, gone_for, path_of

pytestmark = [pytest.mark.xdist_group("browser")]

HEADER = ["序号", "项目名称", "实施地点", "建设内容", "资金规模", "资金来源", "年度"]
SHED, ROAD, AID = "七贤镇食用菌大棚项目", "七贤镇生产道路硬化", "2019年雨露计划短期技能培训补助"
ROWS = [
    [1, SHED, "七贤镇赤庄村", "新建食用菌大棚 6 座", "48.6", "中央专项扶贫资金", "2019"],
    [2, ROAD, "七贤镇赤庄村、七贤镇孟村", "硬化道路 3 公里", "６０", "省级专项扶贫资金", "2019"],
    [3, AID, "七贤镇", "培训补助 42 人", "6.3", "中央专项扶贫资金", "2019"],
    [4, "七贤镇扶贫车间", "七贤镇赤庄村", "建设车间 400 平方米", "面议", "中央专项扶贫资金", "2019"],
]


@pytest.fixture
def workbook(tmp_path):
    """A list as an office keeps it: a merged title, a unit line, a total, a source."""
    path = tmp_path / "七贤镇2019年项目清单.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("清单")
    sheet.merge_range(0, 0, 0, 6, "七贤镇2019年扶贫项目清单")
    sheet.write(1, 5, "单位：万元")
    for at, row in enumerate([HEADER, *ROWS]):
        sheet.write_row(2 + at, 0, row)
    sheet.write_row(7, 0, ["合计", "", "", "", "114.9"])
    sheet.write(8, 0, "数据来源：镇扶贫办")
    book.close()
    return path


def test_a_dirty_workbook_is_asked_about_mended_written_and_taken_back(acting, workbook):
    clerk, stranger = acting(CLERK), acting(STRANGER)
    bring(clerk, workbook)
    batch = path_of(clerk)
    assert clerk.reads("“面议”中没有数字", "雨露计划", "拆成 2 项") and gone_for(stranger, batch)
    clerk.open(f"{batch}?show=all")
    clerk.picture("21-dirt")
    mend(clerk, stranger)
    assert clerk.reads("扶贫车间")
    clerk.picture("22-mended")
    confirm(clerk)
    clerk.picture("23-written")
    clerk.press("查看这些行")
    assert clerk.reads(SHED, "七贤镇扶贫车间")
    rows = clerk.page.url.removeprefix(clerk.site)
    take_back(clerk, stranger, path_of_result(batch))
    clerk.open(rows)
    assert not clerk.reads(SHED)


def bring(clerk, workbook):
    clerk.open("/imports/")
    clerk.page.set_input_files("[name=file]", workbook)
    clerk.press("上传并识别")
    clerk.page.wait_for_selector("text=核对全部", timeout=60_000)
    clerk.picture("20-columns")
    clerk.press(re.compile("^核对全部"))
    clerk.page.wait_for_selector("#check", timeout=60_000)


def mend(clerk, stranger):
    """The faulty amount, at its cell, without leaving the page."""
    cell = clerk.page.locator("td.bad", has_text="面议").locator("a.mend")
    assert gone_for(stranger, path_of(clerk).replace("check/", "") + "cell/7/4/")
    cell.click()
    field = clerk.page.get_by_label(re.compile("改为|内容")).first
    field.fill("32.5")
    clerk.page.get_by_role("button", name="保存修改").click()
    clerk.page.wait_for_selector("ins[title*='面议']")
    answered = clerk.page.get_by_role("button", name="全部：拆成 2 项")  # before any reason is typed
    answered.click()
    clerk.page.wait_for_selector("text=其余 4 个问题按建议处理")


def confirm(clerk):
    clerk.page.get_by_label("导入说明").fill("按镇扶贫办清单补登 2019 年项目")
    for box in clerk.page.get_by_role("checkbox").all():
        box.check()
    clerk.press(re.compile("^写入"))
    clerk.page.wait_for_selector("text=查看这些行", timeout=60_000)


def path_of_result(batch):
    return batch.replace("check/", "result/")


def take_back(clerk, stranger, result):
    undo = result.replace("result/", "undo/")
    assert gone_for(stranger, result, undo)
    clerk.open(undo)
    clerk.page.get_by_label(re.compile("撤销")).first.fill("清单以县里下发的为准，重新导入")
    clerk.picture("24-undo")
    clerk.press("撤销本批")
    clerk.page.wait_for_selector("text=已撤销", timeout=60_000)
    clerk.picture("25-undone")
