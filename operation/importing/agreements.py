"""二（六）What a line of a list of agreements means: who operates which assets, from when to when, on which terms.

New lines become drafts, by the rules of operation.actions.draft; a draft takes what its line says; what is decided,
shown or signed is compared and never changed.
"""

from assets.importing.registers import changes, differ, fill, hear, ids_in, names_nobody, told
from journal.imports.resources import REGISTRY, columns_of
from operation import rules
from operation.actions import FIGURES, SHOWN, VERB, assets_told, faults
from operation.choices import IncomeRule
from operation.importing import candidates as cells
from operation.importing.parties import Parties
from operation.models import Agreement, AgreementAsset, Candidate
from tenancy import policy

FIELDS = (
    "name mode from_on to_on principal exit_terms rights_duties benefit_mechanism income_distribution risk_control"
    " value_preservation income_rule amount base income_rate price every first_due_on total deposit late_fee buyback"
    " jobs_promised wages_promised remark"
).split()
OWN = {name: name for name in FIELDS}
KEYS = OWN | {"operator": "operator_code", "assets": "asset_numbers", "candidates": "candidates"}
UNKNOWN = "“{}”不是您可以更新的经营协议的编号。更新的请核对编号，新增的请清空此格。"
SETTLED = "此协议“{}”，不能用导入更改：已决策的先退回起草，已签订的请在其页面办理变更。"
UNUSED = "收益{}的，用不到此项，不登记。"
FIRST_DUE = "没有填首次付款日，按起始日期登记，请核对。"
EVERY = "没有填付款周期，按“{}”登记，请核对。"
RULE = "没有填收益约定，按“{}”登记，请核对。"
NAMED = "没有填协议名称，按“{}”登记，请核对。"


