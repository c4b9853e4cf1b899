"""二（四）Many at once: titles opened by one rule, and moved on together, each row by the rules of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assets import actions as assets
from assets import bulk
from assets.models import Asset, Bulk
from journal.models import Change, Entry, Notice
from journal.notices import rows_in
from ownership import actions, owners
from ownership.models import Share, Title
from ownership.notices import CODE
from tests import noticing
from tests.crowd import at_once
from tests.ownership.test_actions import EQUITY, checked

UNTITLED, LIST, START = reverse("ownership:untitled"), reverse("ownership:list"), reverse("assets:bulk_start")
VILLAGE = {"rule": "village", "unit": None, "basis": "benefit", "basis_note": "村民代表会议决议"}
OPEN = "ownership.open"


def staged(place, act, by, rows=None):
    rows = bulk.ACTS[act].shelf.model.objects.permitted(by) if rows is None else rows
    return bulk.stage(rows, by=by, county=place.code, act=act)


def opened(place, by, rows=None, **values):
    """The titles of these assets, proposed in one act."""
    one = bulk.choose(staged(place, OPEN, by, rows), by=by, values=VILLAGE | values)
    return bulk.confirm(one, by=by, seen=one.digest)


def done(place, act, by, rows=None, **data):
    one = staged(place, act, by, rows)
    return bulk.confirm(one, by=by, seen=one.digest, **data)


def roads(place, number, **fields):
    return [place.asset_in("ledger", name=f"生产路 {at} 段", **fields) for at in range(number)]


def sentences(one, outcome="unable"):
    return {sentence: len(ids) for sentence, ids in bulk.groups(one, outcome)}


def test_titles_of_many_assets_are_proposed_in_one_act_each_with_its_own_entry(here):
    assets = roads(here, 3)
    opened(here, here.town_clerk)
    checked()
    for asset in assets:
        title = Title.objects.get(asset=asset)
        assert (title.state, title.proposed_by, title.owners_text()) == (
            "proposed",
            here.town_clerk,
            "城关镇东关村",
        )
        (entry,) = Entry.objects.about(title)
        assert (entry.act, entry.after) == ("ownership.propose", "proposed")
        tables = Change.objects.filter(entry=entry).values_list("table", "op")
        assert set(tables) == {("ownership_title", "+"), ("ownership_share", "+")}


def test_each_asset_finds_the_owner_of_its_own_place(here):
    roads(here, 1)
    far = {"unit": here.far_village, "town_id": here.towns[1], "village_id": here.villages[2]}
    asset = assets.submit(here.asset(by=here.county_clerk, **far), by=here.county_clerk)
    assets.enter_ledger(assets.verify(asset, by=here.other_town_reviewer), by=here.county_head)
    opened(here, here.county_clerk)
    assert {title.owners()[0].holder_id for title in Title.objects.all()} == {
        here.village.pk,
        here.far_village.pk,
    }


@pytest.mark.parametrize(
    ("rule", "owner"),
    [("town", "城关镇人民政府"), ("supervisor", "修武县农业农村局"), ("unit_kept", "城关镇东关村")],
)
def test_other_rules_find_other_owners(here, rule, owner):
    roads(here, 1)
    opened(here, here.county_clerk, rule=rule)
    assert Title.objects.get().owners_text() == owner


@pytest.mark.parametrize(
    ("rule", "sentence", "asset"),
    [
        ("village", "没有登记所在村（社区）", {"village_id": None}),
        ("household", "不是到户类资产，不能归农户", {}),
        ("household", "不知道归哪一户", {"category": "household", "subtype": "D01", "holder": ""}),
    ],
)
def test_a_rule_that_finds_nobody_says_what_is_lacking(here, rule, sentence, asset):
    here.asset_in("ledger", **asset)
    one = staged(here, OPEN, here.county_clerk)
    one = bulk.choose(one, by=here.county_clerk, values=VILLAGE | {"rule": rule})
    (told,) = sentences(one)
    assert sentence in told and one.able == 0


def test_what_cannot_be_opened_is_told_by_reason_and_left_alone(here):
    roads(here, 1)
    here.title(here.asset_in("ledger", name="已确权路"))
    here.asset_in("ledger", **EQUITY)
    here.asset_in("verified", name="未入账路")
    one = opened(here, here.county_clerk)
    assert Title.objects.count() == 2
    told = sentences(one)
    assert sum(told.values()) == 3
    assert any("一项资产只能有一个有效的确权登记" in sentence for sentence in told)
    assert any("本县还没有指定" in sentence and "受资方" in sentence for sentence in told)
    assert any("资产尚未入账" in sentence for sentence in told)


def test_an_asset_titled_meanwhile_is_refused_and_the_others_are_done(here):
    first, _ = roads(here, 2)
    by = here.town_clerk
    one = bulk.choose(staged(here, OPEN, by), by=by, values=VILLAGE)
    here.title(first)
    one = bulk.confirm(one, by=by, seen=one.digest)
    assert Title.objects.count() == 2
    assert sentences(one, "refused") != {}


def test_forty_are_opened_with_as_many_queries_as_four(here):
    def cost(number):
        rows = roads(here, number)
        one = bulk.choose(
            staged(here, OPEN, here.town_clerk, Asset.objects.filter(pk__in=[r.pk for r in rows])),
            by=here.town_clerk,
            values=VILLAGE,
        )
        with CaptureQueriesContext(connection) as asked:
            bulk.confirm(one, by=here.town_clerk, seen=one.digest)
        return len(asked)

    cost(1)  # whose posts are read once
    assert cost(4) == cost(40)
    assert Share.objects.count() == 45


def test_many_go_all_the_way_together(here):
    roads(here, 3)
    opened(here, here.town_clerk)
    titles = list(Title.objects.order_by("pk"))
    noticing.over(here, titles, kind=CODE)
    done(here, "ownership.confirm", here.county_head)
    done(here, "ownership.issue", here.county_clerk)
    done(here, "ownership.hand_over", here.town_clerk)
    numbers = sorted(Title.objects.values_list("number", flat=True))
    serials = [int(number[-6:]) for number in numbers]
    assert serials == list(range(serials[0], serials[0] + 3))
    assert {*Title.objects.values_list("state", flat=True)} == {"handed_over"}


def test_of_many_those_not_shown_to_the_people_are_told_and_left(here):
    roads(here, 3)
    opened(here, here.town_clerk)
    shown, *_ = Title.objects.order_by("pk")
    noticing.over(here, [shown], kind=CODE)
    one = done(here, "ownership.confirm", here.county_head)
    assert [title.pk for title in Title.objects.filter(state="confirmed")] == [shown.pk]
    assert list(sentences(one).values()) == [2] and "尚未公示" in next(iter(sentences(one)))


def test_the_list_lets_a_clerk_open_all_that_pass(here, client):
    roads(here, 60)
    client.as_(here.town_clerk)
    page = client.get(UNTITLED)
    shelf = page.context["bulk"]
    told = {"act": OPEN, "all": "1", "query": shelf["query"], "told": shelf["told"]}
    step = client.post(START, told)
    assert step.status_code == 302
    asked = client.get(step.url)
    assert "产权归谁？" in asked.content.decode()
    answer = client.post(step.url, {"rule": "village", "basis": "benefit"}, follow=True)
    assert "可以办理" in answer.content.decode()
    client.post(step.url, {"seen": answer.context["seen"]}, follow=True)
    assert Title.objects.filter(state="proposed").count() == 60
    one = Bulk.objects.get()
    assert len(client.get(f"{LIST}?bulk={one.pk}").context["rows"]) == 50
    assert client.get(UNTITLED).context["rows"] == []


def test_one_notice_is_drawn_up_over_all_that_pass(here, client):
    roads(here, 60)
    opened(here, here.town_clerk)
    client.as_(here.town_clerk)
    shelf = client.get(LIST, {"state": "proposed"}).context["bulk"]
    told = {"all": "1", "query": shelf["query"], "told": shelf["told"]}
    address = reverse("ownership:notice")
    assert "<b>60</b> 项" in client.post(address, told).content.decode()
    begun = {"begins_on": timezone.localdate().isoformat(), "contact": "监督举报电话 12317"}
    answer = client.post(address, told | begun)
    notice = Notice.objects.get()
    assert answer.url == notice.get_absolute_url() and len(rows_in(notice)) == 60
    answer = client.post(address, told | begun, follow=True)
    assert "所选没有可以公示的" in answer.content.decode() and Notice.objects.count() == 1


def test_who_may_not_propose_is_offered_nothing(here, client):
    roads(here, 1)
    assert client.as_(here.auditor).get(UNTITLED).context["bulk"] is None
    answer = client.post(START, {"act": OPEN, "pk": [1]})
    assert answer.status_code == 403


def test_of_fifty_who_confirm_at_once_one_does_and_the_others_are_told(committed, here):
    title = here.title_in("proposed")
    noticing.over(here, [title], kind=CODE)
    by = here.county_head

    def deed():
        with here.scope(by):
            return actions.confirm(title, by=by)

    results = at_once(50, deed)
    assert [type(result).__name__ for result in results].count("Refused") == 49, results
    with here.scope():
        assert Entry.objects.about(title).filter(act="ownership.confirm").count() == 1


def test_of_twenty_who_draft_for_one_asset_at_once_one_does(committed, here):
    asset = here.asset_in("ledger")
    unit, by = here.village, here.town_clerk

    def deed():
        with here.scope(by):
            return actions.draft(asset, by=by, whole=1, shares=[owners.of_unit(unit)], basis="benefit")

    results = at_once(20, deed)
    assert [type(result).__name__ for result in results].count("Title") == 1, results
    with here.scope():
        assert Title.objects.count() == 1


def test_certificates_issued_at_once_have_each_a_number_of_their_own(committed, here):
    titles = []
    for at in range(6):
        titles.append(here.title_in("proposed", here.asset_in("ledger", name=f"路 {at}")))
    noticing.over(here, titles, kind=CODE)
    with here.scope():
        titles = [actions.confirm(title, by=here.county_head) for title in titles]
    by, left = here.county_clerk, list(titles)

    def deed():
        title = left.pop()
        with here.scope(by):
            return actions.issue(title, by=by).number

    numbers = at_once(6, deed)
    assert len({*numbers}) == 6 and all(str(number)[6] == "Q" for number in numbers), numbers
