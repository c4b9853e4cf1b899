"""Who lets what to whom: the units, operators and assets that lines of a list of agreements name."""

import re

from assets.models import Asset
from assets.rules import credit_code_fault
from journal.notices import standing_among
from operation.actions import VERB
from operation.forms import NO_ASSET
from operation.guards import barred, held_lines, lines_of, unready
from operation.models import Candidate, Operator
from operation.notices import CODE
from ownership.forms_owners import units_of
from ownership.owners import known_as
from tenancy import policy

NUMBERS = re.compile(r"[\s,，;；、]+")
NAMES = re.compile(r"[,，;；、\n]+")
SEVERAL_ASSETS = "您的范围内有 {} 项资产叫“{}”，请填写资产编号。"
NO_NAME = "您的范围内没有名为“{}”的在账资产，请填写资产编号。"
NO_ASSETS = "没有填资产编号，也没有能对上的资产名称，请补上资产编号。"
NO_CODE = "本县没有登记统一社会信用代码为“{}”的经营主体，请先登记（或导入）该经营主体。"
NO_OPERATOR = "本县没有登记经营主体“{}”，请先登记（或导入），或者填写统一社会信用代码。"
SEVERAL = "本县有 {} 个经营主体叫“{}”，请填写统一社会信用代码。"
NOBODY = "没有填经营主体，请填写统一社会信用代码或名称。"
OTHER_NAME = "信用代码 {} 的经营主体是“{}”，与填写的不一致，请核对。"
NO_UNIT = "本县没有名为“{}”的单位，村名前请写上乡镇名称。"
SEVERAL_UNITS = "本县有几个“{}”，请在村名前写上乡镇名称。"
WHICH_UNIT = "所列资产属于几个单位，请写明发包（出租）方。"
UNIT_KEPT = "已起草的协议不能用导入改发包（出租）方。"


