"""The places of one county as an import asks for them: certain ones are taken, likely ones proposed."""

import re

from assets.importing.villages import Where, ask_villages
from assets.rules import Found, Gazetteer
from tenancy.models import Region

MOST = 8  # candidates that are offered
WHY = re.compile(r"，可登记到|。?请确认")
HERE = "unit"  # the option that leaves the row with the unit that imports


class Places:
    """Finds the township and village that a line means, with its faults and questions."""

    def __init__(self, county):
        rows = Region.objects.filter(code=county).union(
            Region.objects.filter(parent_id=county), Region.objects.filter(parent__parent_id=county)
        )
        self.gazetteer = Gazetteer(rows.values_list("code", "name", "level", "parent_id"))
        self.certain = {}

    def text(self, said):
        """The place as the line has it: one column, or township and village apart."""
        town, village = said["town"], said["village"]
        return said["place"] or (village if village.startswith(town) else town + village)

    def find(self, line, said, importing, may_split=True):
        """The Where a line means; `importing`: the name of the unit that imports."""
        if said["village_code"]:
            return self._by_code(line, said["village_code"])
        text = self.text(said)
        if text in self.certain:
            return self.certain[text]
        key = next((key for key in ("place", "village", "town") if said[key]), "place")
        if line.failed & {"place", "town", "village"}:
            return Where()
        if not text:
            line.odd(key, "没有填所在地，草稿先记在导入单位，提交前请补上。")
            return Where()
        return self._by_name(line, said, key, text, importing, may_split)

    def _by_code(self, line, code):
        bare = code.removesuffix(".0")
        place = self.gazetteer.by_code.get(bare)
        if place is None:
            line.bad(
                "village_code", f"“{code[:20]}”不是{self.gazetteer.county.name}的区划代码，请核对后改正。"
            )
            return Where()
        return self._at(place, "village_code")

    def _by_name(self, line, said, key, text, importing, may_split):
        match = self.gazetteer.match(text)
        if match.place:
            self.certain[text] = self._at(match.place, key)
            return self.certain[text]
        if match.found is Found.SEVERAL:
            return ask_villages(self.gazetteer, line, said, key, match, importing, may_split)
        return self._ask(line, said, key, text, match, importing)

    def _ask(self, line, said, key, text, match, importing):
        """Which of the candidates it is; the county itself is no place to register at."""
        found = self._candidates(said, text, match)
        why = WHY.split(match.note)[0].rstrip("，。") if match.places else ""
        why = why or f"“{text[:30]}”不在{self.gazetteer.county.name}的乡镇和村名录中"
        here = f"导入单位（{importing}），原文写入详细位置"
        if not found:
            line.odd(key, f"{why}。草稿先记在{here}，提交前请选定所在地。")
            return Where(key=key)
        options = [(place.code, self.gazetteer.label(place)) for place in found]
        proposal = self._best(found, said)
        told = dict(options).get(proposal) or here
        chosen = line.ask(
            key,
            "place",
            f"{why}。建议记在{told}。",
            [*options, (HERE, f"记在导入单位（{importing}）")],
            proposal,
        )
        return Where(key=key) if chosen == HERE else self._at(self.gazetteer.by_code[chosen], key)

    def _candidates(self, said, text, match):
        """Places the text may mean: those the list has nearly, the townships the line names elsewhere, like names."""
        found = [place for place in match.places if place.level != "county"]
        if len(found) == 1 and found[0].level == "town":
            return found + self.gazetteer.nearest(text.partition(found[0].name)[2], found[0])
        if found or match.places:
            return found
        words = said["name"] + said["project_name"] + said["implementing"]
        towns = [place for name, place in self.gazetteer.towns.items() if name in words]
        near = [place for town in towns for place in self.gazetteer.nearest(text, town)]
        return list(dict.fromkeys(near + towns + self.gazetteer.nearest(text)))[:MOST]

    def _best(self, found, said):
        """The candidate the other words of the line speak for; else the only kind there is; else none."""
        words = said["name"] + said["project_name"] + said["implementing"]
        towns = {place.code: place if place.level == "town" else self._town(place) for place in found}
        for place in found:
            if place.level == "village" and towns[place.code] and towns[place.code].name in words:
                return place.code
        same = {place.short for place in found}
        return found[0].code if found and (len(found) == 1 or len(same) > 1) else HERE

    def _town(self, place):
        return self.gazetteer.by_code.get(place.parent)

    def _at(self, place, key):
        return Where(*self.codes(place), key)

    @staticmethod
    def codes(place):
        """(township, village) of a Place, each a code or None."""
        if place.level == "village":
            return int(place.parent), int(place.code)
        return int(place.code) if place.level == "town" else None, None
