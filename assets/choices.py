"""Codebooks of the ledger: what 二（一） and 二（二） name, and the words offices use around them.

Subtypes keep the codes printed on ledger forms (G01, J04, …): they sort in the directive's order and
their first letter is the type's. Units are written in English and shown in Chinese.
"""

from django.db.models import TextChoices

from assets.clauses import cite, sentence


class Category(TextChoices):
    """二（二） the three types."""

    PUBLIC = "public", "公益性资产"
    OPERATING = "operating", "经营性资产"
    HOUSEHOLD = "household", "到户类资产"

    @property
    def letter(self) -> str:
        """G, J or D: the letter in subtype codes and asset numbers (公、经、到)."""
        return CATEGORY_LETTERS[self]

    @property
    def subtypes(self) -> list["Subtype"]:
        """Its subtypes in the directive's order, 其他 last."""
        return [subtype for subtype in Subtype if subtype.category is self]


CATEGORY_LETTERS = {Category.PUBLIC: "G", Category.OPERATING: "J", Category.HOUSEHOLD: "D"}
LETTER_CATEGORIES = {letter: category for category, letter in CATEGORY_LETTERS.items()}


class Detail(TextChoices):
    """Which further fields an asset has beside the common ones."""

    PV = "pv", "光伏电站"
    EQUITY = "equity", "股权债权"
    ROAD = "road", "道路"
    WATER = "water", "水利供水"
    BUILDING = "building", "房屋建筑"
    BIOLOGICAL = "biological", "生物资产"


class Subtype(TextChoices):
    """二（二） the subtypes it names, in its order, and those that counties' ledgers need besides."""

    ROAD = "G01", "道路交通"
    IRRIGATION = "G02", "农田水利"
    WATER_SUPPLY = "G03", "供水饮水"
    SANITATION = "G04", "环卫公厕"
    POWER = "G05", "电力设备"
    EDUCATION = "G06", "教育"
    CULTURE = "G07", "文化"
    SPORT = "G08", "体育"
    HEALTH = "G09", "卫生"
    COMMUNITY_SERVICE = "G10", "综合服务"
    NETWORK = "G11", "网络通信"
    OTHER_PUBLIC = "G99", "其他公益性资产"

    FACILITY_FARMING = "J01", "设施农业"
    PLANTATION = "J02", "农林业产业基地"
    PROCESSING = "J03", "生产加工设施"
    PV_STATION = "J04", "光伏扶贫电站"
    WORKSHOP = "J05", "扶贫车间"
    E_COMMERCE = "J06", "电商扶贫"
    TOURISM = "J07", "旅游扶贫"
    EQUITY = "J08", "股权"
    DEBT = "J09", "债权"
    BREEDING = "J10", "养殖设施"
    STORAGE = "J11", "仓储冷链"
    MACHINERY = "J12", "机器设备"
    PREMISES = "J13", "商铺厂房"
    OTHER_OPERATING = "J99", "其他经营性资产"

    HOUSEHOLD_BIOLOGICAL = "D01", "生物资产"
    HOUSEHOLD_FIXED = "D02", "固定资产"
    HOUSEHOLD_PV = "D03", "户用光伏"

    @property
    def category(self) -> Category:
        """The type the subtype belongs to, read from its letter."""
        return LETTER_CATEGORIES[self.value[0]]

    @property
    def is_named(self) -> bool:
        """Whether 二（二） names it; the others are needed by ledgers and noted as such on the screen."""
        return self not in NOT_NAMED

    @property
    def detail(self) -> Detail | None:
        """The kind of further fields it has, or None."""
        return SUBTYPE_DETAILS.get(self)

    @property
    def measure(self) -> "Measure":
        """The unit offered first on the form."""
        return SUBTYPE_MEASURES.get(self, Measure.ITEM)


NOT_NAMED = {
    Subtype.COMMUNITY_SERVICE,
    Subtype.NETWORK,
    Subtype.OTHER_PUBLIC,
    Subtype.DEBT,
    Subtype.BREEDING,
    Subtype.STORAGE,
    Subtype.MACHINERY,
    Subtype.PREMISES,
    Subtype.OTHER_OPERATING,
    Subtype.HOUSEHOLD_PV,
}

