"""二（一）–（三）What a line of a ledger workbook means: the asset, its project, its money; every fault and doubt.

A fault keeps the line out. A doubt goes with a proposal, which stands in the draft: nothing is taken silently.
"""

import re
from datetime import date
from decimal import Decimal

from assets import rules
from assets.checks import faults
from assets.choices import Acquisition, Category, FundKind, FundLevel, Nature, ProjectKind, Scope, Subtype
from assets.importing.bodies import Bodies
from assets.importing.places import Places
from assets.models import Asset, FundingLine, Project

NATURES = [
    (Nature.CONTINUED, re.compile(r"续建")),
    (Nature.REPAIR, re.compile(r"维修|修复|修缮|修补")),
    (Nature.EXTENDED, re.compile(r"改造|改建|扩建|提升")),
]
BOUGHT = re.compile(r"购置|购买|采购")
DISTRIBUTION = re.compile(r"(?:分红|收益|分配)$|\d{4}年(?:度)?收益")
OTHERS = {Category.PUBLIC: Subtype.OTHER_PUBLIC, Category.OPERATING: Subtype.OTHER_OPERATING}
ASKED_ABOVE = {"name", "category", "subtype", "scope", "formed_year"}  # when lacking, said in our own words


class Checker:
    """Checks the lines of one batch; reads the county's places and bodies once."""

    tables = [(Asset, "asset"), (Project, "project"), (FundingLine, "lines")]

    def __init__(self, batch, by):
        self.county, self.unit_id = batch.county_id, batch.unit_id
        self.places = Places(batch.county_id)
        self.bodies = Bodies(batch, by, self.places.gazetteer)
        self.table, self.unit = batch.mapping["table"], batch.money_unit or "元"
        self.fund_kind = FundKind(self.table["fund_kind"]) if self.table["fund_kind"] else None
        self.fund_level = FundLevel(self.table["fund_level"]) if self.table["fund_level"] else None
        self.seen = {}

    def check(self, line):
        """Add the line's faults and doubts, and line.staged: asset, project, lines (of money), aliases."""
        said = Said(line)
        if refusal := refused(said):
            return line.bad("name", refusal)
        asset, project = Asset(county_id=self.county), Project(county_id=self.county)
        for part in (self._name, self._years, self._kind, self._place, self._bodies, self._scope, self._rest):
            part(line, said, asset, project)
        lines = self._money(line, said, asset, project)
        self._same_again(line, said, asset)
        hold_to_rules(line, asset)
        line.staged = {
            "asset": filled(asset),
            "project": filled(project),
            "lines": lines,
            "aliases": [{"number": said["alias"], "origin": "导入"}] if said["alias"] else [],
        }
        if said["project_name"]:
            line.staged["project_key"] = f"{project.name}/{project.fund_year}/{project.number}"

    def _name(self, line, said, asset, project):
        asset.name = said["name"]
        project.name = said["project_name"] or said["name"]
        if not asset.name and "name" not in line.failed:
            line.bad("name", "没有填资产名称（项目名称），请补上。")

    def _years(self, line, said, asset, project):
        asset.formed_year = said["formed_year"] or said["fund_year"] or self.table["year"]
        project.fund_year = said["fund_year"] or asset.formed_year
        if asset.formed_year is None and not line.failed & {"formed_year", "fund_year"}:
            line.bad("formed_year", "没有填形成年度（资金年度）。请补上，或在「对应列」一步为整表填写年度。")

    def _kind(self, line, said, asset, project):
        """二（二）Type and subtype as said; else guessed from the words, as a doubt; else asked for."""
        asset.category, asset.subtype = said["category"] or "", said["subtype"] or ""
        if asset.subtype and not asset.category:
            asset.category = Subtype(asset.subtype).category
        if not asset.subtype and not line.failed & {"subtype", "category", "name"}:
            self._guess(line, said, asset)
        asset.acquisition = said["acquisition"] or acquired(asset, said)
        project.kind = ProjectKind.CONSTRUCTION if asset.category == Category.PUBLIC else ProjectKind.INDUSTRY
        words = f"{said['name']} {said['spec']}"
        project.nature = next((nature for nature, found in NATURES if found.search(words)), Nature.NEW)

    def _guess(self, line, said, asset):
        key = "subtype" if "subtype" in line.places else "name"
        guess = rules.guess_type(said["name"], said["spec"])
        if guess and asset.category in ("", guess.category):
            asset.category, asset.subtype = guess.category, guess.subtype
            reason = f"按“{guess.word}”判断"
        elif asset.category in OTHERS:
            asset.subtype, reason = OTHERS[asset.category], "没有填资产小类"
        elif self.table["subtype"] and asset.category in ("", Subtype(self.table["subtype"]).category):
            asset.subtype, reason = Subtype(self.table["subtype"]), "按整表的设定"
            asset.category = asset.subtype.category
        else:
            return line.bad(
                key,
                "从名称看不出资产类型。请加一列“资产小类”写明，或在「对应列」一步为整表选定。",
            )
        how = "" if said["acquisition"] else f"，取得方式按“{acquired(asset, said).label}”"
        line.odd(
            key, f"{reason}为{asset.get_category_display()}·{asset.get_subtype_display()}{how}，请核对。"
        )

    def _place(self, line, said, asset, project):
        """The place within the county, and the unit whose book it enters."""
        place, key = self.places.find(line, said)
        text = self.places.text(said)
        project.place, asset.address = text, said["address"]
        if place is None:
            asset.unit_id = project.unit_id = self.unit_id
            return
        asset.town_id, asset.village_id = place
        project.town_id = asset.town_id
        if asset.village_id is None and not asset.address:
            asset.address = text[:120]
        asset.unit_id, refusal = self.bodies.holder_of(*place)
        project.unit_id = asset.unit_id
        if refusal:
            line.bad(key, refusal)

    def _bodies(self, line, said, asset, project):
        """二（三）谁实施谁负责、谁使用谁监管: the county's bodies that the text surely means."""
        project.implementing_text = said["implementing"]
        asset.implementing_dept_id = project.implementing_dept_id = self.bodies.named(said["implementing"])
        asset.supervising_dept_id = project.supervising_dept_id = self.bodies.named(said["supervising"])
        if said["implementing"] and asset.implementing_dept_id is None:
            line.odd(
                "implementing",
                f"“{said['implementing']}”不是本县单位的名称，按原文保留，提交前请选定实施部门。",
            )
        if said["supervising"] and asset.supervising_dept_id is None:
            line.odd("supervising", f"“{said['supervising']}”不是本县单位的名称，提交前请选定监管部门。")

    def _scope(self, line, said, asset, project):
        """二（一）Why it belongs to the ledger: as said, by the year, by the money; else asked."""
        year, text = asset.formed_year, said["fund_text"]
        kind = self.fund_kind.label if self.fund_kind else ""
        by_money = rules.scope_of(year, text) or rules.scope_of(year, kind)
        donated = Scope.DONATED if asset.acquisition == Acquisition.DONATED else None
        asset.scope = said["scope"] or donated or by_money or self.table["scope"] or ""
        asset.scope_reason = f"资金来源：{text}"[:300] if text and by_money else ""
        if not asset.scope and year is not None and "scope" not in line.failed:
            line.bad(
                "fund_text" if "fund_text" in line.places else "scope",
                "从资金来源看不出纳入依据（二（一））。请写明资金种类，或在「对应列」一步为整表选定纳入依据。",
            )

    def _money(self, line, said, asset, project):
        """二（三）Value, budget and fund lines; the lines are returned, staged only when each is clear."""
        project.fund_text, text = said["fund_text"], said["fund_text"]
        asset.original_value = said["original_value"]
        project.budget = said["original_value"] if said["budget"] is None else said["budget"]
        if asset.original_value is None and "original_value" not in line.failed:
            line.odd("original_value", "没有填金额，草稿中原值留空，提交审核前须补上。")
        reading = rules.parse_fund_lines(text, project.budget, self.unit, self.fund_kind)
        lines = [part._replace(level=part.level or self.fund_level) for part in reading.lines]
        lacking = [label for at, label in ((0, "级次"), (1, "种类")) if not all(part[at] for part in lines)]
        if doubt := reading.doubt or (lacking and f"“{text}”没有写明资金的{'和'.join(lacking)}。"):
            line.odd("fund_text", f"{doubt}草稿中暂不拆分资金来源，原文保留在项目里。")
            return []
        return [part._asdict() | {"amount": str(part.amount)} for part in lines]

    def _rest(self, line, said, asset, project):
        """The columns that are taken as they are."""
        for key in ("spec", "holder", "donor", "donation_value", "valuation_basis", "tracing", "counted_on"):
            setattr(asset, key, said[key])
        for key in ("status_reason", "in_use_on", "longitude", "latitude"):
            setattr(asset, key, said[key])
        asset.life_years = None if said["life_years"] is None else int(said["life_years"])
        asset.status = said["status"] or asset.status
        quantity, measure = said["quantity"] or (None, None)
        asset.quantity, asset.measure = quantity, said["measure"] or measure or ""
        if quantity is not None and not asset.measure and asset.subtype:
            asset.measure = Subtype(asset.subtype).measure
            line.odd("quantity", f"没有填计量单位，按“{asset.get_measure_display()}”登记，请核对。")
        asset.remark = noted(said["remark"], "经营方式", said["operating"])
        project.linkage = noted(said["linkage"], "收益分配", said["sharing"])
        project.scope_text, project.beneficiaries = said["spec"], said["beneficiaries"]
        project.number, project.approval_number = said["project_number"], said["approval_number"]

    def _same_again(self, line, said, asset):
        """The same name, place and year a second time in the file."""
        key = asset.name, asset.village_id or self.places.text(said), asset.formed_year
        first = self.seen.setdefault(key, line.number)
        if asset.name and first != line.number:
            line.odd("name", f"与第 {first} 行的名称、地点、年度都相同，请核对是否重复。")


