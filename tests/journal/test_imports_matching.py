"""Which column is which: right or asked, never wrong; remembered by the unit; and a person has the last word."""

import pytest
from django.urls import reverse

from assets.resources import AssetResource
from bench import finding
from journal.files.tables import find_table
from journal.imports.matching import Profile, describe
from journal.models import ColumnMemory, ImportBatch
from tests.journal.importing import newest, page, take_columns, text, upload, work
from tests.journal.test_files_tables import sheet
from tests.journal.workbooks import HEAD, road, workbook

State = ImportBatch.State
FIELDS = dict(AssetResource.fields)
KNOWN = {name for column in FIELDS.values() for name in column.names}


def described(*rows, memory=None, county=410821, **options):
    """The columns of a table of these rows, by name: {name: (key, how sure)}, or a list of them where names repeat."""
    table = find_table(sheet(*rows, **options), KNOWN)
    profile = Profile(len(table.columns))
    for _, texts, _ in table.rows():
        profile.look(texts)
    return describe(table, profile, FIELDS, memory or {}, county, {})


def told(columns):
    return [(column["key"], column["sure"]) for column in columns]


def test_nothing_is_wrong_in_what_governments_published():
    headers, columns, said = finding.found()

    assert (headers["wrong"], columns["wrong"], said) == (0, 0, [])
    assert (headers["right"], columns["right"]) == (22, 196)


# Column sets as offices print them (年度计划、资金分配表、实施计划、资产清理表), and what each column is.
LAYOUTS = [
    (
        "序号|项目名称|实施地点|实施期限|建设任务|资金规模(万元)|资金来源|实施单位|责任人|补助标准|绩效目标|带贫减贫机制",
        "1|果蔬种植|七贤镇韩庄村|2021.3-6|柿树10000棵|212.2|财政专项资金|七贤镇|张三|无|增收|务工",
        [
            "",
            "name",
            "place",
            "period",
            "spec",
            "original_value",
            "fund_text",
            "implementing",
            "",
            "",
            "",
            "linkage",
        ],
    ),
    (
        "序号|村名|项目名称|建设内容(新建/续建/维修)|资金金额",
        "1|苗儿村|水果基地|续建|20",
        ["", "village", "name", "spec", "original_value"],
    ),
    (
        "依据文件字号|序号|乡镇（街道）|项目村|项目名称|建设内容及规模",
        "豫财〔2020〕1号|1|七贤镇|韩庄村|道路|2公里",
        ["approval_number", "", "town", "village", "name", "spec"],
    ),
    (
        "省|市|县|乡镇|村|资产名称|建成年度|原值(万元)|监督电话",
        "河南省|焦作市|修武县|七贤镇|韩庄村|大棚|2019|48.6|12317",
        ["", "", "", "town", "village", "name", "formed_year", "original_value", ""],
    ),
]


@pytest.mark.parametrize(("head", "row", "keys"), LAYOUTS)
def test_the_column_sets_of_offices_are_known(head, row, keys):
    assert [column["key"] for column in described(head, row)] == keys


def test_a_group_of_money_gives_a_total_and_a_line_for_each_level():
    columns = described(
        "序号|项目名称|建设地点|资金来源（万元）||||年度",
        "|||合计|中央|省级|县级|",
        "1|道路|七贤镇韩庄村|60|30|20|10|2019",
        merged=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 7), (1, 8, 2, 8)],
    )
    assert told(columns[3:]) == [
        ("original_value", "sure"),
        ("fund_central", "sure"),
        ("fund_province", "sure"),
        ("fund_county", "sure"),
        ("formed_year", "sure"),
    ]


SHORT = ["资产名称", "乡镇", "村", *(f"资金来源/{name}（万元）" for name in ("省", "市", "县", "乡镇", "村"))]
LEVELS = ["name", "town", "village", "fund_province", "fund_city", "fund_county", "fund_town", "fund_own"]