class AgreementChecker:
    """Checks the lines of one batch; reads the county's units once, agreements, assets and operators by chunk."""

    tables = [(Agreement, "agreement"), (AgreementAsset, "lines"), (Candidate, "candidates")]

    def __init__(self, batch, by):
        self.county, self.by, self.table = batch.county_id, by, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.rows = Agreement.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        self.parties = Parties(batch.county_id, by)

    def prepare(self, lines):
        """Look up, for a chunk, the agreements it names, their parties and assets, and what stands in the way."""
        ids = ids_in(lines)
        rows = self.rows.filter(pk__in=ids).select_related("unit__region__parent", "operator") if ids else ()
        self.known = {row.pk: row for row in rows}
        self.parties.load(lines, [*self.known.values()])

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: agreement, lines, candidates."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        if term := said.get("term"):
            said = {"from_on": term.start, "to_on": term.end} | said
        text = line.said.get("system_number", "").strip()
        if not text:
            self._new(line, said)
        elif row := self.known.get(next(iter(ids_in([line])), None)):
            self._update(line, said, row)
        else:
            line.bad("system_number", UNKNOWN.format(text[:30]))

    def _update(self, line, said, row):
        """A draft takes what the line says; of what is decided or signed the line must say what is there."""
        changed = differ(line, self.columns, row, said, OWN)
        changed |= self.parties.changed(line, said, row)
        assets = self.parties.assets_changed(line, said, row)
        offers = self._offers(line, said, self.parties.candidates.get(row.pk, []))
        if line.differences and row.state != Agreement.State.DRAFT:
            line.bad("system_number", SETTLED.format(row.get_state_display()))
        elif line.differences and (notice := self.parties.shown.get(row.pk)):
            line.bad("system_number", SHOWN.format(notice))
        elif line.differences:
            changed |= self._dropped(line, row)
            now = self.parties.lines.get(row.pk, []) if assets is None else assets
            self._hold(line, row, now, self.parties.candidates.get(row.pk, []) if offers is None else offers)
            if assets is not None or {"from_on", "to_on"} & changed.keys():
                assets = now
        changes(line, row)
        if line.differences:
            line.staged |= {"agreement": changed} | _parts(row, assets, offers)

    def _new(self, line, said):
        """二（六）An agreement that is not written down yet: a draft."""
        row = Agreement(county_id=self.county)
        fill(row, said, OWN)
        assets = self.parties.assets(line, said)
        row.unit = self.parties.unit(line, said, assets)
        row.operator = self.parties.operator(line, said)
        self._defaults(line, said, row, assets)
        self._dropped(line, row)
        offers = self._offers(line, said, []) or []
        self._hold(line, row, assets, offers)
        if row.unit_id and not policy.may(self.by, VERB, row.unit):
            line.bad("unit", f"您的岗位不能以{row.unit}的名义起草经营协议。")
        line.staged = {"agreement": told(row)}
        if not line.failed:
            line.staged |= _parts(row, assets, offers)

    def _defaults(self, line, said, row, assets):
        """What the line leaves open, as the whole table says; else as is likeliest, told as a doubt."""
        row.mode = row.mode or self.table["mode"]
        row.income_rule = row.income_rule or self.table["income_rule"]
        if not row.income_rule and row.amount and "income_rule" not in line.failed:
            row.income_rule = IncomeRule.FIXED
            line.odd("income_rule", RULE.format(row.get_income_rule_display()))
        if "every" not in said and "every" not in line.failed:
            row.every = self.table["every"] or row.every
            if not self.table["every"]:
                line.odd("every", EVERY.format(row.get_every_display()))
        if row.first_due_on is None and row.from_on and "first_due_on" not in line.failed:
            row.first_due_on = row.from_on
            line.odd("first_due_on", FIRST_DUE)
        if not row.name and assets and row.mode and "name" not in line.failed:
            row.name = f"{assets[0].name}{row.get_mode_display()}协议"[:120]
            line.odd("name", NAMED.format(row.name))

    def _dropped(self, line, row):
        """{column: None} of the figures that the income rule does not ask for, as the form leaves them out."""
        dropped = {}
        for name in FIGURES:
            if (
                row.income_rule
                and name not in rules.ASKED[row.income_rule]
                and getattr(row, name) is not None
            ):
                setattr(row, name, None)
                dropped[name] = None
                line.odd(name, UNUSED.format(row.get_income_rule_display()))
        return dropped

    def _offers(self, line, said, now):
        """[{name, offer, is_chosen}] of the line's candidates where they are others than now, else None."""
        text = said.get("candidates", "")
        before = cells.told(now)
        if not text or _squeezed(text) == _squeezed(before):
            return None
        try:
            found = cells.read(text)
        except ValueError as sentence:
            line.bad("candidates", str(sentence))
            return None
        if now:
            label = self.columns["candidates"].column_name
            line.differences.append(
                {"key": "candidates", "label": label, "old": before, "new": cells.told(found)}
            )
        return found

    def _hold(self, line, row, assets, offers):
        """What must be true of an agreement, at the cell that says it."""
        for name, sentence in faults(row, offers):
            key = KEYS.get(name, "")
            if key in line.failed:
                continue
            if key in OWN and getattr(row, name) in ("", None):
                sentence = f"没有填{row._meta.get_field(name).verbose_name}，请补上。"
            line.bad(key, sentence)
        if row.operator_id and (sentence := self.parties.barred.get(row.operator_id)):
            line.bad(self.parties.operator_key(line), f"{sentence}。")
        if assets and row.from_on and row.to_on:
            for sentence in assets_told(row, self.by, assets, self.parties.why_not, self.parties.held):
                line.bad(self.parties.assets_key(line), sentence)


def _squeezed(text):
    return "".join(text.split())


def _parts(row, assets, offers):
    """What is staged of an agreement's assets and candidates; None of either: they stay as they are."""
    parts = {}
    if assets is not None:
        days = {"from_on": row.from_on, "to_on": row.to_on}
        parts["lines"] = [{"asset_id": asset.pk, **days} for asset in assets]
    if offers is not None:
        parts["candidates"] = [{"position": at, **one} for at, one in enumerate(offers, 1)]
    return parts
