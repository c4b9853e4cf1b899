"""The workbooks that governments published: table, unit, header, rows and total found in each, to the figure."""

from decimal import Decimal
from pathlib import Path

import pytest

from journal.files.sheets import opened
from journal.files.tables import find_in

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
KNOWN = (
    "项目名称 实施地点 建设内容及规模 资金年度 资金规模 资金来源 实施单位 产权归属 经营方式 收益分配 受益对象"
).split()
HEAD = ["序号", "项目名称", "实施地点"]
MONEY = "资金规模（万元）"
SHORT = [*HEAD, "资金年度", MONEY, "资金来源"]
LONG = [*HEAD, "建设内容及规模", "资金年度", MONEY, "资金来源"]
RUN = ["产权归属", "经营方式", "收益分配"]
BY = "实施单位"
FOR = "受益对象"

FOUND = [
    ("云南云县_项目资产", "2025年上海市对口帮扶云南省项目公示", [*LONG, *RUN], 7, "1255"),
    ("宁夏沙坡头区_项目资产", "沙坡头区2021年少数民族发展项目资金使用计划", LONG, 4, "676.47"),
    ("安徽凤台县_项目资产", "凤台县关店乡扶贫资产后续管理", [*LONG, *RUN], 5, "53"),
    (
        "安徽霍山县_项目资产",
        "霍山县下符桥镇2023年扶贫项目实施情况表(实施前)",
        [*LONG, BY, *RUN, FOR],
        3,
        "213",
    ),
    ("山东冠县_收益分配", "冠县梁堂镇2017年扶贫项目分红", [*SHORT, FOR], 6, "57.28802"),
    (
        "河南修武县_项目资产",
        "修武县2021年度专项扶贫资金项目计划安排情况",
        [*LONG, BY, *RUN[1:], FOR],
        2,
        "212.2",
    ),
    ("河南偃师区_项目资产", "偃师区2022年第二批财政衔接推进乡村振兴补助资金分配表", [*LONG, BY], 3, "155"),
    ("河南凤泉区_项目资产", "凤泉区项目资产公示表", [*SHORT, BY], 4, "207.48"),
    ("河南北关区_项目资产", "北关区2018年专项扶贫资金分配表", [*LONG, BY], 3, "113.5"),
    (
        "河南城乡一体化示范区_项目资产",
        "周口市城乡一体化示范区2023年度财政衔接推进乡村振兴补助资金项目实施计划",
        [*LONG, BY, *RUN, FOR],
        2,
        "575.038908",
    ),
    (
        "河南平原示范区_项目资产",
        "平原示范区2025年提前下达衔接资金分配公告",
        [*LONG, BY, *RUN[1:], FOR],
        4,
        "300",
    ),
    ("河南濮阳经开区_项目资产", "濮阳经济技术开发区2022年区级财政衔接资金分配表", [*LONG, BY], 2, "296"),
    (
        "河南瀍河区_项目资产",
        "瀍河回族区2024年第二批财政衔接推进乡村振兴补助资金分配情况表",
        [*LONG, BY],
        2,
        "334.32",
    ),
    (
        "河南舞钢市_项目资产",
        "舞钢市2022年度第二批省级和本级财政衔接资金对接分配项目的批复",
        SHORT,
        5,
        "750",
    ),
    ("河南郏县_项目资产", "郏县项目资产公示表", [*LONG, BY, FOR], 3, "70.457"),
    ("湖南北塔区_项目资产", "北塔区2020年第一批中央财政扶贫专项资金安排表", LONG, 16, "408"),
    ("湖南醴陵市_项目资产", "2019年醴陵市本级财政专项扶贫资金分配表", [*LONG, BY], 5, "1200"),
    ("福建德化县_项目资产", "德化县2020年市级财政专项扶贫资金(第二批扶贫开发项目)安排表", LONG, 3, "12"),
    ("贵州绥阳县_项目资产", "绥阳县债权投资扶贫项目公示", [*LONG, BY, *RUN], 4, "831"),
    (
        "辽宁清河区_收益分配",
        "2024年清河区高标准设施温室项目收益分配方案",
        [*LONG, BY, "收益分配", FOR],
        5,
        "36.6",
    ),
    ("重庆南川区_项目资产", "配股分红 让长坪不再长贫", [*LONG, BY, *RUN, FOR], 2, "36.8"),
    (
        "青海泽库县_项目资产",
        "泽库县2023年第二批中央财政衔接推进乡村振兴补助资金分配计划的公告",
        [*SHORT, BY],
        6,
        "1259",
    ),
]


def test_every_published_workbook_is_told_of():
    assert sorted(case[0] for case in FOUND) == sorted(path.stem for path in PUBLISHED.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("name", "title", "columns", "count", "total"), FOUND, ids=[case[0] for case in FOUND]
)
def test_the_table_of_a_published_workbook_is_found(name, title, columns, count, total):
    with (PUBLISHED / f"{name}.xlsx").open("rb") as file, opened(file, "xlsx") as sheets:
        table = find_in(sheets, KNOWN)
        rows = [(number, texts) for number, texts, _ in table.rows()]

    money = columns.index(MONEY)
    assert (table.title, table.unit, table.columns) == (title, "万元", columns)
    assert (table.header_row, rows[0][0], len(rows), table.serial) == (3, 4, count, 0)
    assert table.units[money] == "万元"
    assert table.total[0] == 4 + count
    assert table.total[1][money] == total
    assert sum(Decimal(texts[money] or 0) for _, texts in rows) == Decimal(total)
    assert table.source.startswith("来源：http")
    assert (table.notes, table.subtotals) == ([], [])
