"""Lists taken out as files: who gets them, how long, what is written of it, and that nothing in them runs."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from journal import actions as people
from journal import jobs
from journal.exports.cells import defused, number_of, text_of
from journal.models import Entry, Export, Job
from journal.tasks import expire_imports
from tenancy.models import Appointment
from tenancy.scope import SYSTEM, scope
from tests.journal.exporting import again, asked, content, is_there, taken_out
from tests.journal.importing import text, work


def sheet(row):
    """The rows of the workbook as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content(row)))
    return list(book.active.iter_rows())


def column(rows, label):
    """The cells below a header."""
    at = [cell.value for cell in rows[0]].index(label)
    return [row[at] for row in rows[1:]]


def fetched(client, row):
    return client.get(reverse("exports:file", args=[row.pk]))


def test_a_clerk_asks_on_the_page_and_fetches_the_file(here, client):
    here.asset(name="韩庄大棚")
    client.as_(here.county_clerk)
    page = reverse("exports:new", query={"resource": "assets", "q": "大棚"})
    assert "查找：大棚" in text(client.get(page))

    answer = client.post(page, {"layout": "view", "format": "xlsx"})
    work(here)
    row = Export.objects.get()
    assert answer["Location"] == reverse("exports:detail", args=[row.pk])
    assert "共 1 行" in text(client.get(answer["Location"]))
    found = fetched(client, row)
    assert (
        found["Content-Disposition"].startswith("attachment") and found["X-Content-Type-Options"] == "nosniff"
    )
    assert found.getvalue() == content(row)
    assert row.name in text(client.get(reverse("exports:list")))


def test_the_file_holds_what_the_list_lets_pass(here):
    for name in ("大棚一", "大棚二", "水渠"):
        here.asset(name=name)
    rows = sheet(taken_out(here, query="q=大棚&sort=-name", layout="view"))
    assert [cell.value for cell in column(rows, "资产名称")] == ["大棚二", "大棚一"]


@pytest.mark.parametrize(
    "who", ["village_clerk", "other_town_reviewer", "department_reviewer", "county_head"]
)
def test_nobody_takes_out_more_than_they_see(here, client, who):
    here.asset(name="东关村的路")
    here.asset(
        name="韩庄村的路",
        by=here.county_clerk,
        unit=here.office,
        village_id=here.villages[3],
        town_id=here.towns[1],
        implementing_dept=here.other_department,
    )
    seen = text(client.as_(getattr(here, who)).get(reverse("assets:list")))
    names = {cell.value for cell in column(sheet(taken_out(here, who)), "资产名称")}
    assert (
        names == {name for name in ("东关村的路", "韩庄村的路") if name in seen} != set()
        or who == "other_town_reviewer"
    )


def test_another_county_is_in_no_file(here, there):
    here.asset(name="这里的路")
    there.asset(name="那里的路")
    rows = sheet(taken_out(here))
    assert [cell.value for cell in column(rows, "资产名称")] == ["这里的路"]


@pytest.mark.parametrize("who", ["reader", "auditor"])
def test_the_city_takes_out_all_its_counties(here, there, city, who):
    here.asset(name="这里的路")
    there.asset(name="那里的路")
    rows = sheet(taken_out(city, who, layout="view"))
    told = zip(column(rows, "县区"), column(rows, "资产名称"), strict=True)
    assert [(home.value, name.value) for home, name in told] == [
        ("修武县", "这里的路"),
        ("博爱县", "那里的路"),
    ]


def test_another_persons_file_is_not_there(here, there, client):
    row = taken_out(here)
    for person in (here.county_head, there.county_clerk, here.admin):
        client.as_(person)
        assert fetched(client, row).status_code == 404
        assert client.get(reverse("exports:detail", args=[row.pk])).status_code == 404


def test_whoever_lost_the_post_gets_neither_file_nor_rows(here, client):
    row, waiting = taken_out(here), asked(here)
    with here.scope():
        people.appoint(
            here.county_clerk, unit=here.town, role="town_clerk", from_on=timezone.localdate(), by=here.admin
        )
        people.end_post(
            Appointment.objects.get(user=here.county_clerk, unit=here.office), by=here.admin, reason="调离"
        )
    answer = fetched(client.as_(here.county_clerk), row)
    assert answer.status_code == 403 and "岗位已经结束" in text(answer)

    work(here)
    waiting = again(waiting)
    assert waiting.document is None and waiting.job.state == Job.State.FAILED
    assert "岗位已经结束" in waiting.job.message and not is_there(waiting)


def test_after_a_day_the_file_is_gone_and_the_page_says_so(here, client):
    row = taken_out(here)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.as_(here.county_clerk).get(reverse("exports:file", args=[row.pk]), follow=True)
    assert "已过期" in text(answer) and is_there(row)

    expire_imports()
    assert not is_there(row)
    assert fetched(client, row).status_code == 302


def test_it_is_an_act_in_the_journal_with_its_rows(here, client):
    here.asset()
    row = taken_out(here, query="category=public")
    entry = Entry.objects.get(act="exports.make")
    assert (entry.by_id, entry.subject_name, entry.seen) == (
        here.county_clerk.pk,
        row.name,
        row.document.sha256,
    )
    assert entry.reason == "全部字段；1 行；筛选：类型" and entry.changes.count() == 0
    page = text(client.as_(here.county_head).get(reverse("journal:entries")))
    assert "导出资产台账" in page and "1 行" in page


