"""Numbers, amounts, years, quantities, types, exclusions and funds: tables of what goes in and what comes out."""

from datetime import date
from decimal import Decimal

import pytest

from assets.choices import FundKind, FundLevel, Measure, Scope, Subtype
from assets.rules import (
    ALIKE,
    asset_number,
    credit_code_fault,
    excluded_kind,
    guess_type,
    likeness,
    parse_amount,
    parse_fund_lines,
    parse_measure,
    parse_quantity,
    parse_year,
    scope_of,
)


@pytest.mark.parametrize(
    ("code", "category", "serial", "number"),
    [
        (410821100201, "public", 12, "410821100201G20190012"),
        (410821100, "operating", 1, "410821100000J20190001"),
        ("410821", "household", 9999, "410821000000D20199999"),
        (4108, "public", 1, "410800000000G20190001"),
    ],
)
def test_a_number_is_place_letter_year_and_serial(code, category, serial, number):
    assert asset_number(code, category, 2019, serial) == number


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ((41082110020, "public", 2019, 1), "区划代码"),
        (("41082110020X", "public", 2019, 1), "区划代码"),
        ((410821, "public", 0, 1), "形成年度"),
        ((410821, "public", 2019, 0), "流水号"),
        ((410821, "public", 2019, 10_000), "流水号"),
    ],
)
def test_a_number_with_a_bad_part_is_refused(parts, fault):
    with pytest.raises(ValueError, match=fault):
        asset_number(*parts)


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("248万元", "元", "2480000.00"),
        ("248万", "万元", "2480000.00"),
        (248, "万元", "2480000.00"),
        (1.1385, "万元", "11385.00"),
        (0.1 + 0.2, "元", "0.30"),
        (Decimal("575.038908"), "万元", "5750389.08"),
        ("２１２．２", "万元", "2122000.00"),
        ("1,234,567.89元", "万元", "1234567.89"),
        ("1，234.5", "元", "1234.50"),
        ("人民币 50 元整", "万元", "50.00"),
        ("￥3.5千元", "元", "3500.00"),
        ("1.2亿元", "万元", "120000000.00"),
        ("99999999999999.99", "元", "99999999999999.99"),
        (0, "元", "0.00"),
    ],
)
def test_an_amount_is_read_to_the_fen(cell, unit, yuan):
    assert str(parse_amount(cell, unit)) == yuan


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("10(其中,灾情因素6万元)", "有 2 个数"),
        ("6725余万", "约数"),
        ("约96万元", "约数"),
        ("10%-50%", "百分比"),
        ("6%", "百分比"),
        ("-5", "负数"),
        ("－5万元", "负数"),
        (-0.01, "负数"),
        ("100000000000000", "超过 14 位"),
        ("12345678901234567890", "超过 14 位"),
        (1e20, "超过 14 位"),
        ("9999999999.9999亿", "超过 14 位"),
        ("0.0000001", "不足一分"),
        (0.0000015, "不足一分"),
        ("1,23,4", "不是金额"),
        ("1e5", "有 2 个数"),
        ("五十万", "没有数字"),
        (float("nan"), "没有数字"),
        (float("inf"), "没有数字"),
        ("", "没有填"),
        (None, "没有填"),
        ("/", "没有填"),
        (True, "没有填"),
    ],
)
def test_what_is_no_one_amount_is_refused_with_its_reason(cell, fault):
    with pytest.raises(ValueError, match=fault):
        parse_amount(cell, "万元")


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (2021, 2021),
        (2021.0, 2021),
        ("2021年", 2021),
        ("２０２１年度", 2021),
        ("2021.3-6", 2021),
        (2021.12, 2021),
        ("2022年1月-3月", 2022),
        ("2021年3月至2021年9月", 2021),
        ("二〇一九年", 2019),
        (date(2018, 5, 1), 2018),
        ("1986", 1986),
    ],
)
def test_a_year_is_read_where_there_is_only_one(cell, year):
    assert parse_year(cell, latest=2026) == year


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("2020-2021", "多个年份"),
        ("2016年以前", "不是确定的年份"),
        (0, "没有四位年份"),
        ("10", "没有四位年份"),
        ("21年", "没有四位年份"),
        ("20210301", "没有四位年份"),
        ("2027", "1986 至 2026"),
        ("1949", "1986 至 2026"),
        (None, "没有填"),
    ],
)
def test_a_year_that_is_not_clear_is_refused(cell, fault):
    with pytest.raises(ValueError, match=fault):
        parse_year(cell, latest=2026)