class Said(dict):
    """The cleaned values by key; what has no column is "" for texts and None for the rest."""

    TEXTS = frozenset(
        "name project_name place town village village_code address spec fund_text approval_number"
        " project_number implementing supervising holder operating sharing linkage beneficiaries donor"
        " valuation_basis tracing status_reason alias remark".split()
    )

    def __init__(self, line):
        super().__init__(line.values)

    def __missing__(self, key):
        return "" if key in self.TEXTS else None

    def __getitem__(self, key):
        value = super().__getitem__(key)
        return "" if value is None and key in self.TEXTS else value


def refused(said):
    """二（二）The sentence that refuses money which makes no asset, with the clause; or None."""
    for key in ("name", "project_name"):
        if kind := rules.excluded_kind(said[key]):
            return kind.refusal
    if DISTRIBUTION.search(said["name"]) and "收益" in said["fund_text"]:
        return "这是收益的分配，不是资产。请登记产生收益的资产，从表中删去此行。"
    return None


def hold_to_rules(line, asset):
    """What must be true of an asset in any state (assets.checks), as far as no cell has failed before."""
    for key, sentences in faults(asset, line.failed | ASKED_ABOVE if line.failed else ()).items():
        label = asset._meta.get_field(key).verbose_name
        for sentence in sentences:
            line.bad(key, sentence if key in line.places else f"{label}：{sentence}")


def acquired(asset, said):
    """How such an asset usually comes to be; shown as a proposal."""
    if asset.subtype in (Subtype.EQUITY, Subtype.DEBT):
        return Acquisition.EQUITY if asset.subtype == Subtype.EQUITY else Acquisition.INVESTED
    if asset.category == Category.HOUSEHOLD:
        return Acquisition.GRANT
    return Acquisition.PURCHASED if BOUGHT.search(f"{said['name']} {said['spec']}") else Acquisition.BUILT


def noted(text, label, more):
    """A text and what another column adds to it."""
    return "；".join(part for part in (text, f"{label}：{more}" if more else "") if part)


def filled(row):
    """What a row says, by database column, as JSON takes it. What it leaves open is left out, and what it must not
    leave open is null: it has its own fault, and no constraint speaks of it a second time."""
    said = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if value == "" and not column.blank:
            said[column.column] = None
        elif value not in (None, "") and column.column != "county_id":
            said[column.column] = str(value) if isinstance(value, Decimal | date) else value
    return said
