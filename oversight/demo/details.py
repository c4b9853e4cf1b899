"""The further fields of made-up assets, by kind of detail: names and values of the tables in assets.models."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assets.choices import Detail, Measure, Subtype

FLOORS = {Subtype.FACILITY_FARMING: 600, Subtype.SANITATION: 40, Subtype.STORAGE: 150}  # m² of one
STRUCTURES = ["轻钢结构", "钢结构", "砖混结构"]
HARVEST = ["长势良好", "长势一般", "成活率 95%", "成活率 90%"]


def detail(subtype: Subtype, drawn: dict, random: Random) -> dict[str, object]:
    """The detail of an asset drawn with those values, species and county; {} where its subtype has none."""
    return MAKERS[subtype.detail](drawn, random) if subtype.detail else {}


def power_station(drawn, random):
    """About 0.02 亩 a kilowatt on the ground; none of its own on roofs."""
    return {
        "capacity_kw": drawn["quantity"],
        "grid_on": date(drawn["formed_year"], random.randint(6, 12), random.randint(1, 28)),
        "in_subsidy_catalogue": True,
        "modules": random.choice(["单晶 310 瓦", "多晶 275 瓦", "单晶 330 瓦"]),
        "inverter": random.choice(["组串式 50 千瓦", "组串式 36 千瓦"]),
        "maintainer": f"（示例）{drawn['county']}光伏运维服务中心",
        "land_mu": (drawn["quantity"] * Decimal("0.02")).quantize(Decimal("0.1")),
    }


def equity(drawn, random):
    """Money put into a company for five years at a rate agreed."""
    begin = date(drawn["formed_year"], random.randint(1, 12), 1)
    return {
        "invested_body": f"（示例）{drawn['county']}{random.choice(['怀药', '农业', '畜牧'])}开发有限公司",
        "investor": drawn["holder"],
        "principal": drawn["original_value"],
        "share_percent": Decimal(random.randint(40, 250)) / 10,
        "annual_rate": Decimal(random.choice([6, 7, 8])),
        "from_on": begin,
        "to_on": begin.replace(year=begin.year + 5) - timedelta(days=1),
        "exit_terms": "协议期满，本金退还村集体；可续签。",
    }


def road(drawn, random):
    """Length from kilometres; a bridge has a span for each."""
    if drawn["measure"] == Measure.KILOMETRE:
        return {
            "length_m": drawn["quantity"] * 1000,
            "width_m": Decimal(4),
            "thickness_cm": Decimal(18),
            "surface": "C25 水泥混凝土",
        }
    return {
        "length_m": drawn["quantity"] * random.randint(8, 20),
        "width_m": Decimal(5),
        "surface": "钢筋混凝土",
    }


def water(drawn, random):
    """A well waters about 50 亩; a works brings water to some hundred households."""
    if drawn["measure"] == Measure.WELL:
        return {"wells": int(drawn["quantity"]), "irrigated_mu": drawn["quantity"] * 50}
    if drawn["measure"] == Measure.METRE:
        return {"channel_m": drawn["quantity"], "irrigated_mu": drawn["quantity"] / 5}
    return {
        "wells": 1,
        "pipe_m": Decimal(random.randint(20, 80) * 100),
        "served_households": random.randint(90, 420),
    }


def building(drawn, random):
    """Floor as drawn where it was drawn in square metres, else so much for one; the structure its text names."""
    for_one = {Measure.SQUARE_METRE: 1, Measure.STRUCTURE: FLOORS.get(drawn["subtype"])}
    structure = next((word for word in STRUCTURES if word in drawn["spec"]), "")
    floor = drawn["quantity"] * for_one[drawn["measure"]]
    return {"floor_m2": floor, "structure": structure, "floors": 1 if structure else None}


def biological(drawn, random):
    """A herd by the head, a plantation by the 亩 with some sixty plants each."""
    if drawn["measure"] == Measure.MU:
        size = {"planted_mu": drawn["quantity"], "head_or_trees": int(drawn["quantity"]) * 60}
    else:
        size = {"head_or_trees": int(drawn["quantity"])}
    return {"species": drawn["species"], "survival": random.choice(HARVEST), **size}


MAKERS = {
    Detail.PV: power_station,
    Detail.EQUITY: equity,
    Detail.ROAD: road,
    Detail.WATER: water,
    Detail.BUILDING: building,
    Detail.BIOLOGICAL: biological,
}