class Parties:
    """Reads a county's units once; operators, assets and what stands in their way by chunk."""

    def __init__(self, county, by):
        self.county, self.by = county, by
        self.units = units_of(county)
        self.reach = Asset.objects.permitted(by).filter(county_id=county)

    def load(self, lines, rows):
        """Look up, for a chunk, what its lines name and what its agreements have; a fixed number of queries."""
        self._assets(lines, rows)
        self._operators(lines, rows)
        self.shown = standing_among(rows, CODE)
        self.candidates = {}
        offers = Candidate.objects.filter(county_id=self.county, agreement__in=[row.pk for row in rows])
        for one in offers.order_by("position") if rows else ():
            told = {"name": one.name, "offer": one.offer, "is_chosen": one.is_chosen}
            self.candidates.setdefault(one.agreement_id, []).append(told)

    def _assets(self, lines, rows):
        numbers = {text for line in lines for text in _split(NUMBERS, line, "asset_numbers")}
        names = {text for line in lines for text in _split(NAMES, line, "asset_names")}
        by_number = self.reach.filter(number__in=numbers).select_related("unit") if numbers else ()
        by_name = self.reach.filter(name__in=names, state="ledger").select_related("unit") if names else ()
        self.by_number = {asset.number: asset for asset in by_number}
        self.by_name = {}
        for asset in by_name:
            self.by_name.setdefault(asset.name, []).append(asset)
        held = lines_of(rows) if rows else {}
        ids = {one.asset_id for of in held.values() for one in of}
        mine = Asset.objects.filter(county_id=self.county, pk__in=ids).select_related("unit") if ids else ()
        known = {asset.pk: asset for asset in mine}
        self.lines = {pk: [known[one.asset_id] for one in of] for pk, of in held.items()}
        named = [*self.by_number.values(), *(asset for some in self.by_name.values() for asset in some)]
        every = {asset.pk: asset for asset in [*named, *(one for of in self.lines.values() for one in of)]}
        self.why_not = unready([*every.values()])
        self.held = held_lines(self.county, [*every]) if every else {}

    def _operators(self, lines, rows):
        codes = {text for line in lines if (text := line.values.get("operator_code"))}
        names = {text for line in lines if (text := line.values.get("operator"))}
        known = Operator.objects.filter(county_id=self.county).select_related("unit")
        self.by_code = {one.credit_code: one for one in known.filter(credit_code__in=codes)} if codes else {}
        self.called = {}
        for one in known.filter(name__in=names) if names else ():
            self.called.setdefault(one.name, []).append(one)
        found = {one.pk for one in self.by_code.values()} | {row.operator_id for row in rows}
        found |= {one.pk for some in self.called.values() for one in some}
        self.barred = barred(self.county, found) if found else {}

    def assets(self, line, said):
        """[Asset] that a new line names, each once; a fault for each it does not find."""
        found = []
        numbers = dict.fromkeys(_split(NUMBERS, line, "asset_numbers"))
        for number in numbers:
            if asset := self.by_number.get(number):
                found.append(asset)
            else:
                line.bad("asset_numbers", NO_ASSET.format(number[:30]))
        names = () if numbers else dict.fromkeys(_split(NAMES, line, "asset_names"))
        for name in names:
            some = self.by_name.get(name, [])
            if len(some) == 1:
                found += some
            else:
                told = SEVERAL_ASSETS.format(len(some), name[:30]) if some else NO_NAME.format(name[:30])
                line.bad("asset_names", told)
        if not numbers and not names:
            line.bad("asset_numbers", NO_ASSETS)
        return found

    def assets_changed(self, line, said, row):
        """[Asset] where a line names others than the agreement has, else None; the difference is told."""
        now = self.lines[row.pk]
        before = [asset.number for asset in now]
        asked = [*dict.fromkeys(_split(NUMBERS, line, "asset_numbers"))]
        if not asked or sorted(asked) == sorted(before):
            return None
        kept = {asset.number: asset for asset in now}
        self.by_number |= kept
        label, old, new = "资产编号", "、".join(before), "、".join(asked)
        line.differences.append({"key": "asset_numbers", "label": label, "old": old, "new": new})
        return self.assets(line, said)

    def operator(self, line, said):
        """The Operator a line names by its code, or by a name that only one has; None with a fault."""
        code, name = said.get("operator_code", ""), said.get("operator", "")
        if code:
            found = self.by_code.get(code)
            if found is None:
                line.bad("operator_code", credit_code_fault(code) or NO_CODE.format(code))
            elif name and name != found.name:
                line.odd("operator", OTHER_NAME.format(code, found.shown_name))
            return found
        some = self.called.get(name, [])
        if len(some) == 1:
            return some[0]
        if not {"operator", "operator_code"} & line.failed:
            told = SEVERAL.format(len(some), name) if some else NO_OPERATOR.format(name[:30])
            line.bad("operator" if name else "operator_code", told if name else NOBODY)
        return None

    def unit(self, line, said, assets):
        """The Unit a new line lets in the name of; where none is told, the one all its assets belong to."""
        near = {asset.unit_id: asset.unit for asset in assets}
        if name := said.get("unit"):
            return self._named(line, name, near)
        if len(near) > 1:
            line.bad("unit", WHICH_UNIT)
        return next(iter(near.values())) if len(near) == 1 else None

    def _named(self, line, name, near):
        """The unit of this name; of several villages called so the one near the assets {id: Unit}."""
        known = {unit.pk: unit for unit in self.units.get(name, ())}
        meant = [*known.values()] if len(known) == 1 else [unit for pk, unit in near.items() if pk in known]
        if len(meant) == 1:
            return meant[0]
        line.bad("unit", (SEVERAL_UNITS if known else NO_UNIT).format(name[:30]))
        return None

    def changed(self, line, said, row):
        """{column: value} of the operator where a line names another; the unit of an agreement stays."""
        if (name := said.get("unit")) and name not in (row.unit.name, known_as(row.unit)):
            line.bad("unit", UNIT_KEPT)
        code, name = said.get("operator_code", ""), said.get("operator", "")
        if (not code and not name) or (code or name) == (
            row.operator.credit_code if code else row.operator.name
        ):
            return {}
        found = self.operator(line, said)
        if found is None or found.pk == row.operator_id:
            return {}
        told = {
            "key": "operator",
            "label": "经营主体",
            "old": row.operator.shown_name,
            "new": found.shown_name,
        }
        line.differences.append(told)
        row.operator = found
        return {"operator_id": found.pk}

    @staticmethod
    def operator_key(line):
        """The column at which a fault of the operator is told."""
        return "operator_code" if line.said.get("operator_code", "").strip() else "operator"

    @staticmethod
    def assets_key(line):
        """The column at which a fault of the assets is told."""
        return "asset_numbers" if line.said.get("asset_numbers", "").strip() else "asset_names"


def _split(pattern, line, key):
    text = line.said.get(key, "").strip()
    return [part for part in pattern.split(text.upper() if pattern is NUMBERS else text) if part]


def reach(by):
    """The units one may draft for."""
    return sorted(policy.units(by, VERB).values_list("pk", "path"))
