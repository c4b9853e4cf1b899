"""The pages of an inventory as its people use them: opened, counted with a thumb, decided, printed, closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assets.models import Asset, Round, RoundLine, Tracing
from journal.models import Print
from tests.assets.counting import TODAY, counted, decided, fresh, line_of, opened, surplus
from tests.assets.registering import NAME, household
from tests.assets.test_rounds_deciding import LOST
from tests.journal.importing import text, work
from tests.journal.printing import content, texts
from tests.journal.test_documents import picture
from tests.test_queries import queries


@pytest.fixture
def line(here):
    asset = here.asset_in("ledger", name="东关至刘庄道路")
    return line_of(opened(here), asset)


def sheet(client, line, **query):
    return client.get(reverse("assets:count_sheet", args=[line.round_id]), query)


def test_the_county_opens_a_round_on_its_page(here, client):
    here.asset_in("ledger")
    client.as_(here.county_clerk)
    page = client.get(reverse("assets:round_create"))
    assert "应清查清单按建立时的台账固定" in text(page)
    posted = {
        "title": "2020 年清产核资",
        "starts_on": TODAY(),
        "ends_on": TODAY(),
        "categories": ["public", "operating"],
        "towns": [here.towns[0]],
        "teams": "一组，张某，李某、王某，城关镇\n\n二组,赵某",
    }
    answer = client.post(reverse("assets:round_create"), posted, follow=True)
    row = Round.objects.get()
    assert "应清查资产 1 项" in text(answer) and "城关镇" in row.scope_text
    assert list(row.teams.order_by("pk").values_list("name", "leader", "members")) == [
        ("一组", "张某", "李某、王某"),
        ("二组", "赵某", ""),
    ]


def test_an_empty_scope_keeps_what_was_typed_and_says_why(here, client):
    posted = {"title": "空清查", "starts_on": TODAY(), "ends_on": TODAY(), "categories": ["operating"]}
    page = client.as_(here.county_clerk).post(reverse("assets:round_create"), posted)
    assert page.status_code == 422 and "没有已入账的资产" in text(page) and "空清查" in text(page)
    page = client.post(reverse("assets:round_create"), posted | {"teams": "只有组名"})
    assert page.status_code == 422 and "写不成一组" in text(page)
    assert not Round.objects.exists()


def test_a_village_counts_with_one_press(here, client, line):
    client.as_(here.village_clerk)
    page = text(sheet(client, line, village=here.villages[0]))
    assert line.name in page and "账面 2 公里" in page and "data-count" in page
    sent = {"client_id": uuid4(), "result": "match", "back": f"village={here.villages[0]}"}
    answer = client.post(line.get_absolute_url(), sent)
    assert answer["Location"] == (
        f"{reverse('assets:count_sheet', args=[line.round_id])}?village={here.villages[0]}#l{line.pk}"
    )
    assert fresh(line).state == "match"


def test_a_telephone_is_answered_in_json_and_may_send_again(here, client, line):
    client.as_(here.village_clerk)
    sent = {"client_id": uuid4(), "result": "mismatch", "quantity": "1.5", "note": "少 0.5 公里"}
    for _ in range(2):
        answer = client.post(line.get_absolute_url(), sent, headers={"Accept": "application/json"}).json()
        assert (answer["state"], answer["label"], answer["found"]) == (
            "mismatch",
            "账实不符",
            "1.5 公里；在用；少 0.5 公里",
        )
    wrong = client.post(
        line.get_absolute_url(),
        {"client_id": uuid4(), "result": "loss"},
        headers={"Accept": "application/json"},
    )
    assert wrong.status_code == 422 and "查找经过" in wrong.json()["errors"][0]


def test_a_loss_says_that_nothing_was_found_and_what_is_known(here, client, line):
    counted(here, line, "loss", **LOST)
    told = f"未找到实物；{LOST['note']}"
    client.as_(here.village_clerk)
    assert f"实盘：{told}" in text(sheet(client, line)) and told in text(client.get(line.get_absolute_url()))
    assert "未找到实物" in text(client.get(reverse("assets:round_lines"), {"state": "loss"}))


def test_a_surplus_shows_no_books_and_says_who_may_register_it(here, client, line):
    found = surplus(here, line.round, original_value=1000)
    client.as_(here.county_head)
    page = text(client.get(found.get_absolute_url()))
    assert "估计原值" in page and "台账没有登记" in page
    page = text(client.get(reverse("assets:decide"), {"pk": found.pk}))
    assert "不予登记" in page and "「补登入账」须由有「登记与修改草稿」权限的岗位办理" in page
    page = text(client.as_(here.county_clerk).get(reverse("assets:decide"), {"pk": found.pk}))
    assert "补登入账：" in page and "须由有" not in page


def test_a_refused_count_keeps_what_was_typed(here, client, line):
    page = client.as_(here.village_clerk).post(
        line.get_absolute_url(), {"client_id": uuid4(), "result": "match", "quantity": "7", "note": "丈量"}
    )
    assert page.status_code == 422 and "请改选「账实不符」" in text(page) and 'value="7"' in text(page)


def test_a_photo_is_seen_by_who_sees_the_line_and_by_nobody_else(here, there, client, line):
    client.as_(here.village_clerk)
    client.post(line.get_absolute_url(), {"client_id": uuid4(), "result": "match", "photo": picture()})
    photo = line.photos.get()
    address = reverse("assets:line_photo", args=[line.pk, photo.pk])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert address in text(client.get(line.get_absolute_url()))
    assert client.as_(here.other_village_clerk).get(address).status_code == 404
    assert client.as_(there.county_clerk).get(address).status_code == 404


def test_a_sheet_is_searched_and_shows_its_own_only(here, client):
    here.asset_in("ledger", name="甲渠")
    here.asset_in("ledger", name="乙路")
    row = opened(here)
    client.as_(here.village_clerk)
    address = reverse("assets:count_sheet", args=[row.pk])
    found = text(client.get(address, {"q": "甲"}))
    assert "甲渠" in found and "乙路" not in found
    assert "甲渠" not in text(client.as_(here.other_village_clerk).get(address))


def test_a_surplus_is_reported_on_its_page(here, client, line):
    client.as_(here.village_clerk)
    address = reverse("assets:surplus", args=[line.round_id])
    sent = {
        "client_id": uuid4(),
        "unit": here.village.pk,
        "where": here.villages[0],
        "name": "文化广场",
        "subtype": "G07",
        "formed_year": 2018,
        "scope": "fiscal",
        "found_quantity": 1,
        "measure": "structure",
        "found_status": "in_use",
        "note": "验收后漏登",
    }
    assert client.post(address, sent | {"note": ""}).status_code == 422
    assert "盘盈" in text(client.post(address, sent, follow=True))
    client.post(address, sent)
    assert RoundLine.objects.filter(state="surplus", town_id=here.towns[0]).count() == 1


def test_each_number_of_the_round_opens_its_list(here, client, line):
    counted(here, line, "mismatch", quantity=1)
    page = client.as_(here.county_head).get(line.round.get_absolute_url())
    for cell in page.context["totals"]["cells"]:
        listed = client.get(cell["url"])
        assert len(listed.context["rows"]) == cell["n"], cell
    (town,) = page.context["towns"]
    assert [row.pk for row in client.get(town["cells"][2]["url"]).context["rows"]] == [line.pk]
    villages = client.get(town["below_url"].split("#")[0]).context["towns"]
    assert [row["label"] for row in villages] == ["东关村民委员会"]
    assert "差异未处理" in text(page) and "结束清查" in text(page)


def test_nobody_sees_a_line_nobody_counted_as_a_loss(here, client, line):
    page = client.as_(here.county_head).get(line.round.get_absolute_url())
    cells = {cell["label"]: cell["n"] for cell in page.context["totals"]["cells"]}
    assert (cells["未清查"], cells["盘亏"]) == (1, 0)


def test_differences_alike_are_decided_together_on_the_page(here, client):
    row_of = {name: here.asset_in("ledger", name=name) for name in ("甲路", "乙路", "丙路")}
    row = opened(here)
    lines = [counted(here, line_of(row, asset), "loss", **LOST) for asset in row_of.values()]
    client.as_(here.county_head)
    chosen = {"pk": [line.pk for line in lines]}
    page = client.get(reverse("assets:decide"), chosen)
    assert "处理 3 项差异" in text(page) and "核销退出" in text(page) and "更正台账" not in text(page)
    seen = page.context["form"].initial["seen"]
    told = chosen | {"seen": seen, "decision": "retire"}
    assert client.post(reverse("assets:decide"), told | {"reason": ""}).status_code == 422
    answer = client.post(
        reverse("assets:decide"), told | {"reason": "县政府常务会议纪要〔2020〕8 号"}, follow=True
    )
    assert "已处理 3 项差异" in text(answer)
    assert Asset.objects.filter(state="retired").count() == 3


def test_all_that_the_filter_lets_pass_are_decided_together(here, client):
    assets = [here.asset_in("ledger", name=f"道路 {number}") for number in range(3)]
    row = opened(here)
    for asset, result in zip(assets, ("mismatch", "mismatch", "loss"), strict=True):
        counted(here, line_of(row, asset), result, **({"quantity": 1} if result == "mismatch" else LOST))
    client.as_(here.county_clerk)
    query = {"round": row.pk, "state": "mismatch", "all": "1"}
    listed = text(client.get(reverse("assets:round_lines"), {"round": row.pk, "state": "mismatch"}))
    assert "全部 2 项未处理差异" in listed
    page = client.get(reverse("assets:decide"), query)
    told = {"pk": page.context["ids"], "seen": page.context["form"].initial["seen"], "decision": "correct"}
    client.post(reverse("assets:decide"), told | {"reason": "现场复核"})
    assert (
        Asset.objects.filter(quantity=1).count() == 2 and RoundLine.objects.filter(decision="").count() == 1
    )


def test_a_count_that_arrives_later_keeps_the_day_it_was_made(here, client):
    yesterday, tomorrow = (TODAY() + timedelta(days=days) for days in (-1, 1))
    asset = here.asset_in("ledger", name="东关至刘庄道路")
    line = line_of(opened(here, starts_on=yesterday), asset)
    client.as_(here.village_clerk)
    for told, kept in [(yesterday, yesterday), (tomorrow, TODAY()), ("昨天", TODAY())]:
        sent = {"client_id": uuid4(), "result": "match", "on": told}
        answer = client.post(line.get_absolute_url(), sent, headers={"Accept": "application/json"})
        assert (answer.status_code == 200) == (told != "昨天")
        assert answer.status_code == 422 or fresh(line).counted_on == kept


def test_a_decision_over_what_has_changed_is_looked_at_again(here, client, line):
    counted(here, line, "mismatch", quantity=1)
    client.as_(here.county_clerk)
    page = client.get(reverse("assets:decide"), {"pk": line.pk})
    counted(here, line, "mismatch", by="town_clerk", quantity=3)
    told = {"pk": line.pk, "seen": page.context["form"].initial["seen"], "decision": "keep", "reason": "核对"}
    again = client.post(reverse("assets:decide"), told)
    assert again.status_code == 422 and "请看过现在的内容" in text(again)
    told["seen"] = again.context["form"].data["seen"]
    assert client.post(reverse("assets:decide"), told).status_code == 302
    assert fresh(line).decision == "keep"


def test_the_households_sheet_is_for_those_who_may_see_households(here, city, client):
    household(here)
    row = opened(here)
    thing = row.homes.get()
    client.as_(here.village_clerk)
    assert NAME in text(client.get(reverse("assets:round_homes"), {"round": row.pk}))
    said = {"client_id": uuid4(), "presence": "dead", "beneficiary": "same", "result": "unmet"}
    address = reverse("assets:round_home", args=[thing.pk])
    assert client.post(address, said).status_code == 422
    answer = client.post(address, said | {"result_note": "管护不到位"}, follow=True)
    assert "到户登记已同步更新" in text(answer)
    assert fresh(thing).state == "counted"
    page = client.as_(city.reader).get(row.get_absolute_url())
    assert NAME not in text(page) and "到户资产已核实" not in text(page)
    assert client.get(reverse("assets:round_homes")).status_code == 403


def test_the_round_ends_in_a_report_that_is_signed(here, client, line):
    found = surplus(here, line.round)
    counted(here, line, "loss", **LOST)
    decided(here, "decline", found, reason="属村民自建")
    decided(here, "retire", line, by="county_head", reason="县政府批复")
    client.as_(here.county_head)
    act = reverse("journal:perform", args=["assets.close_round", line.round_id])
    asked = client.get(act)
    client.post(act, {"seen": asked.context["seen"]})
    assert fresh(line.round).state == "closed"
    client.post(reverse("assets:print_report", args=[line.round_id]))
    with here.scope():
        work(here)
        row = Print.objects.get()
    told = "".join(texts(row))
    for words in (
        "报告",
        "按乡镇",
        "按资产类型",
        "按实施部门",
        "核销退出：县政府批复",
        "不予登记：属村民自建",
        "签字",
    ):
        assert words in told.replace("\n", ""), words
    assert "清查未结束" not in told


def test_the_sheet_on_paper_is_a3_across(here, client, line):
    client.as_(here.village_clerk)
    address = reverse("assets:print_sheet", args=[line.round_id])
    client.post(address, {"query": f"village={here.villages[0]}"})
    with here.scope():
        work(here)
        row = Print.objects.get()
    assert "□相符" in texts(row)[0] and "清查人（签字）" in texts(row)[-1]
    assert b"%PDF" in content(row)[:10]


def test_an_empty_sheet_is_not_printed(here, client, line):
    client.as_(here.village_clerk)
    answer = client.post(
        reverse("assets:print_sheet", args=[line.round_id]), {"query": "q=没有这项"}, follow=True
    )
    assert "没有可以打印的记录" in text(answer) and not Print.objects.exists()


def test_an_old_asset_is_traced_on_its_page(here, client):
    asset = here.asset(formed_year=2014, scope="before_2016", tracing="村委会会议记录")
    client.as_(here.village_clerk)
    assert reverse("assets:tracing", args=[asset.pk]) in text(client.get(asset.get_absolute_url()))
    said = {
        "known": "2014 年建成",
        "informants": "时任村主任",
        "status": "idle",
        "status_note": "",
        "title": "clear",
        "title_note": "会议记录",
        "traced_on": "2020-05-06",
    }
    address = reverse("assets:tracing", args=[asset.pk])
    page = client.post(address, said)
    assert page.status_code == 422 and "须写明原因" in text(page)
    assert "追溯登记已保存" in text(client.post(address, said | {"status_note": "待修"}, follow=True))
    assert Tracing.objects.get(asset=asset).known == "2014 年建成"
    assert "时任村主任" in text(client.get(asset.get_absolute_url()))


@pytest.mark.parametrize("result", ["match", "mismatch"])
def test_another_county_neither_sees_nor_counts_it(there, here, client, line, result):
    client.as_(there.county_clerk)
    sent = {"client_id": uuid4(), "result": result, "quantity": 2}
    for address in (line.get_absolute_url(), line.round.get_absolute_url()):
        assert client.get(address).status_code == 404
        assert client.post(address, sent).status_code == 404
    assert sheet(client, line).status_code == 404
    assert fresh(line).state == "uncounted"


def test_pages_ask_no_more_for_forty_lines_than_for_one(here, client):
    here.asset_in("ledger", formed_year=2018)
    rounds = [opened(here)]
    for number in range(40):
        here.asset_in("ledger", name=f"道路 {number}", formed_year=2017)
    rounds.append(opened(here, year_to=2017))
    for who, name in (
        ("county_clerk", "round"),
        ("county_clerk", "round_lines"),
        ("village_clerk", "count_sheet"),
        ("village_clerk", "round"),
    ):
        client.as_(getattr(here, who))
        few, many = (queries(client, address_of(name, row)) for row in rounds)
        assert few == many <= 20, (who, name)


def address_of(name, row):
    if name == "round_lines":
        return reverse("assets:round_lines", query={"round": row.pk})
    return reverse(f"assets:{name}", args=[row.pk])
