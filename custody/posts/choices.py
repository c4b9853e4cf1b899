"""Codebooks of public-welfare posts (公益岗位)."""

from django.db.models import TextChoices

from assets.models import Household


class PostKind(TextChoices):
    """What is done in such a post; as the counties' own lists have them."""

    CLEANING = "cleaning", "保洁"
    EPIDEMIC = "epidemic", "防疫"
    NURSING = "nursing", "护理照料"
    GUARD = "guard", "安保"
    FOREST = "forest", "护林防火"
    ROAD = "road", "护路"
    PATROL = "patrol", "治安巡防"
    RIVER = "river", "河道管护"
    GREENING = "greening", "绿化养护"
    TRAFFIC = "traffic", "交通协管"
    SOLAR = "solar", "光伏电站管理"
    SANITATION = "sanitation", "卫生监督"
    UTILITIES = "utilities", "水电保障"
    FACILITY = "facility", "公益设施管护"


class Payer(TextChoices):
    """Who pays what a post earns."""

    COUNTY = "county", "县级发放"
    TOWN = "town", "乡镇发放"
    VILLAGE = "village", "村集体发放"
    OPERATOR = "operator", "经营主体发放"


class Money(TextChoices):
    """What it is paid from."""

    SOLAR = "solar", "光伏扶贫收益"
    INCOME = "income", "资产收益"
    COLLECTIVE = "collective", "村集体收入"
    FISCAL = "fiscal", "财政资金"
    EMPLOYMENT = "employment", "就业补助资金"
    DONATION = "donation", "社会捐赠"


class Per(TextChoices):
    """For which time the standard stands."""

    MONTH = "month", "每月"
    YEAR = "year", "每年"


class Sex(TextChoices):
    MAN = "man", "男"
    WOMAN = "woman", "女"


class Leaving(TextChoices):
    """Why somebody leaves a post."""

    EXPIRED = "expired", "协议期满"
    RESIGNED = "resigned", "本人辞职"
    UNFIT = "unfit", "不能胜任"
    BREACH = "breach", "违反管理规定"
    OVER_AGE = "over_age", "超龄"
    OTHER = "other", "其他"


# 优先吸纳贫困家庭劳动力: all categories of the register of households but the ordinary ones.
FIRST = [kind.value for kind in Household.Kind if kind != Household.Kind.ORDINARY]
