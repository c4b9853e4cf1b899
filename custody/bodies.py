"""二（五）明确管护主体: the unit that looks after something, found by its name or by where a thing lies."""

from custody.choices import Regime
from ownership.forms_owners import units_of
from ownership.owners import known_as

UNKNOWN = "本县没有名为“{}”的{}，请从列表中选择，村名前写上乡镇名称。"
SEVERAL = "本县有几个“{}”，请在村名前写上乡镇名称。"
NO_PLACE = "没有登记{}，不能由{}管护，请先在资产页补充"
WHERE = {Regime.VILLAGE: "所在村（社区）", Regime.TOWN: "所在乡镇", Regime.DEPARTMENT: "监管部门或实施部门"}
LABELS = {Regime.VILLAGE: "村集体", Regime.TOWN: "乡镇", Regime.DEPARTMENT: "行业部门"}


class Bodies:
    """The units of a county (its code) that may look after things; one query for any number of questions."""

    def __init__(self, county):
        self.by_name = units_of(county)
        units = {unit.pk: unit for found in self.by_name.values() for unit in found}
        self.by_id, self.by_region = units, {(unit.region_id, unit.kind): unit for unit in units.values()}

    def named(self, regime, name):
        """(Unit or None, sentence or None): the unit that this name means under a regime."""
        kinds = Regime(regime).unit_kinds
        if not kinds:
            return None, None
        known = {unit.pk: unit for unit in self.by_name.get(name.strip(), ()) if unit.kind in kinds}
        if len(known) == 1:
            return next(iter(known.values())), None
        return None, SEVERAL.format(name) if known else UNKNOWN.format(name, LABELS[Regime(regime)])

    def near(self, asset, regime):
        """The Unit near an asset, or the sentence that says why none is found; None where a regime knows no unit."""
        if not regime.unit_kinds:
            return None
        if regime == Regime.DEPARTMENT:
            found = self.by_id.get(asset.supervising_dept_id or asset.implementing_dept_id)
        else:
            region = asset.village_id if regime == Regime.VILLAGE else asset.town_id
            (kind,) = regime.unit_kinds
            found = self.by_region.get((region, kind))
        return found or NO_PLACE.format(WHERE[regime], LABELS[regime])

    @staticmethod
    def called(unit):
        """How a body of the county is written: a village behind its township."""
        return known_as(unit)
