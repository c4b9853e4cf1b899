"""二（五）What a line of a custody workbook means: who looks after which asset, from when to when, with what money.

New lines become drafts, which another person confirms; what is in force already is compared and never changed.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError

from assets.importing.registers import changes, differ, fill, hear, ids_in, names_nobody, told
from assets.models import Asset
from custody.actions import VERB, text_faults
from custody.assigning import DRAFTED
from custody.bodies import Bodies
from custody.choices import DutyKind, Regime
from custody.guards import CLASH, overlap, unready
from custody.models import Duty
from journal.imports import staged
from journal.imports.lines import BAD
from journal.imports.resources import REGISTRY, columns_of
from tenancy import policy
from tenancy.models import Unit

OWN = {
    name: name
    for name in (
        "kind regime body_name custodian keeper phone from_on to_on fund_source fund_amount duties remark"
    ).split()
}
UNKNOWN = "“{}”不是您可以更新的管护责任的编号。更新的请核对编号，新增的请清空此格。"
SETTLED = "此项管护责任“{}”，不能用导入更改；换人请办理交接，终止请在其页面办理。"
NO_ASSET = "没有填资产编号，也没有能对上的资产名称，请补上资产编号。"
NOT_FOUND = "您的范围内没有编号为“{}”的在账资产，请核对。"
SEVERAL = "您的范围内有 {} 项资产叫“{}”，请填写资产编号。"
OTHER_NAME = "编号 {} 的资产名称是“{}”，与填写的不一致，请核对。"
NO_VERB = "您的岗位不能登记此资产的管护责任，请由其所在村、乡镇或责任部门导入。"
GUESSED = {Unit.Kind.VILLAGE: Regime.VILLAGE, Unit.Kind.TOWN: Regime.TOWN}


class DutyChecker:
    """Checks the lines of one batch; reads the county's units once, assets and duties by chunk."""

    tables = [(Duty, "duty")]

    def __init__(self, batch, by):
        self.county, self.by, self.table = batch.county_id, by, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.bodies = Bodies(batch.county_id)
        self.rows = Duty.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        self.assets = Asset.objects.permitted(by).filter(county_id=batch.county_id)

    def prepare(self, lines):
        """Look up, for a chunk, the duties and assets it names, and what is in force on them."""
        ids = ids_in(lines)
        rows = self.rows.filter(pk__in=ids).select_related("unit", "asset", "body") if ids else ()
        self.known = {row.pk: row for row in rows}
        numbers = {text for line in lines if (text := line.said.get("asset_number", "").strip())}
        names = {text for line in lines if (text := line.said.get("name", "").strip())}
        found = list(self.assets.filter(number__in=numbers).select_related("unit")) if numbers else []
        self.by_number = {asset.number: asset for asset in found}
        self.by_name = defaultdict(list)
        for asset in self.assets.filter(name__in=names, state="ledger").select_related("unit"):
            self.by_name[asset.name].append(asset)
        ids = {asset.pk for asset in found} | {one.pk for some in self.by_name.values() for one in some}
        self.beside = defaultdict(list)
        alive = [*Duty.HELD, Duty.State.DRAFT]
        for duty in Duty.objects.filter(county_id=self.county, asset__in=ids, state__in=alive):
            self.beside[duty.asset_id, duty.kind].append(duty)

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: duty."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        text = line.said.get("system_number", "").strip()
        if not text:
            self._new(line, said)
        elif row := self.known.get(next(iter(ids_in([line])), None)):
            self._update(line, said, row)
        else:
            line.bad("system_number", UNKNOWN.format(text[:30]))

    def _update(self, line, said, row):
        """A draft takes what the line says; of what is in force the line must say what is there."""
        changed = differ(line, self.columns, row, said, OWN)
        if changed and row.state != Duty.State.DRAFT:
            line.bad("system_number", SETTLED.format(row.get_state_display()))
            return
        if {"regime", "body_name"} & changed.keys():
            self._body(line, row)
            changed |= {"body_id": row.body_id, "body_name": row.body_name}
        if changed:
            changed |= {"return_reason": ""}  # as custody.actions.amend
        self._hold(line, row)
        changes(line, row, duty=changed)

    def _new(self, line, said):
        """二（五）A duty that is not written down yet: a draft."""
        asset = self._asset(line, said)
        if asset is None:
            return
        if sentence := unready(asset):
            line.bad("asset_number", sentence + "。")
        row = Duty(county_id=self.county, asset=asset, unit=asset.unit, name=asset.name)
        fill(row, said, OWN)
        row.kind = said.get("kind") or self.table["kind"] or DutyKind.CARE
        row.regime = row.regime or self.table["regime"] or GUESSED.get(asset.unit.kind, Regime.DEPARTMENT)
        row.fund_source = row.fund_source or self.table["fund_source"]
        self._body(line, row)
        if not policy.may(self.by, VERB, row):
            line.bad("asset_number", NO_VERB)
        self._hold(line, row)
        if row.from_on:
            self._beside(line, row)
        line.staged = {"duty": told(row)}

    def _asset(self, line, said):
        """The asset a line names by its number, or by a name that only one has; None with a fault."""
        number, name = said.get("asset_number", "").strip(), said.get("name", "").strip()
        if number:
            asset = self.by_number.get(number)
            if asset is None:
                line.bad("asset_number", NOT_FOUND.format(number[:30]))
            elif name and name != asset.name:
                line.odd("name", OTHER_NAME.format(number, asset.name))
            return asset
        found = self.by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        line.bad("name" if name else "asset_number", SEVERAL.format(len(found), name) if found else NO_ASSET)

    def _body(self, line, row):
        """The unit of the county that is meant; where nobody is named, the one near the asset."""
        if not row.body_name and (near := self.bodies.near(row.asset, Regime(row.regime))):
            row.body, fault = (None, near) if isinstance(near, str) else (near, None)
            row.body_name = "" if fault else self.bodies.called(near)
        else:
            row.body, fault = self.bodies.named(row.regime, row.body_name)
            row.body_name = self.bodies.called(row.body) if row.body else row.body_name
        if fault:
            line.bad("body_name", fault.rstrip("。") + "。")

    def _hold(self, line, row):
        """What must be true of a duty, at the cell that says it."""
        try:
            row.clean_fields(
                exclude=[f.name for f in row._meta.fields if f.is_relation or f.name in line.failed]
            )
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                label = row._meta.get_field(name).verbose_name
                empty = getattr(row, name) in ("", None)
                line.bad(name, f"没有填{label}，请补上。" if empty else sentences[0])
        if row.custodian:
            for sentence in text_faults(row):
                line.bad("custodian", sentence)
        if row.to_on and row.from_on and row.to_on < row.from_on:
            line.bad("to_on", f"截止日期 {row.to_on} 早于起始日期 {row.from_on}，请改正。")

    def _beside(self, line, row):
        for other in self.beside[row.asset_id, row.kind]:
            if other.state == Duty.State.DRAFT:
                line.bad("asset_number", DRAFTED.format(other.term_text()) + "。")
                return
            if overlap(other, row):
                line.bad("from_on", CLASH.format(other.body_name, other.term_text()) + "。")
                return


SAME_TIME = f"""
WITH duties AS (
    SELECT r.number AS line, d.asset_id, d.kind, daterange(d.from_on, d.to_on, '[]') AS term
    FROM ({staged.SOUND}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'duty')
        AS d(asset_id bigint, kind text, from_on date, to_on date)
    WHERE r.values ? 'duty')
SELECT later.line, min(first.line) FROM duties first JOIN duties later
    ON later.asset_id = first.asset_id AND later.kind = first.kind AND later.line > first.line
    AND later.term && first.term
GROUP BY later.line ORDER BY later.line
"""


def between(batch):
    """Rows of the file by which two would be responsible for one thing on one day."""
    for line, first in staged.ask(SAME_TIME, batch):
        yield (
            line,
            "asset_number",
            BAD,
            f"与第 {first} 行是同一资产的同类管护，时间重叠，请只留一行或改正日期。",
        )


def lock(batch):
    """Keep the drafts that rows update as they are until the transaction ends."""
    staged.lock(batch, Duty)


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    written = staged.insert(batch, Duty, "duty")
    staged.update(batch, Duty, "duty", staged.VERSION, key="r.subject_id")
    return written + staged.ask(f"SELECT count(*) FROM ({staged.UPDATED}) r", batch)[0][0]
