"""The stage of the story: the demonstration in a database of its own, the real servers, a real browser."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from oversight.demo.people import PASSWORD
from tests import database, servers

ROOT = Path(__file__).parent.parent.parent
SHOTS = ROOT / "var" / "story"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The address of the site and the worker beside it, on a copy of the demonstration."""
    place = tmp_path_factory.mktemp("stage")
    with database.copied("demo") as copy, environment(copy.name, place):
        with servers.Worker(place / "worker.log"), servers.Site(place / "site.log") as site:
            yield site.url


@contextmanager
def environment(name, place):
    """The environment of the programs started inside: this database, its corner of the disk."""
    before = dict(os.environ)
    os.environ |= database.environment(name) | {"DOCUMENT_ROOT": str(place / "documents")}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def chromium():
    """A browser that speaks Chinese."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--lang=zh-CN"])
        yield browser
        browser.close()


class Actor:
    """A person at a screen: goes to pages, reads them, presses what they offer, keeps pictures."""

    def __init__(self, browser, site, login, size="desk"):
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        self.site, self.page, self.faults = site, self.context.new_page(), []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.sign_in(login)

    def _hear(self, message):
        refused = "the server responded with a status of 4" in message.text  # the story asks for some
        if message.type == "error" and not refused:
            self.faults.append(f"{self.page.url}: {message.text} ({message.location})")

    def sign_in(self, login):
        """Through the door, as everybody."""
        self.page.goto(f"{self.site}/account/login/")
        self.page.fill("[name=username]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(f"{self.site}/")

    def open(self, address):
        """Go to an address of the site; returns the status of the answer."""
        return self.page.goto(self.site + address).status

    def press(self, name):
        """Press a button or follow a link of this name, and wait for the page that comes."""
        target = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        with self.page.expect_navigation():
            target.first.click()

    def reads(self, *texts):
        """What stands on the page."""
        shown = self.page.inner_text("main")
        return all(text in shown for text in texts)

    def picture(self, name):
        """Keep a picture of the whole page among the build's output."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        # A hidden caret would leave style attributes behind, which htmx copies and the policy then refuses.
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True, caret="initial")

    def leave(self):
        """Close the browser's window; nothing may have gone wrong in it."""
        self.context.close()
        assert self.faults == []


@pytest.fixture
def acting(stage, chromium):
    """`acting("xw_xian")` is this person at a screen of the site."""
    actors = []

    def enter(login, size="desk"):
        actors.append(Actor(chromium, stage, login, size))
        return actors[-1]

    yield enter
    for n, actor in enumerate(actors):
        actor.picture(f"last-{n}")  # where each stood at the end, or when it went wrong
    for actor in actors:
        actor.leave()
