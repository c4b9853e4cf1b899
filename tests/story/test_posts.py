"""二（五）公益岗位: from an application to the county's filing, and a month worked and paid.

The clerk of a township writes down who asks and what the village voted, its reviewer approves whom the notice let pass,
the county files, the agreement is signed, the month is paid. At no address does a clerk of 博爱 find anything. Pictures
of each step stand in var/story.
"""

import re
from datetime import date, timedelta

import pytest

from tests.custody.posting import PDF
from tests.story.conftest import SIZES
from tests.story.test_chapter_one import gone_for, path_of

pytestmark = [pytest.mark.xdist_group("browser")]

CLERK, REVIEWER, OFFICE, STRANGER = "xw_zhen", "xw_zhenshen", "xw_xian", "ba_xian"
TODAY = date.today()


@pytest.fixture
def paper(tmp_path):
    """A scanned paper."""
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(PDF)
    return path


def test_somebody_comes_into_a_post_and_is_paid(acting, paper):
    clerk, reviewer, office, stranger = (acting(login) for login in (CLERK, REVIEWER, OFFICE, STRANGER))
    asked = apply(clerk, stranger)
    review(clerk, stranger, asked, paper)
    reviewer.open(asked)
    assert reviewer.reads("审批录用", "公示")  # not before the notice has run its days

    shown = waiting(clerk)
    approve(reviewer, stranger, shown)
    office.open(shown)
    step(office, stranger, shown, "custody.file", "县级备案")
    office.press("县级备案")
    assert office.reads("县级已备案")
    office.picture("83-filed")
    take_up(clerk, stranger, shown, paper)
    pay(clerk, shown)


def apply(clerk, stranger):
    """Somebody asks for a vacant post; the address of the application."""
    clerk.open("/custody/posts/?state=vacant")
    clerk.picture("80-posts")
    clerk.page.locator(".rows td.name a").first.click()
    clerk.page.wait_for_selector("text=登记申请")
    post = path_of(clerk)
    clerk.press("登记申请")
    assert gone_for(stranger, post, path_of(clerk))
    clerk.page.fill("[name=name]", "试申请")
    clerk.page.select_option("[name=sex]", "woman")
    clerk.page.fill("[name=born_on]", f"{TODAY.year - 40}-05-01")
    clerk.press("保存")
    assert clerk.reads("试申请", "已申请")
    return path_of(clerk)


def step(actor, stranger, address, name, label, **said):
    """Carry out a transition on its page, which another county's clerk does not find."""
    actor.press(re.compile(label))
    assert gone_for(stranger, address, f"/do/{name}/{address.rstrip('/').rpartition('/')[2]}/")
    for field, text in said.items():
        actor.page.fill(f"[name={field}]", str(text))


def review(clerk, stranger, address, paper):
    """The village voted; whoever is no poor household's is taken before one that waits for a written reason only."""
    told = {"reviewed_on": TODAY, "attended": 30, "in_favour": 28, "against": 1}
    assert clerk.reads("优先吸纳", "等待录用")
    told["priority_reason"] = "从事过道路养护，村民代表会议一致同意"
    step(clerk, stranger, address, "custody.review", "民主评议通过", **told)
    clerk.page.set_input_files("[name=file]", paper)
    clerk.press("民主评议通过")
    assert clerk.reads("评议通过", "参会 30 人")
    clerk.picture("81-reviewed")


def waiting(clerk):
    """Somebody whose notice has run its days."""
    clerk.open("/custody/posts/people/?state=reviewed")
    clerk.page.locator(".rows td.name a").last.click()  # the newest come first
    clerk.page.wait_for_selector("text=办理过程")
    return path_of(clerk)


def approve(reviewer, stranger, address):
    reviewer.open(address)
    step(reviewer, stranger, address, "custody.approve", "审批录用")
    reviewer.press("审批录用")
    assert reviewer.reads("乡镇已审批")
    reviewer.picture("82-approved")


def take_up(clerk, stranger, address, paper):
    clerk.open(address)
    told = {"from_on": TODAY - timedelta(days=45), "to_on": TODAY + timedelta(days=60)}
    step(clerk, stranger, address, "custody.take_up", "签订协议上岗", **told)
    clerk.page.set_input_files("[name=file]", paper)
    clerk.press("签订协议上岗")
    assert clerk.reads("在岗", "协议期")
    clerk.picture("84-serving")


def pay(clerk, address):
    """The last month on its sheet; what is paid stands on the person's page."""
    clerk.open("/custody/posts/months/")
    number = address.rstrip("/").rpartition("/")[2]
    clerk.page.fill(f"[name='{number}-days']", "10")
    clerk.page.fill(f"[name='{number}-paid_on']", f"{TODAY}")
    clerk.picture("85-month")
    clerk.press("保存本月")
    assert clerk.reads("已保存 1 人")
    clerk.open(address)
    assert clerk.reads("已发合计", f"{TODAY}")
    clerk.page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"], strict=True)))
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
