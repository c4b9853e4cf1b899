"""二（五）明确管护主体: the unit that looks after something, found by its name or by where a thing lies."""

from assets.models import Asset
from custody.choices import Regime
from ownership.forms_owners import units_of
from ownership.owners import known_as
from tenancy.models import Unit

UNKNOWN = "本县没有名为“{}”的{}，请从列表中选择，村名前写上乡镇名称。"
SEVERAL = "本县有几个“{}”，请在村名前写上乡镇名称。"
NO_PLACE = "没有登记{}，不能由{}管护，请先在资产页补充"
WHERE = {Regime.VILLAGE: "所在村（社区）", Regime.TOWN: "所在乡镇", Regime.DEPARTMENT: "监管部门或实施部门"}
KIND_LABELS = {Regime.VILLAGE: "村集体", Regime.TOWN: "乡镇", Regime.DEPARTMENT: "行业部门"}


def named(county, regime, name):
    """(Unit or None, sentence or None): the unit of a county (its code) that this name means under a regime."""
    kinds = Regime(regime).unit_kinds
    if not kinds:
        return None, None
    known = {unit.pk: unit for unit in units_of(county).get(name.strip(), ()) if unit.kind in kinds}
    if len(known) == 1:
        return next(iter(known.values())), None
    told = SEVERAL.format(name) if known else UNKNOWN.format(name, KIND_LABELS[Regime(regime)])
    return None, told


def of_places(assets, regime):
    """{asset id: Unit, or the sentence that says why none is found}: who is near each asset; two queries at most."""
    if regime == Regime.DEPARTMENT:
        wanted = {asset.pk: asset.supervising_dept_id or asset.implementing_dept_id for asset in assets}
        units = Unit.objects.filter(county_id=assets[0].county_id).in_bulk(set(wanted.values()) - {None})
    else:
        wanted = {asset.pk: _region(asset, regime) for asset in assets}
        kinds = Regime(regime).unit_kinds
        rows = Unit.objects.filter(
            county_id=assets[0].county_id, kind__in=kinds, region_id__in=set(wanted.values()) - {None}
        )
        units = {unit.region_id: unit for unit in rows.select_related("region__parent")}
    told = NO_PLACE.format(WHERE[regime], KIND_LABELS[regime])
    return {pk: units.get(key) or told for pk, key in wanted.items()}


def _region(asset: Asset, regime):
    return asset.village_id if regime == Regime.VILLAGE else asset.town_id


def called(unit):
    """How a body of the county is written: a village behind its township."""
    return known_as(unit)
