"""The bodies of one county as an import asks for them: whose book an asset enters, which department a text means."""

import re
from collections import defaultdict

from tenancy import policy
from tenancy.models import Unit

Kind, Sector = Unit.Kind, Unit.Sector
PLACED = (Kind.TOWN, Kind.VILLAGE)
# What offices are called, before and after each reform; a text that names two sectors is left to a person.
SECTORS = [
    (Sector.POVERTY, r"扶贫办|扶贫开发|乡村振兴局|巩固脱贫|脱贫攻坚|扶贫局"),
    (Sector.FINANCE, r"财政局"),
    (Sector.REFORM, r"发改委|发改局|发展和?改革"),
    (Sector.EDUCATION, r"教育局|教体局|教育体育局"),
    (Sector.HOUSING, r"住建局|住房和?城乡建设局"),
    (Sector.TRANSPORT, r"交通局|交通运输局|公路局"),
    (Sector.WATER, r"水利局|水务局"),
    (Sector.AGRICULTURE, r"农业局|农业农村局|农牧局"),
    (Sector.CULTURE, r"文旅局|文化和?旅游局|文广旅?局|文化广电"),
    (Sector.HEALTH, r"卫健委|卫生健康|卫生局|卫计委"),
]
GOVERNMENT = re.compile(r"(?:人民)?政府$")


class Bodies:
    """Units by place, name and sector, and which of them this person may import for."""

    def __init__(self, batch, by, gazetteer):
        units = list(Unit.objects.filter(county_id=batch.county_id))
        self.importing = next(unit for unit in units if unit.pk == batch.unit_id)
        self.gazetteer = gazetteer
        self.by, self.reaches = by, {}
        self.reach = self.reach_of("import_assets")
        self.by_region = {unit.region_id: unit for unit in units if unit.kind in PLACED}
        self.by_name = {unit.name: unit.pk for unit in units}
        self.by_sector = defaultdict(list)
        for unit in units:
            self.by_sector[unit.sector].append(unit.pk)
        self.names = {unit.pk: unit.name for unit in units}
        self.answers = {}

    def reach_of(self, verb):
        """The ids of the units at which the importer holds a verb."""
        if verb not in self.reaches:
            self.reaches[verb] = set(policy.units(self.by, verb).values_list("pk", flat=True))
        return self.reaches[verb]

    def mine(self, text):
        """The id of the unit a text surely means, if the importer may register there; else None."""
        unit = self.named(text)
        return unit if unit in self.reach else None

    def name(self, unit):
        """What a unit of the county is called."""
        return self.names[unit]

    def holder_of(self, town, village):
        """(unit id, "") whose book an asset at this place enters: village, else township, else whoever imports;
        (its id, a sentence) where a township's or village's clerk would write outside of it."""
        for place in filter(None, (village, town)):
            unit = self.by_region.get(place)
            if unit and unit.pk in self.reach:
                return unit.pk, ""
        if town and self.importing.kind in PLACED:
            return self.importing.pk, f"此地点不在{self.importing.name}范围内，请由当地乡镇或县级单位导入。"
        return self.importing.pk, ""

    def named(self, text):
        """The id of the unit a text surely means, or None."""
        if text not in self.answers:
            self.answers[text] = self._named(text)
        return self.answers[text]

    def _named(self, text):
        county = self.gazetteer.county.name
        if found := self.by_name.get(text) or self.by_name.get(county + text):
            return found
        place = self.gazetteer.match(GOVERNMENT.sub("", text)).place
        if place and int(place.code) in self.by_region:
            return self.by_region[int(place.code)].pk
        sectors = [sector for sector, words in SECTORS if re.search(words, text)]
        found = self.by_sector[sectors[0]] if len(sectors) == 1 else []
        return found[0] if len(found) == 1 else None