def test_levels_that_a_csv_joins_in_one_cell_are_levels_with_their_unit():
    found = described("|".join(SHORT), "通村道路|城关镇|东关村|1|2|3|4|5")
    assert told(found) == [(key, "sure") for key in LEVELS]
    assert [column["unit"] for column in found] == [None] * 3 + ["万元"] * 5
    assert found[4]["name"] == "资金来源/市（万元）"


def test_short_names_below_a_group_of_money_are_levels_and_beside_it_places():
    head, below = "资产名称|资金来源（万元）||||乡镇|村", "|市|县|乡镇|村||"
    found = described(head, below, "通村道路|1|2|3|4|城关镇|东关村")
    keys = ["name", "fund_city", "fund_county", "fund_town", "fund_own", "town", "village"]
    assert told(found) == [(key, "sure") for key in keys]


def test_a_header_that_joins_its_levels_everywhere_is_found():
    found = described("资产情况/资产名称|资产情况/数量/座|资金/合计", "路|1|2")
    assert [column["key"] for column in found] == ["name", "quantity", "original_value"]


def test_a_line_of_units_below_the_header_belongs_to_it():
    table = find_table(sheet("序号|项目名称|资金规模|数量", "||万元|亩", "1|基地|10|30"), KNOWN)
    assert (table.columns, table.units[2]) == (["序号", "项目名称", "资金规模（万元）", "数量（亩）"], "万元")


def test_the_same_word_below_a_group_of_something_else_is_asked_about():
    columns = described("资产名称|收益情况|", "|金额|分配对象", "大棚|5|村集体", merged=[(1, 2, 1, 3)])
    assert (columns[1]["key"], columns[1]["sure"]) == ("original_value", "asked")
    assert columns[1]["why"] == "在“收益情况”列组之下，不一定是“原值”"


def test_two_amounts_are_asked_about_and_both_shown():
    columns = described("项目名称|资金规模（万元）|总投资（万元）", "道路|10|12")
    assert columns[1]["sure"] == "asked" and "总投资" in columns[1]["why"]


def test_columns_of_one_name_are_told_apart_and_asked_about():
    columns = described("项目名称|资金规模|资金规模|备注", "道路|10|12|x")
    assert [(c["cell"], c["sure"], c["is_twice"]) for c in columns[1:3]] == [
        ("B1", "asked", True),
        ("C1", "asked", True),
    ]


def test_what_a_cell_says_speaks_against_its_header():
    columns = described("项目名称|年度|备注", "道路|七贤镇|x", "桥|城关镇|y")
    assert (columns[1]["sure"], columns[1]["why"]) == ("asked", "内容与“形成年度”不符，像是“乡镇”")
    assert (columns[1]["key"], columns[1]["options"]) == ("town", ["town", "formed_year"])


def test_subtypes_below_the_name_of_the_types_are_proposed_as_subtypes():
    columns = described("项目名称|资产类型|备注", "道路|道路交通|x", "机井|农田水利|y")
    assert (columns[1]["key"], columns[1]["sure"]) == ("subtype", "asked")
    assert columns[1]["why"] == "内容与“资产类型”不符，像是“资产小类”"


def test_figures_below_a_name_of_words_are_proposed_as_nothing_else():
    columns = described("项目名称|资产类型|备注", "道路|2019|x", "机井|2020|y")
    assert (columns[1]["key"], columns[1]["why"]) == ("category", "内容与“资产类型”不符")


CONTENT = [
    (["410821101201", "410821101202"], "village_code"),
    (["七贤镇韩庄村", "七贤镇赤庄村"], "place"),
    (["韩庄村", "赤庄村"], "village"),
    (["七贤镇", "城关镇"], "town"),
    (["2019", "2020年"], "formed_year"),
    (["经营性资产", "公益性资产"], "category"),
    (["道路交通", "供水饮水"], "subtype"),
]


@pytest.mark.parametrize(("texts", "key"), CONTENT, ids=[key for _, key in CONTENT])
def test_a_column_with_an_unknown_name_is_proposed_by_what_stands_in_it(texts, key):
    columns = described("项目名称|栏目甲|备注", *[f"道路{at}|{text}|x" for at, text in enumerate(texts)])
    assert (columns[1]["key"], columns[1]["sure"], columns[1]["options"]) == (key, "asked", [key])