@pytest.mark.parametrize(
    ("cell", "quantity", "measure"),
    [
        ("60千瓦", "60", Measure.KILOWATT),
        ("60 kW", "60", Measure.KILOWATT),
        ("1,200㎡", "1200", Measure.SQUARE_METRE),
        ("2.5千米", "2.5", Measure.KILOMETRE),
        ("3口", "3", Measure.WELL),
        ("500平方米", "500", Measure.SQUARE_METRE),
        ("1.2万平方米", "12000", Measure.SQUARE_METRE),
        ("0.5MW", "500", Measure.KILOWATT),
    ],
)
def test_a_quantity_is_a_number_and_a_unit(cell, quantity, measure):
    assert parse_quantity(cell) == (Decimal(quantity), measure)


@pytest.mark.parametrize("cell", ["30余亩", "钢结构2000平方米", "管护房2座、地埋线1350米", "60", "3光年"])
def test_a_quantity_that_is_more_or_less_than_that_is_refused(cell):
    with pytest.raises(ValueError, match="单位"):
        parse_quantity(cell)


def test_every_unit_is_known_by_its_label():
    assert [parse_measure(measure.label) for measure in Measure] == list(Measure)


@pytest.mark.parametrize(
    ("name", "subtype"),
    [
        ("赤庄村村级光伏电站", Subtype.PV_STATION),
        ("韩庄村帮扶车间", Subtype.WORKSHOP),
        ("许良镇农产品冷藏保鲜库", Subtype.STORAGE),
        ("沿山村肉羊养殖小区", Subtype.BREEDING),
        ("柏山镇电商服务中心", Subtype.E_COMMERCE),
        ("云台山镇岸上村民宿改造", Subtype.TOURISM),
        ("磨头镇四大怀药种植基地", Subtype.PLANTATION),
        ("孝敬镇日光温室", Subtype.FACILITY_FARMING),
        ("月山镇入股某某公司", Subtype.EQUITY),
        ("寨豁乡提灌站", Subtype.IRRIGATION),
        ("水厂村道路硬化", Subtype.ROAD),  # the village's name is no water works
        ("茶山镇桥北村人饮工程", Subtype.WATER_SUPPLY),
        ("金城乡垃圾中转站", Subtype.SANITATION),
        ("王屯乡变压器增容", Subtype.POWER),
        ("村级卫生室", Subtype.HEALTH),
        ("西村乡中心小学教学楼", Subtype.EDUCATION),
        ("郇封镇村民健身器材", Subtype.SPORT),
        ("五里源乡文化广场", Subtype.CULTURE),
        ("大封镇党群服务中心", Subtype.COMMUNITY_SERVICE),
        ("贫困户到户养羊", Subtype.HOUSEHOLD_BIOLOGICAL),
        ("韩庄村到户小型农机具", Subtype.HOUSEHOLD_FIXED),
        ("脱贫户户用光伏", Subtype.HOUSEHOLD_PV),
        ("韩庄村机井", Subtype.IRRIGATION),
        ("韩庄村太阳能路灯", Subtype.POWER),
        ("韩庄村养鸡场", Subtype.BREEDING),
        ("韩庄村食用菌基地", Subtype.PLANTATION),
        ("韩庄村日间照料中心", Subtype.COMMUNITY_SERVICE),
        ("韩庄村面粉厂", Subtype.PROCESSING),
    ],
)
def test_a_type_is_guessed_from_a_name_that_speaks_of_one(name, subtype):
    guess = guess_type(name)

    assert guess.subtype is subtype and guess.category is subtype.category
    assert guess.word in name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "七贤镇2021年项目",
        "道路及人饮工程",
        "光伏电站收益分配",
        "到户产业奖补",
        "桥北乡",
        "乡村振兴示范村",
    ],
)
def test_no_type_is_guessed_where_a_name_speaks_of_none_or_two(name):
    assert guess_type(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("“雨露计划”春季补助", "tuition"),
        ("脱贫户技能培训补贴", "tuition"),
        ("扶贫小额信贷贴息", "interest"),
        ("外出务工交通补贴", "subsidy"),
        ("到户产业奖补", "subsidy"),
        ("公益性岗位补助", "subsidy"),
        ("2023年项目管理费（第二批）", "management_fee"),
        ("财政衔接推进乡村振兴补助资金道路项目", None),
        ("务工就业补助资金建设扶贫车间", None),
        ("贴息贷款新建光伏电站", None),
        ("一事一议财政奖补道路", None),
        ("到户养殖补助购牛", None),
        ("光伏电站管理用房", None),
        ("雨露计划实训基地", None),
        ("", None),
    ],
)
def test_money_that_makes_no_asset_is_told_from_money_that_does(name, kind):
    assert excluded_kind(name) == kind


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("赤庄村村级光伏电站", "赤庄村光伏电站", True),
        ("2021年赤庄村道路建设项目", "赤庄村道路硬化工程", True),
        ("赤庄村60千瓦光伏电站", "赤庄村光伏扶贫电站", True),
        ("（示例）赤庄村机井", "赤庄村机井", True),
        ("井", "井", True),
        ("赤庄村1号大棚", "赤庄村2号大棚", False),
        ("赤庄村光伏电站", "赤庄村卫生室", False),
        ("", "", False),
    ],
)
def test_two_names_are_alike_or_not(one, other, alike):
    assert (likeness(one, other) >= ALIKE) is alike
    assert likeness(one, other) == likeness(other, one) <= 1


