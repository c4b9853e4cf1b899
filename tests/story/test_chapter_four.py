"""Chapter four 二（五）、二（六）: assets are looked after, and somebody operates them by right.

A village's custodian goes round with a telephone; the county confirms who is responsible; a department reads of
what it supervises. The keeper of the operators' files enters one, declares what the village runs itself, another
confirms; the checks tell what is still amiss. A clerk of 博爱 finds nothing at any address. Pictures: var/story.
"""

import re

import pytest
from PIL import Image

from tests.story.conftest import SIZES
from tests.story.test_chapter_one import gone_for, path_of

pytestmark = [pytest.mark.xdist_group("browser")]

VILLAGER, KEEPER, REVIEWER, DEPARTMENT = "xw_cunji", "xw_zhen", "xw_zhenshen", "xw_bumen"
CLERK, HEAD, STRANGER = "xw_xian", "xw_fuze", "ba_xian"
COMPANY = {
    "name": "修武县试办服饰有限公司",
    "credit_code": "91410821MA40N3QK6K",
    "legal_person": "试厂长",
    "phone": "13903910815",
}


@pytest.fixture
def photo(tmp_path):
    """A picture of a road, more or less."""
    path = tmp_path / "现场.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(path)
    return path


@pytest.fixture
def paper(tmp_path):
    """A scanned contract, more or less."""
    path = tmp_path / "合同.png"
    Image.new("RGB", (620, 877), "white").save(path)
    return path


def fits(actor):
    """Whether a page is no wider than the telephone."""
    return actor.page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]


def test_the_custodian_goes_round_with_the_telephone(acting, photo):
    custodian, stranger = acting(VILLAGER, "phone"), acting(STRANGER)
    custodian.open("/patrols/walk/")
    custodian.picture("60-walk-phone")
    assert fits(custodian)
    custodian.page.locator(".spot-card a").first.click()
    custodian.page.wait_for_selector("[name=condition]")
    assert gone_for(stranger, path_of(custodian))
    custodian.page.locator("[name=condition]").first.check()
    custodian.page.set_input_files("[name=photos]", photo)
    custodian.picture("61-patrol-phone")
    custodian.press(re.compile("^登记$"))
    patrol = path_of(custodian)
    custodian.picture("62-patrolled-phone")
    assert fits(custodian) and gone_for(stranger, patrol)


def test_what_is_found_without_a_connection_waits_with_its_photo(acting, photo):
    custodian = acting(VILLAGER, "phone")
    custodian.open("/patrols/walk/")
    custodian.page.locator(".spot-card a").first.click()
    custodian.page.wait_for_selector("[name=condition]")
    custodian.context.set_offline(True)
    custodian.page.locator("[name=condition]").first.check()
    custodian.page.fill("[name=note]", "路肩有杂草，已清理")
    custodian.page.set_input_files("[name=photos]", photo)
    custodian.page.get_by_role("button", name="登记", exact=True).click()
    custodian.page.wait_for_selector("[data-kept]:not([hidden])")
    assert custodian.reads("1 项保存在本机")
    custodian.picture("62-patrol-kept")
    custodian.faults.clear()  # the browser complains of the connection that the story took away
    custodian.context.set_offline(False)
    custodian.page.wait_for_url(re.compile(r"/patrols/\d+/$"))
    assert custodian.reads("路肩有杂草，已清理") and custodian.page.locator("main img").count() == 1


def test_the_township_confirms_who_is_responsible(acting):
    head, stranger = acting(HEAD), acting(STRANGER)
    head.open("/custody/?state=draft")
    head.page.locator("#rows tbody a").first.click()
    head.page.wait_for_selector("text=变更记录")
    duty = path_of(head)
    assert gone_for(stranger, duty, duty.replace("/custody/", "/do/custody.begin/"))
    head.picture("63-duty")
    reader = acting(DEPARTMENT)
    assert reader.open("/custody/gaps/") == 200
    reader.picture("64-gaps")


def test_an_owner_runs_an_asset_itself_and_the_checks_see_it(acting):
    keeper, stranger = acting(KEEPER), acting(STRANGER)
    company = enter(keeper, stranger)
    keeper.open("/operation/checks/")
    assert keeper.reads("无协议也未自营", "有租无合同", "疑似同一主体")
    keeper.picture("66-checks")
    asset = declare(keeper, stranger)
    confirm(acting(REVIEWER), stranger, asset)
    keeper.open(asset)
    keeper.page.wait_for_selector("#operation-panel")
    assert keeper.reads("产权单位自营", "自营中")
    keeper.picture("69-asset")
    phone = acting(VILLAGER, "phone")
    phone.open("/operation/checks/")
    phone.picture("70-checks-phone")
    assert fits(phone) and gone_for(stranger, company)


