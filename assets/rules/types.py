"""What a published line speaks of: a type of asset (a guess, shown as a hint), or money that makes none."""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from assets.choices import Category, ExcludedKind, Subtype

PRODUCE = (
    "水果|蔬菜|果蔬|林果|茶叶|茶|中?药材|四大怀药|怀药|苗木|花卉|橙子?|柑橘|秋?桃|葡萄|梨|苹果|核桃|柿子?|石榴|樱桃|草莓"
    "|山楂|红薯|山药|地黄|菊花|牛膝|辣椒|油料|花生|油茶|粮食|牡丹|冬桃|猕猴桃|火龙果|食用菌|香菇|蘑菇|木耳|西瓜|大蒜"
)

# These settle the matter, whatever else the line names: the thing is the claim, not what the money does.
CLAIMS = [
    (Subtype.DEBT, r"债权(?:投资)?"),
    (Subtype.EQUITY, r"股权|配股|入股|参股|投入\w{0,4}(?:经营主体|企业|公司|合作社)"),
]

# In order; what one pattern has taken the next does not see. A line with two subtypes gets no guess.
WORDS = [
    (Subtype.HOUSEHOLD_PV, r"户用光伏|分户光伏|到户光伏|屋顶分布式光伏"),
    (Subtype.HOUSEHOLD_BIOLOGICAL, r"到户\w{0,6}?(?:养殖|种植|牛|羊|猪|鸡)|户养(?:牛|羊|猪|鸡)"),
    (Subtype.HOUSEHOLD_FIXED, r"到户\w{0,4}?(?:农机具?|机具|设备)"),
    (Subtype.PV_STATION, r"光伏(?:扶贫|帮扶|发电)?(?:电站)?"),
    (Subtype.WORKSHOP, r"(?:扶贫|帮扶|就业|就业扶贫|就业帮扶|卫星|巧媳妇)(?:车间|工厂)"),
    (Subtype.E_COMMERCE, r"(?:电商|电子商务)(?:扶贫)?(?:服务)?(?:中心|站点?|基地|园)?|直播基地"),
    (Subtype.TOURISM, r"旅游|民宿|农家乐|采摘园|游客(?:服务)?中心"),
    (Subtype.STORAGE, r"冷库|冷链|冷藏|保鲜库|仓储|仓库|恒温库|气调库|晾晒场"),
    (
        Subtype.PROCESSING,
        r"加工(?:厂房|车间|基地|设备|生产线|厂)?|生产车间|生产线|烘干(?:塔|房|机|设备)?|榨油坊?"
        r"|(?:面粉|粉条|饲料|豆制品|食品|制衣|服装)厂|磨坊|豆腐坊",
    ),
    (
        Subtype.BREEDING,
        r"养殖(?:扶贫|示范|产业)?(?:基地|大棚|场|小区|圈舍)?|牧场|圈舍|鱼塘"
        r"|(?<!户)养(?:牛|羊|猪|鸡|鸭|鹅|兔|驴|鱼)(?:场|棚|小区)|[牛羊猪鸡鸭鹅兔]舍",
    ),
    (
        Subtype.FACILITY_FARMING,
        r"(?:标准化|温室|蔬菜|食用菌|日光)?大棚|(?:日光)?温室|暖棚|拱棚|连栋棚|菌棚|育苗棚|钢架棚|设施农业",
    ),
    (Subtype.MACHINERY, r"农机|农业机械|拖拉机|收割机|插秧机|旋耕机|播种机|打药机|无人机|设备租赁"),
    (
        Subtype.PLANTATION,
        rf"(?:{PRODUCE})(?:产业|示范)?基地|种植(?:示范)?(?:基地|园)?|果园|茶园|苗圃|种苗繁育",
    ),
    (Subtype.PREMISES, r"(?:标准化)?厂房|商铺|门面房|商业用房"),
    (
        Subtype.IRRIGATION,
        r"农田水利(?:设施)?|水利(?:配套)?(?:设施|工程)|灌溉(?:设施)?|灌区|渠道|沟渠|水渠|提灌站|塘坝"
        r"|(?:农田)?机井|打井|灌溉井|农用井|泵站|喷灌|滴灌|高标准农田",
    ),
    (Subtype.WATER_SUPPLY, r"人畜饮水|人饮|饮水|饮用水|自来水|供水|水厂|水塔|净水(?:设备|设施|站)"),
    (Subtype.SANITATION, r"公厕|公共厕所|厕所|户厕|改厕|环卫|垃圾|污水|化粪池|保洁(?:车|设备)"),
    (Subtype.POWER, r"变压器|配电|变台|电网|农网|电力|输电|供电"),
    (Subtype.HEALTH, r"卫生室|卫生院|卫生所|卫生服务(?:站|中心)|医务室"),
    (Subtype.EDUCATION, r"小学|中学|学校|校舍|幼儿园|教学楼|教学点"),
    (Subtype.SPORT, r"健身|体育|篮球场|运动场"),
    (
        Subtype.CULTURE,
        r"文化(?:广场|活动中心|服务中心|大院|站|室|中心|礼堂)|农家书屋|图书室|戏台|戏楼|(?:文体|活动|休闲)广场",
    ),
    (
        Subtype.COMMUNITY_SERVICE,
        r"党群服务中心|便民服务(?:中心|站)|村级组织活动场所|村部|村室|综合服务(?:中心|站)"
        r"|日间照料(?:中心)?|幸福院|敬老院|养老院",
    ),
    (Subtype.NETWORK, r"宽带|网络|通信基站|通讯基站"),
    (
        Subtype.ROAD,
        r"道路|公路|巷道|街道硬化|人行道|路面|(?:通村|通组|村组|村内|生产|产业|田间|水泥|柏油|沥青|入户|环村|连村|进村)路"
        r"|危桥|桥梁|桥涵|(?<!廊)桥(?=建设|新建|改造|维修|加固|项目|工程|$)|涵洞",
    ),
    (
        Subtype.POWER,
        r"路灯|亮化|照明",
    ),  # after the road they stand at, which is the thing where both are named
]

