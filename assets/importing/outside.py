"""二（二）（三）Money in a table that makes no asset: offered to the subsidy register, or left out with the reason."""

import re

from assets import rules
from assets.importing.draft import Draft, fitting, noted
from assets.importing.registers import names_nobody
from assets.models import Subsidy
from journal.imports.lines import Action

DISTRIBUTION = re.compile(r"(?:分红|收益|分配)$|\d{4}年(?:度)?收益")
SKIP = ("skip", "不导入此行")
INCOME = "这是收益的分配，不是资产，也不是财政补贴。请登记产生收益的资产；收益分配在收益模块中登记。建议不导入此行。"
BLANKS = dict.fromkeys(
    "unit_id kind year name town_id village_id place amount fund_text beneficiaries remark".split()
)

# What the register of subsidies takes of a line; a measure no asset has is no fault of a subsidy.
TOLD = set(
    "name project_name place town village village_code spec fund_text remark beneficiaries"
    " formed_year fund_year original_value budget".split()
)


def settle(checker, line, said):
    """Whether the line tells of money that makes no asset; then its action and what is staged are settled."""
    for key in ("name", "project_name"):
        if kind := rules.excluded_kind(said[key]):
            _offer(checker, line, said, key, kind)
            return True
    if DISTRIBUTION.search(said["name"]) and "收益" in said["fund_text"]:
        options = [SKIP, ("asset", "确是资产，照常导入")]
        if line.ask("name", "income", INCOME, options, "skip") == "skip":
            line.action = Action.SKIP
            return True
    return False


def _offer(checker, line, said, key, kind):
    options = [("subsidy", "转入补贴登记"), SKIP]
    sentence = f"{kind.refusal}建议转入补贴登记。"
    if line.ask(key, "not_asset", sentence, options, "subsidy") == "skip":
        line.action = Action.SKIP
        return
    line.action = Action.OTHER
    line.forgive(line.failed - TOLD)
    if not names_nobody(line):
        return
    end = said["end_on"] or (said["period"] and said["period"].end)
    year = said["fund_year"] or said["formed_year"] or checker.says.year or (end and end.year)
    if year is None and not line.failed & {"formed_year", "fund_year"}:
        year = checker.says.ask_year(line, said)
    line.staged = {"subsidy": _subsidy(checker, line, said, kind, year).told()}


def _subsidy(checker, line, said, kind, year):
    text = checker.places.text(said)
    match = checker.places.gazetteer.match(text) if text else None
    place = match.place if match else None
    town, village = checker.places.codes(place) if place else (None, None)
    unit, refusal = checker.bodies.holder_of(town, village)
    if refusal:
        line.bad("place", refusal)
    if said["original_value"] is None and "original_value" not in line.failed:
        line.odd("original_value", "没有填金额，补贴登记中先留空，请核实后补上。")
    return Draft(
        BLANKS,
        unit_id=unit,
        kind=Subsidy.Kind(kind.value),
        year=year,
        name=said["name"],
        town_id=town,
        village_id=village,
        place=fitting(line, "place", text, 200),
        amount=said["original_value"] if said["budget"] is None else said["budget"],
        fund_text=said["fund_text"],
        beneficiaries=said["beneficiaries"],
        remark=fitting(line, "spec", noted(said["remark"], "内容", said["spec"]), 500),
    )
