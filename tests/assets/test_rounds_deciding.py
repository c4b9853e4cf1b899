"""Differences are decided with a reason, by another than counted them; the ledger changes by its own acts alone."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assets import actions
from assets.inventory import closing, deciding
from assets.models import Asset, RoundLine
from journal.acts import act
from journal.models import Deadline, Entry
from journal.transitions import Refused
from tests.assets.counting import counted, decided, fresh, line_of, opened, surplus
from tests.assets.registering import household
from tests.assets.test_rounds_counting import homes

LOST = {"note": "询问村民，2019 年已拆除"}


@pytest.fixture
def line(here):
    asset = here.asset_in("ledger")
    return line_of(opened(here), asset)


def acts_on(asset):
    return list(Entry.objects.about(asset).order_by("pk").values_list("act", flat=True))


def test_the_ledger_is_corrected_by_its_own_act(here, line):
    counted(here, line, "mismatch", quantity=1, status="damaged", note="路面损坏 1 公里", address="村南")
    assert decided(here, "correct", line) == {}
    asset, row = line.asset, fresh(line)
    asset.refresh_from_db()
    assert (asset.quantity, asset.status, asset.status_reason) == (1, "damaged", "路面损坏 1 公里")
    assert asset.address == "村南" and acts_on(asset)[-1] == "assets.amend"
    told = Entry.objects.about(row).first()
    assert (row.decision, row.decided_by, told.label) == (
        "correct",
        here.county_clerk,
        "处理清查差异：更正台账",
    )
    assert Entry.objects.about(asset).first().reason == told.reason == "经现场核对"


def test_what_is_lost_leaves_the_ledger_by_its_own_act(here, line):
    counted(here, line, "loss", **LOST)
    assert decided(here, "retire", line, by="county_head") == {}
    asset = Asset.objects.get(pk=line.asset_id)
    assert (asset.state, asset.retired_by, acts_on(asset)[-1]) == (
        "retired",
        here.county_head,
        "assets.retire",
    )


def test_what_is_in_question_is_held(here, line):
    counted(here, line, "loss", **LOST)
    assert decided(here, "hold", line, by="county_head") == {}
    assert Asset.objects.get(pk=line.asset_id).hold_reason == "经现场核对"


def test_what_the_books_do_not_know_becomes_a_draft_like_any_other(here, line):
    found = surplus(here, line.round)
    assert decided(here, "register", found) == {}
    asset = fresh(found).asset
    assert (asset.state, asset.name, asset.unit, asset.quantity) == ("draft", found.name, here.village, 1)
    assert acts_on(asset) == ["assets.register"] and "漏登" in asset.scope_reason
    assert "请先补充" in actions.submit.obstacles(asset, here.village_clerk)[0]


def test_a_surplus_from_before_2016_brings_its_tracing_along(here, line):
    found = surplus(here, line.round, formed_year=2012, scope="before_2016")
    assert decided(here, "register", found) == {}
    assert "漏登" in fresh(found).asset.tracing


def test_a_line_sent_back_is_as_nobody_had_counted_it(here, line):
    counted(here, line, "mismatch", quantity=1)
    assert decided(here, "recount", line, reason="丈量有误") == {}
    row = fresh(line)
    assert (row.state, row.decision, row.found_quantity, row.counted_by) == ("uncounted", "", None, None)
    assert counted(here, row).state == "match"


def test_many_alike_are_decided_at_once_and_each_has_its_history(here):
    assets = [here.asset_in("ledger", name=f"道路 {number}") for number in range(6)]
    row = opened(here)
    lines = [counted(here, line_of(row, asset), "mismatch", quantity=1) for asset in assets]
    here.county_clerk.working_post = "县扶贫办"
    with CaptureQueriesContext(connection) as few:
        assert decided(here, "correct", *lines[:2]) == {}
    with CaptureQueriesContext(connection) as many:
        assert decided(here, "correct", *lines[2:]) == {}
    assert len(many) <= len(few)
    assert {asset.quantity for asset in Asset.objects.all()} == {1}
    assert all(acts_on(asset)[-1] == "assets.amend" for asset in assets)


def test_whoever_counted_it_does_not_decide_it(here, line):
    counted(here, line, "mismatch", by="county_clerk", quantity=1)
    assert "须由他人处理" in decided(here, "keep", line)[line.pk][0]
    assert decided(here, "keep", line, by="county_head") == {}


def test_the_database_holds_that_too(here, line):
    row = counted(here, line, "mismatch", by="county_clerk", quantity=1)
    with pytest.raises(IntegrityError, match="line_decided_by_another"), transaction.atomic():
        with act("tests.probe", "试", by=None, county=here.code) as entry:
            entry.about(row)
            rows = RoundLine.objects.filter(pk=row.pk)
            rows.update(
                decision="keep", decision_reason="试", decided_at=row.counted_at, decided_by=row.counted_by
            )


@pytest.mark.parametrize(
    "who", ["village_clerk", "town_clerk", "town_reviewer", "department_clerk", "auditor"]
)
def test_only_the_county_office_decides(here, line, who):
    counted(
        here, line, "mismatch", by="town_clerk" if who == "village_clerk" else "village_clerk", quantity=1
    )
    assert "权限" in decided(here, "keep", line, by=who)[line.pk][0]
    assert fresh(line).decision == ""


@pytest.mark.parametrize(("decision", "by"), [("retire", "county_clerk"), ("correct", "county_head")])
def test_the_ledgers_own_verb_is_asked_for_besides(here, line, decision, by):
    said = {"loss": LOST, "mismatch": {"quantity": 1}}
    result = "loss" if decision == "retire" else "mismatch"
    counted(here, line, result, **said[result])
    assert decided(here, decision, line, by=by)[line.pk]
    assert fresh(line).decision == "" and Asset.objects.get(pk=line.asset_id).version == line.asset.version


@pytest.mark.parametrize(
    ("result", "decision"),
    [("match", "keep"), ("mismatch", "retire"), ("loss", "correct"), ("loss", "register")],
)
def test_a_decision_fits_the_difference(here, line, result, decision):
    counted(
        here, line, result, **({} if result == "match" else LOST if result == "loss" else {"quantity": 1})
    )
    assert "不能" in decided(here, decision, line, by="county_head")[line.pk][0]


def test_what_moved_on_in_the_ledger_is_counted_again(here, line):
    counted(here, line, "mismatch", quantity=1)
    asset = line.asset
    actions.amend(asset, by=here.county_clerk, version=asset.version, reason="复核", quantity=5)
    assert "重新清查" in decided(here, "correct", line)[line.pk][0]


def test_nothing_to_correct_is_said(here, line):
    counted(here, line, "mismatch", note="名称应为东关路")
    assert "请在资产页更正" in decided(here, "correct", line)[line.pk][0]


def test_of_many_those_that_cannot_are_told_and_the_rest_is_done(here):
    first, second = here.asset_in("ledger"), here.asset_in("ledger")
    row = opened(here)
    lines = [counted(here, line_of(row, asset), "loss", **LOST) for asset in (first, second)]
    actions.hold(first, by=here.county_head, reason="权属争议")
    refused = decided(here, "retire", *lines, by="county_head")
    assert refused.keys() == {lines[0].pk} and "冻结" in refused[lines[0].pk][0]
    assert [fresh(line).decision for line in lines] == ["", "retire"]


def test_without_a_reason_or_after_a_change_nothing_is_decided(here, line):
    counted(here, line, "mismatch", quantity=1)
    with pytest.raises(Refused, match="须写明理由"):
        decided(here, "keep", line, reason=" ")
    rows = RoundLine.objects.filter(pk=line.pk)
    seen = deciding.digest(rows)
    counted(here, line, "mismatch", by="town_clerk", quantity=3)
    with pytest.raises(Refused, match="请看过现在的内容"):
        deciding.decide(rows, by=here.county_clerk, decision="keep", reason="核对", seen=seen)


def test_a_decision_is_made_once(here, line):
    counted(here, line, "mismatch", quantity=1)
    decided(here, "keep", line)
    assert "已作处理" in decided(here, "keep", line, by="county_head")[line.pk][0]


def test_the_round_closes_when_each_line_is_settled(here):
    household(here)
    assets = [here.asset_in("ledger") for _ in range(3)]
    row = opened(here)
    lines = [line_of(row, asset) for asset in assets]
    counted(here, lines[0])
    counted(here, lines[1], "loss", **LOST)
    (sentence,) = closing.close_round.obstacles(row, here.county_head)
    assert "1 项资产未清查" in sentence and "1 项差异未处理" in sentence and "1 项到户资产未核实" in sentence
    assert f'href="/assets/rounds/lines/?round={row.pk}&amp;state=uncounted"' in sentence
    with pytest.raises(Refused):
        closing.close_round(row, by=here.county_head)
    counted(here, lines[2])
    homes(here)
    decided(here, "keep", lines[1])
    assert closing.close_round.obstacles(row, here.county_head) == []
    assert closing.close_round(row, by=here.county_head).state == "closed"


def test_the_day_of_a_round_is_watched_until_it_is_closed(here, line):
    due = Deadline.objects.get(kind="assets.round")
    assert (due.due_on, due.row_id, due.cleared_at) == (line.round.ends_on, line.round_id, None)
    counted(here, line)
    closing.close_round(line.round, by=here.county_head)
    due.refresh_from_db()
    assert due.cleared_by == here.county_head


def test_a_line_nobody_looked_at_is_never_a_loss(here, line):
    assert line.state == "uncounted" and line.get_state_display() == "未清查"
    assert "未清查" in closing.close_round.obstacles(line.round, here.county_head)[0]


def test_after_the_end_nothing_is_counted_reported_or_decided(here, line):
    counted(here, line)
    closing.close_round(line.round, by=here.county_head)
    with pytest.raises(Refused, match="已经结束"):
        counted(here, line)
    with pytest.raises(Refused, match="已经结束"):
        surplus(here, line.round)
