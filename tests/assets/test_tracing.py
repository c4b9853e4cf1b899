"""二（一）Nothing from before 2016 enters the ledger without the record of its tracing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assets import actions
from assets.choices import Scope
from assets.inventory.tracing import trace
from assets.models import Tracing
from journal.models import Entry
from journal.transitions import Refused, digest
from tests.journal.importing import checked, faults
from tests.journal.workbooks import workbook

OLD = {"formed_year": 2014, "scope": Scope.BEFORE_2016, "tracing": "村委会会议记录"}
SAID = {
    "known": "2014 年整村推进项目建成，原始票据已遗失",
    "informants": "时任村主任、施工队负责人",
    "status": "in_use",
    "title": "clear",
    "title_note": "村民代表会议记录，归村集体所有",
    "traced_on": date(2020, 5, 6),
}


def traced(here, asset, by="village_clerk", **said):
    with here.scope():
        return trace(asset, by=getattr(here, by), **SAID | said)


def fresh(asset):
    return type(asset).objects.select_related("unit").get(pk=asset.pk)


def test_without_it_the_asset_stays_outside(here):
    asset = here.asset_in("verified", **OLD, counted_on=date(2020, 5, 6))
    assert actions.enter_ledger.obstacles(asset, here.county_head) == [
        "2016 年以前形成的资产须先有追溯登记，请在资产页办理"
    ]
    traced(here, asset)
    assert actions.enter_ledger(asset, by=here.county_head).state == "ledger"


def test_the_day_of_the_tracing_is_the_day_the_asset_was_counted(here):
    asset = here.asset_in("verified", **OLD)
    assert len(actions.enter_ledger.obstacles(asset, here.county_head)) == 2
    traced(here, asset)
    assert fresh(asset).counted_on == date(2020, 5, 6)
    assert Entry.objects.about(asset).first().label == "追溯登记"


def test_a_later_asset_asks_for_none(here):
    assert actions.enter_ledger.obstacles(here.asset_in("verified"), here.county_head) == []


def test_whoever_was_deciding_looks_again(here):
    asset = here.asset_in("verified", **OLD)
    traced(here, asset)
    seen = digest(fresh(asset))
    traced(here, asset, known="补充：找到验收单")
    with pytest.raises(Refused, match="请重新查看"):
        actions.enter_ledger(asset, by=here.county_head, seen=seen)
    assert Tracing.objects.get(asset=asset).version == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"known": ""}, "known"),
        ({"title": "nobody"}, "title"),
        ({"status": "idle"}, "status_note"),
        ({"traced_on": timezone.localdate() + timedelta(days=1)}, "traced_on"),
        ({"informants": "张某 11010519491231002X"}, "informants"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(here, said, field):
    asset = here.asset(**OLD)
    with pytest.raises(Refused) as refused:
        traced(here, asset, **said)
    assert field in refused.value.message_dict and not Tracing.objects.exists()


def test_only_old_assets_outside_the_ledger_are_traced_by_who_registers(here):
    with pytest.raises(Refused, match="只有 2016 年以前"):
        traced(here, here.asset())
    asset = here.asset_in("verified", **OLD)
    with pytest.raises(Refused, match="岗位不能"):
        traced(here, asset, by="town_reviewer")
    traced(here, asset)
    asset = actions.enter_ledger(asset, by=here.county_head)
    with pytest.raises(Refused, match="已入账"):
        traced(here, asset)


def test_what_is_in_the_ledger_does_not_become_an_old_asset_there(here, client):
    asset = here.asset_in("ledger")
    with pytest.raises(Refused, match="退出台账，另行登记") as refused:
        actions.amend(asset, by=here.county_clerk, version=asset.version, reason="年度有误", **OLD)
    assert [*refused.value.message_dict] == ["scope"] and fresh(asset).scope == Scope.FISCAL
    head = ["序号", "系统编号", "形成年度", "纳入依据", "追溯情况"]
    row = [asset.pk, 2014, Scope.BEFORE_2016.label, OLD["tracing"]]
    batch = checked(client, here, workbook(row, head=head))
    assert "退出台账，另行登记" in str(faults(batch)) and batch.rows.get().is_wrong


def test_an_old_asset_in_the_ledger_keeps_the_day_it_was_counted(here):
    asset = here.asset_in("verified", **OLD)
    traced(here, asset)
    asset = actions.enter_ledger(asset, by=here.county_head)
    told = {"by": here.county_clerk, "version": asset.version, "reason": "核实"}
    with pytest.raises(Refused, match="不能清空"):
        actions.amend(asset, **told, counted_on=None)
    assert actions.amend(asset, **told, counted_on=date(2020, 5, 7)).counted_on == date(2020, 5, 7)


def test_a_draft_may_still_become_an_old_asset(here):
    asset = here.asset()
    assert actions.amend(asset, by=here.village_clerk, version=1, **OLD).scope == Scope.BEFORE_2016


def test_the_next_county_sees_nothing_of_it(here, there):
    traced(here, here.asset(**OLD))
    with there.scope():
        assert not Tracing.objects.exists()