SUBTYPE_DETAILS = {
    Subtype.ROAD: Detail.ROAD,
    Subtype.IRRIGATION: Detail.WATER,
    Subtype.WATER_SUPPLY: Detail.WATER,
    Subtype.SANITATION: Detail.BUILDING,
    Subtype.EDUCATION: Detail.BUILDING,
    Subtype.CULTURE: Detail.BUILDING,
    Subtype.SPORT: Detail.BUILDING,
    Subtype.HEALTH: Detail.BUILDING,
    Subtype.COMMUNITY_SERVICE: Detail.BUILDING,
    Subtype.FACILITY_FARMING: Detail.BUILDING,
    Subtype.PLANTATION: Detail.BIOLOGICAL,
    Subtype.PROCESSING: Detail.BUILDING,
    Subtype.PV_STATION: Detail.PV,
    Subtype.WORKSHOP: Detail.BUILDING,
    Subtype.EQUITY: Detail.EQUITY,
    Subtype.DEBT: Detail.EQUITY,
    Subtype.BREEDING: Detail.BUILDING,
    Subtype.STORAGE: Detail.BUILDING,
    Subtype.PREMISES: Detail.BUILDING,
    Subtype.HOUSEHOLD_BIOLOGICAL: Detail.BIOLOGICAL,
    Subtype.HOUSEHOLD_PV: Detail.PV,
}


class Measure(TextChoices):
    """Units of quantity."""

    KILOMETRE = "km", "公里"
    METRE = "m", "米"
    SQUARE_METRE = "m2", "平方米"
    CUBIC_METRE = "m3", "立方米"
    MU = "mu", "亩"
    STRUCTURE = "structure", "座"
    BUILDING = "building", "栋"
    ROOM = "room", "间"
    PLACE = "place", "处"
    WELL = "well", "眼"
    LAMP = "lamp", "盏"
    MACHINE = "machine", "台"
    VEHICLE = "vehicle", "辆"
    SET = "set", "套"
    PIECE = "piece", "个"
    KILOWATT = "kw", "千瓦"
    TONNE = "tonne", "吨"
    HEAD = "head", "头"
    BIRD = "bird", "只"
    TREE = "tree", "株"
    SHARE = "share", "股"
    HOUSEHOLD = "household", "户"
    ITEM = "item", "项"


SUBTYPE_MEASURES = {
    Subtype.ROAD: Measure.KILOMETRE,
    Subtype.IRRIGATION: Measure.PLACE,
    Subtype.WATER_SUPPLY: Measure.PLACE,
    Subtype.SANITATION: Measure.STRUCTURE,
    Subtype.POWER: Measure.SET,
    Subtype.EDUCATION: Measure.SQUARE_METRE,
    Subtype.CULTURE: Measure.SQUARE_METRE,
    Subtype.SPORT: Measure.SQUARE_METRE,
    Subtype.HEALTH: Measure.SQUARE_METRE,
    Subtype.COMMUNITY_SERVICE: Measure.SQUARE_METRE,
    Subtype.FACILITY_FARMING: Measure.STRUCTURE,
    Subtype.PLANTATION: Measure.MU,
    Subtype.PROCESSING: Measure.SQUARE_METRE,
    Subtype.PV_STATION: Measure.KILOWATT,
    Subtype.WORKSHOP: Measure.SQUARE_METRE,
    Subtype.BREEDING: Measure.SQUARE_METRE,
    Subtype.STORAGE: Measure.STRUCTURE,
    Subtype.MACHINERY: Measure.MACHINE,
    Subtype.PREMISES: Measure.SQUARE_METRE,
    Subtype.EQUITY: Measure.SHARE,
    Subtype.HOUSEHOLD_BIOLOGICAL: Measure.HEAD,
    Subtype.HOUSEHOLD_PV: Measure.KILOWATT,
}


class Acquisition(TextChoices):
    """How the asset came to be. Donations carry donor and valuation (二（一）)."""

    BUILT = "built", "新建"
    PURCHASED = "purchased", "购置"
    EQUITY = "equity", "入股"
    INVESTED = "invested", "投资"
    DONATED = "donated", "捐赠"
    TRANSFERRED = "transferred", "划转"
    GRANT = "grant", "补助形成"
    OTHER = "other", "其他"


class Scope(TextChoices):
    """二（一） the reason why an asset belongs to the ledger."""

    FISCAL = "fiscal", "各级财政专项扶贫资金投入形成"
    SOCIAL = "social", "社会扶贫资金投入形成"
    DONATED = "donated", "接受捐赠的实物资产"
    INDUSTRY = "industry", "行业扶贫资金投入形成（鼓励纳入）"
    BEFORE_2016 = "before_2016", "2016 年以前形成，经追溯登记纳入"

    @property
    def quote(self) -> str:
        """The sentence of 二（一） the decision rests on."""
        return sentence("二（一）", {Scope.INDUSTRY: "行业扶贫", Scope.BEFORE_2016: "以前"}.get(self, "以来"))


