"""二（五）The pages of duties, as people of each post use them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset
from custody import gaps, rules
from custody.models import Duty
from tests.noticing import days_ago
from tests.test_queries import queries

LIST = reverse("custody:list")


def typed(**told):
    usual = {
        "kind": "care",
        "regime": "village",
        "body_name": "东关村",
        "custodian": "王守田",
        "keeper": "cadre",
        "phone": "13800001234",
        "from_on": "2020-10-01",
        "to_on": "",
        "fund_source": "none",
        "fund_amount": "0",
        "duties": "每周巡查",
        "remark": "",
        "version": "0",
    }
    return usual | told


def text(answer):
    return answer.content.decode()


def test_a_clerk_writes_down_who_looks_after_a_road(here, client):
    asset = here.confirmed()
    address = reverse("custody:create", args=[asset.pk])
    page = client.as_(here.village_clerk).get(address)
    assert page.context["form"].initial["body_name"] == "城关镇东关村"
    assert client.post(address, typed()).status_code == 302
    duty = Duty.objects.get()
    page = text(client.get(duty.get_absolute_url()))
    assert "王守田" in page and "13800001234" in page and "由" in page


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"body_name": "无此村"}, "本县没有名为“无此村”的村集体"),
        ({"phone": "请打电话"}, "联系电话只写数字"),
        ({"fund_amount": "-1"}, "金额不能为负数"),
        ({"to_on": "2020-09-01"}, "截止日期"),
        ({"from_on": "去年"}, "请填写正确的日期"),
        ({"custodian": ""}, "管护责任人"),
    ],
)
def test_bad_input_gets_its_sentence_and_what_was_typed_stays(here, client, told, sentence):
    asset = here.confirmed()
    address = reverse("custody:create", args=[asset.pk])
    answer = client.as_(here.village_clerk).post(address, typed(**told))
    assert answer.status_code == 422 and sentence in text(answer) and "每周巡查" in text(answer)
    assert not Duty.objects.exists()


def test_the_page_of_an_asset_shows_who_looks_after_it(here, client):
    duty = here.duty_in("in_force")
    page = client.as_(here.village_clerk).get(duty.asset.get_absolute_url())
    panel = reverse("custody:panel", args=[duty.asset_id])
    assert panel in text(page)
    shown = text(client.get(panel, headers={"HX-Request": "true"}))
    assert "王守田" in shown and "履行中" in shown and "无人管护" not in shown
    assert client.get(panel).url == f"{LIST}?asset={duty.asset_id}"


def test_the_panel_says_since_when_nobody_does(here, client):
    with days_ago(9):
        asset = here.confirmed()
    panel = reverse("custody:panel", args=[asset.pk])
    assert "确权以来共有 10 天无人管护" in text(
        client.as_(here.village_clerk).get(panel, headers={"HX-Request": "true"})
    )


def test_names_and_numbers_are_masked_for_who_may_not_read_them(here, city, client):
    duty = here.duty_in("in_force")
    client.as_(city.reader)
    panel = reverse("custody:panel", args=[duty.asset_id])
    for page in (
        client.get(duty.get_absolute_url()),
        client.get(LIST),
        client.get(panel, headers={"HX-Request": "true"}),
    ):
        assert "王*田" in text(page)
        assert "王守田" not in text(page) and "13800001234" not in text(page)
    assert client.get(LIST, {"q": "王守田"}).context["count"] == 0


def test_duties_are_found_by_person_place_state_and_term(here, client):
    today = timezone.localdate()
    near = here.duty_in("in_force", to_on=today + timedelta(days=20))
    over = here.duty_in("in_force", near.asset, kind="upkeep", to_on=today - timedelta(days=1))
    gone = here.duty_in("withdrawn", near.asset, custodian="赵旁人")
    client.as_(here.county_clerk)

    def found(**asked):
        return {row.pk for row in client.get(LIST, asked).context["rows"]}

    assert found() == {near.pk, over.pk}
    assert found(state="withdrawn") == {gone.pk}
    assert found(q="王守田") == found(regime="village") == found(asset=near.asset_id) == {near.pk, over.pk}
    assert found(term="30") == {near.pk} and found(term="lapsed") == {over.pk} and found(term="open") == set()
    assert found(town=here.towns[1]) == set()


def test_an_asset_leaves_the_list_of_the_uncared_when_a_duty_is_drafted(here, client):
    asset = here.asset_in("ledger")
    client.as_(here.village_clerk)
    address = reverse("custody:uncared")
    assert [row.pk for row in client.get(address).context["rows"]] == [asset.pk]
    here.duty(asset)
    assert client.get(address).context["rows"] == []


@pytest.mark.parametrize(
    "terms",
    [
        [],
        [(-99, None)],
        [(-5, None)],
        [(-30, -8)],
        [(-9, -7), (-4, -2)],
        [(-9, -7), (-6, None)],
        [(-40, -30), (-3, 0)],
        [(5, None)],
    ],
)
def test_the_database_counts_the_days_as_the_rule_does(here, terms):
    with days_ago(9):
        asset = here.confirmed()
    today = timezone.localdate()
    days = [(today + timedelta(days=a), None if b is None else today + timedelta(days=b)) for a, b in terms]
    for begins, ends in days:
        here.duty_in("in_force", asset, from_on=begins, to_on=ends)
    here.duty_in("in_force", asset, kind="upkeep", from_on=date(2020, 10, 1))
    expected = rules.days(rules.gaps(today - timedelta(days=9), today, days))
    found = Asset.objects.annotate(days=gaps.gap_days()).get(pk=asset.pk).days
    assert found == expected
    assert gaps.with_gaps(Asset.objects.all()).exists() is (expected > 0)


def test_each_figure_of_the_gaps_opens_as_many_rows(here, client):
    with days_ago(9):
        bare, cared, late = (here.confirmed(name=name) for name in ("无人路", "有人路", "补上路"))
    here.asset_in("ledger", name="未确权路")
    here.duty_in("in_force", cared)
    here.duty_in("in_force", late, from_on=timezone.localdate() - timedelta(days=2))
    client.as_(here.county_head)
    page = client.get(reverse("custody:gap_places"))
    (row,) = page.context["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["3", "2", "1", "2", "17 天", "10 天"]
    for cell in row["cells"]:
        if cell["url"]:
            assert f"{len(client.get(cell['url']).context['rows'])}" == cell["text"]
    shown = text(client.get(reverse("custody:gaps"), {"now": "1"}))
    assert bare.name in shown and "10 天" in shown and late.name not in shown


def test_the_lists_ask_no_more_for_forty_than_for_one(here, client):
    client.as_(here.county_head)
    addresses = [LIST, reverse("custody:uncared"), reverse("custody:gaps"), reverse("custody:gap_places")]
    addresses.append(reverse("patrols:places"))

    def more(count):
        for at in range(count):
            with days_ago(9):
                asset = here.confirmed(name=f"路 {at}")
            here.duty_in("in_force", asset, from_on=timezone.localdate())
            here.asset_in("ledger", name=f"无人 {at}")

    more(1)
    few = [queries(client, address) for address in addresses]
    more(12)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 12


def test_a_department_that_names_anothers_body_is_told_and_keeps_what_it_typed(here, client):
    asset = here.confirmed(implementing_dept=here.department)
    address = reverse("custody:create", args=[asset.pk])
    assert client.as_(here.department_clerk).get(address).status_code == 200
    answer = client.post(address, typed())
    assert answer.status_code == 422 and "您只能登记本部门管护的" in text(answer) and "王守田" in text(answer)
    assert not Duty.objects.exists()
    told = {"regime": "department", "body_name": here.department.name}
    assert client.post(address, typed(**told)).status_code == 302


def test_a_draft_that_overlaps_says_so_to_whoever_wrote_it(here, client):
    first = here.duty_in("in_force")
    second = here.duty(first.asset, from_on=date(2021, 10, 1), custodian="李接任")
    assert "时间重叠" in text(client.as_(here.village_clerk).get(second.get_absolute_url()))


def test_a_draft_waits_for_whoever_confirms_it_by_that_name(here, client):
    here.duty()
    work = text(client.as_(here.town_reviewer).get(reverse("journal:todo")))
    assert "待确认管护" in work and "草稿待提交" not in work
