"""Looking at an asset: who may, what is asked, what is remembered once only, and by when the next look is due."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assets.models import Asset
from custody.models import Patrol, Repair, SpotPhoto
from custody.patrols import recording, schedule
from journal.models import Deadline, Document
from journal.transitions import Refused
from tests.crowd import at_once
from tests.custody.patrolling import HERE_AT, TODAY, patrol_in, patrolled, scene
from tests.journal.exporting import content, taken_out


def form(**told):
    return {"client_id": str(uuid4()), "condition": "good", "photos": [scene()], "note": ""} | told


def address(asset):
    return reverse("patrols:new", args=[asset.pk])


def test_the_village_looks_at_its_road_with_the_phone(here, client):
    asset = here.asset_in("ledger")
    page = client.as_(here.village_clerk).get(address(asset)).content.decode()
    assert 'capture="environment"' in page and 'spot.js" defer' in page  # found only once the form is there
    longitude, latitude, accuracy = HERE_AT
    place = {"longitude": longitude, "latitude": latitude, "accuracy": accuracy}
    answer = client.post(address(asset), form(**place))
    patrol = Patrol.objects.get(asset=asset)
    assert (answer.status_code, answer["Location"]) == (302, patrol.get_absolute_url())
    assert (patrol.condition, patrol.on, patrol.made_by) == ("good", TODAY(), here.village_clerk)
    assert (float(patrol.longitude), float(patrol.latitude), patrol.accuracy) == HERE_AT
    page = client.get(patrol.get_absolute_url()).content.decode()
    assert "误差约 12 米" in page and "没有取得定位" not in page
    photo = patrol.photos.get()
    assert client.get(reverse("patrols:photo", args=[patrol.pk, photo.pk])).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"longitude": "2", "latitude": "91"}, {"longitude": "113.4"}, {"accuracy": "-1"}]
)
def test_without_a_place_or_with_half_of_one_it_is_registered_all_the_same(here, client, wrong):
    asset = here.asset_in("ledger")
    assert client.as_(here.village_clerk).post(address(asset), form(**wrong)).status_code == 302
    assert Patrol.objects.get(asset=asset).longitude is None


def test_sent_twice_it_is_one_patrol(here, client):
    asset, told = here.asset_in("ledger"), form()
    client.as_(here.village_clerk)
    answers = [client.post(address(asset), told | {"photos": [scene()]}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Patrol.objects.count(), SpotPhoto.objects.count()) == (1, 1)


def test_a_script_is_told_where_the_record_is_or_every_reason_why_not(here, client):
    asset, told = here.asset_in("ledger"), form()
    asks = {"headers": {"Accept": "application/json"}}
    client.as_(here.village_clerk)
    refused = client.post(address(asset), told | {"photos": [], "condition": "idle"}, **asks)
    assert refused.status_code == 422 and len(refused.json()["errors"]) == 2
    taken = client.post(address(asset), told, **asks)
    assert taken.json()["url"] == Patrol.objects.get().get_absolute_url()


def test_an_id_is_of_one_asset_and_one_person(here):
    one, other = here.asset_in("ledger"), here.asset_in("ledger", name="刘庄道路")
    told = {"client_id": uuid4()}
    patrolled(here, one, **told)
    for asset, by in ((other, "village_clerk"), (one, "town_clerk")):
        with pytest.raises(Refused, match="已用于另一项巡查"):
            patrolled(here, asset, by=by, **told)


def test_of_twenty_at_once_with_one_id_one_is_kept(committed, here):
    asset, told, by = here.asset_in("ledger"), uuid4(), here.village_clerk

    def deed():
        with here.scope(by):
            return recording.record(asset, by=by, client_id=told, condition="lost", note="已拆除").pk

    assert len(set(at_once(20, deed))) == 1
    with here.scope():
        assert Patrol.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"condition": "damaged", "note": " "}, "请写明情况"),
        ({"condition": "occupied", "note": ""}, "请写明情况"),
        ({"photos": []}, "请拍一张现场照片"),
        ({"on": TODAY() + timedelta(days=1)}, "不能晚于今天"),
        ({"on": TODAY() - timedelta(days=31)}, "30 日以内"),
        ({"note": "联系人证件 410821197001011232"}, "情况说明"),
        ({"condition": ""}, "请选择巡查结果"),
        ({"condition": "burnt"}, "选择"),
        ({"client_id": ""}, "必填"),
    ],
)
def test_what_cannot_be_a_patrol_is_said_and_nothing_is_written(here, client, told, sentence):
    asset = here.asset_in("ledger")
    page = client.as_(here.village_clerk).post(address(asset), form(**told))
    assert page.status_code == 422 and not Patrol.objects.exists() and not Document.objects.exists()
    if sentence != "必填":
        assert sentence in page.content.decode()


def big():
    return scene(size=(10_000, 6_000), quality=20)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: scene(name="a.jpg").open().read()[:200], "损坏"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG"),
        (lambda: b"MZ\x90\x00" + b"\0" * 200, "可执行程序"),
        (lambda: big().read(), "5000 万像素"),
    ],
    ids=["broken", "svg", "program", "sixty megapixels"],
)
def test_what_is_no_photo_is_refused_with_a_sentence(here, client, content, sentence):
    asset, photo = here.asset_in("ledger"), scene()
    photo.file.seek(0)
    photo.file.truncate()
    photo.file.write(content())
    photo.size = photo.file.tell()
    photo.file.seek(0)
    page = client.as_(here.village_clerk).post(address(asset), form(photos=[photo]))
    assert (page.status_code, Patrol.objects.exists()) == (422, False)
    assert sentence in page.content.decode()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda here: here.asset(), "尚未入账"),
        (lambda here: here.asset_in("retired"), "已退出"),
        (lambda here: here.asset_in("ledger", category="operating", subtype="J08"), "没有实物"),
    ],
)
def test_what_is_not_looked_at_says_why(here, client, make, sentence):
    asset = make(here)
    assert sentence in client.as_(here.village_clerk).get(address(asset)).content.decode()
    with pytest.raises(Refused, match=sentence):
        patrolled(here, asset)


def test_the_department_that_built_it_goes_and_looks_and_no_other(here):
    asset = here.asset_in("ledger")
    assert patrolled(here, asset, by="department_clerk").unit_id == here.village.pk
    for stranger in ("other_village_clerk", "county_head", "auditor"):
        with pytest.raises(PermissionDenied):
            patrolled(here, asset, by=stranger)


def test_damage_opens_one_repair_order(here):
    asset = here.asset_in("ledger")
    first, second = (patrolled(here, asset, "damaged") for _ in range(2))
    repair = Repair.objects.get()
    assert first.repair_id == second.repair_id == repair.pk
    assert (repair.damage, repair.payer, repair.limit_on) == (
        "护栏倒塌两处",
        "collective",
        TODAY() + timedelta(days=15),
    )


def due(here, asset):
    return schedule.with_due(Asset.objects.filter(pk=asset.pk), here.code).get().due


def test_the_next_look_is_due_by_the_days_of_its_sort(here):
    road = here.asset_in("ledger")
    workshop = here.asset_in("ledger", category="operating", subtype="J05")
    station = here.asset_in("ledger", category="operating", subtype="J04")
    school = here.asset_in("ledger", subtype="G06")
    assert [(due(here, asset) - TODAY()).days for asset in (road, workshop, station, school)] == [
        90,
        30,
        15,
        60,
    ]
    patrolled(here, road, on=TODAY() - timedelta(days=7))
    assert (due(here, road) - TODAY()).days == 83
    assert not schedule.looked_at(Asset.objects.filter(pk=here.asset().pk)).exists()


def entered_days_ago(here, asset, days):
    with recording.act("tests.age", "改动", by=None, county=here.code) as entry:
        entry.about(asset)
        Asset.objects.filter(pk=asset.pk).update(entered_at=asset.entered_at - timedelta(days=days))


def test_a_look_that_does_not_count_makes_it_due_again(here):
    asset = here.asset_in("ledger")
    entered_days_ago(here, asset, 100)
    patrol = patrolled(here, asset)
    assert (due(here, asset) - TODAY()).days == 90
    recording.void(patrol, by=here.town_reviewer, reason="照片不是现场所拍")
    assert (due(here, asset) - TODAY()).days == -10


def test_whoever_looked_does_not_judge_it(here):
    patrol = patrol_in(here, "valid")
    assert recording.void.obstacles(patrol, here.village_clerk)
    patrol.made_by = here.town_reviewer
    assert recording.void.obstacles(patrol, here.town_reviewer) == ["本次巡查由您登记，须由他人认定"]


def test_the_clock_reminds_of_what_is_due_soon_and_a_look_closes_it(here):
    late, soon, early = (here.asset_in("ledger", name=f"道路 {n}") for n in range(3))
    entered_days_ago(here, late, 95)
    entered_days_ago(here, soon, 88)
    assert (schedule.watch(here.code), schedule.watch(here.code)) == (2, 0)
    open_rows = Deadline.objects.filter(kind="custody.patrol", cleared_at=None)
    assert set(open_rows.values_list("row_id", flat=True)) == {late.pk, soon.pk} != {early.pk}
    patrolled(here, late)
    assert set(open_rows.values_list("row_id", flat=True)) == {soon.pk}
    assert schedule.watch(here.code) == 0


def test_the_lists_show_what_is_late_and_the_way_of_whoever_goes(here, client):
    asset = here.asset_in("ledger", name="东关至方庄道路")
    entered_days_ago(here, asset, 100)
    client.as_(here.village_clerk)
    assert "超期 10 天" in client.get(reverse("patrols:due")).content.decode()
    assert "东关至方庄道路" not in client.get(reverse("patrols:due"), {"when": "soon"}).content.decode()
    assert "超期 10 天" in client.get(reverse("patrols:walk")).content.decode()
    patrolled(here, asset, "idle")
    assert "东关至方庄道路" not in client.get(reverse("patrols:due")).content.decode()
    page = client.get(reverse("patrols:list"), {"condition": "idle"}).content.decode()
    assert "东关至方庄道路" in page and "闲置" in page
    for sort in ("name", "due", "-year", "value"):
        assert client.get(reverse("patrols:list"), {"sort": sort}).status_code == 200
        assert client.get(reverse("assets:list"), {"sort": sort}).status_code == 200


def test_each_figure_of_what_is_late_opens_as_many_rows(here, client):
    for at in range(2):
        entered_days_ago(here, here.asset_in("ledger", name=f"久未查路{at}"), 100)
    patrolled(here, here.asset_in("ledger", name="刚查过路"))
    page = client.as_(here.county_head).get(reverse("patrols:places"))
    (row,) = page.context["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["3", "2", "0", "2", "10 天"]
    for cell in row["cells"]:
        if cell["url"]:
            assert f"{len(client.get(cell['url']).context['rows'])}" == cell["text"]


def test_the_asset_tells_of_its_patrols(here, client):
    asset = here.asset_in("ledger")
    patrolled(here, asset, "damaged")
    page = client.as_(here.town_clerk).get(
        reverse("patrols:panel", args=[asset.pk]), headers={"HX-Request": "true"}
    )
    assert "待维修" in page.content.decode() and "损坏" in page.content.decode()


@pytest.mark.parametrize("resource", ["patrols", "repairs"])
def test_the_list_is_taken_out_as_a_workbook(here, resource):
    patrolled(here, here.asset_in("ledger", name="东关至方庄道路"), "damaged")
    file = content(taken_out(here, "town_clerk", resource=resource))
    cells = [
        cell for row in load_workbook(BytesIO(file)).worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert {"东关至方庄道路", "护栏倒塌两处"} <= set(cells)


def test_late_looks_of_many_days_are_watched_with_as_many_queries_as_of_one(here):
    def cost(days):
        for back in days:
            entered_days_ago(here, here.asset_in("ledger", name=f"道路 {back}"), back)
        with CaptureQueriesContext(connection) as asked:
            assert schedule.watch(here.code) == len(days)
        return len(asked)

    assert cost([95]) == cost([96, 97, 98])
