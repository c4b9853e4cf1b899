"""导入 through the pages: upload, columns, check, confirm, result."""

from django.core.files import storage
from django.urls import reverse

from assets.models import Asset, FundingLine
from journal.models import Entry, ImportBatch, ImportRow
from tests.journal.importing import checked, confirm, newest, page, take_columns, text, upload, work, written
from tests.journal.workbooks import HEAD, road, workbook

WRONG = road(项目名称="机井", 资金年度="0")


def test_a_workbook_becomes_drafts(here, client):
    batch = checked(client, here, workbook(road(), road(项目名称="机井", 资产小类="供水饮水")))
    confirm(client, batch)
    work(here)

    shown = page(client, batch, "result")
    made = Asset.objects.filter(batch_id=batch.pk).select_related("project", "unit").order_by("pk")
    assert f"?batch={batch.pk}" in shown and "已写入" in shown
    assert [(a.name, a.state, a.unit, a.original_value) for a in made] == [
        ("通村道路", "draft", here.village, 486000),
        ("机井", "draft", here.village, 486000),
    ]
    assert {a.project.budget for a in made} == {486000}
    assert FundingLine.objects.filter(project__batch_id=batch.pk).count() == 2


def test_the_entry_tells_of_every_row(here, client):
    batch = checked(client, here, workbook(road()))
    confirm(client, batch, reason="二十日前补录")
    work(here)

    entry = Entry.objects.get(act="assets.import")
    tables = sorted(entry.changes.values_list("table", flat=True))
    assert (entry.subject_id, entry.by, entry.reason) == (batch.pk, here.county_clerk, "二十日前补录")
    assert tables == ["assets_asset", "assets_fundingline", "assets_project"]


def test_the_list_shows_exactly_the_rows_of_the_batch(here, client):
    here.asset(name="原有道路")
    batch = written(client, here, workbook(road()))

    shown = text(client.get(reverse("assets:list"), {"batch": batch.pk}))
    assert "通村道路" in shown and "原有道路" not in shown


def test_each_figure_of_the_result_opens_exactly_its_rows(here, client):
    kept, changed = here.asset(name="不变的"), here.asset(name="要改的", spec="旧")
    rows = [
        road(项目名称="新路"),
        road(项目名称="小额信贷贴息"),
        ["不变的", *[""] * 6, kept.pk],
        ["要改的", "", "新", *[""] * 4, changed.pk],
    ]
    batch = written(client, here, workbook(*rows, head=[*HEAD, "系统编号"]))
    stats = client.get(reverse("imports:result", args=[batch.pk])).context["stats"]
    opened = {stat["label"]: stat["url"] and text(client.get(stat["url"])) for stat in stats}
    names = ["新路", "小额信贷贴息", "不变的", "要改的"]
    shown = {label: [name for name in names if f">{name}<" in page] for label, page in opened.items()}
    assert shown == {
        "新增": ["新路"],
        "更新": ["要改的"],
        "另行登记": ["小额信贷贴息"],
        "写入": [],
        "无变化": [],
    }


def test_columns_are_recognised_and_shown_with_samples(here, client):
    upload(client.as_(here.county_clerk), here, workbook(road()))

    shown = page(client, newest(), "columns")
    assert [column["key"] for column in newest().columns][:4] == ["", "name", "place", "spec"]
    assert "城关镇东关村" in shown and "按列名识别" in shown


def test_a_column_may_be_left_out(here, client):
    batch = checked(client, here, workbook(road()), c3="")
    confirm(client, batch)
    work(here)

    assert Asset.objects.get(batch_id=batch.pk).spec == ""


def test_two_columns_for_one_field_are_refused(here, client):
    upload(client.as_(here.county_clerk), here, workbook(road()))
    answer = take_columns(client, newest(), c2="name")

    assert answer.status_code == 422 and "一个字段只能对应一列" in text(answer)
    assert newest().state == ImportBatch.State.UPLOADED


def test_a_table_without_a_name_column_asks_for_it(here, client):
    head = ["编码", *HEAD[1:]]
    head[1] = "内容"
    upload(client.as_(here.county_clerk), here, workbook(road(), head=head))
    answer = take_columns(client, newest())

    assert answer.status_code == 422 and "没有对应到“资产名称”的列" in text(answer)


