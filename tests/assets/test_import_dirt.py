"""Every piece of dirt of a clerk's workbook is a question with a proposal; what a person answers holds instead."""

from decimal import Decimal

import pytest

from assets.models import Asset, FundingLine, Project, Subsidy
from tests.assets.asking import asked, options, taken
from tests.journal.importing import checked, confirm, faults, work
from tests.journal.workbooks import HEAD, road, workbook


def test_parts_in_the_contents_that_miss_the_total_are_asked(here, client):
    given = road(建设内容及规模="苗床17座×2.5万计42.5万;蓄水池一座计10万", **{"资金规模（万元）": 50})
    batch = checked(client, here, workbook(given))

    assert asked(batch) == {"parts_spec": "total"}
    assert "525,000.00 元" in options(batch, "parts_spec")["parts"]


@pytest.mark.parametrize(("answer", "yuan"), [("total", 500_000), ("parts", 525_000)])
def test_the_total_or_the_parts_of_the_contents_hold(here, client, answer, yuan):
    given = road(建设内容及规模="苗床17座×2.5万计42.5万;蓄水池一座计10万", **{"资金规模（万元）": 50})
    taken(client, here, given, parts_spec=answer)

    assert Asset.objects.get().original_value == Project.objects.get().budget == yuan


LEVELS = [*HEAD, "中央", "省级"]


def test_columns_for_levels_of_money_become_its_lines(here, client):
    taken(
        client,
        here,
        [*road(资金来源="财政衔接资金", **{"资金规模（万元）": 15.457}), "9.747万", "5.71万"],
        head=LEVELS,
    )

    lines = FundingLine.objects.order_by("pk").values_list("level", "kind", "amount")
    assert list(lines) == [
        ("central", "bridging", Decimal("97470.00")),
        ("province", "bridging", Decimal("57100.00")),
    ]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("中央9.747万/省级5.71万", False),
        ("财政衔接资金", False),
        ("市级42.6/区级配套104.29", True),
        ("省级9.747万/县级5.71万", True),
    ],
)
def test_words_about_money_that_the_columns_beside_them_gainsay_are_told(here, client, text, is_said):
    given = road(资金来源=text, **{"资金规模（万元）": 15.457})
    batch = taken(client, here, [*given, "9.747万", "5.71万"], head=LEVELS)

    assert any("与各级资金列不一致" in said for said in faults(batch).get("G4", [])) == is_said
    assert FundingLine.objects.count() == 2


@pytest.mark.parametrize(
    ("answer", "yuan", "lines", "text"),
    [
        ("total", 500_000, 0, "财政衔接资金；中央200,000.00元、省级100,000.00元"),
        ("parts", 300_000, 2, "财政衔接资金"),
        ("none", 500_000, 0, "财政衔接资金"),
    ],
)
def test_levels_that_miss_the_total_are_asked(here, client, answer, yuan, lines, text):
    given = road(资金来源="财政衔接资金", **{"资金规模（万元）": 50})
    taken(client, here, [*given, "20万", "10万"], head=LEVELS, parts=answer)

    project = Project.objects.get()
    assert (project.budget, project.lines.count(), project.fund_text) == (yuan, lines, text)


FUNDS = [
    ("中央10/省级1106.7", 1116.7, ["central", "province"]),
    ("市级42.6/区级配套104.29", 146.89, ["city", "county"]),
]


@pytest.mark.parametrize(("text", "total", "levels"), FUNDS)
def test_fund_text_becomes_lines_of_the_likely_kind(here, client, text, total, levels):
    batch = taken(client, here, road(资金来源=text, 资金年度=2022, **{"资金规模（万元）": total}))

    assert asked(batch) == {"scope": "fiscal", "fund_kind": "bridging"}
    lines = list(FundingLine.objects.order_by("pk").values_list("level", "kind"))
    assert lines == [(level, "bridging") for level in levels]


AMOUNTS = [
    ("248万元", {}, 2_480_000),
    ("１２３", {}, 1_230_000),
    ("1,234.5", {}, 12_345_000),
    ("6725余万", {"cell_original_value": "67250000.00"}, 67_250_000),
    ("10(其中,灾情因素6万元)", {"cell_original_value": "100000.00"}, 100_000),
    ("10-15", {"cell_original_value": ""}, None),
]


