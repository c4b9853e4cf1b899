"""Workbooks of households and of subsidies through the wizard: a declaration is all it needs."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assets import registers
from assets.models import Household, HouseholdGrant, Subsidy
from journal.models import Entry
from tests.assets.registering import NAME, checked, household, subsidy, written
from tests.journal.importing import faults, work
from tests.journal.workbooks import workbook

HOMES = [
    *("序号", "乡镇", "村", "户主", "户类型", "人口", "名称", "数量", "计量单位", "金额", "年度"),
    *("绩效结果", "目前状况"),
]
COW = ["城关镇", "东关村", NAME, "脱贫户", 4, "母牛", 2, "头", 0.5, 2019, "达到预期", "在养"]
SUMS = ["序号", "项目名称", "类别", "年份", "实施地点", "资金规模", "受益户数", "受益对象", "绩效结果"]
LOANS = ["小额信贷贴息", "金融扶贫贴息", 2019, "城关镇", 8.6, 43, "脱贫户 43 户", "达到预期"]


def cow(**given):
    """A sound row of the household table; `given` replaces cells by their column's name."""
    return [given.get(name, value) for name, value in zip(HOMES[1:], COW, strict=True)]


def loan(**given):
    """A sound row of the subsidy table."""
    return [given.get(name, value) for name, value in zip(SUMS[1:], LOANS, strict=True)]


def homes(*rows, head=HOMES):
    return workbook(*rows, head=head, title="修武县2019年到户项目发放表", name="到户.xlsx")


def sums(*rows):
    return workbook(*rows, head=SUMS, title="修武县2019年贴息表", name="贴息.xlsx")


def test_a_household_table_becomes_households_with_what_they_got(here, client):
    batch = written(client, here, "households", homes(cow(), cow(户主="试二", 村="刘庄村", 名称="三轮车")))

    first, second = HouseholdGrant.objects.filter(batch_id=batch.pk).order_by("pk")
    assert (batch.written, batch.wrong) == (2, 0)
    assert (first.household.householder, first.household.unit, first.amount) == (NAME, here.village, 5000)
    assert (first.subtype, first.result, first.presence, first.measure) == ("D01", "met", "kept", "head")
    assert (second.household.unit, second.subtype) == (here.other_village, "D02")


def test_two_things_of_one_household_are_of_one_household(here, client):
    written(client, here, "households", homes(cow(), cow(名称="饲料", 金额=0.1)))
    assert [home.grants.count() for home in Household.objects.all()] == [2]


def test_a_household_of_the_register_is_found_again(here, client):
    known = household(here, code="0815")
    head = [*HOMES, "户编号"]
    written(client, here, "households", homes([*cow(名称="三轮车"), "0815"], head=head))
    assert known.grants.count() == 2


def test_a_household_of_the_same_name_is_asked_about(here, client):
    known = household(here)
    batch = checked(client, here, "households", homes(cow(名称="三轮车")))
    (question,) = [
        fault for row in batch.rows.all() for fault in row.faults if fault.get("question") == "household"
    ]
    assert question["proposal"] == str(known.pk) and NAME not in question["text"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"村": "没有的村", "乡镇": ""}, "须写明户所在的村"),
        ({"村": "", "乡镇": "城关镇"}, "须写明户所在的村"),
        ({"户主": ""}, "户主姓名"),
        ({"金额": "-1"}, "金额"),
        ({"年度": 2100}, "2100"),
        ({"绩效结果": "未达到"}, "写明差距和原因"),
        ({"户主": "试一410821199001011234"}, "身份证号码"),
        ({"名称": "@SUM(A1)"}, "公式文字"),
    ],
)
def test_what_cannot_be_is_told_at_the_row(here, client, changed, sentence):
    batch = checked(client, here, "households", homes(cow(**changed)))
    assert batch.wrong == 1 and sentence in str(faults(batch))


def test_an_identity_number_in_a_column_that_is_not_taken_is_refused_too(here, client):
    batch = checked(
        client, here, "households", homes([*cow(), "410821199001011234"], head=[*HOMES, "证件号"])
    )
    assert batch.wrong == 1 and "请删去 N 列后重新上传" in str(faults(batch))


