"""The pages of the register, through the browser's door."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assets import actions, projects
from assets.models import Asset
from journal import actions as people
from journal.models import Document, Entry, ImportBatch
from tests.world import SINCE


def typed(here, **changes):
    """What a clerk types to register a road of the first village."""
    return {
        "name": "东关村环村路",
        "category": "public",
        "subtype": "G01",
        "scope": "fiscal",
        "formed_year": "2019",
        "acquisition": "built",
        "unit": here.village.pk,
        "place": here.villages[0],
        "implementing_dept": here.department.pk,
        "supervising_dept": here.department.pk,
        "quantity": "1.5",
        "measure": "km",
        "original_value": "450000.00",
        "status": "in_use",
        "road-length_m": "1500",
    } | changes


def text(response):
    return response.content.decode()


def test_a_clerk_registers_an_asset_with_its_detail(here, client):
    answer = client.as_(here.county_clerk).post(reverse("assets:create"), typed(here))
    asset = Asset.objects.get(name="东关村环村路")
    assert answer.status_code == 302 and answer["Location"] == asset.get_absolute_url()
    assert (asset.state, asset.village_id, asset.town_id) == ("draft", here.villages[0], here.towns[0])
    page = text(client.get(asset.get_absolute_url()))
    assert "1,500.00" in page and "提交审核" in page and "登记" in page


REFUSALS = {
    "a negative amount": ({"original_value": "-1"}, "金额不能为负数"),
    "an amount of 20 digits": ({"original_value": "9" * 20}, "14"),
    "a year 0": ({"formed_year": "0"}, "1986"),
    "a subtype of another type": ({"subtype": "J04"}, "不属于公益性资产"),
    "a village of another county": ({"place": "410822101200"}, "请从列出的选项中选择"),
    "an excluded kind": ({"scope": "interest"}, "金融扶贫贴息、直接发放"),
    "an excluded kind by its name": ({"name": "2022年小额贷款贴息项目"}, "除外"),
    "before 2016 without tracing": ({"formed_year": "2014", "scope": "before_2016"}, "追溯"),
    "a donation without donor": ({"acquisition": "donated", "scope": "donated"}, "捐赠人"),
    "idle without reason": ({"status": "idle"}, "须写明原因"),
    "a project that is none": ({"project": "某项目 #999999999"}, "没有找到这个项目"),
    "a longitude alone": ({"longitude": "113.2"}, "经度和纬度"),
    "a negative length": ({"road-length_m": "-5"}, "不能为负数"),
    "half of a unit": ({"unit": "abc"}, "请从列出的选项中选择"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(here, client, case):
    changes, sentence = REFUSALS[case]
    answer = client.as_(here.county_clerk).post(reverse("assets:create"), typed(here, **changes))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "东关村环村路" in text(answer) or "贴息" in text(answer)
    assert not Asset.objects.exists()


def test_a_unit_of_another_county_cannot_be_chosen(here, there, client):
    answer = client.as_(here.county_clerk).post(reverse("assets:create"), typed(here, unit=there.village.pk))
    assert answer.status_code == 422 and not Asset.objects.exists()


def test_a_village_clerk_registers_only_in_the_own_village(here, client):
    answer = client.as_(here.village_clerk).post(
        reverse("assets:create"), typed(here, unit=here.other_village.pk)
    )
    assert answer.status_code == 422 and not Asset.objects.exists()


def test_a_like_name_in_the_same_village_is_asked_about(here, client):
    here.asset(name="东关村环村道路")
    url, post = reverse("assets:create"), typed(here)
    asked = client.as_(here.county_clerk).post(url, post)
    assert asked.status_code == 422 and "东关村环村道路" in text(asked)
    assert client.post(url, post | {"not_duplicate": "on"}).status_code == 302


def test_the_second_of_two_editors_sees_the_difference_and_overwrites_nothing(here, client):
    asset = here.asset(name="东关村环村路")
    url = reverse("assets:edit", args=[asset.pk])
    actions.amend(asset, by=here.village_clerk, version=1, remark="村里先改")
    late = client.as_(here.county_clerk).post(url, typed(here, version="1", remark="县里后改"))
    assert late.status_code == 422
    assert "村里先改" in text(late) and "县里后改" in text(late)
    asset.refresh_from_db()
    assert asset.remark == "村里先改"
    assert client.post(url, typed(here, version="2", remark="县里后改")).status_code == 302


def test_an_asset_in_the_ledger_is_amended_only_with_a_reason(here, client):
    asset = here.asset_in("ledger", name="东关村环村路")
    url = reverse("assets:edit", args=[asset.pk])
    post = typed(here, version=str(asset.version), original_value="460000")
    assert "须写明理由" in text(client.as_(here.county_clerk).post(url, post))
    assert client.post(url, post | {"reason": "决算审定"}).status_code == 302
    page = text(client.get(asset.get_absolute_url()))
    assert "460,000.00" in page and "决算审定" in page and "450,000.00" not in page


def test_the_form_of_a_draft_shows_what_was_saved(here, client):
    asset = here.asset(name="东关村环村路", detail={"length_m": 1500})
    form = client.as_(here.county_clerk).get(reverse("assets:edit", args=[asset.pk])).context["form"]
    shown = {name: form[name].value() for name in ("name", "subtype", "scope", "place", "version")}
    assert shown == {
        "name": "东关村环村路",
        "subtype": "G01",
        "scope": "fiscal",
        "place": here.villages[0],
        "version": 1,
    }


def test_a_village_clerk_keeps_the_county_project_of_an_own_draft(here, client):
    project = projects.add_project(
        by=here.county_clerk, unit=here.office, name="县级项目", fund_year=2019, budget=100
    )
    asset = here.asset(name="东关村环村路", project=project)
    post = typed(here, version="1", remark="已核", project=f"县级项目 #{project.pk}")
    answer = client.as_(here.village_clerk).post(reverse("assets:edit", args=[asset.pk]), post)
    asset.refresh_from_db()
    assert answer.status_code == 302 and (asset.project, asset.remark) == (project, "已核")


def test_a_submitted_asset_cannot_be_edited(here, client):
    asset = here.asset_in("submitted")
    answer = client.as_(here.county_clerk).get(reverse("assets:edit", args=[asset.pk]))
    assert answer.status_code == 403 and "退回后方可修改" in text(answer)


def test_the_way_from_draft_to_ledger_through_the_pages(here, client):
    asset = here.asset()
    way = [("submit", here.village_clerk), ("verify", here.town_reviewer), ("enter_ledger", here.county_head)]
    for name, hand in way:
        url = reverse("journal:perform", args=[f"assets.{name}", asset.pk])
        page = client.as_(hand).get(url)
        assert client.post(url).status_code == 422  # a decision without what was seen
        assert client.post(url, {"seen": page.context["seen"]}).status_code == 302
    asset.refresh_from_db()
    assert asset.number == f"{here.villages[0]}G20190001"
    assert [e.act for e in Entry.objects.about(asset)][::-1] == [
        "assets.register",
        "assets.submit",
        "assets.verify",
        "assets.enter_ledger",
    ]


def test_whoever_entered_it_does_not_verify_it(here):
    people.appoint(here.town_clerk, unit=here.town, role="town_reviewer", from_on=SINCE, by=here.admin)
    asset = actions.submit(here.asset(by=here.town_clerk), by=here.village_clerk)
    assert actions.verify.obstacles(asset, here.person("town_clerk")) == [
        "本项由您登记或导入，本环节须由他人办理"
    ]
    assert actions.verify.obstacles(asset, here.town_reviewer) == []


def test_sent_back_with_a_reason_the_village_reads_it(here, client):
    asset = here.asset_in("submitted")
    url = reverse("journal:perform", args=["assets.send_back", asset.pk])
    seen = client.as_(here.town_reviewer).get(url).context["seen"]
    assert client.post(url, {"seen": seen}).status_code == 422
    assert client.post(url, {"seen": seen, "reason": "宽度与验收单不符"}).status_code == 302
    assert "宽度与验收单不符" in text(client.as_(here.village_clerk).get(asset.get_absolute_url()))


def test_a_decision_on_what_has_changed_meanwhile_is_refused(here, client):
    asset = here.asset()
    answer = client.as_(here.village_clerk).post(
        reverse("journal:perform", args=["assets.submit", asset.pk]), {"seen": "0" * 64}
    )
    assert answer.status_code == 422 and "请重新查看" in text(answer)


def test_found_by_part_of_the_name_by_number_and_by_old_number(here, client):
    asset = here.asset_in("ledger", name="东关村光伏电站进场路", aliases=["旧账-17"])
    here.asset(name="刘庄水渠")
    for words in ("光伏", "进场路", asset.number, asset.number[:15], "旧账-17"):
        page = text(client.as_(here.county_head).get(reverse("assets:list"), {"q": words}))
        assert "东关村光伏电站进场路" in page and "刘庄水渠" not in page


def test_filters_stand_as_chips_and_sum_what_they_let_through(here, client):
    here.asset(name="甲路", original_value="100000")
    here.asset(name="乙路", original_value="250000", formed_year=2017)
    page = text(client.as_(here.county_head).get(reverse("assets:list"), {"year_to": "2018"}))
    assert "乙路" in page and "甲路" not in page and "25.00" in page and "形成年度至" in page


def test_pages_turn_forth_and_back_without_losing_a_row(here, client):
    for n in range(120):
        here.asset(name=f"路{n:03}", by=here.county_clerk)
    client.as_(here.county_head)
    for order in ("new", "name", "year", "value", "number", "-new", "-name", "-year", "-value", "-number"):
        seen, url = [], reverse("assets:list") + f"?sort={order}"
        while url:
            answer = client.get(url)
            seen += [asset.pk for asset in answer.context["rows"]]
            url = answer.context["page"]["next_url"]
        assert len(seen) == len(set(seen)) == 120
        back = client.get(answer.context["page"]["prev_url"])
        assert [asset.pk for asset in back.context["rows"]] == seen[50:100]


def sorted_by(client, order):
    """The names in this order, the rows' values, and where a click on the column's head leads."""
    context = client.get(reverse("assets:list"), {"sort": order}).context
    column = next(c for c in context["columns"] if c.get("key") == order.removeprefix("-"))
    return [row.name for row in context["rows"]], column["sort"], column["sort_url"].partition("?")[2]


def test_a_second_click_on_a_column_turns_the_order(here, client):
    for name, value in (("甲路", 300), ("乙路", 100), ("丙路", 200)):
        here.asset(name=name, original_value=value)
    client.as_(here.county_head)
    assert sorted_by(client, "value") == (["甲路", "丙路", "乙路"], "descending", "sort=-value")
    assert sorted_by(client, "-value") == (["乙路", "丙路", "甲路"], "ascending", "sort=value")


ODD = [
    "after=x",
    "after=1~2~3~4",
    "sort=zzz",
    "sort=-",
    "sort=name&after=410821~%00~1",
    "sort=value&after=410821~NaN~1",
    "sort=-value&before=410821~-Infinity~1",
    "sort=year&after=410821~²~1",
    "town=abc",
    "county=²",
    "county=" + "9" * 5000,
    "state=none",
    "batch=-1",
    "batch=7",
    "project=7",
    "project=%00",
    "q=%00",
    "year_from=" + "9" * 30,
]


@pytest.mark.parametrize("query", ODD)
def test_a_spoilt_address_shows_the_list_all_the_same(here, city, client, query):
    here.asset()
    for reader in (here.county_head, city.reader):
        assert client.as_(reader).get(reverse("assets:list") + "?" + query).status_code == 200


@pytest.mark.parametrize("page", ["duplicates", "project_options"])
@pytest.mark.parametrize(
    "query", ["name=a%00b&place=²", "name=道路&place=" + "9" * 40, "project=%00", "project=²"]
)
def test_what_a_field_looks_up_while_one_types_takes_odd_words(here, client, page, query):
    address = reverse(f"assets:{page}") + "?" + query
    assert client.as_(here.county_clerk).get(address).status_code == 200


def test_the_chips_of_a_batch_and_a_project_show_their_names(here, client):
    with here.scope():
        paper = Document.objects.create(
            county_id=here.code, kind="xlsx", name="台账.xlsx", size=1, sha256="0" * 64
        )
        batch = ImportBatch.objects.create(
            county_id=here.code, resource="assets", unit=here.office, by=here.county_clerk, document=paper
        )
        project = projects.add_project(
            by=here.county_clerk, unit=here.office, name="产业路项目", fund_year=2019, lines=[], budget=1
        )
    page = client.as_(here.county_head).get(
        reverse("assets:list"), {"batch": batch.pk, "project": project.pk}
    )
    day = f"{timezone.localdate(batch.created_at):%Y-%m-%d}"
    assert [chip["value"] for chip in page.context["chips"]] == [f"台账.xlsx（{day}）", "产业路项目"]


def test_the_totals_tell_what_part_is_in_the_ledger_unless_a_state_is_chosen(here, city, client):
    here.asset(original_value=100_000)
    here.asset_in("ledger", name="入账的路", original_value=250_000)
    for reader in (here.county_head, city.reader):
        page = text(client.as_(reader).get(reverse("assets:list")))
        assert "35.00</b> 万元" in page and "其中已入账 1 项、25.00 万元" in page
        assert "其中已入账" not in text(client.get(reverse("assets:list"), {"state": "ledger"}))


def test_a_search_over_counties_tells_no_value_that_it_does_not_know(here, city, client):
    here.asset(name="东关村环村路")
    page = text(client.as_(city.reader).get(reverse("assets:list"), {"q": "环村"}))
    assert "合计 <b>1 项</b>" in page and "万元" not in page


def test_a_city_reader_reads_both_counties_and_writes_in_none(here, there, city, client):
    asset = here.asset(name="修武的路")
    there.asset(name="博爱的路")
    page = text(client.as_(city.reader).get(reverse("assets:list")))
    assert "修武的路" in page and "博爱的路" in page
    only = text(client.get(reverse("assets:list"), {"county": there.code}))
    assert "修武的路" not in only and "博爱的路" in only
    assert client.get(asset.get_absolute_url()).status_code == 200
    assert client.get(reverse("assets:edit", args=[asset.pk])).status_code == 403


def test_a_department_sees_what_it_implements_or_supervises_and_nothing_else(here, client):
    here.asset(name="部门实施", supervising_dept=here.finance_office)
    here.asset(name="与部门无关", implementing_dept=here.finance_office, supervising_dept=here.finance_office)
    page = text(client.as_(here.department_clerk).get(reverse("assets:list")))
    assert "部门实施" in page and "与部门无关" not in page