def enter(keeper, stranger):
    """Another county's clerk never reads of the company."""
    keeper.open("/operation/operators/new/")
    keeper.page.locator("[name=unit]").select_option(index=1)
    keeper.page.locator("[name=kind]").select_option("enterprise")
    for name, text in COMPANY.items():
        keeper.page.fill(f"[name={name}]", text)
    keeper.press(re.compile("^保存$"))
    company = path_of(keeper)
    assert keeper.reads(COMPANY["name"]) and gone_for(stranger, company)
    keeper.picture("65-operator")
    return company


def declare(keeper, stranger):
    keeper.open("/operation/checks/nobody/")
    assert keeper.reads("没有签订的经营协议，也没有确认的自营申报")
    keeper.picture("67-nobody")
    keeper.page.locator("#rows tbody td.name a").first.click()
    keeper.page.wait_for_selector("#operation-panel")
    asset = path_of(keeper)
    keeper.press("申报自营")
    assert gone_for(stranger, asset, path_of(keeper))
    keeper.page.fill("[name=runner]", "试管事")
    keeper.page.fill("[name=from_on]", "2021-01-01")
    keeper.page.fill("[name=benefit]", "收益用于村公益岗位，带动五户务工。")
    keeper.page.fill("[name=income]", "30000")
    keeper.press(re.compile("^保存$"))
    assert keeper.reads("待确认", "带贫减贫方式")
    return asset


def confirm(reviewer, stranger, asset):
    """By another than who declared it."""
    reviewer.open("/operation/self/?state=declared")
    reviewer.page.locator("#rows tbody td.name a").first.click()
    reviewer.page.wait_for_selector("text=自营情况")
    declared = path_of(reviewer)
    assert gone_for(stranger, declared)
    reviewer.press("确认自营")
    reviewer.press("确认自营")
    assert path_of(reviewer) == declared and reviewer.reads("自营中")
    reviewer.picture("68-self")


def test_an_agreement_is_signed_paid_and_amended(acting, paper):
    clerk, head, stranger = acting(CLERK), acting(HEAD), acting(STRANGER)
    agreement = sign(head, stranger, paper)
    pay(clerk, stranger, agreement)
    amend(clerk, stranger, agreement, paper)
    head.open(agreement)
    assert head.reads("待审核的变更", "变更后的付款计划")
    head.picture("75-amendment")
    head.press("审核变更")
    assert gone_for(stranger, path_of(head))
    head.press("审核变更")
    assert head.reads("第 2 版", "已重排", "已生效")
    head.picture("76-editions")
    phone = acting(VILLAGER, "phone")
    phone.open("/operation/dues/")
    assert fits(phone)


def sign(head, stranger, paper):
    """The notice of the one that was decided is over."""
    head.open("/operation/?state=decided")
    head.page.locator("#rows tbody td.name a").first.click()
    head.page.wait_for_selector("text=付款计划（签订后生成）")
    agreement = path_of(head)
    head.press("审核签订")
    assert gone_for(stranger, agreement, path_of(head))
    head.page.fill("[name=paper_number]", "修示租〔2020〕5号")
    head.page.set_input_files("[name=file]", paper)
    head.press("审核签订")
    assert head.reads("履行中", "修示租〔2020〕5号", "应付款")
    head.picture("71-signed")
    return agreement


def pay(clerk, stranger, agreement):
    clerk.open(agreement)
    with clerk.page.expect_navigation():
        clerk.page.locator("main").get_by_role("link", name="登记收款").click()
    assert gone_for(stranger, path_of(clerk))
    clerk.page.fill("[name=amount]", "100")
    clerk.page.fill("[name=voucher]", "20201010-07")
    clerk.picture("72-receive")
    clerk.press(re.compile("^保存$"))
    assert clerk.reads("20201010-07", "100.00")
    assert gone_for(stranger, path_of(clerk))


def amend(clerk, stranger, agreement, paper):
    """Looks first at what will be owed, then hands it in."""
    clerk.open(agreement)
    clerk.press(re.compile("^变更$"))
    form = path_of(clerk)
    assert gone_for(stranger, form)
    clerk.page.fill("[name=on]", clerk.page.evaluate("new Date().toISOString().slice(0, 10)"))
    clerk.page.fill("[name=amount]", "1200")
    clerk.page.fill("[name=total]", "")
    clerk.press("看变更后的付款计划")
    assert clerk.reads("不再应付", "新排", "1,200.00")
    clerk.picture("73-amend")
    clerk.page.fill("[name=reason]", "受疫情影响，双方协商降租")
    clerk.page.set_input_files("[name=file]", paper)
    clerk.press("提交审核")
    assert clerk.reads("待审核的变更", "受疫情影响")
    clerk.picture("74-proposed")
