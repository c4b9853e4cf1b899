"""清产核资 on a telephone: what is pressed while the connection is away arrives once, when it is back."""

import re

import pytest

pytestmark = [pytest.mark.xdist_group("browser")]

COUNTER, OFFICE, HEAD, STRANGER = "xw_zhen", "xw_xian", "xw_fuze", "ba_xian"


def to_sheet(actor):
    """From the menu's list to the sheet of what this person counts; its address."""
    actor.open("/assets/rounds/")
    actor.page.get_by_role("link", name=re.compile("清产核资")).last.click()
    actor.page.get_by_role("link", name="开始清查").click()
    actor.page.wait_for_selector(".count-list")
    actor.open(actor.page.url.removeprefix(actor.site) + "?state=uncounted")
    return actor.page.url.removeprefix(actor.site)


def first(actor):
    return actor.page.locator(".count-line.is-uncounted").first


def test_what_is_counted_without_a_connection_arrives_once(acting):
    clerk, stranger = acting(COUNTER, "phone"), acting(STRANGER)
    sheet = to_sheet(clerk)
    assert stranger.open(sheet) == 404
    assert clerk.page.evaluate("document.documentElement.scrollWidth") == 390
    line = first(clerk)
    number, name = line.get_attribute("id"), line.locator(".count-name a").inner_text()
    line.get_by_role("button", name="相符").click()
    clerk.page.wait_for_selector(f"#{number}.is-match")
    clerk.picture("30-counted")

    clerk.context.set_offline(True)
    line = first(clerk)
    number, name = line.get_attribute("id"), line.locator(".count-name a").inner_text()
    line.get_by_role("button", name="相符").click()
    clerk.page.wait_for_selector("[data-kept]:not([hidden])")
    assert clerk.reads("1 项保存在本机")
    clerk.picture("31-kept")
    clerk.faults.clear()  # the browser complains of the connection that the story took away
    clerk.context.set_offline(False)
    clerk.page.wait_for_selector(f"#{number}.is-match")
    clerk.page.wait_for_selector("[data-kept]", state="hidden")
    clerk.open(f"/assets/rounds/lines/{number[1:]}/")
    assert clerk.reads(name, "相符") and clerk.page.inner_text("main").count("登记清查结果") == 1


def test_what_a_busy_server_sends_away_is_kept_and_sent_again(acting):
    clerk = acting(COUNTER, "phone")
    to_sheet(clerk)
    line = first(clerk)
    number = line.get_attribute("id")
    clerk.page.route("**/assets/rounds/**", busy)
    line.get_by_role("button", name="相符").click()
    clerk.page.wait_for_selector("[data-kept]:not([hidden])")
    assert clerk.reads("1 项保存在本机", "稍后会自动再试")
    clerk.page.unroute("**/assets/rounds/**")
    clerk.page.locator("[data-send]").click()
    clerk.page.wait_for_selector(f"#{number}.is-match")
    clerk.page.wait_for_selector("[data-kept]", state="hidden")


def test_what_is_refused_where_nobody_reads_it_stays_on_the_telephone(acting):
    clerk = acting(COUNTER, "phone")
    to_sheet(clerk)
    line = first(clerk)
    clerk.context.set_offline(True)
    line.get_by_role("button", name="相符").click()
    clerk.page.wait_for_selector("[data-kept]:not([hidden])")
    line.evaluate(
        "line => { line.id = 'elsewhere'; }"
    )  # the page of another place is open when the line is back
    clerk.page.route("**/assets/rounds/**", refusing)
    clerk.faults.clear()
    clerk.context.set_offline(False)
    clerk.page.locator("[data-kept-why]").get_by_text("没有被接受").wait_for()
    assert clerk.reads("1 项保存在本机")


def refusing(route):
    """The server, of a line that this person's post no longer reaches."""
    if route.request.method == "POST":
        route.fulfill(status=404, body="gone")
    else:
        route.continue_()


def busy(route):
    """Whatever stands before the server answers in its place."""
    if route.request.method == "POST":
        route.fulfill(status=429, body="too many")
    else:
        route.continue_()


def test_a_difference_is_told_in_place_and_decided_by_the_office(acting):
    clerk, head = acting(COUNTER, "phone"), acting(HEAD)
    to_sheet(clerk)
    line = first(clerk)
    number = line.get_attribute("id")
    line.get_by_role("button", name="未找到").click()
    assert "请写明查找经过" in line.inner_text()
    line.locator("[name=note]").fill("现场未见实物，村民反映已拆除")
    line.get_by_role("button", name="未找到").click()
    clerk.page.wait_for_selector(f"#{number}.is-loss")
    clerk.picture("32-loss")

    head.open(f"/assets/rounds/lines/{number[1:]}/")
    head.press("处理差异")
    head.page.get_by_label(re.compile("核销退出")).check()
    head.page.fill("[name=reason]", "县政府常务会议研究同意核销")
    head.picture("33-decide")
    head.press("确认处理")
    assert head.reads("已处理 1 项差异")
    head.picture("34-differences")
