"""Chapter one 二（一）–（三）: rows a county really published go through the pages into its ledger, and no further.

The clerk of 修武 brings them in, mends one and sends it up; the township verifies, the county enters; the city reads;
a clerk of 博爱 finds none of it, at any step. Pictures of each step stand in var/story.
"""

import re

import pytest

from tests.story.conftest import ROOT, SHOTS

pytestmark = [pytest.mark.xdist_group("browser")]

WORKBOOK = ROOT / "tests" / "data" / "published" / "河南修武县_项目资产.xlsx"
NAME = "2021年度修武县七贤镇铁皮石斛种植项目"
OTHER_TOWN = "xw_zhenshen"
CLERK, REVIEWER, HEAD, STRANGER, CITY = "xw_xian", "xw_zhenshen3", "xw_fuze", "ba_xian", "jz_chayue"


def gone_for(stranger, *addresses):
    """Another county's clerk gets 404 for each address."""
    return all(stranger.open(address) == 404 for address in addresses)


def path_of(actor):
    return actor.page.url.removeprefix(actor.site).partition("?")[0]


def test_rows_really_published_go_into_the_ledger(acting):
    clerk, stranger = acting(CLERK), acting(STRANGER)
    batch = bring_in(clerk, stranger)
    asset = find_and_mend(clerk)
    assert gone_for(stranger, asset, f"{asset}edit/", batch)
    send_up(clerk, asset)
    assert gone_for(acting(OTHER_TOWN), asset)
    verify(acting(REVIEWER, "phone"), stranger, asset)
    number = enter(acting(HEAD), stranger, asset)
    read_by_the_city(acting(CITY), asset, number)
    found_by_nobody_else(stranger, number)


def bring_in(clerk, stranger):
    clerk.open("/imports/")
    clerk.picture("01-upload")
    clerk.page.set_input_files("[name=file]", WORKBOOK)
    clerk.press("上传并识别")
    clerk.page.wait_for_selector("text=核对全部", timeout=60_000)
    assert clerk.reads("项目名称", "资金规模（万元）", "已认出")
    clerk.picture("02-columns")
    assert gone_for(stranger, path_of(clerk))
    clerk.press(re.compile("^核对全部"))
    clerk.page.wait_for_selector("#check", timeout=60_000)
    clerk.picture("03-check")
    batch = path_of(clerk)
    assert clerk.reads("同一个文件已于", "七贤镇赤庄村") and gone_for(stranger, batch)
    take_all_the_same(clerk)
    clerk.page.get_by_label("导入说明").fill("按县政府公开的 2021 年度计划补登")
    for box in clerk.page.get_by_role("checkbox").all():
        box.check()
    clerk.press(re.compile("^写入"))
    clerk.page.wait_for_selector("text=查看这些行", timeout=60_000)
    clerk.picture("04-written")
    clerk.press("查看这些行")
    assert clerk.reads(NAME)
    return batch


def take_all_the_same(clerk):
    """The demonstration has these rows already; the first is said to be another thing."""
    clerk.page.locator("a.mend").first.click()
    question = clerk.page.locator("form.asking", has_text="台账中已有")
    question.get_by_label("处理方式").select_option("new")
    question.get_by_role("button", name="按所选处理此行").click()
    clerk.page.wait_for_selector("text=写入 1 行")


def find_and_mend(clerk):
    clerk.press(NAME)
    asset = path_of(clerk)
    assert clerk.reads("2,122,000.00", "草稿", "赤庄村")
    clerk.press("修改")
    clerk.page.get_by_label("数量", exact=True).fill("17")
    clerk.page.get_by_label("计量单位", exact=True).select_option("structure")
    for label in ("实施部门", "监管部门"):
        clerk.page.get_by_label(label, exact=True).select_option(label="修武县农业农村局")
    clerk.picture("05-form")
    clerk.press("保存")
    assert path_of(clerk) == asset and clerk.reads("17 座", "修武县农业农村局")
    return asset


def send_up(clerk, asset):
    clerk.press("提交审核")
    clerk.picture("06-submit")
    assert clerk.reads("二（三）", "2,122,000.00 元")
    clerk.press("提交审核")
    assert path_of(clerk) == asset and clerk.reads("待审核")


def verify(reviewer, stranger, asset):
    """On a phone, at the township."""
    act = f"/do/assets.verify{asset.replace('/assets', '')}"
    assert gone_for(stranger, act)
    reviewer.open(act)
    reviewer.picture("07-verify-phone")
    reviewer.press("审核通过")
    assert reviewer.reads("待入账")


def enter(head, stranger, asset):
    act = f"/do/assets.enter_ledger{asset.replace('/assets', '')}"
    assert gone_for(stranger, act)
    head.open("/")
    head.picture("08-todo")
    head.open(act)
    head.press("入账")
    assert head.reads("已入账", "审核通过")
    head.picture("09-entered")
    number = re.search(r"410821\d{6}J2021\d{4}", head.page.inner_text("main"))[0]
    head.open("/assets/?state=ledger")
    head.picture("12-ledger")
    return number


def read_by_the_city(reader, asset, number):
    reader.open(f"/assets/?q={number}")
    assert reader.reads(NAME)
    assert reader.open(f"{asset}edit/") == 403
    reader.open("/assets/")
    reader.picture("10-city")


def found_by_nobody_else(stranger, number):
    stranger.open(f"/assets/?q={number}")
    assert stranger.reads("没有符合条件的资产") and not stranger.reads(NAME)
    stranger.picture("11-stranger")
    assert SHOTS.joinpath("09-entered.png").stat().st_size > 10_000
