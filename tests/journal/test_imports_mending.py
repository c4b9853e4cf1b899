"""核对: cells mended in place, one or all alike; questions answered; rows left out; each checked anew at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assets import actions
from assets.models import Asset
from journal.imports import steps
from journal.models import ImportBatch, ImportRow
from journal.transitions import Refused
from tests.journal.importing import checked, confirm, faults, newest, page, text, work
from tests.journal.workbooks import HEAD, road, workbook

State = ImportBatch.State
YEAR = 4  # the position of 资金年度


def wrong(name, **given):
    return road(**({"项目名称": name, "资金年度": "〇"} | given))


def cell(batch, number, column):
    return reverse("imports:cell", args=[batch.pk, number, column])


def mend(client, batch, number, column, new, was="〇", **more):
    """Type a new text into a cell as the page would; the answer."""
    return client.post(cell(batch, number, column), {"text": new, "was": was} | more)


def answer(client, batch, told, **headers):
    return client.post(reverse("imports:answer", args=[batch.pk]), {"a": told}, **headers)


def test_a_mended_cell_takes_its_row_in(here, client):
    batch = checked(client, here, workbook(road(), wrong("机井")))
    mend(client, batch, 5, YEAR, "2020")

    assert (newest().wrong, newest().state) == (0, State.CHECKED)
    confirm(client, newest())
    work(here)
    assert set(Asset.objects.filter(batch_id=batch.pk).values_list("name", "formed_year")) == {
        ("通村道路", 2019),
        ("机井", 2020),
    }


def test_the_old_text_of_a_mended_cell_stays_in_sight_and_can_come_back(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    mend(client, batch, 4, YEAR, "2020")
    assert '<ins title="原文：〇">2020</ins>' in page(client, batch)

    mend(client, batch, 4, YEAR, "", was="2020", restore="1")
    assert newest().wrong == 1 and batch.rows.get().mends == {}


def test_all_cells_that_read_alike_are_mended_at_once(here, client):
    rows = [wrong(f"机井{at}号") for at in range(3)] + [wrong("别的", 资金年度="去年")]
    batch = checked(client, here, workbook(*rows))
    assert "本列内容相同的 3 格一并修改" in text(client.get(cell(batch, 4, YEAR)))

    mend(client, batch, 5, YEAR, "2020", alike="on")
    assert newest().wrong == 1 and list(faults(newest())) == ["E7"]


def test_many_alike_are_checked_by_the_job(here, client, monkeypatch):
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    batch = checked(client, here, workbook(*[wrong(f"机井{at}号") for at in range(3)]))
    mend(client, batch, 5, YEAR, "2020", alike="on")

    assert newest().state == State.CHECKING
    work(here)
    assert (newest().state, newest().wrong) == (State.CHECKED, 0)


def test_a_cell_that_says_something_else_by_now_is_not_mended(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    mend(client, batch, 4, YEAR, "2020")
    late = mend(client, batch, 4, YEAR, "2018")

    assert late.status_code == 422 and "此格的内容已被修改" in text(late)
    assert batch.rows.get().mends == {str(YEAR): "2020"}


def test_a_text_beyond_measure_is_refused_and_kept_in_the_form(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    answer = mend(client, batch, 4, YEAR, "长" * 2001)

    assert answer.status_code == 422 and "长" * 2001 in text(answer) and batch.rows.get().mends == {}


def test_a_mend_that_is_wrong_again_says_so_at_the_cell(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    mend(client, batch, 4, YEAR, "二十年")

    assert any("二十年" in said for said in faults(newest())["E4"])


@pytest.mark.parametrize(("number", "column"), [(999, 4), (4, 99)])
def test_a_cell_that_is_not_there_is_not_found(here, client, number, column):
    batch = checked(client, here, workbook(wrong("机井")))

    assert client.get(cell(batch, number, column)).status_code == 404
    assert mend(client, batch, number, column, "2020").status_code == 404


def test_a_confirmation_of_what_stood_before_a_mend_is_refused(here, client):
    batch = checked(client, here, workbook(road(), wrong("机井")))
    mend(client, batch, 5, YEAR, "2020")

    assert "核对结果已经更新" in text(confirm(client, batch, skip_wrong="on"))
    assert newest().state == State.CHECKED


def test_nobody_else_mends_and_nothing_is_mended_once_confirmed(here, client):
    batch = checked(client, here, workbook(road()))
    client.as_(here.town_clerk)
    assert mend(client, batch, 4, YEAR, "2020", was="2019").status_code == 404
    assert answer(client, batch, "4|row|skip").status_code == 404

    confirm(client.as_(here.county_clerk), batch)
    mend(client, batch, 4, YEAR, "2020", was="2019")
    with pytest.raises(Refused, match="写入中"):
        steps.mend(batch, by=here.county_clerk, number=4, column=YEAR, was="2019", text="2020")
    assert batch.rows.get().mends == {}


def test_a_row_is_left_out_and_taken_in_again(here, client):
    batch = checked(client, here, workbook(road(), wrong("机井")))
    answer(client, batch, "5|row|skip")

    assert (newest().wrong, newest().counts["skip"]) == (0, 1)
    assert "恢复此行" in page(client, batch, show="skip")
    answer(client, batch, "5|row|")
    assert (newest().wrong, newest().counts.get("skip")) == (1, None)


def test_all_rows_with_a_kind_of_fault_are_left_out_at_once(here, client):
    batch = checked(client, here, workbook(road(), wrong("机井"), wrong("水塔")))
    kind = next(kind for kind in batch.counts["kinds"] if kind["level"] == "bad")
    answer(client, batch, f"x|{kind['id']}|")

    assert (newest().wrong, newest().counts["skip"], newest().counts["new"]) == (0, 2, 1)


def test_equal_faults_are_told_once_with_their_number_and_lead_to_their_rows(here, client):
    rows = [wrong(f"机井{at}号") for at in range(3)] + [road(项目名称="路", 资产小类="大路")]
    batch = checked(client, here, workbook(*rows))
    year = next(kind for kind in batch.counts["kinds"] if kind["column"] == YEAR)

    assert year["count"] == 3 and "<b>3 处</b>" in page(client, batch)
    shown = page(client, batch, kind=year["id"], show="all")
    assert "机井0号" in shown and "大路" not in shown.split("<tbody>")[1]


def test_a_sentence_that_speaks_for_several_wordings_is_told_as_an_example(here, client):
    rows = [wrong("机井", 资金年度=text) for text in ("去年", "前年", "前年")] + [
        road(项目名称=f"{word}维修", 资产小类="") for word in ("道路", "桥梁建设", "涵洞")
    ]
    batch = checked(client, here, workbook(*rows))
    shown = client.get(reverse("imports:check", args=[batch.pk])).context["kinds"]
    several = {kind["column"]: kind["text"] for kind in shown if kind["count"] == 3}
    assert several["资金年度"].startswith("例如：“") and several["资金年度"].endswith("（共 2 种情况）")
    assert several["资产小类"].startswith("例如：按“") and several["资产小类"].endswith("（共 3 种情况）")


def ledger_twin(here, client, rows=1):
    """A batch whose rows the ledger has already, and the question that is asked of them."""
    for at in range(rows):
        here.asset(name=f"道路{at}号")
    batch = checked(client, here, workbook(*[road(项目名称=f"道路{at}号") for at in range(rows)]))
    asked = next(
        f for f in batch.rows.order_by("number").first().faults if "skip" in dict(f.get("options", []))
    )
    keep = next(value for value, _ in asked["options"] if value != "skip")
    return batch, asked["question"], keep


def test_open_questions_are_left_to_their_proposals_only_knowingly(here, client):
    batch, question, keep = ledger_twin(here, client, 2)
    answer(client, batch, f"4|{question}|{keep}")

    assert f"其余 {newest().counts['open']} 个问题按建议处理" in page(client, batch)
    assert "个问题没有答复" in text(confirm(client, newest())) and newest().state == State.CHECKED
    confirm(client, newest(), as_proposed="on")
    work(here)
    assert newest().state == State.WRITTEN


def test_an_answer_decides_what_becomes_of_the_row(here, client):
    batch, question, keep = ledger_twin(here, client)
    answer(client, batch, f"4|{question}|skip")
    assert newest().counts["duplicate"] == 1 and batch.rows.get().action == ImportRow.Action.DUPLICATE

    answer(client, batch, f"4|{question}|{keep}")
    assert newest().counts["new"] == 1 and batch.rows.get().action == ImportRow.Action.NEW


def test_all_rows_with_a_question_are_answered_at_once(here, client):
    batch, question, keep = ledger_twin(here, client, 3)
    kind = next(kind for kind in batch.counts["kinds"] if kind["question"] == question)
    answer(client, batch, f"k|{kind['id']}|{keep}")

    assert (newest().counts["open"], newest().counts["new"]) == (0, 3)


def test_all_rows_that_read_alike_are_answered_at_once(here, client):
    rows = [
        road(项目名称=f"路{at}", 实施地点=place)
        for at, place in enumerate(["城关镇没有的村"] * 2 + ["城关镇别的村"])
    ]
    batch = checked(client, here, workbook(*rows))
    asked = next(f for f in batch.rows.get(number=4).faults if f["level"] == "ask" and f["column"] == 2)
    option = asked["options"][-1][0]
    shown = text(client.get(cell(batch, 4, 2)))
    assert "内容相同的 2 行" in shown
    url = reverse("imports:answer", args=[batch.pk])
    client.post(url, {"a": f"s4|{asked['question']}", "option": option})

    answers = dict(batch.rows.values_list("number", "answers"))
    assert answers == {4: {asked["question"]: option}, 5: {asked["question"]: option}, 6: {}}


def test_an_answer_that_is_no_option_changes_nothing(here, client):
    batch, question, _ = ledger_twin(here, client)
    for told in (
        f"4|{question}|nonsense",
        "4|nothing|skip",
        "k|nothing|skip",
        "x||",
        "",
        "999999999999|row|skip",
    ):
        assert answer(client, batch, told).status_code == 302

    assert batch.rows.get().answers == {} and newest().digest == batch.digest


def test_htmx_gets_the_grid_and_without_it_a_page(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    htmx = {"headers": {"HX-Request": "true"}}

    editor = client.get(cell(batch, 4, YEAR), **htmx)
    assert "<html" not in text(editor) and 'class="mending"' in text(editor)
    refused = client.post(cell(batch, 4, YEAR), {"text": "2020", "was": "别的"}, **htmx)
    assert refused["HX-Retarget"] == f"#cell-4-{YEAR}" and refused.status_code == 200
    grid = client.post(cell(batch, 4, YEAR) + "?show=all", {"text": "2020", "was": "〇"}, **htmx)
    assert grid["HX-Retarget"] == "#check" and text(grid).lstrip().startswith('<div id="check">')
    assert newest().digest in text(grid) and 'hx-swap-oob="true"' in text(grid)


def test_a_mended_text_is_no_code_on_the_page(here, client):
    batch = checked(client, here, workbook(wrong("机井")))
    mend(client, batch, 4, YEAR, "<script>alert(1)</script>")

    assert "<script>alert" not in page(client, batch) and "&lt;script&gt;" in page(client, batch)


def test_a_mend_of_one_of_two_alike_rows_takes_the_doubt_from_the_other(here, client):
    batch = checked(client, here, workbook(road(), road(项目名称="别的路"), road()))
    assert newest().doubtful == 1
    mend(client, batch, 4, 1, "另一条路", was="通村道路")

    assert newest().doubtful == 0


def update_book(here, **changed):
    """A workbook that speaks of an asset of the ledger by its number in the system, and of a new one."""
    asset = here.asset(name="东关路")
    rows = [[*road(**({"项目名称": "东关路"} | changed)), str(asset.pk)], [*road(项目名称="新路"), ""]]
    return asset, workbook(*rows, head=[*HEAD, "系统编号"])


def test_an_update_is_shown_field_by_field_and_the_list_has_exactly_the_rows(here, client):
    asset, book = update_book(here, 建设内容及规模="硬化道路5公里")
    batch = checked(client, here, book)
    assert (batch.counts["update"], batch.counts["new"]) == (1, 1)
    shown = page(client, batch, show="update")
    assert "<del>（空）</del> 硬化道路5公里" in shown

    confirm(client, batch, as_proposed="on")
    work(here)
    asset.refresh_from_db()
    assert asset.spec == "硬化道路5公里" and newest().written == 2
    here.asset(name="另一条")
    listed = client.get(reverse("assets:list"), {"batch": batch.pk}).context["rows"]
    assert {row.name for row in listed} == {"东关路", "新路"}


def test_a_row_that_moved_on_since_the_check_asks_for_another_look(here, client):
    asset, book = update_book(here, 建设内容及规模="硬化道路5公里")
    batch = checked(client, here, book)
    actions.amend(asset, by=here.village_clerk, version=asset.version, spec="土路")
    answer = confirm(client, batch, as_proposed="on")

    assert "已重新核对" in text(answer)
    work(here)
    assert "<del>土路</del> 硬化道路5公里" in page(client, newest(), show="update")


def test_an_undone_update_puts_the_ledger_back(here, client):
    asset, book = update_book(here, 建设内容及规模="硬化道路5公里")
    batch = checked(client, here, book)
    confirm(client, batch, as_proposed="on")
    work(here)
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错了"})
    work(here)

    asset.refresh_from_db()
    assert (asset.spec, asset.version, Asset.objects.count()) == ("", 3, 1)


def test_a_page_stays_light_however_much_is_asked(here, client):
    text_of = "硬化道路2公里，配套涵洞、排水沟和路肩，含土方" * 3
    head = [*HEAD, *[f"附{at}" for at in range(17)]]
    rows = [
        [
            *road(
                项目名称=f"示范项目{at}", 实施地点="城关镇没有的村", 建设内容及规模=text_of, 资产小类="大路"
            ),
            *["附注文字"] * 17,
        ]
        for at in range(60)
    ]
    batch = checked(client, here, workbook(*rows, head=head))

    for query in ({}, {"columns": "all"}, {"show": "all", "after": 20}):
        _, _, main = page(client, batch, **query).partition("<main")  # the menu around it grows with each app
        assert len(main.encode()) < 50_000


def test_the_grid_needs_the_same_queries_however_many_rows(here, client):
    def asked(rows):
        batch = checked(client, here, workbook(*[wrong(f"机井{at}号") for at in range(rows)]))
        with CaptureQueriesContext(connection) as queries:
            page(client, batch)
        return len(queries)

    assert asked(1) == asked(60)