@pytest.mark.parametrize(("said", "questions", "yuan"), AMOUNTS)
def test_an_amount_is_taken_when_certain_else_asked(here, client, said, questions, yuan):
    batch = taken(client, here, road(**{"资金规模（万元）": said}))

    assert asked(batch) == questions
    asset = Asset.objects.get()
    assert asset.original_value == yuan
    assert asset.remark == (f"原值原文：{said}" if questions else "")


PERIODS = [
    ("2021.3-6", "2021-03-01", "2021-06-30"),
    ("2022年1月-3月", "2022-01-01", "2022-03-31"),
    ("24.2- 2024.12", "2024-02-01", "2024-12-31"),
    ("2018-12", "2018-12-01", "2018-12-31"),
]


@pytest.mark.parametrize(("said", "start", "end"), PERIODS)
def test_a_period_gives_the_project_its_days_and_the_asset_its_year(here, client, said, start, end):
    batch = taken(client, here, [*road(资金年度=""), said], head=[*HEAD, "实施期限"])

    project = Project.objects.get()
    assert (str(project.start_on), str(project.end_on)) == (start, end)
    assert Asset.objects.get().formed_year == int(end[:4])
    assert "按完工时间取" in faults(batch)["I4"][0]


def test_the_serial_number_of_a_day_is_read_as_the_day_and_said(here, client):
    batch = taken(client, here, [*road(), "44256"], head=[*HEAD, "开始使用日期"])

    assert str(Asset.objects.get().in_use_on) == "2021-03-01"
    assert faults(batch)["I4"] == ["“44256”是 Excel 的日期序号，按 2021-03-01 登记，请核对。"]


@pytest.mark.parametrize("said", ["037155123456", "045000000", "442561234567890"])
def test_a_long_number_where_a_year_or_a_day_belongs_is_a_fault_of_its_cell(here, client, said):
    """A telephone number of 0371 begins like the serial number of a day."""
    file = workbook([*road(资金年度=said), said], head=[*HEAD, "开始使用日期"])
    told = faults(checked(client, here, file))
    assert "四位年份" in str(told) and "日期" in str(told["I4"])


YEARS = [("2020-2021", "2021"), ("44256", "2021"), ("21年", "2021")]


@pytest.mark.parametrize(("said", "year"), YEARS)
def test_a_year_that_is_nearly_said_is_proposed(here, client, said, year):
    assert asked(checked(client, here, workbook(road(资金年度=said)))) == {"cell_formed_year": year}


def test_a_year_that_is_not_said_is_that_of_the_other_rows(here, client):
    rows = [road(资金年度=2018), road(项目名称="好路", 资金年度=2018), road(项目名称="新路", 资金年度="")]
    batch = checked(client, here, workbook(*rows, title="项目表"))

    assert asked(batch, 6) == {"year": "2018"}


SLIPS = [
    ({"建设内容及规模": "硬化道路长2950千米"}, "硬化道路长2950米"),
    (
        {
            "项目名称": "光伏电站",
            "资产小类": "光伏扶贫电站",
            "建设内容及规模": "100万KW",
            "资金规模（万元）": 95,
        },
        "100KW",
    ),
]


