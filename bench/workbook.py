"""Writes the workbook that the measurements import: as an office lays it out, with a title, a unit line and totals."""

from decimal import Decimal

import xlsxwriter

from bench.generate import FIRST, SECOND, TOWNS, VILLAGES

KINDS = [
    ("公益性资产", "道路交通", "通村道路硬化工程", "公里"),
    ("公益性资产", "供水饮水", "安全饮水巩固提升工程", "处"),
    ("经营性资产", "设施农业", "蔬菜大棚", "座"),
    ("经营性资产", "光伏扶贫电站", "村级光伏扶贫电站", "千瓦"),
    ("经营性资产", "扶贫车间", "扶贫车间", "平方米"),
]
COLUMNS = (
    "序号 资产名称 来源项目 资产类型 资产小类 乡镇 村（社区） 详细位置 建设内容及规模 数量 计量单位 形成年度 资金年度"
    " 原值 资金来源 批复文号 项目编号 实施单位 监管部门 产权归属 取得方式 使用状况 使用年限 开始使用日期 备注"
).split()


def write_workbook(path, rows, county):
    """Write so many sound rows of a county of bench/generate.py to a path; 25 columns, amounts in 万元."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("资产台账")
    sheet.write_row(0, 0, [f"示例{county % 10000}县扶贫资产台账"])
    sheet.write_row(1, 0, ["单位：万元"])
    sheet.write_row(2, 0, COLUMNS)
    total = Decimal(0)
    for at in range(rows):
        cells = _row(at, county)
        total += Decimal(str(cells[13]))
        sheet.write_row(3 + at, 0, cells)
    sheet.write_row(3 + rows, 0, ["合计", *[""] * 12, float(total)])
    book.close()


def _row(at, county):
    town, village = at % TOWNS, at // TOWNS % VILLAGES
    kind, subtype, words, measure = KINDS[at % len(KINDS)]
    year = 2016 + at % 5
    where = f"{FIRST[town]}{SECOND[county % 15]}镇"
    home = f"{FIRST[(village + town) % 20]}{SECOND[(village * 7 + town + county) % 15]}村"
    value = round(1.5 + at % 977 * 0.37, 2)
    told = {
        "序号": at + 1,
        "资产名称": f"{home}{year}年{words}{at + 1}号",
        "来源项目": f"{year}年{where}{words}项目第{at // 3}标段",
        "资产类型": kind,
        "资产小类": subtype,
        "乡镇": where,
        "村（社区）": home,
        "详细位置": f"村部以东{at % 900 + 20}米",
        "建设内容及规模": f"新建{words}，规模{at % 47 + 1}{measure}，含配套附属设施",
        "数量": at % 47 + 1,
        "计量单位": measure,
        "形成年度": year,
        "资金年度": year,
        "原值": value,
        "资金来源": f"中央财政专项扶贫资金{value}万元",
        "批复文号": f"示扶贫〔{year}〕{at % 60 + 1}号",
        "项目编号": f"{year}{at // 3:06}",
        "实施单位": "县扶贫开发办公室",
        "监管部门": "县农业农村局",
        "产权归属": f"{home}村民委员会",
        "取得方式": "新建",
        "使用状况": "在用",
        "使用年限": 10 + at % 15,
        "开始使用日期": f"{year}-{at % 12 + 1:02}-15",
        "备注": f"第{at % 9 + 1}批",
    }
    return [told[column] for column in COLUMNS]