class ExcludedKind(TextChoices):
    """Money that makes no asset: two kinds 二（二） names, two that published tables hold besides."""

    INTEREST = "interest", "金融扶贫贴息"
    SUBSIDY = "subsidy", "直接发放的补贴"
    TUITION = "tuition", "雨露计划等补助"
    MANAGEMENT_FEE = "management_fee", "项目管理费"

    @property
    def quote(self) -> str:
        """The sentence of the directive, with its clause, quoted when the row is refused."""
        if self is ExcludedKind.MANAGEMENT_FEE:
            return cite("二（一）", "以来")
        return cite("二（二）", "除外")

    @property
    def refusal(self) -> str:
        """What a person is told: that it is no asset, by which words, and what to do instead."""
        if self is ExcludedKind.MANAGEMENT_FEE:
            told = f"“{self.label}”没有形成资产，不能登记为扶贫资产。依据{self.quote}"
            return f"{told}请不要登记此项；从表格导入的，删去这一行。"
        duty = sentence("二（三）", "受益对象")
        return f"“{self.label}”不能登记为扶贫资产。依据{self.quote}此类资金按二（三）另行登记：「{duty}」"


class FundLevel(TextChoices):
    """Whose money."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县（市、区）级"
    TOWN = "town", "乡镇级"
    SOCIETY = "society", "社会"
    OWN = "own", "自筹"


class FundKind(TextChoices):
    """Which money. The bridging fund took the special fund's place in 2021."""

    SPECIAL = "special", "财政专项扶贫资金"
    BRIDGING = "bridging", "财政衔接推进乡村振兴补助资金"
    INTEGRATED = "integrated", "统筹整合财政涉农资金"
    INDUSTRY = "industry", "行业扶贫资金"
    BOND = "bond", "地方政府债券"
    EAST_WEST = "east_west", "东西部协作资金"
    PAIRED = "paired", "定点（对口）帮扶资金"
    LOTTERY = "lottery", "彩票公益金"
    RELOCATION = "relocation", "易地扶贫搬迁资金"
    LAND = "land", "土地增减挂钩资金"
    DONATION = "donation", "社会捐赠"
    REVIVED = "revived", "盘活财政存量资金"
    COLLECTIVE = "collective", "扶持壮大村级集体经济资金"
    SELF_RAISED = "self_raised", "村集体或农户自筹"
    REINVESTED = "reinvested", "资产收益或本金再投资"
    OTHER = "other", "其他资金"


class Status(TextChoices):
    """In what state the thing is; where it stands in the procedure is the asset's state."""

    UNDER_CONSTRUCTION = "under_construction", "在建"
    IN_USE = "in_use", "在用"
    UNDERUSED = "underused", "低效"
    IDLE = "idle", "闲置"
    DAMAGED = "damaged", "损坏待修"
    LOST = "lost", "灭失"
    CONVERTED = "converted", "已转产"
    DISPUTED = "disputed", "权属争议"
    TO_DISPOSE = "to_dispose", "待处置"
    DISPOSED = "disposed", "已处置"
    SCRAPPED = "scrapped", "已报废"
    WRITTEN_OFF = "written_off", "已核销"

    @property
    def needs_reason(self) -> bool:
        """Whether a reason must stand beside it: everything but 在建 and 在用."""
        return self not in {Status.UNDER_CONSTRUCTION, Status.IN_USE}


class ProjectKind(TextChoices):
    """What a project is for, as annual project tables group them."""

    INDUSTRY = "industry", "产业发展"
    EMPLOYMENT = "employment", "就业项目"
    CONSTRUCTION = "construction", "乡村建设行动"
    RELOCATION = "relocation", "易地搬迁后扶"
    GUARANTEES = "guarantees", "巩固三保障成果"
    GOVERNANCE = "governance", "乡村治理和精神文明建设"
    MANAGEMENT = "management", "项目管理费"
    OTHER = "other", "其他"


class Nature(TextChoices):
    """建设性质."""

    NEW = "new", "新建"
    CONTINUED = "continued", "续建"
    EXTENDED = "extended", "改扩建"
    REPAIR = "repair", "维修"