HEADS = [*HEAD, "数量", "计量单位"]
STATION = {"项目名称": "光伏电站", "资产小类": "光伏扶贫电站", "资金规模（万元）": 95}
HALL = {"项目名称": "卫生室", "资产小类": "卫生", "建设内容及规模": "改建"}
SIZES = [
    (STATION | {"建设内容及规模": "100KW"}, [1, ""], "unit_slip_quantity", (100, "kw")),
    (STATION | {"建设内容及规模": "100万KW"}, [1, ""], "unit_slip_quantity", (100, "kw")),
    (STATION | {"建设内容及规模": "村级电站"}, [1, ""], "unit_slip_quantity", (1, "structure")),
    (STATION | {"建设内容及规模": "村级电站"}, [100_000, "千瓦"], "unit_slip_quantity", (100, "kw")),
    (STATION | {"建设内容及规模": "村级电站"}, ["100万KW", ""], "unit_slip_quantity", (100, "kw")),
    (STATION | {"建设内容及规模": "100万KW"}, ["100万KW", ""], "unit_slip_quantity", (100, "kw")),
    (HALL, ["600㎡", ""], "unit_slip_quantity", None),
    ({}, ["2950", "公里"], "unit_slip_quantity", (2950, "m")),
    ({}, ["29.5", "公里"], "unit_slip_quantity", None),
    ({"资金规模（万元）": 8}, ["29.5", "公里"], "unit_slip_quantity", (Decimal("29.5"), "m")),
    ({}, ["2.95", "米"], "unit_slip_quantity", (Decimal("2.95"), "km")),
    (HALL, [1, ""], "unit_slip_quantity", (1, "structure")),
    (HALL, [60, ""], "unit_slip_quantity", None),
    (HALL, [3, "平方米"], "unit_slip_quantity", (3, "mu")),
    (HALL | {"资产小类": "商铺厂房"}, [600, "亩"], "unit_slip_quantity", (600, "m2")),
]


@pytest.mark.parametrize(("given", "size", "question", "held"), SIZES)
def test_a_size_that_the_money_speaks_against_is_asked_with_the_likely_one(
    here, client, given, size, question, held
):
    batch = taken(client, here, [*road(**given), *size], head=HEADS)
    asset = Asset.objects.get()
    assert (question in asked(batch)) == (held is not None)
    if held:
        assert (asset.quantity, asset.measure) == held


def test_a_length_written_with_a_comma_is_asked_whole(here, client):
    batch = taken(client, here, road(建设内容及规模="硬化道路长2,950公里"))
    assert asked(batch) == {"unit_slip": "mend"} and Asset.objects.get().spec == "硬化道路长2,950米"
    assert any("“2,950公里”" in text for text in faults(batch)["D4"])


@pytest.mark.parametrize(("unit", "value", "yuan"), [("元", 48.6, 486_000), ("万元", 48_600, 48_600)])
def test_an_amount_no_asset_has_is_asked_where_no_other_row_tells(here, client, unit, value, yuan):
    head = [f"资金规模（{unit}）" if "资金规模" in name else name for name in HEAD]
    batch = taken(client, here, road(**{"资金规模（万元）": value}), head=head)
    assert "unit_slip_amount" in asked(batch) and Asset.objects.get().original_value == yuan


NOTHING = ["待定", "暂无", "无", "不详", "-", "—", "/"]


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_for_nothing_in_a_cell_of_numbers_or_days_is_asked_with_blank_proposed(here, client, word):
    given = road(**{"资金规模（万元）": word})
    batch = taken(client, here, [*given, word, word], head=[*HEAD, "数量", "开工日期"])
    assert asked(batch) == {"blank_original_value": "", "blank_quantity": "", "blank_start_on": ""}
    asset = Asset.objects.get()
    assert (asset.original_value, asset.quantity, asset.project.start_on) == (None, None, None)
    assert options(batch, "blank_quantity") == {"": "按空登记"}


@pytest.mark.parametrize(
    ("words", "subtype"),
    [
        ("打机井2眼", "G02"),
        ("新打机井2眼，配套变压器1台", "G02"),
        ("安装太阳能路灯20盏", "G05"),
        ("硬化道路2公里，安装路灯20盏", "G01"),
        ("购置垃圾清运车1辆", "G04"),
        ("改建卫生室3间", "G09"),
        ("新建文化广场800平方米", "G07"),
        ("建冷库1座", "J11"),
        ("建养牛场1处", "J10"),
        ("建加工厂房1栋", "J03"),
    ],
)
def test_a_name_that_says_nothing_leaves_the_type_to_the_contents_as_a_question(here, client, words, subtype):
    given = road(项目名称="韩庄村2019年项目", 建设内容及规模=words, 资产小类="")
    batch = checked(client, here, workbook(given))
    assert asked(batch)["subtype"] == subtype
    assert any("建设内容中的“" in text for text in faults(batch)["H4"])


