"""The places of one county as an import asks for them."""

from assets.rules import Gazetteer
from tenancy.models import Region

NOWHERE = (None, None)


class Places:
    """Finds the township and village that a line means, with its faults and doubts."""

    def __init__(self, county):
        rows = Region.objects.filter(code=county).union(
            Region.objects.filter(parent_id=county), Region.objects.filter(parent__parent_id=county)
        )
        self.gazetteer = Gazetteer(rows.values_list("code", "name", "level", "parent_id"))

    def text(self, said):
        """The place as the line has it: one column, or township and village apart."""
        town, village = said["town"], said["village"]
        return said["place"] or (village if village.startswith(town) else town + village)

    def find(self, line, said):
        """((town code or None, village code or None) or None for a fault, key of the cell that says so)."""
        if said["village_code"]:
            return self._by_code(line, said["village_code"]), "village_code"
        key = next((key for key in ("place", "village", "town") if said[key]), "place")
        return self._by_name(line, key, self.text(said)), key

    def _by_code(self, line, code):
        place = self.gazetteer.by_code.get(code)
        if place is None:
            return line.bad(
                "village_code", f"“{code[:20]}”不是{self.gazetteer.county.name}的区划代码，请核对后改正。"
            )
        return self._codes(place)

    def _by_name(self, line, key, text):
        if line.failed & {"place", "town", "village"}:
            return NOWHERE
        if not text:
            line.odd(key, "没有填所在地，草稿先记在导入单位，提交前请补上。")
            return NOWHERE
        match = self.gazetteer.match(text)
        if match.place:
            return self._codes(match.place)
        if not match.places:
            county = self.gazetteer.county.name
            return line.bad(key, f"“{text[:30]}”不在{county}的乡镇和村名录中。请改为本县的乡镇和村，或留空。")
        town = None if match.missing else self._town_of(match.places)
        where = f"草稿先记到{self.gazetteer.label(town)}，村待补。" if town else "草稿先记在导入单位。"
        line.odd(key, f"{match.note}{where}")
        return (int(town.code), None) if town else NOWHERE

    def _town_of(self, places):
        """The township all candidates lie in, or None."""
        towns = {place.code if place.level == "town" else place.parent for place in places}
        town = self.gazetteer.by_code.get(towns.pop()) if len(towns) == 1 else None
        return town if town and town.level == "town" else None

    @staticmethod
    def _codes(place):
        if place.level == "village":
            return int(place.parent), int(place.code)
        return (int(place.code), None) if place.level == "town" else NOWHERE