def test_codes_of_another_county_are_not_taken_for_ours():
    columns = described("项目名称|栏目甲|备注", "道路|410822101201|x", county=410821)
    assert told(columns)[1] == ("", "none")


def test_our_own_remarks_are_passed_over_and_our_own_export_is_read_by_its_labels():
    columns = described("系统编号|资产名称|资金规模|核对结果（再次导入时忽略）", "12|道路|486000|年度没有填")
    assert told(columns) == [
        ("system_number", "sure"),
        ("name", "sure"),
        ("budget", "sure"),
        ("", "sure"),
    ]


def test_what_was_chosen_before_wins():
    columns = described(
        "项目名称|栏目甲|资金来源", "道路|10|x", memory={"栏目甲": "original_value", "资金来源": ""}
    )
    assert [(c["key"], c["why"]) for c in columns[1:]] == [
        ("original_value", "按上次的对应"),
        ("", "按上次的对应"),
    ]


def unknown(*rows):
    """A workbook whose column of money has a name of the office's own."""
    return workbook(*rows, head=[*HEAD[:5], "下达数（万元）", *HEAD[6:]])


def test_a_unit_is_not_asked_twice(here, client):
    upload(client.as_(here.county_clerk), here, unknown(road()))
    take_columns(client, newest(), c5="original_value")
    upload(client, here, unknown(road()))

    assert newest().columns[5]["key"] == "original_value" and "按上次的对应" in page(
        client, newest(), "columns"
    )
    assert list(ColumnMemory.objects.values_list("header", "key")) == [("下达数（万元）", "original_value")]


def test_what_is_remembered_is_the_units_own(here, client):
    upload(client.as_(here.county_clerk), here, unknown(road()))
    take_columns(client, newest(), c5="original_value")
    upload(client.as_(here.town_clerk), here, unknown(road()), unit="town")

    assert newest().columns[5]["key"] == ""


def test_a_choice_can_be_changed_and_the_last_one_is_remembered(here, client):
    for key in ("original_value", ""):
        upload(client.as_(here.county_clerk), here, unknown(road()))
        take_columns(client, newest(), c5=key)

    assert ColumnMemory.objects.get().key == ""


def test_a_question_about_a_column_must_be_answered(here, client):
    head = [*HEAD[:5], "资金规模（万元）", "资金规模（万元）", HEAD[7]]
    upload(client.as_(here.county_clerk), here, workbook(road(资金来源="50"), head=head))
    batch = newest()
    assert "都叫“资金规模（万元）”" in page(client, batch, "columns")

    assert [batch.columns[at]["options"] for at in (5, 6)] == [["original_value", "budget"]] * 2
    answer = take_columns(client, batch, c5="original_value", c6="")
    assert answer.status_code == 422 and "不需要的，选“不导入”" in text(answer)
    take_columns(client, batch, c5="original_value", c6="-")
    assert newest().mapping["columns"][5:7] == ["original_value", ""]


def test_a_person_points_at_another_header(here, client):
    upload(
        client.as_(here.county_clerk),
        here,
        workbook(road(), head=["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"]),
    )
    batch = newest()
    assert batch.total == 0 and "没有找到表头" in page(client, batch, "columns")

    client.post(reverse("imports:point", args=[batch.pk]), {"sheet": batch.sheet, "first": 3})
    assert newest().state == State.READING
    work(here)
    batch = newest()
    assert (batch.state, batch.total, batch.columns[1]["name"]) == (State.UPLOADED, 1, "乙")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"first": 3, "last": 2}, "表头最多 4 行"),
        ({"last": 2}, "请填写表头从第几行开始"),
        ({"first": 3, "sheet": "没有的表"}, "没有这张工作表"),
    ],
)
def test_where_nothing_can_be_is_refused(here, client, told, sentence):
    upload(client.as_(here.county_clerk), here, workbook(road()))
    batch = newest()

    answer = client.post(
        reverse("imports:point", args=[batch.pk]), {"sheet": batch.sheet} | told, follow=True
    )
    assert sentence in text(answer) and newest().state == State.UPLOADED