def test_money_without_a_unit_is_asked_for(here, client):
    head = [name.replace("（万元）", "") for name in HEAD]
    upload(client.as_(here.county_clerk), here, workbook(road(), head=head, unit=""))
    answer = take_columns(client, newest())

    assert answer.status_code == 422 and "没有写明单位，请选择元还是万元" in text(answer)


def test_the_unit_that_is_chosen_counts(here, client):
    head = [name.replace("（万元）", "") for name in HEAD]
    given = road(**{"资金规模（万元）": 48600.5})
    upload(client.as_(here.county_clerk), here, workbook(given, head=head, unit=""))
    take_columns(client, newest(), money_unit="元")
    work(here)

    assert newest().rows.get().values["asset"]["original_value"] == "48600.50"


def test_all_faults_stand_at_their_cells(here, client):
    checked(client, here, workbook(road(), WRONG))

    shown = page(client, newest(), show="all")
    assert "E5 “0”中没有四位年份" in shown
    assert "错误<b>1</b>" in shown and "新增<b>1</b>" in shown


def test_an_error_stands_beside_the_row_with_its_address_and_a_hint_only_at_its_cell(here, client):
    long = "水泥路面，" * 20
    one = road(资金年度="0", **{"资金规模（万元）": ""}, 资产小类="路", 建设内容及规模=long)
    batch = checked(client, here, workbook(one))

    (row,) = client.get(reverse("imports:check", args=[batch.pk])).context["rows"]
    told = [f["text"] for f in batch.rows.get().faults if f["level"] == "bad"]
    hints = [f["text"] for f in batch.rows.get().faults if f["level"] == "odd" and f["cell"]]
    assert [fault["text"] for fault in row["faults"] if fault["level"] == "bad"] == told
    assert hints and not any(hint in fault["text"] for hint in hints for fault in row["faults"])
    shown = page(client, batch)
    assert shown.count("E4 “0”") == 1 and long not in shown and long[:20] in shown
    assert all(f'odd-fault">{hint}' in shown for hint in hints)


def test_the_counters_filter(here, client):
    batch = checked(client, here, workbook(road(项目名称="好路"), WRONG))

    assert "机井" in page(client, batch, show="error") and "好路" not in page(client, batch, show="error")
    assert "好路" in page(client, batch, show="new") and "机井" not in page(client, batch, show="new")


def test_rows_are_turned_page_by_page(here, client):
    batch = checked(client, here, workbook(*[road(项目名称=f"道路{at}号") for at in range(120)]))

    first, last = page(client, batch), page(client, batch, after=103)
    back = page(client, batch, before=104)
    assert "道路0号" in first and "道路50号" not in first and "after=53" in first
    assert "道路119号" in last and "before=104" in last
    assert "道路99号" in back and "道路50号" in back and "道路49号" not in back


def test_wrong_rows_stay_out_only_knowingly(here, client):
    batch = checked(client, here, workbook(road(), WRONG))

    assert "请勾选“不导入这些行”" in text(confirm(client, batch))
    assert newest().state == ImportBatch.State.CHECKED
    confirm(client, batch, skip_wrong="on")
    work(here)
    assert newest().written == 1


def test_a_reason_is_asked_for(here, client):
    batch = checked(client, here, workbook(road()))
    answer = confirm(client, batch, reason="")

    assert answer.status_code == 422 and "请填写导入说明" in text(answer)


def test_nothing_is_written_where_every_row_is_wrong(here, client):
    batch = checked(client, here, workbook(WRONG))

    assert "没有要写入的行" in page(client, batch)
    assert "没有要写入的行" in text(confirm(client, batch, skip_wrong="on"))


def test_a_batch_given_up_leaves_neither_rows_nor_file(here, client, django_capture_on_commit_callbacks):
    batch = checked(client, here, workbook(road()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:abandon", args=[batch.pk]))

    assert newest().state == ImportBatch.State.EXPIRED and not ImportRow.objects.filter(batch=batch).exists()
    assert not storage.default_storage.exists(batch.document.key)
    assert client.get(reverse("imports:check", args=[batch.pk])).status_code == 302


def test_the_bar_leads_on_when_the_job_is_over(here, client):
    upload(client.as_(here.county_clerk), here, workbook(road()))
    take_columns(client, newest())
    progress = reverse("imports:progress", args=[newest().pk])

    assert 'hx-trigger="every 1s"' in text(client.get(progress))
    work(here)
    assert client.get(progress)["HX-Redirect"] == reverse("imports:check", args=[newest().pk])
