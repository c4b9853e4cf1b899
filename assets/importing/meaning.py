"""二（一）–（三）What a line of a ledger workbook means: the asset, its project, its money; every fault and question.

A fault keeps the line out. A question goes with a proposal, which holds until a person answers: nothing is taken
silently. What a line is at all comes first (one of the ledger, money that is no asset, a new asset), then what it says.
"""

import re

from django.utils import timezone

from assets import rules
from assets.checks import rule_faults
from assets.choices import Category, Nature, ProjectKind, Subtype
from assets.importing import kinds, money, outside, own, villages
from assets.importing.bodies import Bodies
from assets.importing.draft import (
    ASSET,
    PROJECT,
    Draft,
    fitting,
    hold_project,
    noted,
    old_numbers,
    refuse_formula,
    refuse_somebodys,
)
from assets.importing.ledger import REFUSED, Ledger
from assets.importing.places import Places
from assets.importing.table import TableSays
from assets.importing.updates import update
from assets.models import Asset, FundingLine, Project, Subsidy
from assets.rules.doubts import NONE, Doubt, serial_day
from journal.imports.lines import Action

NATURES = [
    (Nature.CONTINUED, re.compile(r"续建")),
    (Nature.REPAIR, re.compile(r"维修|修复|修缮|修补")),
    (Nature.EXTENDED, re.compile(r"改造|改建|扩建|提升")),
]
TEXTS = (
    "name project_name place town village village_code address spec fund_text approval_number project_number"
    " implementing department supervising unit holder operating sharing linkage beneficiaries donor"
    " valuation_basis tracing status_reason scope_reason alias number system_number remark"
).split()
OTHERS = (
    "category subtype quantity measure formed_year fund_year original_value budget acquisition donation_value scope"
    " counted_on status life_years in_use_on longitude latitude period start_on end_on"
    " fund_central fund_province fund_city fund_county fund_town fund_social fund_own"
).split()
SILENT = dict.fromkeys(TEXTS, "") | dict.fromkeys(OTHERS)
AS_SAID = (
    "spec holder donor donation_value valuation_basis tracing counted_on status_reason in_use_on".split()
)
MISSING = ("name", "category", "subtype", "scope", "formed_year")  # when lacking, said in our own words


class Checker:
    """Checks the lines of one batch; reads the county's places and bodies once, and the ledger by chunk."""

    tables = [(Asset, "asset"), (Project, "project"), (FundingLine, "lines"), (Subsidy, "subsidy")]

    def __init__(self, batch, by):
        self.county, self.unit_id = batch.county_id, batch.unit_id
        self.places = Places(batch.county_id)
        self.bodies = Bodies(batch, by, self.places.gazetteer)
        self.says = TableSays(batch)
        self.ledger = Ledger(batch, by, self.says.columns)

    def prepare(self, lines):
        """Look up, for a chunk, which rows of the ledger its lines speak of."""
        self.today = timezone.localdate()
        self.ledger.load(lines)

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged."""
        said = self.hear(line)
        refuse_somebodys(line)
        subject = self.ledger.subject(line, said)
        if subject is REFUSED:
            return
        if subject is not None:
            return update(self, line, said, subject)
        for key, value in line.values.items():
            refuse_formula(line, key, value)
        if not outside.settle(self, line, said):
            self._new(line, said)

    def hear(self, line):
        """What the cells say, with each that says it only nearly settled by a question."""
        said = SILENT | {key: value for key, value in line.values.items() if value is not None}
        for key in [key for key, value in line.values.items() if type(value) is Doubt]:
            said[key] = self._settled(line, said, key, line.values[key])
        for key in self.says.days:
            if day := serial_day(line.said[key]):
                line.odd(key, f"“{line.said[key]}”是 Excel 的日期序号，按 {day} 登记，请核对。")
        return said

    def _settled(self, line, said, key, doubt):
        answer = line.ask(key, f"cell_{key}", doubt.sentence, list(doubt.options), doubt.proposal)
        column = self.says.columns[key]
        if getattr(column, "is_money", False):
            said["remark"] = noted(said["remark"], f"{column.column_name}原文", line.said[key])
        return None if answer == NONE else column.widget.settle(answer)

    def _new(self, line, said):
        """二（三）A row the ledger does not have: asset, project and money."""
        asset = Draft(ASSET, county_id=self.county)
        project = Draft(PROJECT, county_id=self.county)
        name_and_years(self, line, said, asset, project)
        kinds.settle_type(self, line, said, asset)
        asset.custom = own.values_of(self, line, asset.subtype)
        describe(line, said, asset, project)
        where = self._place(line, said, asset, project)
        self._bodies(line, said, asset, project)
        kinds.settle_scope(self, line, said, asset)
        lines = money.settle(self, line, said, asset, project)
        project.scope_text = asset.spec
        hold_to_rules(line, asset, self.today)
        hold_project(line, project)
        if line.action == Action.SKIP:
            return
        line.staged = {
            "asset": asset.told(),
            "project": project.told(),
            "lines": lines,
            "aliases": [{"number": number, "origin": "导入"} for number in old_numbers(said)],
        }
        if where.shared:
            line.staged["asset"] = villages.split(self, line, asset, where.shared)
        if said["project_name"]:
            line.staged["project_key"] = f"{project.name}/{project.fund_year}/{project.number}"

    def _place(self, line, said, asset, project):
        """The place within the county, and the unit whose book it enters."""
        where = self.places.find(line, said, importing=self.bodies.importing.name)
        project.place, asset.address = fitting(line, "place", self.places.text(said), 200), said["address"]
        asset.town_id, asset.village_id = where.town, where.village
        project.town_id = asset.town_id
        if asset.village_id is None and not asset.address:
            asset.address = fitting(line, where.key, project.place, 120)
        if where.joint:
            asset.remark = noted(asset.remark, "联合持有", where.joint)
        asset.unit_id = self._unit(line, said, where)
        project.unit_id = asset.unit_id
        return where

    def _unit(self, line, said, where):
        """Whose book it enters: the unit that is named, else the place's, else the one that imports."""
        if said["unit"]:
            if unit := self.bodies.mine(said["unit"]):
                return unit
            line.bad("unit", f"“{said['unit'][:30]}”不是您可以登记的单位，请核对名称，或留空。")
        unit, refusal = self.bodies.holder_of(where.town, where.village)
        if refusal:
            line.bad(where.key, refusal)
        return unit

    def _bodies(self, line, said, asset, project):
        """二（三）谁实施谁负责、谁使用谁监管: the county's bodies that the text surely means."""
        project.implementing_text = said["implementing"] or said["department"]
        for key, column in (("implementing", "implementing_dept_id"), ("department", "implementing_dept_id")):
            if said[key]:
                named = self.bodies.named(said[key])
                setattr(asset, column, named or getattr(asset, column))
                if named is None:
                    line.odd(key, UNKNOWN_BODY.format(said[key], "按原文保留，提交前请选定实施部门"))
        asset.supervising_dept_id = (said["supervising"] and self.bodies.named(said["supervising"])) or None
        project.implementing_dept_id = asset.implementing_dept_id
        project.supervising_dept_id = asset.supervising_dept_id
        if said["supervising"] and asset.supervising_dept_id is None:
            line.odd("supervising", UNKNOWN_BODY.format(said["supervising"], "提交前请选定监管部门"))