# A bundle, an income, a fee or money for persons is no one thing: no guess from name or contents.
BUNDLE = re.compile(
    r"分红|收益|管理费|贴息|雨露|补贴|奖补|培训|规划|设计费|监理|附属|基础设施|管理用房|廊桥|产业发展"
)
VAGUE = re.compile(r"产业园|产业基地|园区|综合体|一二三产")
# Place names hold such words too (桥北乡, 茶山村): all up to the last place is cut away.
PLACE_PREFIX = re.compile(
    r"^\w{2,4}[县市区](?!域)|^.*(?:镇(?!区)|乡(?!村)|街道(?!硬化)|办事处|社区|村(?![级组内民部室集级镇容庄]|社区))"
)
LINE = [(subtype, re.compile(words)) for subtype, words in WORDS]
CLAIM_LINE = [(subtype, re.compile(words)) for subtype, words in CLAIMS]
QUOTES = re.compile(r"[\s\"'“”‘’「」《》]")
BRACKETS = re.compile(r"\([^()]*\)")
COOPERATIVE = re.compile(r"\w{0,6}(?:专业)?合作社(?:联合社)?")

BUILDING_WORK = re.compile(
    r"新建|修建|改建|扩建|改造|安装|购置|购买|工程|建设(?!项目管理)"
    r"|基地|设备|厂房|车间|大棚|设施|教室|培训中心|电站"
)
MANAGEMENT_FEE = re.compile(r"管理(?:费|经费|费用)(?:项目)?$")
TUITION = re.compile(
    r"雨露计划|(?:职业教育|职业技能|技能培训|助学|贫困生|学生|学前教育)\w{0,8}(?:补助|补贴)(?!资金)|助学金"
)
INTEREST = re.compile(r"贴息")
SUBSIDY = re.compile(
    r"(?:务工|交通|生活|稳岗|租房|租赁房|电费|保险|保费|公益性?岗位|就业|创业|自种自养|种粮|临时)\w{0,6}"
    r"(?:补贴|补助(?!资金)|奖补)|(?:到户|脱贫户|贫困户|监测户)\w{0,10}(?:补贴|奖补)|产业补贴|产业奖补"
)