def test_a_township_imports_for_its_own_villages_only(here, client):
    file = homes(cow(), cow(乡镇="七贤镇", 村="韩庄村"))
    batch = checked(client, here, "households", file, who="town_clerk", unit="town")
    assert batch.wrong == 1 and "不在您的登记范围内" in str(faults(batch))


def test_what_the_register_has_already_is_proposed_to_be_left_out(here, client):
    household(here)
    batch = checked(client, here, "households", homes(cow()))
    assert batch.counts.get("duplicate") == 1


def test_a_subsidy_table_becomes_lines_of_the_register(here, client):
    batch = written(
        client, here, "subsidies", sums(loan(), loan(项目名称="雨露计划补助", 类别="", 实施地点="修武县"))
    )

    first, second = Subsidy.objects.filter(batch_id=batch.pk).order_by("pk")
    assert (first.amount, first.town_id, first.unit, first.households) == (
        86_000,
        here.towns[0],
        here.town,
        43,
    )
    assert (second.kind, second.town_id, second.unit) == ("tuition", None, here.office)


def test_the_entry_of_an_import_names_the_file_and_nobody(here, client):
    batch = written(client, here, "households", homes(cow()))
    entry = Entry.objects.get(pk=batch.entry_id)
    assert (entry.label, NAME in entry.subject_name) == ("导入到户登记", False)


@pytest.mark.parametrize("resource", ["households", "subsidies"])
def test_an_import_is_taken_back_without_a_trace_in_the_register(here, client, resource):
    file = homes(cow()) if resource == "households" else sums(loan())
    batch = written(client, here, resource, file)
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "传错文件"})
    work(here)
    assert (
        not Household.objects.exists()
        and not HouseholdGrant.objects.exists()
        and not Subsidy.objects.exists()
    )


def test_a_line_is_updated_by_its_number_field_by_field(here, client):
    grant = household(here).grants.get()
    head = ["序号", "系统编号", "户主", "名称", "金额（元）", "绩效结果", "家庭人口"]
    file = workbook([str(grant.pk), NAME, "母牛", 6000, "达到预期", 5], head=head, unit="", name="更新.xlsx")
    batch = written(client, here, "households", file)

    grant.refresh_from_db()
    assert (batch.counts.get("update"), grant.amount, grant.result) == (1, Decimal(6000), "met")
    assert (grant.household.population, grant.version, grant.household.version) == (5, 2, 2)


def test_a_number_of_another_county_or_of_nobody_is_one_and_the_same_sentence(here, there, client):
    home = household(there)
    with there.scope():
        foreign = home.grants.get()
    head = ["序号", "系统编号", "户主", "名称", "金额（元）"]
    rows = [[str(pk), NAME, "母牛", 1] for pk in (foreign.pk, 2**40)]
    batch = checked(client, here, "households", workbook(*rows, head=head, unit=""))
    told = {texts[0].replace(row[0], "") for texts, row in zip(faults(batch).values(), rows, strict=True)}
    assert batch.wrong == 2 and len(told) == 1


def test_a_withdrawn_or_moved_line_is_not_updated(here, client):
    row = subsidy(here)

    registers.withdraw_subsidy(row, by=here.town_clerk, reason="重复")
    head = ["序号", "系统编号", "名称", "金额（元）"]
    batch = checked(client, here, "subsidies", workbook([str(row.pk), "贴息", 1], head=head, unit=""))
    assert "已经作废" in str(faults(batch))


def test_a_household_of_another_unit_gets_nothing_by_a_townships_workbook(here, client):
    home = household(here, code="0815", by="county_clerk", at=3)
    row = cow(乡镇="七贤镇", 村="韩庄村", 户主=home.householder)
    file = homes([*row, "0815"], head=[*HOMES, "户编号"])
    batch = checked(client, here, "households", file, who="town_clerk", unit="town")
    assert "范围内" in str(faults(batch)) and batch.rows.filter(is_wrong=True).count() == 1


def test_a_known_household_does_not_move_by_a_workbook(here, client):
    grant = household(here).grants.get()
    head = ["序号", "系统编号", "乡镇", "村", "户主", "名称", "金额（元）"]
    row = [str(grant.pk), "城关镇", "刘庄村", NAME, "母牛", 5000]
    batch = checked(client, here, "households", workbook(row, head=head, unit=""))
    assert "不能用导入改所在村" in str(faults(batch))
