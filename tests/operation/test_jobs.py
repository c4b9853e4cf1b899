"""二（六）带动就业: who worked, of which household, against what was promised; names for those who may read them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from journal.models import Change, Entry
from journal.transitions import Refused
from operation import employing
from operation.models import LocalJob
from tests.assets.registering import household
from tests.operation.agreeing import drafted, signed
from tests.operation.employing import JOB, job

LIST = reverse("operation:jobs")


def test_work_is_entered_through_the_page_of_its_agreement(here, client):
    agreement, home = signed(here), household(here)
    address = reverse("operation:job_create", args=[agreement.pk])
    answer = client.as_(here.village_clerk).post(address, JOB | {"household": home.pk})
    (row,) = LocalJob.objects.all()
    assert answer.status_code == 302
    assert (row.unit, row.household, row.months, row.wages) == (here.village, home, 10, 24_000)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"months": 13}, "务工月数须在 1 至 12 之间"),
        ({"wages": -1}, "金额不能为负数"),
        ({"year": 2019}, "年度早于协议的起始年度 2020"),
        ({"year": 2024}, "年度晚于协议履行的最后年度 2023"),
        ({"worker": "钱小花13903910815"}, "手机号码"),
        ({"category": ""}, "请选择人员类别"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_is_written(here, client, told, sentence):
    address = reverse("operation:job_create", args=[signed(here).pk])
    answer = client.as_(here.village_clerk).post(address, JOB | told)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not LocalJob.objects.exists()


def test_nobody_has_worked_longer_than_this_year_has_gone(here):
    today = localdate()
    agreement = signed(
        here,
        first_due_on=today,
        from_on=today.replace(month=1, day=1),
        to_on=today + timedelta(days=400),
        total=None,
    )
    if today.month == 12:
        assert job(here, agreement, year=today.year, months=12).months == 12
        return
    with pytest.raises(Refused, match=f"务工月数不能超过 {today.month} 个月"):
        job(here, agreement, year=today.year, months=today.month + 1)


def test_under_what_is_not_signed_nobody_works(here, client):
    row = drafted(here)
    with here.scope(), pytest.raises(Refused, match="协议还没有签订（起草）"):
        employing.record(by=here.village_clerk, agreement=row, **JOB)
    address = reverse("operation:job_create", args=[row.pk])
    assert client.as_(here.village_clerk).get(address).status_code == 403


def test_a_household_of_another_village_is_none_of_its(here, client):
    agreement, far = signed(here), household(here, by="other_village_clerk", at=1)
    with here.scope(), pytest.raises(Refused, match="不在本协议资产所在的村"):
        employing.record(by=here.village_clerk, agreement=agreement, household=far, **JOB)
    form = client.as_(here.county_clerk).get(reverse("operation:job_create", args=[agreement.pk]))
    assert f'<option value="{far.pk}"' not in form.content.decode()


def test_nobody_works_twice_in_one_place_in_one_year(here):
    row = job(here)
    with pytest.raises(Refused, match="已经登记过"):
        job(here, row.agreement)
    with here.scope():
        employing.void(row, by=here.village_clerk, reason="月数填错")
    assert job(here, row.agreement, months=9).months == 9


def test_a_line_is_void_with_a_reason_and_once(here, client):
    row = job(here)
    address = reverse("operation:job_void", args=[row.pk])
    client.as_(here.village_clerk)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "月数填错"}).status_code == 302
    again = client.post(address, {"reason": "再次"})
    assert again.status_code == 422 and "已经作废" in again.content.decode()
    assert row.worker not in client.get(LIST).content.decode()
    assert row.worker in client.get(LIST, {"state": "void"}).content.decode()


def test_another_village_voids_nothing(here):
    row = job(here)
    with here.scope(), pytest.raises(PermissionDenied):
        employing.void(row, by=here.other_village_clerk, reason="月数填错")


def test_names_are_for_those_who_may_read_them(here, city, client):
    row = job(here)
    seen = client.as_(here.county_clerk)
    assert "钱小花" in seen.get(row.get_absolute_url()).content.decode()
    assert "钱小花" in seen.get(LIST, {"q": "钱小花"}).content.decode()
    client.as_(city.reader)
    for address in (row.get_absolute_url(), LIST):
        page = client.get(address).content.decode()
        assert "钱*花" in page and "钱小花" not in page
    assert "钱*花" not in client.get(LIST, {"q": "钱小花"}).content.decode()
    assert not Entry.objects.filter(subject_name__contains="钱小花").exists()
    assert Change.objects.filter(table="operation_localjob").count() == 1


def test_sums_by_category_count_a_person_once(here):
    row = job(here, months=6)
    job(here, row.agreement, work="质检员", months=4, wages=8_000)
    job(here, row.agreement, worker="李大山", category="local", months=12, wages=36_000)
    with here.scope():
        parts, whole = employing.by_category(LocalJob.objects.all())
        (year,) = employing.against_promise(row.agreement)
    assert (parts["registered"].persons, parts["registered"].months) == (1, 10)
    assert (whole.persons, whole.months, whole.wages) == (2, 22, 68_000)
    assert (year.year, year.whole) == (2021, whole)


def test_what_lacks_of_the_promise_is_told(here, client):
    agreement = signed(here, jobs_promised=3, wages_promised=60_000)
    job(here, agreement)
    address = reverse("operation:agreement_jobs", args=[agreement.pk])
    page = client.as_(here.village_clerk).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "少 2 人" in page and "少付 36,000.00 元" in page
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("query", ["town=410821100", "year=2021", "category=registered", "tied=0"])
def test_the_list_narrows(here, client, query):
    job(here)
    client.as_(here.county_clerk)
    assert "钱小花" in client.get(f"{LIST}?{query}").content.decode()
    other = query.replace("410821100", "410821101").replace("2021", "2020").replace("registered", "local")
    assert "钱小花" not in client.get(f"{LIST}?{other.replace('tied=0', 'tied=1')}").content.decode()


def test_another_county_finds_nothing(here, there, client):
    row = job(here)
    client.as_(there.village_clerk)
    addresses = [
        row.get_absolute_url(),
        reverse("operation:job_void", args=[row.pk]),
        reverse("operation:agreement_jobs", args=[row.agreement_id]),
        reverse("operation:job_create", args=[row.agreement_id]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
