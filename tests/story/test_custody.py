"""二（五）Who looks after each asset: named for many at once, handed over on the telephone with both signatures.

At every address a clerk of 博爱 finds nothing. Pictures of each step stand in var/story.
"""

import re
from datetime import date

import pytest

from tests.story.conftest import SIZES
from tests.story.test_chapter_one import gone_for, path_of

pytestmark = [pytest.mark.xdist_group("browser")]

TOWN, OFFICE, HEAD, STRANGER = "xw_zhen", "xw_xian", "xw_fuze", "ba_fuze"


def sign(actor, at):
    """A stroke on one of the sheets, as a finger draws it."""
    sheet = actor.page.locator("canvas").nth(at)
    sheet.evaluate("sheet => sheet.scrollIntoView({block: 'center', behavior: 'instant'})")
    box, mouse = sheet.bounding_box(), actor.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 40)
    mouse.down()
    for step in range(1, 9):
        mouse.move(box["x"] + 30 + 25 * step, box["y"] + 40 + (30 if (step + at) % 2 else -10))
    mouse.up()


def test_a_custodian_hands_over_on_the_telephone(acting):
    clerk, stranger = acting(TOWN, "phone"), acting(STRANGER)
    clerk.open("/custody/?state=in_force&kind=care")
    clerk.picture("60-duties-phone")
    clerk.page.locator("#rows tbody a").first.click()
    clerk.page.wait_for_selector("text=下一步")
    duty = path_of(clerk)
    assert gone_for(stranger, duty, f"{duty}handover/", f"{duty}edit/")
    clerk.press("办理交接")
    clerk.page.get_by_label("接收人", exact=False).first.fill("孙接任")
    sign(clerk, 0)
    clerk.page.get_by_role("button", name="双方已签名").click()
    assert clerk.page.get_by_text("还没有接收人签名").is_visible()
    sign(clerk, 1)
    clerk.page.get_by_label("交接日期").fill("2001-01-01")
    clerk.press(re.compile("双方已签名"))
    assert (
        clerk.page.locator(".signature.is-signed").count() == 2
    )  # refused, and both signatures are there still
    clerk.page.get_by_label("交接日期").fill(f"{date.today():%Y-%m-%d}")
    clerk.picture("61-signed-phone")
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
    clerk.press(re.compile("双方已签名"))
    assert clerk.reads("孙接任", "移交人签名", "接收人签名")
    clerk.picture("62-handover-phone")
    assert gone_for(stranger, path_of(clerk), f"{path_of(clerk)}giver/")
    clerk.press("打印交接单")
    assert "/prints/" in clerk.page.url


def test_one_custodian_is_named_for_many_and_confirmed_by_another(acting):
    office, head = acting(OFFICE), acting(HEAD)
    office.open("/custody/gaps/")
    assert office.reads("现无人管护", "合计")
    office.picture("63-gaps")
    office.open("/custody/uncared/")
    for at in range(2):
        office.page.locator("[name=pk]").nth(at).check()
    office.press("登记管护责任")
    page = office.page
    page.get_by_label("管护方式").select_option("village")
    page.get_by_label("管护责任人").fill("王守田")
    page.get_by_label("起始日期").fill("2020-10-01")
    page.get_by_label("管护经费来源").select_option("collective")
    office.picture("64-assign")
    office.press("下一步")
    assert office.reads("王守田")
    office.picture("65-looked-at")
    office.press(re.compile("^(确认)?登记管护责任"))
    assert office.reads("2")
    head.open("/custody/?state=draft")
    head.page.locator("#rows tbody a").first.click()
    head.page.wait_for_selector("text=下一步")
    head.picture("66-to-confirm")
    assert head.reads("确认管护")
