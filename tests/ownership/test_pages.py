"""二（四）The pages of titles, as people of each post use them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from journal.acts import act
from journal.parameters import set_parameter
from journal.transitions import REGISTRY, Refused
from ownership import actions, naming, owners
from ownership.deadline import DAYS
from ownership.models import Title
from tenancy.models import Unit
from tests.ownership.test_actions import joint

LIST = reverse("ownership:list")


def typed(*rows, whole=1, basis="benefit", version=0):
    told = {
        "basis": basis,
        "whole": whole,
        "version": version,
        "owners-TOTAL_FORMS": len(rows),
        "owners-INITIAL_FORMS": 0,
    }
    for at, (kind, name, parts) in enumerate(rows):
        told |= {f"owners-{at}-kind": kind, f"owners-{at}-name": name, f"owners-{at}-parts": parts}
    return told


def text(answer):
    return answer.content.decode()


def test_a_clerk_writes_down_two_villages_with_their_parts(here, client):
    asset = here.asset_in("ledger")
    address = reverse("ownership:create", args=[asset.pk])
    page = client.as_(here.town_clerk).get(address)
    assert page.context["owner_forms"][0].initial["name"] == "城关镇东关村"  # of several of one name only one
    rows = [("village", "城关镇东关村", 51), ("village", "刘庄村", 49)]
    assert client.post(address, typed(*rows, whole=100)).status_code == 302
    title = Title.objects.get()
    assert [share.holder for share in title.owners()] == [here.village, here.other_village]
    page = text(client.get(title.get_absolute_url()))
    assert "51%" in page and "提出确权" in page


def test_villages_of_one_name_are_proposed_told_apart_and_own_jointly(here, client):
    with here.scope(), act("test.rename", "更名", by=None, county=here.code) as entry:
        Unit.objects.filter(pk=here.far_village.pk).update(name="东关村")
        entry.about(here.far_village)
    asset = here.asset_in("ledger")
    address = reverse("ownership:create", args=[asset.pk])
    assert 'value="城关镇东关村"' in text(client.as_(here.town_clerk).get(address))
    rows = [("village", "城关镇东关村", 51), ("village", "七贤镇东关村", 49)]
    assert client.post(address, typed(*rows, whole=100)).status_code == 302
    title = Title.objects.get()
    assert [share.holder for share in title.owners()] == [here.village, here.far_village]
    assert "城关镇东关村 51/100" in title.owners_text()
    page = text(client.get(reverse("ownership:edit", args=[title.pk])))
    assert 'value="城关镇东关村"' in page and 'value="七贤镇东关村"' in page


@pytest.mark.parametrize(
    ("rows", "whole", "sentence"),
    [
        ([("village", "东关村", 51), ("village", "刘庄村", 48)], 100, "合计 99 份，与总份数 100 份不符"),
        ([("village", "东关村", 1), ("village", "东关村", 1)], 2, "“城关镇东关村”填了不止一次"),
        ([("village", "无此村", 1)], 1, "本县没有名为“无此村”的村集体"),
        ([("village", "东关村", "半")], 1, "份数须是整数"),
        ([("village", "东关村", 1)], "一", "总份数须是 1 至 1,000,000 的整数"),
        ([("cooperative", "云台合作社", 1)], 1, "须填写统一社会信用代码"),
        ([("household", "张三13800001234", 1)], 1, "含有手机号码"),
    ],
)
def test_bad_shares_get_their_sentence_and_what_was_typed_stays(here, client, rows, whole, sentence):
    asset = here.asset_in("ledger")
    answer = client.as_(here.town_clerk).post(
        reverse("ownership:create", args=[asset.pk]), typed(*rows, whole=whole)
    )
    assert answer.status_code == 422
    assert sentence in text(answer) and rows[0][1] in text(answer)
    assert not Title.objects.exists()


def test_more_rows_are_given_without_losing_what_was_typed(here, client):
    address = reverse("ownership:create", args=[here.asset_in("ledger").pk])
    answer = client.as_(here.town_clerk).post(address, typed(("village", "东关村", 1)) | {"more": "1"})
    assert answer.status_code == 200
    assert text(answer).count('class="owner-row"') == 6 and "东关村" in text(answer)


def test_an_asset_titled_already_is_told_so_on_the_form(here, client):
    asset = here.asset_in("ledger")
    here.title(asset)
    address = reverse("ownership:create", args=[asset.pk])
    assert "一项资产只能有一个有效的确权登记" in text(client.as_(here.town_clerk).get(address))
    assert "一项资产只能有一个有效的确权登记" in text(client.post(address, typed(("village", "东关村", 1))))
    assert Title.objects.count() == 1


def test_whoever_saved_in_between_is_not_overwritten(here, client):
    title = here.title()
    actions.amend(title, by=here.county_clerk, version=1, whole=100, shares=joint(here), basis="funds")
    address = reverse("ownership:edit", args=[title.pk])
    answer = client.as_(here.town_clerk).post(address, typed(("village", "东关村", 1), version=1))
    assert answer.status_code == 422 and "他人已修改本登记" in text(answer)


def test_the_page_of_an_asset_shows_whose_it_is(here, client):
    title = here.title_in("certificated")
    page = client.as_(here.village_clerk).get(title.asset.get_absolute_url())
    panel = reverse("ownership:panel", args=[title.asset_id])
    assert panel in text(page)
    assert title.number in text(client.get(panel, headers={"HX-Request": "true"}))
    assert client.get(panel).url == title.get_absolute_url()


def test_a_household_owner_is_masked_for_who_may_not_see_households(here, city, client):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="母牛")
    title = here.title_in("confirmed", asset, shares=[owners.Owner("household", "张建国")])
    page = text(client.as_(city.reader).get(title.get_absolute_url()))
    assert "张*国" in page and "张建国" not in page
    assert "张建国" not in text(client.get(LIST))
    assert "张建国" in text(client.as_(here.county_head).get(title.get_absolute_url()))


def test_the_county_head_names_a_reviewing_department(here, client):
    address = reverse("ownership:reviewers")
    told = {"subject": "equity", "unit": here.department.pk, "source": "修政办〔2020〕6号"}
    assert client.as_(here.county_head).post(address, told).status_code == 302
    assert "修武县交通运输局" in text(client.get(address))
    answer = client.post(address, told | {"unit": ""})
    assert answer.status_code == 422 and "只能改由其他部门审核" in text(answer)
    assert client.as_(here.county_clerk).post(address, told).status_code == 403


def test_only_a_department_of_the_county_is_named(here, there, client):
    client.as_(here.county_head)
    for unit in (here.town, here.village, there.department):
        told = {"subject": "equity", "unit": unit.pk, "source": "修政办〔2020〕6号"}
        assert client.post(reverse("ownership:reviewers"), told).status_code == 422
    with pytest.raises(Refused, match="审核部门须是县级部门"):
        naming.name_reviewer(unit=here.town, subject="equity", source="文件", by=here.county_head)
    with pytest.raises(Refused, match="没有指定审核部门"):
        naming.end_review(here.code, "public", by=here.county_head, reason="机构改革")


def test_a_decision_of_a_day_to_come_is_none(document):
    told = {"decision_number": "修政〔2020〕12号", "decision_on": timezone.localdate() + timedelta(days=1)}
    form = REGISTRY["ownership.decide"].form(told, {"file": document})
    assert [*form.errors] == ["decision_on"] and "不能晚于今天" in form.errors["decision_on"][0]


FIGURES = ["在账资产", "已确权", "确权中", "未开始"]


def test_each_figure_of_the_progress_opens_as_many_rows(here, client):
    here.title_in("confirmed")
    here.title_in("proposed")
    here.asset_in("ledger")
    here.asset_in("ledger", formed_year=2026, name="新路")
    client.as_(here.county_head)
    page = client.get(reverse("ownership:progress"))
    (row,) = page.context["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["4", "1", "1", "2"]
    assert row["late"]["text"] == "2" and row["share"] == "25.0%"
    for cell in [*row["cells"], row["late"], *page.context["total"]["cells"]]:
        assert f"{len(client.get(cell['url']).context['rows'])}" == cell["text"]


def test_the_city_reads_the_progress_of_its_counties(here, there, city, client):
    here.title_in("confirmed")
    with there.scope():
        there.title_in("proposed")
    page = client.as_(city.reader).get(reverse("ownership:progress"))
    assert [(row["label"], row["cells"][1]["text"]) for row in page.context["rows"]] == [
        ("修武县", "1"),
        ("博爱县", "0"),
    ]


def test_over_counties_what_is_late_is_counted_by_the_days_of_its_own_county(here, there, city, client):
    given = {"value": 1, "valid_from": timezone.localdate(), "source": "修政办〔2026〕3号"}
    set_parameter(DAYS, by=here.county_head, unit=here.office, **given)
    for place in (here, there):
        with place.scope():
            place.asset_in("ledger", formed_year=2026)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        page = client.as_(city.reader).get(reverse("ownership:progress"))
        assert [row["late"]["text"] for row in page.context["rows"]] == ["1", "0"]
        (late,) = client.get(page.context["total"]["late"]["url"]).context["rows"]
        assert late.county_id == here.code


def test_titles_are_found_by_owner_state_and_number(here, client):
    title = here.title_in("certificated")
    here.title(whole=100, shares=joint(here))
    client.as_(here.county_clerk)

    def found(**asked):
        return [row.pk for row in client.get(LIST, asked).context["rows"]]

    assert found(state="certificated") == found(q=title.number) == found(group="settled") == [title.pk]
    assert len(found(q="东关村")) == 2 and len(found(q="刘庄村")) == 1 == len(found(joint="1"))
    assert found(late="1") == found(state="draft")