UNKNOWN_BODY = "“{}”不是本县单位的名称，{}。"


def name_and_years(checker, line, said, asset, project):
    """Name and years; a year the line does not tell is asked, with the likeliest proposed."""
    asset.name = said["name"]
    project.name = said["project_name"] or said["name"]
    if not asset.name and "name" not in line.failed:
        line.bad("name", "没有填资产名称（项目名称），请补上。")
    period = said["period"]
    project.start_on = said["start_on"] or (period and period.start)
    project.end_on = said["end_on"] or (period and period.end)
    told = said["formed_year"] or said["fund_year"] or checker.says.year
    if told is None and project.end_on:
        told = project.end_on.year
        line.odd("period", f"没有填形成年度，按完工时间取 {told} 年，请核对。")
    if told is None and not line.failed & {"formed_year", "fund_year"}:
        told = checker.says.ask_year(line, said)
    asset.formed_year = told
    project.fund_year = said["fund_year"] or (project.start_on and project.start_on.year) or told


def describe(line, said, asset, project):
    """The columns that are taken as they are."""
    for key in AS_SAID:
        setattr(asset, key, said[key])
    asset.scope_reason = said["scope_reason"]
    asset.longitude, asset.latitude = said["longitude"], said["latitude"]
    asset.life_years = None if said["life_years"] is None else int(said["life_years"])
    asset.status = said["status"] or asset.status
    asset.acquisition = said["acquisition"] or kinds.acquired(asset, said)
    quantity, measure = said["quantity"] or (None, None)
    asset.quantity, asset.measure = quantity, said["measure"] or measure or ""
    if quantity is not None and not asset.measure and asset.subtype:
        asset.measure = Subtype(asset.subtype).measure
        line.odd("quantity", f"没有填计量单位，按“{asset.measure.label}”登记，请核对。")
    asset.remark = noted(said["remark"], "经营方式", said["operating"])
    project.kind = ProjectKind.CONSTRUCTION if asset.category == Category.PUBLIC else ProjectKind.INDUSTRY
    words = f"{said['name']} {said['spec']}"
    project.nature = next((nature for nature, found in NATURES if found.search(words)), Nature.NEW)
    project.linkage = noted(said["linkage"], "收益分配", said["sharing"])
    if len(project.linkage) > LONGEST_REMARK:
        line.bad(
            "sharing",
            f"带贫机制连同收益分配共 {len(project.linkage)} 个字，最多 {LONGEST_REMARK} 个，请缩短。",
        )
    project.beneficiaries = said["beneficiaries"]
    project.number, project.approval_number = said["project_number"], said["approval_number"]
    project.fund_text = said["fund_text"]


def hold_to_rules(line, asset, today):
    """What must be true of an asset in any state (assets.checks), as far as no cell has failed before."""
    if asset.tracing == "" and asset.formed_year and asset.formed_year < rules.SCOPE_FROM:
        kinds.ask_tracing(line, asset)
    lacking = {key for key in MISSING if not getattr(asset, key)}
    found = rule_faults(asset, line.failed | lacking if line.failed or lacking else (), today)
    for key, sentence in found:
        if key in line.failed and key in lacking:
            continue
        label = "" if key in line.places else LABELS.get(key, "")
        line.bad(key, f"{label}：{sentence}" if label and label not in sentence else sentence)
    if len(asset.remark) > LONGEST_REMARK:
        line.bad(
            "remark",
            f"备注连同经营方式、原文等共 {len(asset.remark)} 个字，最多 {LONGEST_REMARK} 个，请缩短。",
        )


LONGEST_REMARK = Asset._meta.get_field("remark").max_length
LABELS = {field.name: field.verbose_name for field in Asset._meta.fields}