def test_the_journal_keeps_which_filters_were_used_and_nothing_of_what_was_searched_for(here):
    here.asset(name="张三家道路")
    row = taken_out(here, query="q=张三&category=public&year_from=2018")
    entry = Entry.objects.get(act="exports.make")
    assert entry.reason == "全部字段；1 行；筛选：类型、形成年度自；按关键词查找"
    assert "查找：张三" in row.told and "公益性资产" in row.told
    assert "张三" not in f"{entry.reason}{entry.subject_name}{row.name}{row.filters}"


@pytest.mark.parametrize("resource", ["projects", "subsidies"])
def test_the_same_holds_for_every_list(here, resource):
    row = taken_out(here, resource=resource, query="q=张三&year=2019")
    assert Entry.objects.get(act="exports.make").reason.endswith("；按关键词查找")
    assert "张三" in row.told and "张三" not in Entry.objects.get(act="exports.make").reason


def test_with_the_file_go_the_words_it_was_asked_for_with(here, client):
    row = taken_out(here, query="q=张三&category=public")
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_imports()
    row = again(row)
    assert (row.query, row.told) == ("", "筛选：类型；按关键词查找")
    shown = text(client.as_(here.county_clerk).get(reverse("exports:detail", args=[row.pk])))
    assert "张三" not in shown and f'href="{reverse("assets:list")}"' in shown


def test_a_job_that_runs_twice_makes_one_file_and_one_entry(here):
    row = taken_out(here)
    Job.objects.update(state=Job.State.QUEUED, finished_at=None)
    jobs.run(here.code, row.job_id)
    assert Entry.objects.filter(act="exports.make").count() == 1 and again(row).document_id == row.document_id


def test_no_text_of_a_workbook_is_a_formula_and_no_code_a_number(here):
    name = '=HYPERLINK("http://x","路")'
    here.asset(name=name, holder="410821199001011234", address="+1", spec="a\x0bb")
    rows = sheet(taken_out(here))
    (named,), (holder,), (spec,) = (
        column(rows, label) for label in ("资产名称", "产权归属", "建设内容及规模")
    )
    assert (named.value, named.data_type, named.number_format) == (name, "s", "@")
    assert (holder.value, holder.data_type) == ("410821199001011234", "s")
    assert spec.value == "ab"
    assert column(rows, "区划代码")[0].value == str(here.villages[0])
    assert column(rows, "原值（元）")[0].value == 860_000


@pytest.mark.parametrize(("fmt", "encoding"), [("csv", "utf-8-sig"), ("csv_gb", "gb18030")])
def test_a_csv_runs_nothing_either(here, fmt, encoding):
    here.asset(name="=1+1", holder="-2", remark='引号"，😀')
    raw = content(taken_out(here, fmt=fmt))
    assert raw.startswith(b"\xef\xbb\xbf") == (fmt == "csv")
    (row,) = csv.DictReader(io.StringIO(raw.decode(encoding), newline=""))
    assert (row["资产名称"], row["产权归属"], row["备注"]) == ("'=1+1", "'-2", '引号"，😀')
    assert row["原值（元）"] == "860000.00"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1", "'=1", "'''-1"])
def test_what_would_run_is_guarded_by_one_more_apostrophe(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "'quoted'", "a=b", "", "12"])
def test_what_would_not_run_is_left_alone(text):
    assert defused(text) == text


def test_what_no_file_can_hold_is_left_out():
    assert text_of("a\x00b\x1fc\ud800d\r\ne\rf￾") == "abcd\ne\nf"


@pytest.mark.parametrize(
    ("value", "written"), [(10**14, "100000000000000"), (10**15, None), (0, "0"), (2019, "2019")]
)
def test_a_number_is_written_as_such_while_it_keeps_its_digits(value, written):
    assert number_of(value) == written


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"layout": "all", "format": "xls"}, "xls"),
        ({"layout": "", "format": "xlsx"}, "必填"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence(here, client, data, sentence):
    answer = client.as_(here.county_clerk).post(reverse("exports:new"), data)
    assert answer.status_code == 422 and sentence in text(answer) and not Export.objects.exists()


def test_an_unknown_list_is_not_there(here, client):
    client.as_(here.county_clerk)
    assert client.get(reverse("exports:new", query={"resource": "people"})).status_code == 404
    assert client.as_(here.admin).get(reverse("exports:new", query={"resource": "assets"})).status_code == 403


def test_a_file_that_is_not_ready_is_waited_for(here, client):
    row = asked(here)
    answer = client.as_(here.county_clerk).get(reverse("exports:file", args=[row.pk]), follow=True)
    assert "还在生成" in text(answer)
    bar = client.get(reverse("exports:detail", args=[row.pk]), headers={"HX-Request": "true"})
    assert "hx-get" in text(bar) and "<html" not in text(bar)


def test_projects_are_taken_out_with_their_money(here):
    row = taken_out(here, resource="projects")
    with scope(SYSTEM):
        assert again(row).rows == 0
    assert [cell.value for cell in sheet(row)[0]][:3] == ["项目编号", "项目名称", "资金年度"]
