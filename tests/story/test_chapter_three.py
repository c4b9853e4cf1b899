"""Chapter three 二（四）, 一（三）5: whose an asset is gets written down, hangs before the people, and waits for them.

The township's clerk drafts and proposes, its reviewer posts; a villager with an old phone objects and reads the answer;
the county may not confirm before the days are over. What was shown in time gets its certificate, which everybody can
look up. At every address a clerk of 博爱 finds nothing. Pictures of each step stand in var/story.
"""

import re

import pytest
from PIL import Image

from tests.story.conftest import SIZES
from tests.story.test_chapter_one import gone_for, path_of

pytestmark = [pytest.mark.xdist_group("browser")]

CLERK, REVIEWER, OFFICE, HEAD = "xw_zhen", "xw_zhenshen", "xw_xian", "xw_fuze"
STRANGER, CITY = "ba_fuze", "jz_chayue"
COUNTY = 410821
SAID = "公示的面积和实际不一样，请再量一次。"


@pytest.fixture
def villager(stage, chromium):
    """A page on an old phone: small, without JavaScript, without an account."""
    width, height = SIZES["phone"]
    context = chromium.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    page = context.new_page()
    yield page
    assert context.cookies() == []
    context.close()


@pytest.fixture
def photo(tmp_path):
    """A picture of a notice board, more or less."""
    path = tmp_path / "公示栏.jpg"
    Image.new("RGB", (800, 600), (200, 205, 210)).save(path)
    return path


def shot(page, name):
    page.screenshot(path=f"var/story/{name}.png", full_page=True)


def test_a_title_hangs_before_the_people_and_waits_for_their_answer(acting, villager, photo, stage):
    clerk, stranger = acting(CLERK), acting(STRANGER)
    title = propose(clerk, stranger)
    notice = draw_up(clerk, stranger)
    public = post(acting(REVIEWER), notice)
    prove(clerk, notice, photo)
    waits(acting(HEAD), stranger, title, "公示")
    receipt = object_to(villager, stage, public)
    answer(acting(REVIEWER, "phone"), stranger)
    villager.goto(f"{stage}/public/receipts/")
    villager.fill("[name=receipt]", receipt)
    villager.get_by_role("button", name="查").click()
    assert "已派人重新丈量" in villager.inner_text("main")
    shot(villager, "48-answer-phone")


def propose(clerk, stranger):
    """The owner's parts must make the whole; then it is proposed."""
    clerk.open("/ownership/untitled/")
    clerk.picture("40-untitled")
    clerk.page.locator("#rows tbody a").first.click()
    clerk.page.wait_for_selector("#title-panel a.btn")
    assert gone_for(
        stranger, path_of(clerk), path_of(clerk).replace("/assets/", "/ownership/asset/") + "new/"
    )
    clerk.press("起草确权")
    clerk.page.locator("[name=basis]").select_option(index=1)
    clerk.page.get_by_label("总份数").fill("3")
    clerk.press("保存")
    assert clerk.reads("合计 1 份")
    clerk.picture("41-shares")
    clerk.page.get_by_label("总份数").fill("1")
    clerk.press("保存")
    title = path_of(clerk)
    assert gone_for(stranger, title, f"{title}edit/", title.replace("/ownership/", "/do/ownership.propose/"))
    clerk.press("提出确权")
    clerk.press("提出确权")
    assert path_of(clerk) == title and clerk.reads("提出确权")
    clerk.picture("42-proposed")
    return title


def draw_up(clerk, stranger):
    clerk.open("/notices/new/?kind=ownership.title")
    clerk.page.get_by_role("checkbox", name=re.compile("^选中 ")).first.check()
    clerk.picture("43-notice-new")
    clerk.press("起草")
    notice = path_of(clerk)
    assert clerk.reads("已起草") and gone_for(stranger, notice)
    return notice


def post(reviewer, notice):
    """By another than who drew it up; from here on everybody reads it, as it was approved."""
    reviewer.open(notice)
    reviewer.press("发布公示")
    reviewer.press("发布公示")
    assert path_of(reviewer) == notice
    reviewer.picture("44-posted")
    return reviewer.page.get_by_role("link", name="公开页面").get_attribute("href")