class Guess(NamedTuple):
    """A guess at the type, with the words it rests on; people are shown all three and decide."""

    category: Category
    subtype: Subtype
    word: str


def guess_type(name: str, contents: str = "") -> Guess | None:
    """二（二） the subtype a project or asset name speaks of; contents count only when the name is silent.

    None when it names no subtype, or two, or a bundle: a wrong hint costs more than none.
    """
    name, contents = _subject(name), _plain(contents)
    claim = _first(CLAIM_LINE, name)
    if claim or BUNDLE.search(name):
        return claim
    guesses = _guesses(name)
    if not guesses and not BUNDLE.search(contents):
        guesses = _guesses(contents)
    if len(guesses) != 1 or ("到户" in name and guesses[0].category is not Category.HOUSEHOLD):
        return None
    return guesses[0]


def suggested(name: str, contents: str = "") -> list[Guess]:
    """All subtypes a line speaks of, those of the name first: what a person may choose among where nothing is sure.

    Unlike guess_type it also looks into bundles and vague names, since what it finds is only offered.
    """
    found = {}
    for guess in (*_named_in(_subject(name)), *_named_in(_plain(contents))):
        found.setdefault(guess.subtype, guess)
    return list(found.values())


def is_bundle(name: str) -> bool:
    """Whether a name speaks of several things at once, or of none in particular (「…等附属」)."""
    return bool(BUNDLE.search(_subject(name)))


@lru_cache(maxsize=20_000)
def excluded_kind(name: str) -> ExcludedKind | None:
    """二（二） the kind of money in a project's name that makes no asset, or None.

    It refuses a row, so it holds back: a fund's name (「补助资金」) is no subsidy, and where something is
    built or bought the words beside it exclude nothing. 到户类 money that makes an asset passes.
    """
    name = _plain(name)
    if MANAGEMENT_FEE.search(BRACKETS.sub("", name)):
        return ExcludedKind.MANAGEMENT_FEE
    if BUILDING_WORK.search(name):
        return None
    for kind, words in (
        (ExcludedKind.TUITION, TUITION),
        (ExcludedKind.INTEREST, INTEREST),
        (ExcludedKind.SUBSIDY, SUBSIDY),
    ):
        if words.search(name):
            return kind
    return None


def _plain(text: str) -> str:
    """Half-width, without spaces and quotation marks (「“雨露计划”…」)."""
    return QUOTES.sub("", normalize("NFKC", text or ""))


def _subject(name: str) -> str:
    """What the name speaks of: without what stands in brackets, and without the places before it."""
    return PLACE_PREFIX.sub("", BRACKETS.sub("", _plain(name)))


def _first(line: list, text: str) -> Guess | None:
    for subtype, words in line:
        if found := words.search(text):
            return Guess(subtype.category, subtype, found[0])
    return None


def _guesses(text: str) -> tuple[Guess, ...]:
    """Each subtype the text names, once, with its first word. Empty when the text is vague."""
    return () if VAGUE.search(text) else _named_in(text)


@lru_cache(maxsize=20_000)
def _named_in(text: str) -> tuple[Guess, ...]:
    """The same, however vague it is."""
    text = COOPERATIVE.sub("，", text)
    guesses = []
    for subtype, words in LINE:
        if found := words.search(text):
            guesses.append(Guess(subtype.category, subtype, found[0]))
            text = words.sub("，", text)
    return tuple(guesses)
