"""Everybody can read the pages: axe finds nothing against WCAG, or its own good practice, on any of them.

Each page is opened at a desk and on a telephone, in a browser, with the demonstration's data. A page of one row is
reached as people reach it: from a list, by its first link.
"""

import re

import pytest

from tests.addresses import OPEN
from tests.story.conftest import ROOT, SIZES, Actor

pytestmark = [pytest.mark.xdist_group("browser")]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
NOT_PAGES = {"alive", "ready", "public:body"}  # what watches the server, and what a notice's hash is taken of
COUNTY = "/public/410821/"
NOTICE = "/public/notices/"
# For whoever passes by; the names are those of the addresses.
PUBLIC = {
    "tenancy:login": ["/account/login/"],
    "public:index": ["/public/"],
    "public:county": [COUNTY],
    "public:notice": [COUNTY, NOTICE],
    "public:objection": [COUNTY, NOTICE, "/objection/"],
    "public:receipt": ["/public/receipts/"],
    "scan": ["/q/410821100203J20180001/"],
    "certificate": ["/c/410821Q2026000025/"],
}
ROW = r"/\d+/$"
SIGNED_IN = [
    ("xw_xian", ["/"]),
    ("xw_xian", ["/assets/"]),
    ("xw_xian", ["/assets/", rf"^/assets{ROW}"]),
    ("xw_xian", ["/assets/new/"]),
    ("xw_xian", ["/assets/dashboard/"]),
    ("xw_xian", ["/assets/books/"]),
    ("xw_xian", ["/assets/projects/"]),
    ("xw_xian", ["/assets/projects/", rf"^/assets/projects{ROW}"]),
    ("xw_xian", ["/assets/projects/unregistered/"]),
    ("xw_xian", ["/assets/households/"]),
    ("xw_xian", ["/assets/households/", r"^/assets/households/\d+/"]),
    ("xw_xian", ["/assets/subsidies/"]),
    ("xw_xian", ["/assets/rounds/"]),
    ("xw_xian", ["/assets/rounds/new/"]),
    ("xw_xian", ["/assets/rounds/", rf"^/assets/rounds{ROW}"]),
    ("xw_xian", ["/assets/rounds/", rf"^/assets/rounds{ROW}", r"/sheet/"]),
    ("xw_xian", ["/assets/rounds/", rf"^/assets/rounds{ROW}", r"/surplus/"]),
    ("xw_xian", ["/assets/rounds/lines/"]),
    ("xw_xian", ["/assets/rounds/lines/?state=uncounted", rf"^/assets/rounds/lines{ROW}"]),
    ("xw_xian", ["/assets/rounds/homes/", rf"^/assets/rounds/homes{ROW}"]),
    ("xw_fuze", ["/assets/rounds/lines/?state=undecided", rf"^/assets/rounds/lines{ROW}", "/decide/"]),
    ("xw_xian", ["/imports/"]),
    ("xw_xian", ["/exports/new/?resource=assets"]),
    ("xw_xian", ["/ownership/"]),
    ("xw_xian", ["/ownership/", rf"^/ownership{ROW}"]),
    ("xw_xian", ["/ownership/progress/"]),
    ("xw_xian", ["/ownership/untitled/"]),
    ("xw_xian", ["/operation/?state=in_force", rf"^/operation{ROW}"]),
    ("xw_xian", ["/operation/?state=in_force", rf"^/operation{ROW}", "/amend/"]),
    ("xw_xian", ["/notices/"]),
    ("xw_xian", ["/notices/", rf"^/notices{ROW}"]),
    ("xw_xian", ["/notices/new/?kind=ownership.title"]),
    ("xw_xian", ["/notices/objections/"]),
    ("xw_xian", ["/deadlines/"]),
    ("xw_xian", ["/deadlines/inbox/"]),
    ("xw_xian", ["/deadlines/calendar/"]),
    ("xw_xian", ["/journal/"]),
    ("xw_xian", ["/settings/roles/"]),
    ("xw_xian", ["/settings/parameters/"]),
    ("xw_guanli", ["/people/"]),
    ("jz_chayue", ["/ownership/progress/"]),
    ("jz_chayue", ["/assets/dashboard/"]),
]


@pytest.fixture(scope="module")
def screens(stage, chromium):
    """`screens(login)` is the page of a person who stays signed in for all of these tests; of nobody for None."""
    there = {}

    def page_of(login):
        if login not in there:
            context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            there[login] = Actor(chromium, stage, login).page if login else context.new_page()
        return there[login]

    return page_of


def walk(page, site, way):
    """Open the first address, then follow from page to page the first link that looks like the next."""
    address, *links = way
    assert page.goto(site + address).status == 200
    for link in links:
        hrefs = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
        assert page.goto(site + next(href for href in hrefs if re.search(link, href))).status == 200


def faults(page):
    """What axe finds, as lines to read: {rule: elements}."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document).then(told => told.violations)")
    return {one["id"]: [node["html"] for node in one["nodes"]] for one in found}


def test_every_address_that_is_open_to_all_is_looked_at():
    assert set(PUBLIC) == OPEN - NOT_PAGES


@pytest.mark.parametrize(
    ("login", "way"),
    [*((None, way) for way in PUBLIC.values()), *SIGNED_IN],
    ids=lambda told: told if isinstance(told, str) else "public" if told is None else " ".join(told),
)
def test_axe_finds_nothing(screens, stage, login, way):
    page = screens(login)
    walk(page, stage, way)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page) == {}
