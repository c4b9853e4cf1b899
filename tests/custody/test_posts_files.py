"""二（五）Posts, and the months worked in them, brought in from workbooks; what was taken out comes in unchanged."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from custody.models import WelfarePost, WorkedMonth
from custody.posts import months, rules
from journal.imports.blank import blank
from journal.imports.resources import REGISTRY
from journal.models import Entry, ImportRow
from tests.assets.registering import checked, written
from tests.assets.test_registers_export import as_upload, taken_out
from tests.custody.posting import engagement_in, post
from tests.journal.importing import work
from tests.journal.workbooks import workbook

LAST = rules.first_of(rules.first_of(timezone.localdate()) - timedelta(days=1))
MINE = {"who": "town_clerk", "unit": "town"}
AT_LAST = MINE | {"t-month": f"{LAST:%Y-%m}"}  # as the title suggests
POST = "乡镇 村 岗位名称 岗位人数 补贴标准（元） 计发周期 发放单位 资金来源 设岗起始日期 设岗截止日期 备注".split()
MONTH = "聘用编号 村 岗位 姓名 出勤天数 补贴金额（元） 发放日期".split()


def line(heads, usual, told):
    return [(usual | told).get(head, "") for head in heads]


def post_line(here, **told):
    usual = {
        "村": "城关镇东关村",
        "岗位名称": "东关村护路员",
        "岗位人数": "2",
        "补贴标准（元）": "500",
        "计发周期": "按月",
        "发放单位": "村集体",
        "资金来源": "光伏收益",
        "设岗起始日期": "2020-07-01",
        "设岗截止日期": "2021-06-30",
    }
    return line(POST, usual, told)


def posts(*rows):
    return workbook(*rows, head=["序号", *POST], title="修武县公益岗位设置表", unit="单位：元")


def month_line(**told):
    usual = {"姓名": "秦试一", "出勤天数": "22", "补贴金额（元）": "500"}
    return line(MONTH, usual, told)


def sheet(*rows, month=LAST):
    title = f"城关镇{month:%Y年%m月}公益岗位补贴发放表"
    return workbook(*rows, head=["序号", *MONTH], title=title, unit="单位：元")


def told(batch, level="bad"):
    rows = ImportRow.objects.filter(batch=batch)
    return [fault["text"] for row in rows for fault in row.faults if fault["level"] == level]


def actions(batch):
    return list(batch.rows.order_by("number").values_list("action", flat=True))


def test_a_township_brings_in_posts_and_takes_them_back(here, client):
    batch = written(client, here, "welfare_posts", posts(post_line(here)), **MINE)
    made = WelfarePost.objects.get()
    assert (made.village_id, made.kind, made.places, made.pay) == (here.villages[0], "road", 2, 500)
    assert (made.per, made.payer, made.funds) == ("month", "village", "solar")
    page = client.get(f"{reverse('posts:list')}?batch={batch.pk}")
    assert "东关村护路员" in page.content.decode()
    again = checked(client, here, "welfare_posts", posts(post_line(here, 备注="再报")), **MINE)
    assert actions(again) == ["duplicate"]  # asked, and left out as proposed
    client.post(reverse("imports:undo", args=[batch.pk]), {"reason": "报错了表"})
    work(here)
    assert not WelfarePost.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"村": "邻县某村"}, "没有对应到村"),
        ({"设岗截止日期": "2020-06-30"}, "设岗截止日期不能早于起始日期"),
        ({"岗位人数": "0"}, "岗位人数至少 1 人"),
        ({"发放单位": ""}, "没有填发放方"),
        ({"备注": "410821199003071238"}, "身份证号码"),
    ],
)
def test_what_no_post_can_be_is_told_at_its_cell(here, client, changed, sentence):
    batch = checked(client, here, "welfare_posts", posts(post_line(here, **changed)), **MINE)
    assert any(sentence in text for text in told(batch)), told(batch)


def test_posts_taken_out_come_in_again_and_change_what_is_not_agreed_yet(here, client):
    row = engagement_in(here, "serving").post
    post(here, name="东关村保洁员", kind="cleaning", duties="每日清扫", per="year", pay=Decimal("3000.05"))
    file = taken_out(here, "welfare_posts", who="town_clerk")
    batch = checked(client, here, "welfare_posts", as_upload(file), **MINE)
    assert (told(batch), told(batch, "odd"), set(actions(batch))) == ([], [], {"same"})

    book = load_workbook(BytesIO(as_upload(file).read()))
    page = book.worksheets[0]
    heads = {
        cell.value: cell.column for cell in next(r for r in page.iter_rows() if r[0].value == "系统编号")
    }
    at = next(r[0].row for r in page.iter_rows() if str(r[0].value) == str(row.pk))
    page.cell(at, heads["补贴标准（元）"], "600")
    changed = BytesIO()
    book.save(changed)
    upload = as_upload(file)
    upload.file = changed
    changed.seek(0)
    written(client, here, "welfare_posts", upload, **MINE)
    row.refresh_from_db()
    assert row.pay == 600
    page.cell(at, heads["设岗截止日期"], f"{timezone.localdate():%Y-%m-%d}")
    changed = BytesIO()
    book.save(changed)
    changed.seek(0)
    upload.file = changed
    assert any(
        "须包含已签订的聘用协议" in text
        for text in told(checked(client, here, "welfare_posts", upload, **MINE))
    )


def test_a_month_comes_in_once_and_what_is_paid_stays(here, client):
    row = engagement_in(here, "serving")
    batch = written(client, here, "worked_months", sheet(month_line(村="东关村", 岗位="护路")), **AT_LAST)
    assert batch.mapping["suggested"] == {"month": f"{LAST:%Y-%m}"}
    kept = WorkedMonth.objects.get()
    assert (kept.engagement_id, kept.month, kept.days, kept.amount) == (row.pk, LAST, 22, 500)
    assert "秦试一" not in "".join(Entry.objects.values_list("subject_name", flat=True))
    shown = client.get(REGISTRY["worked_months"].rows_url(batch))
    assert "秦试一" in shown.content.decode()

    paid = {"补贴金额（元）": "480", "发放日期": f"{timezone.localdate():%Y-%m-%d}"}
    twice = checked(client, here, "worked_months", sheet(month_line(**paid), month_line()), **AT_LAST)
    assert told(twice) == ["与第 4 行是同一人的同一个月，请只留一行。"]
    batch = written(client, here, "worked_months", sheet(month_line(**paid)), **AT_LAST)
    assert actions(batch) == ["update"] and any("低于按补贴标准" in text for text in told(batch, "odd"))
    batch = checked(
        client, here, "worked_months", sheet(month_line(**paid | {"补贴金额（元）": "500"})), **AT_LAST
    )
    assert any("不能重复发放" in text for text in told(batch))

    file = taken_out(here, "worked_months", query=f"month={LAST:%Y-%m}")
    batch = checked(client, here, "worked_months", as_upload(file), **MINE)
    assert (told(batch), told(batch, "odd"), actions(batch)) == ([], [], ["same"])


def test_what_no_month_can_be_is_told_at_its_cell(here, client):
    row = engagement_in(here, "serving")
    file = sheet(
        month_line(姓名="无此人"),
        month_line(岗位="保洁"),
        month_line(聘用编号="999999"),
        month_line(聘用编号=str(row.pk), 姓名="别人"),
        month_line(出勤天数="32"),
        month_line(出勤天数=""),
        month_line(**{"补贴金额（元）": "600"}),
        month_line(发放日期="2019-01-01"),
    )
    batch = checked(client, here, "worked_months", file, **AT_LAST)
    for sentence in (
        "没有这个姓名的",
        "不是您范围内",
        "姓名与填写的不一致",
        "应在 0 至 31",
        "没有填出勤天数",
    ):
        assert any(sentence in text for text in told(batch)), (sentence, told(batch))
    assert any("须在出工之后发放" in text for text in told(batch))
    assert any("高于按补贴标准算得的 500.00 元" in text for text in told(batch, "odd"))
    first = rules.first_of(row.from_on - timedelta(days=40))
    early = MINE | {"t-month": f"{first:%Y-%m}"}
    batch = checked(client, here, "worked_months", sheet(month_line(), month=first), **early)
    assert any("不在协议期" in text for text in told(batch))
    twice = checked(
        client, here, "worked_months", sheet(month_line(), month_line(聘用编号=str(row.pk))), **AT_LAST
    )
    assert any("第 4 行是同一人的同一个月" in text for text in told(twice))


def test_the_blank_workbook_asks_for_yuan_and_offers_the_townships(here):
    with here.scope():
        book = load_workbook(BytesIO(blank(REGISTRY["welfare_posts"], here.code)))
    page = book["公益岗位"]
    assert "*补贴标准（元）" in [cell.value for cell in page[1]]
    assert "城关镇" in [cell.value for line in book["选项"].iter_rows() for cell in line]
    assert len(page.data_validations.dataValidation) >= 6


def test_another_countys_people_are_unknown(here, there, client):
    row = engagement_in(there, "serving", name="邻县某人")
    batch = checked(
        client, here, "worked_months", sheet(month_line(聘用编号=str(row.pk), 姓名="邻县某人")), **AT_LAST
    )
    assert any("不是您范围内" in text for text in told(batch))
    with here.scope():
        assert not months.working_in(LAST, type(row).objects.all()).exists()