def prove(clerk, notice, photo):
    clerk.open(f"{notice}prove/")
    clerk.page.set_input_files("[name=photo]", photo)
    clerk.page.get_by_label("张贴地点").fill("村委会公示栏")
    clerk.press(re.compile("^登记$"))
    assert clerk.reads("已登记开始张贴", "村委会公示栏")
    clerk.picture("45-proved")


def waits(head, stranger, title, why):
    act = title.replace("/ownership/", "/do/ownership.confirm/")
    assert gone_for(stranger, act)
    head.open(title)
    assert head.reads("确认产权", why)
    head.picture("46-waits")


def object_to(villager, stage, public):
    """Without a name; the receipt is all there is to keep."""
    villager.goto(f"{stage}/public/{COUNTY}/")
    shot(villager, "47-public-list-phone")
    assert public.rstrip("/").rpartition("/")[2] in villager.content()
    villager.goto(f"{stage}{public}" if public.startswith("/") else public)
    shot(villager, "47-public-notice-phone")
    assert villager.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
    villager.get_by_role("link", name="对这份公示提出异议").click()
    villager.fill("[name=text]", SAID)
    villager.get_by_role("button", name="提交异议").click()
    shot(villager, "47-accepted-phone")
    return re.search(r"\b[0-9A-Za-z-]{22,40}\b", villager.inner_text("main"))[0]


def answer(reviewer, stranger):
    reviewer.open("/notices/objections/")
    reviewer.press(re.compile(SAID[:12]))
    objection = path_of(reviewer)
    assert gone_for(stranger, objection)
    assert reviewer.reads("匿名提出")
    reviewer.press("答复异议")
    reviewer.page.get_by_label(re.compile("不成立")).check()
    reviewer.page.locator("[name=answer]").fill("已派人重新丈量，与公示一致，丈量记录可到村委会查看。")
    reviewer.press("答复异议")
    assert path_of(reviewer) == objection and reviewer.reads("已派人重新丈量")
    reviewer.picture("48-answered-phone")


def test_whose_notice_has_run_its_days_is_confirmed_by_the_county(acting):
    head, stranger = acting(HEAD), acting(STRANGER)
    head.open("/ownership/?state=proposed")
    head.page.locator("#rows tbody a").last.click()
    head.page.wait_for_selector("text=办理过程")
    title = path_of(head)
    assert gone_for(stranger, title, title.replace("/ownership/", "/do/ownership.confirm/"))
    head.press("确认产权")
    assert head.reads("二（四）")
    head.picture("49-confirm")
    head.press("确认产权")
    assert path_of(head) == title and head.reads("已确权")


def test_what_was_shown_in_time_gets_a_certificate_that_everybody_can_look_up(acting, villager, stage):
    office, stranger = acting(OFFICE), acting(STRANGER)
    office.open("/ownership/?state=confirmed")
    office.picture("50-confirmed")
    office.page.locator("#rows tbody a").first.click()
    office.page.wait_for_selector("text=办理过程")
    title = path_of(office)
    assert gone_for(stranger, title, title.replace("/ownership/", "/do/ownership.issue/"))
    office.press("颁发权证")
    office.press("颁发权证")
    number = re.search(r"410821Q\d{10}", office.page.inner_text("main"))[0]
    office.picture("51-issued")
    print_certificate(office, stranger)
    villager.goto(f"{stage}/c/{number}/")
    shot(villager, "52-certificate-phone")
    assert number in villager.inner_text("main")
    read_by_the_city(acting(CITY), title)


def print_certificate(office, stranger):
    office.page.get_by_role("button", name="证书").click()
    office.page.wait_for_selector("text=下载", timeout=60_000)
    assert gone_for(stranger, path_of(office), f"{path_of(office)}file/")
    with office.page.expect_download() as kept:
        office.page.get_by_role("link", name="下载").click()
    kept.value.save_as("var/story/certificate.pdf")


def read_by_the_city(reader, title):
    """Where the counties stand; each number opens its list. A reader decides nothing."""
    reader.open("/ownership/progress/")
    assert reader.reads("修武县", "博爱县", "超期")
    reader.picture("53-progress-city")
    assert reader.open(title) == 200 and reader.open(f"{title}edit/") == 403
    reader.open("/ownership/progress/")
    reader.page.locator("tbody td.num a").first.click()
    reader.page.wait_for_selector("#rows, .empty-state")
