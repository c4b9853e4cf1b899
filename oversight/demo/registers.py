"""Made-up households with what they got, and made-up subsidies: the people are nobody (「王某甲」)."""

from datetime import date
from decimal import Decimal
from itertools import cycle
from random import Random

from django.db import transaction

from assets import registers
from assets.models import Household, Subsidy
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

Kind = Household.Kind
VILLAGES, HOMES = 12, 4  # villages with households, households in each
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "甲乙丙丁"
KINDS = [Kind.LIFTED, Kind.LIFTED, Kind.LIFTED, Kind.UNSTABLE, Kind.MARGINAL, Kind.MINIMUM, Kind.EXTREME]
MARK = "（示例）"
FUND = "财政专项扶贫资金"
# name, subtype, quantity, measure, yuan, what became of it
THINGS = [
    ("基础母牛", "D01", 2, "head", 10000, "kept"),
    ("育肥羊", "D01", 8, "head", 6400, "sold"),
    ("能繁母猪", "D01", 3, "head", 4500, "kept"),
    ("土鸡苗", "D01", 100, "bird", 1500, "consumed"),
    ("户用光伏", "D03", 5, "kw", 25000, "in_use"),
    ("农用三轮车", "D02", 1, "vehicle", 6000, "in_use"),
    ("微型旋耕机", "D02", 1, "machine", 3200, "idle"),
    ("果树苗", "D01", 120, "tree", 2400, "dead"),
]
RESULTS = {
    "met": "年增收达到项目目标。",
    "partly": "部分出栏偏晚，增收未达到目标，已安排技术员指导。",
    "unmet": "管护不到位，未产生收益，已列入整改。",
    "pending": "",
}
OUTCOME = {
    "sold": "met",
    "kept": "met",
    "in_use": "met",
    "consumed": "partly",
    "idle": "partly",
    "dead": "unmet",
}
# kind, name, yuan, households, beneficiaries, result, what is said of it
PAID = [
    ("interest", "扶贫小额信贷贴息", 386_000, 412, "建档立卡户 412 户", "met", "贷款户均增收 2800 元。"),
    ("subsidy", "产业奖补资金", 512_000, 640, "脱贫户、监测户 640 户", "met", "奖补面达到 96%。"),
    ("tuition", "雨露计划职业教育补助", 237_000, 79, "脱贫户在校学生 79 人", "met", "按学期发放到位。"),
    (
        "subsidy",
        "外出务工交通补贴",
        96_000,
        480,
        "脱贫劳动力 480 人",
        "partly",
        "部分申报材料不全，正在补发。",
    ),
    ("management_fee", "项目管理费", 58_000, None, "不涉及农户", "pending", ""),
]
YEARS = (2018, 2019, 2020)
TODAY = date(2020, 12, 31)


def fill(county, units, posts):
    """Enter the made-up lines of a county in one transaction, by its clerks; returns how many."""
    with scope(county_scope(county)), transaction.atomic():
        return _households(county, units, posts) + _subsidies(county, units, posts)


def _clerks(units, posts):
    """{unit: who keeps the register there}: the township's clerk, else the county's."""
    people = {(post.unit_id, post.role): post.user for post in posts}
    whole = next(user for (_, role), user in people.items() if role == "county_clerk")
    return {unit.pk: people.get((unit.pk, "town_clerk"), whole) for unit in units}


def _households(county, units, posts):
    random, clerks, things = Random(county), _clerks(units, posts), cycle(THINGS)
    villages = sorted(
        random.sample([unit for unit in units if unit.kind == Unit.Kind.VILLAGE], VILLAGES),
        key=lambda u: u.path,
    )
    made = 0
    for at, unit in enumerate(villages):
        for number in range(HOMES):
            by = clerks[unit.parent_id]
            home = registers.register_household(
                by=by,
                unit=unit,
                town_id=unit.region_id // 1000,
                village_id=unit.region_id,
                householder=f"{SURNAMES[(at + number * 5) % len(SURNAMES)]}某{GIVEN[number]}",
                code=f"{county}{at:02}{number:02}",
                kind=random.choice(KINDS),
                population=random.randint(1, 6),
                grant=_thing(random, next(things)),
            )
            made += 1
            if number == 0:
                registers.add_grant(home, by=by, **_thing(random, next(things)))
                made += 1
    return made


def _thing(random, told):
    name, subtype, quantity, measure, yuan, presence = told
    year = random.choice(YEARS)
    result = "pending" if year == YEARS[-1] else OUTCOME[presence]
    return {
        "name": f"{MARK}{name}",
        "subtype": subtype,
        "quantity": Decimal(quantity),
        "measure": measure,
        "amount": Decimal(yuan),
        "year": year,
        "granted_on": date(year, random.randint(3, 11), 15),
        "fund_text": FUND,
        "result": result,
        "result_note": RESULTS[result],
        "presence": presence,
        "presence_on": TODAY,
    }


def _subsidies(county, units, posts):
    clerks = _clerks(units, posts)
    office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
    towns = [unit for unit in units if unit.kind == Unit.Kind.TOWN][:3]
    for year in YEARS:
        for at, (kind, name, yuan, homes, whom, result, note) in enumerate(PAID):
            unit = office if at in (0, 4) else towns[at % len(towns)]
            registers.register_subsidy(
                by=clerks[unit.pk],
                unit=unit,
                kind=Subsidy.Kind(kind),
                year=year,
                name=f"{MARK}{year}年{name}",
                town_id=None if unit is office else unit.region_id,
                amount=Decimal(yuan + 1000 * (year - YEARS[0])),
                fund_text=FUND,
                households=homes,
                beneficiaries=whom,
                result="pending" if year == YEARS[-1] else result,
                result_note="" if year == YEARS[-1] else note,
            )
    return len(YEARS) * len(PAID)
