"""History as sentences: what people read of entries and changes."""

from datetime import date
from decimal import Decimal

from assets import actions
from assets.models import Alias, Asset, Road
from journal import history


def events(asset):
    asset = Asset.objects.select_related("unit").get(pk=asset.pk)
    aliases = list(asset.aliases.values_list("pk", flat=True))
    roads = list(Road.objects.filter(asset=asset).values_list("pk", flat=True))
    return history.of(asset, [(Asset, [asset.pk]), (Alias, aliases), (Road, roads)])


def differences(event):
    return {change.label: (change.old, change.new) for change in event.changes}


def test_the_newest_comes_first_and_each_says_who_and_what(here):
    told = events(here.asset_in("ledger"))
    assert [event.sentence for event in told] == [
        "入账，状态由「待入账」变为「已入账」",
        "审核通过，状态由「待审核」变为「待入账」",
        "提交审核，状态由「草稿」变为「待审核」",
        "登记",
    ]
    assert [event.who for event in told][:2] == [here.county_head.name, here.town_reviewer.name]


def test_a_correction_tells_old_and_new_as_people_write_them(here):
    asset = here.asset_in("ledger")
    actions.amend(
        asset,
        by=here.county_clerk,
        version=asset.version,
        reason="清产核资更正",
        original_value=Decimal("1234567.5"),
        in_use_on=date(2020, 5, 1),
        implementing_dept=here.finance_office,
        status="idle",
        status_reason="无人使用",
    )
    told = events(asset)[0]
    assert (told.sentence, told.reason) == ("更正", "清产核资更正")
    seen = differences(told)
    assert seen["原值（元）"] == ("860,000.00", "1,234,567.50")
    assert seen["开始使用日期"] == ("（空）", "2020-05-01")
    assert seen["实施部门"] == (here.department.name, here.finance_office.name)
    assert seen["使用状况"][1] == dict(Asset._meta.get_field("status").choices)["idle"]


def test_the_details_and_old_numbers_belong_to_the_history_of_the_asset(here):
    asset = here.asset(detail={"length_m": Decimal(2000)}, aliases=["旧-17"])
    seen = differences(events(asset)[0])
    assert seen["长度（米）"] == ("", "2,000.00")
    assert seen["原编号"] == ("", "旧-17")


def test_who_and_when_and_numbers_of_rows_are_not_told_twice(here):
    seen = {label for event in events(here.asset_in("ledger")) for label in differences(event)}
    assert seen.isdisjoint({"ID", "县区", "入账人", "入账时间", "更新时间", "version", "登记时间"})


def test_no_value_is_shown_as_a_code(here):
    shown = [change.new for event in events(here.asset_in("retired")) for change in event.changes]
    assert not {"public", "built", "fiscal", "in_use", "draft", "retired", str(here.village.pk)} & {*shown}


def test_a_history_is_short_in_queries_however_long_it_is(here, django_assert_max_num_queries):
    asset = here.asset()
    for at in range(30):
        asset = actions.amend(asset, by=here.village_clerk, version=asset.version, remark=f"第 {at} 次")
    asset = Asset.objects.select_related("unit").get(pk=asset.pk)
    with django_assert_max_num_queries(5):
        assert len(history.of(asset, [(Asset, [asset.pk])])) == 31