@pytest.mark.parametrize(("given", "spec"), SLIPS, ids=["road", "station"])
def test_a_slip_of_a_unit_is_proposed_put_right(here, client, given, spec):
    batch = taken(client, here, road(**given))

    assert asked(batch) == {"unit_slip": "mend"}
    assert Asset.objects.get().spec == Project.objects.get().scope_text == spec


def test_a_slip_of_a_unit_may_be_none(here, client):
    taken(client, here, road(建设内容及规模="硬化道路长2950千米"), unit_slip="keep")

    assert Asset.objects.get().spec == "硬化道路长2950千米"


def test_yuan_in_a_column_of_wan_is_seen_against_the_other_rows(here, client):
    figures = [48.6, 50, 30, 486000]
    rows = [road(项目名称=f"道路{at}", **{"资金规模（万元）": value}) for at, value in enumerate(figures)]
    batch = taken(client, here, *rows)

    assert asked(batch, 7) == {"unit_slip_amount": "486000.00"} and asked(batch, 6) == {}
    assert Asset.objects.get(name="道路3").original_value == 486_000


OUTSIDE = [
    ("2022年雨露计划项目", "tuition"),
    ("小额贷款贴息项目", "interest"),
    ("2023年项目管理费", "management_fee"),
]


@pytest.mark.parametrize(("name", "kind"), OUTSIDE)
def test_money_that_makes_no_asset_goes_to_the_subsidy_register(here, client, name, kind):
    batch = taken(client, here, road(项目名称=name))

    subsidy = Subsidy.objects.get(batch_id=batch.pk)
    assert (subsidy.kind, subsidy.name, subsidy.year, subsidy.amount) == (kind, name, 2019, 486_000)
    assert (subsidy.village_id, batch.rows.get().action) == (here.villages[0], "other")
    assert not Asset.objects.exists() and not Project.objects.exists()


def test_a_subsidy_needs_no_measure_an_asset_has_and_takes_the_year_of_its_end(here, client):
    given = road(项目名称="雨露计划项目", 资金年度="")
    head, title = [*HEAD, "数量", "建成时间"], "项目表"
    batch = checked(client, here, workbook([*given, "100人", "2018年12月"], head=head, title=title))

    confirm(client, batch, as_proposed="on")
    work(here)

    assert not batch.wrong and Subsidy.objects.get().year == 2018


def test_a_subsidy_with_an_amount_that_cannot_be_read_stays_out(here, client):
    batch = taken(client, here, road(项目名称="雨露计划项目", **{"资金规模（万元）": "面议"}))

    assert batch.wrong == 1 and not Subsidy.objects.exists()


def test_money_that_makes_no_asset_may_be_left_out(here, client):
    batch = taken(client, here, road(), road(项目名称="2022年雨露计划项目"), not_asset="skip")

    assert batch.rows.get(number=5).action == "skip" and not Subsidy.objects.exists()


def test_a_distribution_of_income_is_left_out_with_the_reason(here, client):
    batch = taken(client, here, road(), road(项目名称="光伏发电项目分红", 资金来源="项目收益"))

    assert asked(batch, 5) == {"income": "skip"} and "收益的分配" in faults(batch)["B5"][0]
    assert Asset.objects.get().name == "通村道路"


def test_an_older_asset_comes_in_with_its_tracing_yet_to_do(here, client):
    batch = taken(client, here, road(资金年度=2015))

    asset = Asset.objects.get()
    assert asked(batch) == {"tracing": "pending"}
    assert asset.scope == "before_2016" and "追溯核实" in asset.tracing and asset.counted_on is None


NOT_FIGURES = [
    ({"项目名称": '@HYPERLINK("http://x","路")'}, "B4", "公式文字"),
    ({"资金规模（万元）": "面议"}, "F4", "没有数字"),
    ({"资金年度": "2016年以前"}, "E4", "不是确定的年份"),
]


@pytest.mark.parametrize(("given", "cell", "sentence"), NOT_FIGURES)
def test_what_cannot_stand_is_a_fault_of_its_cell(here, client, given, cell, sentence):
    batch = checked(client, here, workbook(road(**given)))

    assert batch.wrong == 1 and any(sentence in told for told in faults(batch)[cell])
