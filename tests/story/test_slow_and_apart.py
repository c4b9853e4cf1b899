"""Beside the straight way: a page that is slow to come, an editor that stands apart from its grid."""

import re
import time

import pytest

from tests.story.test_chapter_one import CLERK
from tests.story.test_chapter_two import bring, workbook  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.xdist_group("browser")]
SLOW = 3  # seconds, several times what the bar waits between two questions


def test_a_page_that_is_slow_to_come_after_the_job_does_come(acting, workbook):  # noqa: F811
    clerk = acting(CLERK)
    bring(clerk, workbook)
    asked = []

    def late(route):
        asked.append(route.request.url)
        time.sleep(SLOW)
        route.continue_()

    clerk.page.route(re.compile("/result/$"), late)
    clerk.page.get_by_label("导入说明").fill("核对等待的页面")
    for box in clerk.page.get_by_role("checkbox").all():
        box.check()
    clerk.press(re.compile("^写入"))
    clerk.page.wait_for_selector("text=查看这些行", timeout=60_000)
    assert len(asked) <= 1  # none where the job was over before the bar was shown


def test_an_editor_opened_on_a_page_of_its_own_leads_back_to_the_whole_grid(acting, workbook):  # noqa: F811
    clerk = acting(CLERK, "phone")
    bring(clerk, workbook)
    mend = clerk.page.locator("td.bad", has_text="面议").locator("a.mend").get_attribute("href")
    clerk.page.goto(clerk.page.url.split("check/")[0] + mend.removeprefix("../"))
    clerk.page.get_by_label("改为").fill("32.5")
    clerk.press("保存修改")
    assert clerk.page.url.split("?")[0].endswith("/check/") and clerk.reads("导入说明")
    assert not clerk.reads("面议")
