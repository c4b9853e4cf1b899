"""二（一）（二）What kind of asset a line tells of and why it belongs to the ledger; guesses are questions."""

import re

from assets import rules
from assets.choices import Acquisition, Category, FundKind, Scope, Subtype
from journal.imports.lines import Action

OTHERS = {
    Category.PUBLIC: Subtype.OTHER_PUBLIC,
    Category.OPERATING: Subtype.OTHER_OPERATING,
    Category.HOUSEHOLD: Subtype.HOUSEHOLD_FIXED,
}
EARNING = re.compile(
    r"产业|基地|种植|养殖|加工|厂房|车间|大棚|电站|合作社|公司|经营|收购|租赁|冷库|果|菜|茶|牛|羊|发展"
)
BOUGHT = re.compile(r"购置|购买|采购")
SOCIAL = re.compile(r"协作|帮扶|支援|社会|捐|爱心|公益金")
SKIP = ("skip", "不导入此行")
PENDING = "据导入的台账登记，资产状态和权属关系待清产核资时追溯核实。"


def settle_type(checker, line, said, asset):
    """二（二）Type and subtype as said; else a question with what the words suggest."""
    asset.category, asset.subtype = said["category"] or "", said["subtype"] or ""
    if asset.subtype and not asset.category:
        asset.category = Subtype(asset.subtype).category
    if not asset.subtype and not line.failed & {"subtype", "category", "name"}:
        _guess(checker, line, said, asset)


def _guess(checker, line, said, asset):
    """What the name says; what it nearly says; what was set for the table; the rest of the codebook."""
    key = "subtype" if "subtype" in line.places else "name"
    fits = [s for s in Subtype if asset.category in ("", s.category)]
    guess = rules.guess_type(said["name"], said["spec"])
    if guess and guess.subtype in fits:
        proposal, reason = guess.subtype, f"按{_where(said, guess.word)}“{guess.word}”判断"
    elif checker.says.subtype in fits:
        asset.subtype = Subtype(checker.says.subtype)
        asset.category = asset.subtype.category
        line.odd(key, f"按整表的设定为{named(asset.subtype)}，请核对。")
        return
    else:
        guess = None
        proposal, reason = _likely(said, asset.category, fits)
    near = [found.subtype for found in rules.suggested(said["name"], said["spec"]) if found.subtype in fits]
    rest = [OTHERS[category] for category in Category if asset.category in ("", category)]
    rest = rest if asset.category or "户" in said["name"] else rest[:2]
    options = dict.fromkeys([proposal, *near, *rest] if guess else [proposal, *near, *fits])
    chosen = line.ask(
        key,
        "subtype",
        f"{reason}，建议登记为{named(proposal)}，请核对。",
        [(s.value, named(s)) for s in options],
        proposal.value,
    )
    asset.subtype = Subtype(chosen)
    asset.category = asset.subtype.category


def _likely(said, category, fits):
    """(subtype, why) where the name leaves it open: the first thing it speaks of, or a residual subtype."""
    for found in rules.suggested(said["name"], said["spec"]):
        if found.subtype in fits and not rules.is_bundle(said["name"]):
            return (
                found.subtype,
                f"写了不止一种资产，或没有写明类型；按{_where(said, found.word)}“{found.word}”判断",
            )
    if not category:
        category = Category.OPERATING if EARNING.search(said["name"] + said["spec"]) else Category.PUBLIC
        return OTHERS[category], "无法从名称判断资产类型"
    return OTHERS[category], "没有填资产小类"


def _where(said, word):
    """Where a word stands that the name does not have."""
    return "" if word in said["name"] else "建设内容中的"


def named(subtype):
    """A subtype with its type, as people read it."""
    return f"{subtype.category.label}·{subtype.label}"


def acquired(asset, said):
    """How such an asset usually comes to be."""
    if asset.subtype in (Subtype.EQUITY, Subtype.DEBT):
        return Acquisition.EQUITY if asset.subtype == Subtype.EQUITY else Acquisition.INVESTED
    if asset.category == Category.HOUSEHOLD:
        return Acquisition.GRANT
    return Acquisition.PURCHASED if BOUGHT.search(f"{said['name']} {said['spec']}") else Acquisition.BUILT


def settle_scope(checker, line, said, asset):
    """二（一）Why it belongs to the ledger: as said, by the year, by the money; else a question."""
    year, text = asset.formed_year, said["fund_text"]
    kind = checker.says.fund_kind.label if checker.says.fund_kind else ""
    by_money = rules.scope_of(year, text) or rules.scope_of(year, kind)
    donated = Scope.DONATED if asset.acquisition == Acquisition.DONATED else None
    asset.scope = said["scope"] or donated or by_money or checker.says.scope or ""
    if text and by_money and not asset.scope_reason:
        asset.scope_reason = f"资金来源：{text}"[:300]
    if not asset.scope and year is not None and "scope" not in line.failed:
        _ask_scope(line, text, asset)


def _ask_scope(line, text, asset):
    proposal = Scope.SOCIAL if SOCIAL.search(text) else Scope.INDUSTRY if _by_trade(text) else Scope.FISCAL
    asset.scope = line.ask(
        "fund_text" if "fund_text" in line.places else "scope",
        "scope",
        f"无法从资金来源判断纳入依据（二（一）），建议按“{proposal.label}”登记，请核对。",
        [(s.value, s.label) for s in (Scope.FISCAL, Scope.SOCIAL, Scope.INDUSTRY)],
        proposal.value,
    )


def _by_trade(text):
    return rules.fund_kind(text) == FundKind.INDUSTRY


def ask_tracing(line, asset):
    """二（一）追溯资产状态、厘清权属关系: an older asset comes in with its tracing, or as one yet to be traced."""
    chosen = line.ask(
        "tracing" if "tracing" in line.places else "formed_year",
        "tracing",
        f"形成年度为 {asset.formed_year} 年，2016 年以前形成的资产须写明追溯情况（二（一））。"
        "可先记为待追溯，入账前补写并完成清产核资。",
        [("pending", "登记为草稿，追溯情况待核实"), SKIP],
        "pending",
    )
    if chosen == "pending":
        asset.tracing = PENDING
    else:
        line.action = Action.SKIP
