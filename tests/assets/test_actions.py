"""二（一）–（三）What may be done to an asset, through its actions."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Count, Sum

from assets import actions
from assets.choices import Acquisition, Category, Scope, Status, Subtype
from assets.models import Alias, Asset, Attachment, PowerStation, Road, Serial, Summary
from journal.models import Change, Document, Entry
from journal.transitions import Refused
from tests.assets.test_tracing import traced
from tests.crowd import at_once

# what is wrong: (what is entered, the field it is told at, a part of the sentence)
WRONG = {
    "a negative value": ({"original_value": Decimal("-1")}, "original_value", "负数"),
    "a value of twenty digits": ({"original_value": Decimal(10**19)}, "original_value", "16"),
    "parts of a fen": ({"original_value": Decimal("1.001")}, "original_value", "2"),
    "the year 0": ({"formed_year": 0}, "formed_year", "1986"),
    "a year to come": ({"formed_year": 2999}, "formed_year", "2099"),
    "a negative quantity": ({"quantity": Decimal(-2)}, "quantity", "负数"),
    "no name": ({"name": ""}, "name", ""),
    "a type that is none": ({"category": "palace"}, "category", ""),
    "a subtype of another type": ({"subtype": Subtype.PV_STATION}, "subtype", "不属于公益性资产"),
    "an excluded kind": ({"name": "雨露计划补助"}, "name", "二（二）"),
    "before 2016 without tracing": ({"formed_year": 2014, "scope": Scope.BEFORE_2016}, "tracing", "追溯"),
    "before 2016 as of today": ({"formed_year": 2014}, "scope", "2016"),
    "after 2016 as before": ({"scope": Scope.BEFORE_2016, "tracing": "会议记录"}, "scope", "2019"),
    "a donation nobody gave": (
        {"acquisition": Acquisition.DONATED, "scope": Scope.DONATED, "donation_value": 1},
        "donor",
        "捐赠人",
    ),
    "a donation worth nothing known": (
        {"acquisition": Acquisition.DONATED, "scope": Scope.DONATED, "donor": "某公司"},
        "donation_value",
        "作价",
    ),
    "a donation out of the budget": (
        {"acquisition": Acquisition.DONATED, "donor": "某公司", "donation_value": 1},
        "scope",
        "接受捐赠的实物资产",
    ),
    "a gift that was built": ({"scope": Scope.DONATED}, "acquisition", "取得方式应为捐赠"),
    "a quantity of nothing": ({"measure": ""}, "measure", "须选计量单位"),
    "a measure of nothing": ({"quantity": None}, "quantity", "须填写数量"),
    "idle without a reason": ({"status": Status.IDLE}, "status_reason", "原因"),
    "a village of another county": ({"village_id": 410822101200}, "village", "不属于"),
    "a township of another county": ({"town_id": 410822101, "village_id": None}, "town", "不属于本县"),
    "a village of another township": ({"village_id": 410821101200}, "village", "不属于所选乡镇"),
    "half a position": ({"longitude": Decimal(113)}, "latitude", "同时"),
    "a position in the sea": ({"longitude": Decimal(10), "latitude": Decimal(35)}, "longitude", "73"),
}


def saved(asset):
    return Asset.objects.get(pk=asset.pk)


def test_a_draft_is_registered_with_its_detail_and_old_numbers(here):
    asset = here.asset(detail={"length_m": Decimal(2000)}, aliases=["旧-1", "旧-1", "三资-2"])
    assert (asset.state, asset.number, asset.county_id) == ("draft", "", here.code)
    assert Road.objects.get(asset=asset).length_m == 2000
    assert set(Alias.objects.filter(asset=asset).values_list("number", flat=True)) == {"旧-1", "三资-2"}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_true_is_refused_at_its_field(here, case):
    fields, where, sentence = WRONG[case]
    with pytest.raises(ValidationError) as refused:
        here.asset(**fields)
    assert sentence in "".join(refused.value.message_dict[where])
    assert not Asset.objects.exists()


def test_a_donation_with_donor_and_valuation_is_taken_in(here):
    gift = here.asset(
        acquisition=Acquisition.DONATED,
        scope=Scope.DONATED,
        donor="某公司",
        donation_value=Decimal("50000.00"),
    )
    assert saved(gift).donation_value == 50_000


def test_what_is_older_than_2016_waits_for_the_count(here):
    old = here.asset_in("verified", formed_year=2014, scope=Scope.BEFORE_2016, tracing="村委会会议记录")
    with pytest.raises(Refused, match="清产核资"):
        actions.enter_ledger(old, by=here.county_head)
    assert saved(old).number == ""


def test_nobody_registers_at_a_unit_above_or_beside_their_own(here):
    for unit in (here.other_village, here.town, here.department):
        with pytest.raises(PermissionDenied, match="没有「登记与修改草稿」的权限"):
            here.asset(unit=unit)


def test_a_township_registers_for_its_villages(here):
    assert here.asset(by=here.town_clerk).unit == here.village


def test_a_draft_is_changed_without_a_reason_and_the_version_counts(here):
    asset = here.asset()
    changed = actions.amend(
        asset, by=here.village_clerk, version=1, name="东关路", detail={"width_m": Decimal(4)}
    )
    assert (saved(asset).name, changed.version) == ("东关路", 2)
    assert Road.objects.get(asset=asset).width_m == 4


def test_of_two_editors_the_second_is_shown_the_difference(here):
    asset = here.asset()
    actions.amend(asset, by=here.village_clerk, version=1, name="东关路")
    with pytest.raises(actions.Stale) as stale:
        actions.amend(asset, by=here.town_clerk, version=1, remark="补充")
    assert stale.value.theirs.name == "东关路"
    assert saved(asset).remark == ""


def test_of_ten_editors_at_once_one_is_saved(committed, here):
    asset = here.asset()

    def deed():
        with here.scope():
            return actions.amend(asset, by=here.village_clerk, version=1, remark="补充")

    done = at_once(10, deed)
    assert [type(result) for result in done].count(actions.Stale) == 9, done


def test_in_the_ledger_a_correction_needs_a_reason_and_the_county(here):
    asset = here.asset_in("ledger")
    with pytest.raises(Refused, match="理由"):
        actions.amend(asset, by=here.county_clerk, version=asset.version, remark="更正")
    with pytest.raises(Refused, match="岗位"):
        actions.amend(asset, by=here.village_clerk, version=asset.version, remark="更正", reason="笔误")
    actions.amend(asset, by=here.county_clerk, version=asset.version, remark="更正", reason="笔误")
    assert Entry.objects.about(asset).first().reason == "笔误"


@pytest.mark.parametrize(
    ("state", "sentence"), [("submitted", "退回"), ("verified", "退回"), ("retired", "已退出台账")]
)
def test_on_its_way_and_after_its_end_nothing_is_changed(here, state, sentence):
    asset = here.asset_in(state)
    with pytest.raises(Refused, match=sentence):
        actions.amend(asset, by=here.county_clerk, version=asset.version, remark="更正", reason="笔误")


def test_what_is_on_hold_is_not_corrected(here):
    asset = actions.hold(here.asset_in("ledger"), by=here.county_head, reason="权属争议")
    with pytest.raises(Refused, match="权属争议"):
        actions.amend(asset, by=here.county_clerk, version=asset.version, remark="更正", reason="笔误")


def test_a_draft_is_not_handed_to_a_unit_one_may_not_register_at(here):
    asset = here.asset()
    with pytest.raises(PermissionDenied):
        actions.amend(asset, by=here.village_clerk, version=1, unit=here.far_village)
    assert saved(asset).unit == here.village


def test_a_changed_subtype_leaves_the_old_detail_in_the_history(here):
    asset = here.asset(detail={"length_m": Decimal(2000)})
    kind = {"category": Category.OPERATING, "subtype": Subtype.PV_STATION}
    actions.amend(asset, by=here.village_clerk, version=1, detail={"capacity_kw": Decimal(300)}, **kind)
    assert PowerStation.objects.get(asset=asset).capacity_kw == 300
    assert Change.objects.filter(table="assets_road", op="+").exists()


def test_numbers_are_given_in_the_ledger_once_and_in_order(here):
    first, second = here.asset_in("ledger"), here.asset_in("ledger")
    assert [first.number, second.number] == ["410821100201G20190001", "410821100201G20190002"]
    actions.retire(first, by=here.county_head, reason="报废")
    assert here.asset_in("ledger").number == "410821100201G20190003"


def test_each_place_type_and_year_counts_by_itself(here):
    pv = {"category": Category.OPERATING, "subtype": Subtype.PV_STATION}
    numbers = [
        here.asset_in("ledger", **fields).number
        for fields in ({}, pv, {"formed_year": 2018}, {"village_id": None})
    ]
    assert numbers == [
        "410821100201G20190001",
        "410821100201J20190001",
        "410821100201G20180001",
        "410821100000G20190001",
    ]


def test_entered_at_once_they_get_numbers_without_gap_or_twin(committed, here):
    waiting = iter([here.asset_in("verified", name=f"道路{at}号") for at in range(8)])

    def deed():
        with here.scope():
            return actions.enter_ledger(next(waiting), by=here.county_head).number

    assert sorted(at_once(8, deed)) == [f"410821100201G2019{at:04}" for at in range(1, 9)]


def test_the_ten_thousandth_of_a_village_is_refused_with_a_sentence(here):
    asset = here.asset_in("verified")
    Serial.objects.create(county_id=here.code, prefix="410821100201G2019", last=9999)
    with pytest.raises(Refused, match="9999"), transaction.atomic():
        actions.enter_ledger(asset, by=here.county_head)
    assert saved(asset).state == "verified"


@pytest.fixture
def document(here):
    return Document.objects.create(
        county_id=here.code, kind="pdf", name="验收单.pdf", size=1, sha256="0" * 64
    )


def test_a_paper_is_attached_and_taken_down_once_with_a_reason(here, document):
    asset = here.asset()
    paper = actions.attach(asset, by=here.village_clerk, document=document, kind=Attachment.Kind.ACCEPTANCE)
    with pytest.raises(Refused, match="原因"):
        actions.detach(paper, by=here.village_clerk, reason=" ")
    actions.detach(paper, by=here.village_clerk, reason="传错了")
    with pytest.raises(Refused, match="已经撤下"):
        actions.detach(paper, by=here.village_clerk, reason="传错了")
    assert Attachment.objects.get().removed_reason == "传错了"
    assert [entry.label for entry in Entry.objects.about(asset)] == ["撤下附件", "添加附件", "登记"]


def test_who_may_not_change_an_asset_attaches_nothing_to_it(here, document):
    with pytest.raises(Refused, match="岗位"):
        actions.attach(here.asset(), by=here.town_reviewer, document=document, kind=Attachment.Kind.OTHER)


def test_nothing_is_attached_to_what_others_are_deciding_on(here, document):
    submitted = here.asset_in("submitted")
    with pytest.raises(Refused, match="退回后方可修改"):
        actions.attach(submitted, by=here.village_clerk, document=document, kind=Attachment.Kind.OTHER)


def test_the_sums_follow_each_row(here):
    here.asset_in("ledger")
    here.asset(original_value=None)
    moved = here.asset(original_value=Decimal("0.01"))
    actions.amend(moved, by=here.village_clerk, version=1, original_value=Decimal("12.34"), formed_year=2018)
    groups = ("town_id", "category", "state")
    true = Asset.objects.values_list(*groups).annotate(n=Count("pk"), value=Sum("original_value", default=0))
    kept = Summary.objects.exclude(n=0).values_list("town_code", "category", "state", "n", "value")
    assert set(kept) == set(true)


def test_the_database_holds_what_the_checks_ask(here):
    """Also where the checks were forgotten: a row that lies is refused."""
    asset = here.asset()
    lies = [
        "original_value = -1",
        "subtype = 'J04'",
        "town_id = 410822101",
        "formed_year = 2015",
        "number = 'x'",
    ]
    for lie in lies:
        with pytest.raises(Exception, match="violates check constraint"), transaction.atomic():
            with (
                actions.act("tests.lie", "造假", by=None, county=here.code) as entry,
                connection.cursor() as cursor,
            ):
                entry.about(asset)
                cursor.execute(f"UPDATE assets_asset SET {lie} WHERE id = %s", [asset.pk])


def test_the_record_of_its_tracing_opens_the_way(here):
    old = here.asset_in("verified", formed_year=2014, scope=Scope.BEFORE_2016, tracing="村委会会议记录")
    traced(here, old)
    old = actions.enter_ledger(old, by=here.county_head)
    assert old.number == "410821100201G20140001"