CENTRAL, PROVINCE, CITY, COUNTY = list(FundLevel)[:4]


@pytest.mark.parametrize(
    ("text", "total", "lines"),
    [
        ("中央9.747/省5.71", "154570", [(CENTRAL, None, "97470.00", ""), (PROVINCE, None, "57100.00", "")]),
        ("省级51/本级249", "3000000", [(PROVINCE, None, "510000.00", ""), (COUNTY, None, "2490000.00", "")]),
        ("绥财农〔2022〕9号、11号", "3000000", [(None, None, "3000000", "绥财农〔2022〕9号、11号")]),
        ("中央财政专项扶贫资金", "200000", [(CENTRAL, FundKind.SPECIAL, "200000", "")]),
        (
            "中央财政衔接资金20万元（豫财农[2023]5号）；市级衔接资金300000元（焦财农〔2023〕7号）",
            "500000",
            [
                (CENTRAL, FundKind.BRIDGING, "200000", "豫财农[2023]5号"),
                (CITY, FundKind.BRIDGING, "300000", "焦财农〔2023〕7号"),
            ],
        ),
        (
            "社会捐赠12万元，村集体自筹3万元",
            "150000",
            [
                (FundLevel.SOCIETY, FundKind.DONATION, "120000", ""),
                (FundLevel.OWN, FundKind.SELF_RAISED, "30000", ""),
            ],
        ),
    ],
)
def test_a_fund_cell_that_is_clear_becomes_lines(text, total, lines):
    reading = parse_fund_lines(text, Decimal(total))

    assert [(*line[:2], line.amount, line.document_number) for line in reading.lines] == [
        (level, kind, Decimal(amount), document) for level, kind, amount, document in lines
    ]
    assert reading.doubt == ""


@pytest.mark.parametrize(
    ("text", "total", "doubt"),
    [
        ("中央10/省级1106.7", "5000000", "不等，请核对"),
        ("省级47/市级66.5(全区合计)", "200000", "整批资金"),
        ("少数民族发展资金173+其他", "2067000", "请逐笔填写"),
        ("项目收益(6%)", "68964", "请逐笔填写"),
        ("中央、省级衔接资金", "100000", "请逐笔填写"),
        ("中央财政专项扶贫资金", None, "请逐笔填写"),
        ("", "100000", "没有填资金来源"),
    ],
)
def test_a_fund_cell_that_is_not_clear_stays_text_with_its_doubt(text, total, doubt):
    reading = parse_fund_lines(text, total and Decimal(total))

    assert reading.lines == () and doubt in reading.doubt


def test_the_kind_of_money_of_the_table_holds_where_the_cell_names_none():
    bare = parse_fund_lines("省级51/本级249", Decimal(3_000_000))
    helped = parse_fund_lines("省级51/本级249", Decimal(3_000_000), kind=FundKind.BRIDGING)

    assert {line.kind for line in helped.lines} == {FundKind.BRIDGING}
    assert (bare.is_complete, helped.is_complete) == (False, True)


@pytest.mark.parametrize(
    ("year", "text", "scope"),
    [
        (2019, "中央财政专项扶贫资金", Scope.FISCAL),
        (2022, "财政衔接推进乡村振兴补助资金", Scope.FISCAL),
        (2020, "沪滇对口帮扶资金", Scope.SOCIAL),
        (2018, "交通行业扶贫资金", Scope.INDUSTRY),
        (2015, "产业扶贫资金", Scope.BEFORE_2016),
        (2019, "本级资金", None),
        (None, "中央财政专项扶贫资金", None),
    ],
)
def test_the_scope_is_proposed_where_year_and_money_decide_it(year, text, scope):
    assert scope_of(year, text) is scope


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91440300708461136T", "914403001922038216"])
def test_a_credit_code_with_its_check_digit_is_right(code):
    assert credit_code_fault(code) is None


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91350100M000100Y44", "校验位不符"),
        ("91350100M000010Y43", "校验位不符"),
        ("91350100M000100Y4", "应为 18 位"),
        ("91350100m000100y43", "应为 18 位"),
        ("91350100I000100Y43", "应为 18 位"),
    ],
)
def test_a_credit_code_with_a_slip_gets_its_sentence(code, sentence):
    assert sentence in credit_code_fault(code)
