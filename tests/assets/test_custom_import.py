"""A county's own fields in a workbook: taken with new rows, compared with rows of the ledger, refused by cell."""

from django.urls import reverse

from assets.models import Asset
from journal.models import ImportRow
from tests.assets.custom_fields import KINDS, defined, one_of_each
from tests.journal.importing import checked, faults, newest, text, upload, work, written
from tests.journal.workbooks import workbook

HEAD = ["序号", "资产名称", "所在地", "形成年度", "原值（元）", "资金来源", "资产小类"]
ROW = ["环村路", "城关镇东关村", 2022, 100, "中央财政衔接资金", "道路交通"]
CELLS = {
    "text": "王师傅",
    "long": "一段",
    "integer": 3,
    "decimal": "12.5",
    "money": "1200元",
    "day": "2020-09-20",
    "yes_no": "否",
    "choice": "一般",
    "choices": "防盗、防汛",
}
KEPT = {kind: KINDS[kind][2] for kind in KINDS} | {"text": "王师傅", "long": "一段"}


def test_new_rows_bring_a_value_of_each_kind(here, client):
    fields = one_of_each(here)
    head = [*HEAD, *(f"报表{kind}字段" for kind in CELLS)]
    written(client, here, workbook([*ROW, *CELLS.values()], head=head))
    assert Asset.objects.get().custom == {fields[kind].key: KEPT[kind] for kind in CELLS}


def test_a_cell_that_cannot_be_is_told_at_the_cell_and_keeps_its_row_out(here, client):
    defined(here)
    rows = [[*ROW, "三人"], [*ROW, "2"]]
    batch = checked(client, here, workbook(*rows, head=[*HEAD, "报表管护人数"]))
    assert any("三人" in sentence for sentence in faults(batch)["H4"])
    assert (batch.wrong, batch.total) == (1, 2)


def update(here, client, asset, head, *cells):
    """A batch of one row that names an asset by its system number."""
    return checked(client, here, workbook([str(asset.pk), *cells], head=["序号", "系统编号", *head]))


def test_an_update_tells_each_value_old_and_new_and_leaves_the_rest(here, client):
    number, rent = defined(here), defined(here, "年租", "money")
    asset = here.asset(custom={number.key: 2, rent.key: "900.00"})
    batch = update(here, client, asset, ["资产名称", "报表管护人数"], asset.name, 5)
    row = batch.rows.get()
    assert row.action == ImportRow.Action.UPDATE
    assert [(d["label"], d["old"], d["new"]) for d in row.differences] == [("报表管护人数", "2", "5")]


def test_a_row_with_the_same_values_changes_nothing(here, client):
    fields = one_of_each(here)
    asset = here.asset(custom={fields[kind].key: KEPT[kind] for kind in CELLS})
    head = ["资产名称", *(f"报表{kind}字段" for kind in CELLS)]
    batch = update(here, client, asset, head, asset.name, *CELLS.values())
    row = batch.rows.get()
    assert (row.action, row.differences) == (ImportRow.Action.SAME, [])


def test_a_field_that_does_not_concern_the_asset_is_left_out_and_the_cell_says_so(here, client):
    defined(here, "并网户号", "text", applies_to=["J04"])
    station = [*ROW[:-1], "光伏扶贫电站", "0391-1"]
    file = workbook([*ROW, "0391-2"], ["电站", *station[1:]], head=[*HEAD, "报表并网户号"])
    batch = written(client, here, file)
    assert {asset.name: asset.custom for asset in Asset.objects.all()} == {
        "环村路": {},
        "电站": {"f1": "0391-1"},
    }
    assert "“并网户号”不适用于道路交通，此格不登记。" in faults(batch)["H4"]
    road = Asset.objects.get(name="环村路")
    again = update(here, client, road, ["资产名称", "报表并网户号"], road.name, "0391-3")
    assert again.rows.get().action == ImportRow.Action.SAME


def test_another_countys_reporting_name_is_no_column_here(here, there, client):
    defined(there, "外县字段")
    upload(client.as_(here.county_clerk), here, workbook([*ROW, 3], head=[*HEAD, "报表外县字段"]))
    work(here)
    batch = newest()
    assert batch.columns[7]["key"] == ""
    page = text(client.get(reverse("imports:columns", args=[batch.pk])))
    assert '<option value="f1"' not in page


def test_the_upload_page_explains_the_countys_own_columns(here, there, client):
    defined(here, help_text="按在岗人数填写")
    defined(there, "外县字段")
    page = text(client.as_(here.county_clerk).get(reverse("imports:upload")))
    assert "报表管护人数" in page and "按在岗人数填写" in page and "外县字段" not in page
