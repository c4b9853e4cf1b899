"""Households and subsidies: registered, amended with a reason, withdrawn; and whose names nobody else reads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets import registers
from assets.actions import Stale
from assets.choices import ExcludedKind
from assets.models import Household, HouseholdGrant, Subsidy
from journal.acts import act
from journal.models import Change, Entry
from journal.transitions import Refused
from tenancy import persons
from tests.assets.registering import NAME, household, subsidy

NUMBER = "410821199001011234"  # the shape of an identity number; no such person
WRITTEN_AS = [
    NUMBER,
    "41082119900101123X",
    "４１０８２１１９９００１０１１２３４",
    "410821 19900101 1234",
    f"户主{NUMBER}号",
]
HARMLESS = ["2019年6月", "410821100201", "410821100201000123", "项目2019060120190601", "13800138000"]


def thing(home):
    return home.grants.get()


def test_a_household_enters_with_what_it_got_in_one_act(here):
    home = household(here)
    entry = Entry.objects.about(home).get()
    assert (thing(home).name, thing(home).unit) == ("母牛", here.village)
    assert Change.objects.filter(entry=entry).count() == 2


def test_another_thing_is_added_to_a_household(here):
    home = household(here)
    registers.add_grant(home, by=here.village_clerk, name="农用三轮车", subtype="D02", amount=3000, year=2020)
    assert home.grants.count() == 2 and Entry.objects.about(home).count() == 2


@pytest.mark.parametrize(
    "who", ["town_reviewer", "county_head", "discipline", "auditor", "other_village_clerk"]
)
def test_whoever_does_not_keep_the_register_here_is_refused(here, who):
    with pytest.raises(PermissionDenied):
        household(here, by=who)


@pytest.mark.parametrize("who", ["village_clerk", "town_clerk", "county_clerk"])
def test_village_township_and_county_keep_the_register(here, who):
    assert household(here, by=who).pk


@pytest.mark.parametrize("text", WRITTEN_AS)
def test_an_identity_number_is_recognised(text):
    assert persons.has_id_number(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_left_alone(text):
    assert not persons.has_id_number(text)


@pytest.mark.parametrize("field", ["householder", "code", "remark"])
def test_no_text_of_a_household_takes_an_identity_number(here, field):
    with pytest.raises(Refused) as refused:
        household(here, **{field: NUMBER})
    assert refused.value.message_dict == {field: [persons.REFUSAL]}
    assert not Household.objects.exists()


@pytest.mark.parametrize("field", ["name", "place", "fund_text", "beneficiaries", "result_note", "remark"])
def test_no_text_of_a_subsidy_takes_an_identity_number(here, field):
    with pytest.raises(Refused) as refused:
        subsidy(here, **{field: f"试二，{NUMBER}"})
    assert refused.value.message_dict == {field: [persons.REFUSAL]}


@pytest.mark.parametrize(
    ("make", "field"), [(household, "householder"), (household, "remark"), (subsidy, "beneficiaries")]
)
def test_the_database_takes_none_either(here, make, field):
    row = make(here)
    with pytest.raises(IntegrityError, match="no_id_number"), transaction.atomic():
        with act("tests.probe", "试", by=None, county=here.code) as entry:
            entry.about(row)
            type(row).objects.filter(pk=row.pk).update(**{field: NUMBER})


@pytest.mark.parametrize(
    ("grant", "field", "sentence"),
    [
        ({"amount": -1}, "amount", "不能为负数"),
        ({"subtype": "G01"}, "subtype", "不是有效选项"),
        ({"result": "unmet"}, "result_note", "写明差距和原因"),
        ({"quantity": 2}, "measure", "须选计量单位"),
        ({"measure": "head"}, "quantity", "须填写数量"),
        (
            {"granted_on": date(2019, 6, 1), "presence_on": date(2019, 5, 31)},
            "presence_on",
            "不能早于发放日期",
        ),
        ({"presence_on": timezone.localdate() + timedelta(days=1)}, "presence_on", "不能晚于今天"),
        ({"year": 2100}, "year", "不能晚于"),
        ({"granted_on": timezone.localdate() + timedelta(days=1)}, "granted_on", "不能晚于今天"),
        ({"persons": 99}, "persons", "请核对"),
    ],
)
def test_what_cannot_be_is_refused_by_field(here, grant, field, sentence):
    with pytest.raises(Refused) as refused:
        household(here, grant=grant)
    assert sentence in str(refused.value.message_dict[field])


def test_a_household_lives_within_the_reach_of_its_unit(here, there):
    for village in (here.villages[1], there.villages[0]):
        with pytest.raises(Refused, match=r"不在.*范围内|不属于本县"):
            household(here, town_id=village // 1000, village_id=village)


def test_a_code_is_given_to_one_household_only(here):
    household(here, code="0815")
    with pytest.raises(Refused, match="此户编号已登记"):
        household(here, code="0815", at=1, by="town_clerk")


def test_a_result_is_amended_with_a_reason(here):
    row = thing(household(here))
    told = {"by": here.town_clerk, "version": 1}
    with pytest.raises(Refused, match="须写明理由"):
        registers.amend_grant(row, **told, reason=" ", result="met")
    registers.amend_grant(row, **told, reason="年度绩效评价", result="met", result_note="年增收 3000 元")
    row.refresh_from_db()
    assert (row.result, row.version) == ("met", 2)


def test_nothing_is_overwritten_unseen(here):
    row = subsidy(here)
    registers.amend_subsidy(row, by=here.town_clerk, version=1, reason="核对", households=44)
    with pytest.raises(Stale):
        registers.amend_subsidy(row, by=here.county_clerk, version=1, reason="核对", households=45)


def test_a_reason_takes_no_identity_number(here):
    with pytest.raises(Refused) as refused:
        registers.withdraw_subsidy(subsidy(here), by=here.town_clerk, reason=f"{NUMBER}重复")
    assert refused.value.message_dict == {"reason": [persons.REFUSAL]}


def test_a_household_that_moves_takes_its_lines_along(here):
    home = household(here)
    registers.amend_household(
        home,
        by=here.county_clerk,
        version=1,
        reason="登记错村",
        unit=here.other_village,
        village_id=here.villages[1],
    )
    assert thing(home).unit == here.other_village


def test_a_household_is_not_handed_beyond_ones_reach(here):
    home = household(here)
    with pytest.raises(PermissionDenied):
        registers.amend_household(
            home, by=here.village_clerk, version=1, reason="错", unit=here.other_village
        )


def test_what_is_withdrawn_stays_and_changes_no_more(here):
    row = thing(household(here))
    registers.withdraw_grant(row, by=here.village_clerk, reason="重复登记")
    row.refresh_from_db()
    assert (row.withdrawn_reason, HouseholdGrant.objects.count()) == ("重复登记", 1)
    with pytest.raises(Refused, match="已经作废"):
        registers.amend_grant(row, by=here.village_clerk, version=2, reason="恢复", amount=Decimal(1))
    with pytest.raises(Refused, match="已经作废"):
        registers.withdraw_grant(row, by=here.village_clerk, reason="再次")


def test_the_journal_names_places_and_numbers_but_nobody(here):
    home = household(here)
    registers.amend_grant(thing(home), by=here.town_clerk, version=1, reason="评价", result="met")
    names = [entry.subject_name for entry in Entry.objects.about(home)]
    assert names == [f"城关镇东关村 到户登记第 {home.pk} 号"] * 2
    assert NAME not in str(home) + str(thing(home)) + "".join(map(str, Entry.objects.about(home)))


def test_every_kind_of_money_that_is_no_asset_has_its_place_in_the_register():
    assert {kind.value for kind in ExcludedKind} < set(Subsidy.Kind.values)
