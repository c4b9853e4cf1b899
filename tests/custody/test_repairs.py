"""A repair order: ordered with a limit and who pays, repaired, and accepted by somebody who did neither."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from custody.models import Repair
from custody.patrols import repairs
from journal import actions as people
from journal.models import Deadline
from journal.transitions import Refused
from tests.custody.patrolling import TODAY, fresh, ordered, patrolled, repair_in, repaired, scene
from tests.world import SINCE


def told(**fields):
    return {
        "damage": "路面塌陷",
        "limit_on": TODAY() + timedelta(days=10),
        "payer": "town",
        "estimate": "1200.50",
        "repairer": "七贤施工队",
    } | fields


def test_a_damage_is_reported_with_its_limit_and_who_pays(here, client):
    asset = here.asset_in("ledger")
    url = reverse("patrols:repair_new", args=[asset.pk])
    client.as_(here.village_clerk)
    assert client.get(url).context["form"].initial["limit_on"] == TODAY() + timedelta(days=15)
    assert client.post(url, told(photos=[scene()])).status_code == 302
    repair = Repair.objects.get()
    assert (repair.payer, str(repair.estimate), repair.repairer) == ("town", "1200.50", "七贤施工队")
    assert Deadline.objects.get(kind="custody.repair").due_on == repair.limit_on
    page = client.get(repair.get_absolute_url()).content.decode()
    assert "登记修复" in page and "乡镇财政" in page
    photo = repair.photos.get()
    assert (
        client.get(reverse("patrols:repair_photo", args=[repair.pk, photo.pk]) + "?small=1").status_code
        == 200
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"damage": ""}, "请写明损坏情况"),
        ({"limit_on": TODAY() - timedelta(days=1)}, "不能早于今天"),
        ({"limit_on": "2020-02-30"}, "请填写正确的日期"),
        ({"estimate": "-1"}, "不能为负数"),
        ({"repairer": "张某 410821197001011232"}, "承修单位或个人"),
    ],
)
def test_what_cannot_be_an_order_is_said_and_nothing_is_written(here, client, wrong, sentence):
    asset = here.asset_in("ledger")
    page = client.as_(here.village_clerk).post(reverse("patrols:repair_new", args=[asset.pk]), told(**wrong))
    assert (page.status_code, Repair.objects.exists()) == (422, False)
    assert sentence in page.content.decode()


def test_it_is_said_anew_while_it_is_not_repaired_and_only_as_it_was_seen(here, client):
    repair = ordered(here)
    url = reverse("patrols:repair_edit", args=[repair.pk])
    client.as_(here.town_clerk)
    assert client.post(url, told(version=1)).status_code == 302
    assert (fresh(repair).payer, fresh(repair).version) == ("town", 2)
    page = client.post(url, told(version=1))
    assert page.status_code == 422 and "他人已修改" in page.content.decode()
    repaired(here, repair)
    assert client.get(url).status_code == 403


def test_whoever_reported_or_repaired_it_does_not_accept_it(here):
    repair = repaired(here, ordered(here), by="town_clerk")
    assert repairs.accept.obstacles(fresh(repair), here.town_reviewer) == []
    for hand in ("village_clerk", "town_clerk"):
        with pytest.raises(PermissionDenied):
            repairs.accept(fresh(repair), by=getattr(here, hand))


def test_a_person_with_both_posts_is_held_to_one(here):
    both = here.town_clerk
    people.appoint(both, unit=here.town, role="town_reviewer", from_on=SINCE, by=here.admin)
    del here.__dict__["town_clerk"]
    both = here.town_clerk
    mine = repaired(here, ordered(here, by="town_clerk"))
    assert repairs.accept.obstacles(fresh(mine), both) == ["本项由您登记或导入，本环节须由他人办理"]
    asset = here.asset_in("ledger", name="刘庄道路")
    mended = repaired(here, ordered(here, asset), by="town_clerk")
    assert repairs.accept.obstacles(fresh(mended), both) == ["修复由您登记，须由他人验收"]
    with pytest.raises(Refused):
        repairs.accept(fresh(mended), by=both)


@pytest.mark.parametrize("days", [-1, 1])
def test_it_was_repaired_between_the_report_and_today(here, days):
    with pytest.raises(Refused, match="修复日期应在报修日"):
        repaired(here, ordered(here), repaired_on=TODAY() + timedelta(days=days))


def test_a_repair_needs_a_photo_of_after_and_what_it_cost(here, client):
    repair = ordered(here)
    url = reverse("journal:perform", args=["custody.report_repaired", repair.pk])
    asked = client.as_(here.village_clerk).get(url)
    assert "spot.js" in asked.content.decode() and 'name="longitude"' in asked.content.decode()
    page = client.post(url, {"seen": asked.context["seen"], "repaired_on": TODAY(), "work": "回填"})
    text = page.content.decode()
    assert page.status_code == 422 and "修复后的照片" in text and "实际费用" in text
    program = BytesIO(b"MZ\x90\x00")
    program.name = "照片.jpg"
    given = {
        "seen": asked.context["seen"],
        "repaired_on": TODAY(),
        "work": "回填",
        "cost": "0",
        "photos": program,
    }
    page = client.post(url, given)
    assert page.status_code == 422 and "可执行程序" in page.content.decode()
    assert fresh(repair).state == "ordered"


def test_reminders_go_with_the_order(here):
    repair = ordered(here)
    still = Deadline.objects.filter(kind="custody.repair", cleared_at=None)
    assert still.count() == 1
    repair = repaired(here, repair)
    assert still.count() == 0
    repair = repairs.send_back_repair(repair, by=here.town_reviewer, reason="接缝没有填平")
    assert (still.count(), fresh(repair).rework_reason) == (1, "接缝没有填平")
    repairs.cancel_repair(repair, by=here.town_reviewer, reason="已列入处置")
    assert still.count() == 0


def test_lists_show_what_is_late_to_be_repaired(here, client):
    repair = ordered(here)
    with repairs.act("tests.age", "改动", by=None, county=here.code) as entry:
        entry.about(repair)
        Repair.objects.filter(pk=repair.pk).update(limit_on=TODAY() - timedelta(days=4))
    client.as_(here.town_clerk)
    assert "超期 4 天" in client.get(reverse("patrols:repairs"), {"late": "1"}).content.decode()
    assert "已超期 4 天" in client.get(repair.get_absolute_url()).content.decode()
    assert "没有符合条件" in client.get(reverse("patrols:repairs"), {"state": "accepted"}).content.decode()


def test_photos_of_the_look_that_found_it_stand_before_those_of_after(here, client):
    asset = here.asset_in("ledger")
    patrol = patrolled(here, asset, "damaged")
    repair = repaired(here, patrol.repair)
    page = client.as_(here.town_reviewer).get(repair.get_absolute_url())
    assert (len(page.context["before"]), len(page.context["after"])) == (1, 1)
    assert repair_in(here, "accepted").accepted_by == here.town_reviewer
