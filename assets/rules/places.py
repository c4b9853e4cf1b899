"""Finding the village or township a cell means, among the places of one county.

The national list says 「赤庄村民委员会」, people write 「七贤镇赤庄村」, 「赤庄村」 or 「赤庄」. What is
written exactly is found by dictionary; what is only near is offered and asked, never taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

SEPARATORS = re.compile(r"[、,;/|\n]")
CONJUNCTIONS = re.compile(r"[和与及]")
COMMITTEE = re.compile(
    r"(村民委员会|村民委会|村委会|村委员会|居民委员会|居民委会|居委会|社区委员会|委员会|委会)$"
)
TOWN_KINDS = r"(?:街道办事处|街道办|街道|办事处|\w族乡|镇|乡|苏木)"
TOWN_KIND = re.compile(TOWN_KINDS + "$")
TOWN_KIND_FIRST = re.compile("^" + TOWN_KINDS)
GROUP = re.compile(r"(?<=[村庄区])第?[\d一二三四五六七八九十]{1,3}(?:村民)?小?[组队]$")
VAGUE = re.compile(
    r"全[市县区镇乡]|各(?:村|镇|乡)|等?[\d一二两三四五六七八九十]+个(?:行政)?(?:村|镇|乡|社区)|[多数]村|辖区|范围内"
)
PROVINCE = re.compile(r"^\w{2,7}?(?:省|自治区)")
CITY = re.compile(r"^\w{2,3}市(?=\w)")
MOST_CANDIDATES = 6
ALIKE = 0.6  # the share of characters in order that two names must have in common


class Found(StrEnum):
    """How sure a match is."""

    EXACT = "exact"  # this place, no question
    LIKELY = "likely"  # one or more candidates: ask
    SEVERAL = "several"  # the cell names several places
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the national list: codes as text of digits, level county, town or village."""

    code: str
    name: str
    level: str
    parent: str

    @property
    def short(self) -> str:
        """As people write it: 「赤庄村」 for 「赤庄村民委员会」, 「孔寨社区」 for 「孔寨社区居委会」."""
        return short_name(self.name) if self.level == "village" else self.name


class Match(NamedTuple):
    """What a cell was found to mean.

    `places` holds the place (exact), the candidates (likely) or those found exactly (several); `missing` the
    parts of a several-places cell that were not; `note` is the sentence for people, empty when exact.
    """

    found: Found
    places: tuple[Place, ...] = ()
    note: str = ""
    missing: tuple[str, ...] = ()

    @property
    def place(self) -> Place | None:
        """The place, when it is certain."""
        return self.places[0] if self.found is Found.EXACT else None


def short_name(name: str) -> str:
    """A village's name as people write it, from the national list's."""
    body = COMMITTEE.sub("", name)
    return body if body.endswith(("村", "社区", "嘎查")) else body + village_key(name)[1]


def village_key(name: str) -> tuple[str, str]:
    """The bare name and its kind: ("赤庄", "村"), ("孔寨", "社区"); kind is "" when the text does not say."""
    body = COMMITTEE.sub("", name)
    ending = name[len(body) :]
    for kind in ("社区", "嘎查", "村"):
        if body.endswith(kind) and body != kind:
            return body.removesuffix(kind).rstrip("村") or body, kind
    return body, {"村": "村", "居": "社区", "社": "社区"}.get(ending[:1], "")


def normalise_place(text: object) -> str:
    """Half-width, without spaces, quotation marks and what stands in brackets; 「等」 at the end dropped."""
    plain = re.sub(r"[ \t\u3000\"'“”‘’「」]", "", normalize("NFKC", str(text or ""))).strip("\n。.、,;")
    return re.sub(r"\([^()]*\)", "", plain).strip().removesuffix("等")


class Gazetteer:
    """The places of one county, built once from rows (code, name, level, parent); asked by dictionary."""

    def __init__(self, rows: Iterable[tuple[object, str, str, object]]):
        places = [Place(str(code), name, level, str(parent or "")) for code, name, level, parent in rows]
        self.by_code = {place.code: place for place in places}
        counties = [place for place in places if place.level == "county"]
        if len(counties) != 1:
            raise ValueError(f"地名表应只含一个县（市、区），现有 {len(counties)} 个。")
        self.county = counties[0]
        self.towns: dict[str, Place] = {}
        self.town_stems: dict[str, list[Place]] = defaultdict(list)
        self.villages: dict[str, list[Place]] = defaultdict(list)
        self.stems: dict[str, list[tuple[str, Place]]] = defaultdict(list)  # by township, "" for all
        self.kinds: dict[str, str] = {}
        self.answers: dict[str, Match] = {}
        self.longest = 0
        for place in places:
            if place.level == "town":
                self._add_town(place)
            elif place.level == "village":
                stem, self.kinds[place.code] = village_key(place.name.removeprefix(self.county.name))
                self.villages[stem].append(place)
                for pool in ("", place.parent) if len(stem) > 1 else ():
                    self.stems[pool].append((stem, place))

    def match(self, text: object) -> Match:
        """The place of this county that the text means; never one of another county."""
        plain = normalise_place(text)
        if plain not in self.answers:
            self.answers[plain] = self._match(plain)
        return self.answers[plain]

    def nearest(self, text: object, within: Place | None = None) -> list[Place]:
        """Places whose names are most like the text's, best first: offered where the text is in no list.

        `within`: a township, where the text is of one of its villages.
        """
        stem = village_key(normalise_place(text))[0]
        for town in [] if within else self.towns:
            stem = stem.removeprefix(town)
        pool = self.stems[within.code if within else ""]
        if within is None:
            pool = [*pool, *((TOWN_KIND.sub("", name), place) for name, place in self.towns.items())]
        liked = {place.code: (SequenceMatcher(None, stem, other).ratio(), place) for other, place in pool}
        best = sorted(liked.values(), key=lambda found: (-found[0], found[1].code))
        return [place for ratio, place in best[:MOST_CANDIDATES] if ratio >= ALIKE]

    def label(self, place: Place) -> str:
        """「七贤镇赤庄村」: a village with its township, others as they are called."""
        town = self.by_code.get(place.parent)
        name = place.short.removeprefix(self.county.name) or place.short
        return f"{self._town_name(town)}{name}" if place.level == "village" and town else name

    # Reading the list

    def _town_name(self, town: Place) -> str:
        """Without the county that some lists write before it (「博爱县柏山镇」)."""
        return town.name.removeprefix(self.county.name) or town.name

    def _add_town(self, town: Place) -> None:
        """A street office goes by four names; a township that became a town is still called by its stem."""
        name = self._town_name(town)
        self.towns[name] = self.towns[town.name] = town
        if name.endswith("街道"):
            base = name.removesuffix("街道")
            forms = ["街道办事处", "办事处", "街道办", "街"] + ([""] if base.endswith(("镇", "乡")) else [])
            self.towns |= {base + form: town for form in forms}
        self.longest = max(self.longest, *map(len, self.towns))
        self.town_stems[TOWN_KIND.sub("", name)].append(town)

    # Reading a cell

    def _match(self, text: str) -> Match:
        if not text:
            return Match(Found.NONE, note="没有填所在地。")
        whole = self._one(text)
        if whole.found is Found.EXACT:
            return whole
        parts = [part for piece in SEPARATORS.split(text) if piece for part in self._unjoined(piece)]
        if len(parts) < 2:
            return whole
        several = self._several(parts)
        return whole if several.missing and not SEPARATORS.search(text) else several

    def _unjoined(self, text: str) -> list[str]:
        """「赤庄村和韩庄村」 in two; 「仁和村」 and what is a place as it stands in one."""
        parts = CONJUNCTIONS.split(text)
        return [text] if min(map(len, parts)) < 2 or self._one(text).place else parts

    def _several(self, parts: list[str]) -> Match:
        """Each part on its own; a township once named holds for the villages that follow it."""
        found, missing, town = [], [], None
        for part in parts:
            match = self._one(part, town)
            if match.place:
                found.append(match.place)
                town = match.place if match.place.level == "town" else self.by_code.get(match.place.parent)
            else:
                missing.append(part)
        if len({place.code for place in found}) == 1 and not missing:
            return Match(Found.EXACT, (found[0],))
        names = "、".join(self.label(place) for place in found)
        note = f"一格中写了 {len(parts)} 个地点，请拆成一行一个，或改填它们共同的乡镇。"
        note += f"已认出：{names}。" if found else ""
        note += f"未能确定：{'、'.join(missing)}。" if missing else ""
        return Match(Found.SEVERAL, tuple(found), note, tuple(missing))

    def _one(self, text: str, town: Place | None = None) -> Match:
        """One place, with or without county and township; `town` is the one named earlier in the cell."""
        text = self._without_county(text)
        if not text:
            return Match(Found.EXACT, (self.county,))
        if text in self.towns:
            return Match(Found.EXACT, (self.towns[text],))
        for length in range(min(len(text) - 1, self.longest), 1, -1):
            if named := self.towns.get(text[:length]):
                return self._in_town(text[length:], named)
        if town and (match := self._in_town(text, town)).found is Found.EXACT:
            return match
        return self._anywhere(text)

    def _without_county(self, text: str) -> str:
        """Cuts 「河南省焦作市修武县」 away, as far as it is written."""
        short = CITY.sub("", PROVINCE.sub("", text))
        for candidate in (text, short):
            if candidate.startswith(self.county.name):
                return candidate.removeprefix(self.county.name)
        return short if short[:2] in {name[:2] for name in self.towns} else text

    def _in_town(self, text: str, town: Place) -> Match:
        """A village of the township that was named; else near ones, else the township itself, to be asked."""
        text = GROUP.sub("", text)
        stem, kind = village_key(text)
        here = [place for place in self.villages.get(stem, ()) if place.parent == town.code]
        if match := self._decide(text, here, kind):
            return match
        there = [place for place in self.villages.get(stem, ()) if place.parent != town.code]
        if there and kind:
            return self._ask(text, there, f"{self._town_name(town)}没有“{text}”，别的乡镇有同名的")
        if VAGUE.search(text):
            return self._fall_back(f"“{text}”没有写明是哪个村", town)
        near = self._near(text, town)
        name = self._town_name(town)
        return self._ask(text, near) if near else self._fall_back(f"{name}的村名录中没有“{text}”", town)

    def _anywhere(self, text: str) -> Match:
        """A name without a township: a village of that name, a township's bare name, or near ones."""
        text = GROUP.sub("", text)
        stem, kind = village_key(text)
        villages = self.villages.get(stem, [])
        stem_only = TOWN_KIND.sub("", text)
        if towns := [] if kind else self.town_stems.get(stem_only, []):
            renamed = text != stem_only  # 「河图乡」 where the list has 河图镇
            return self._ask(text, towns) if renamed else self._decide(text, towns + villages, "")
        if match := self._decide(text, villages, kind):
            return match
        if match := self._behind_a_stem(text):
            return match
        if VAGUE.search(text):
            return self._fall_back(f"“{text}”没有写明是哪个村", self.county)
        if near := self._near(text, None):
            return self._ask(text, near)
        note = f"在{self.county.name}的乡镇和村名录中没有找到“{text}”，请从列表中选择所在地。"
        return Match(Found.NONE, note=note)

    def _behind_a_stem(self, text: str) -> Match | None:
        """A village behind a township's bare or former name (「七贤赤庄村」「河图乡长坪村」): asked."""
        for length in range(min(len(text) - 1, 8), 1, -1):
            for town in self.town_stems.get(text[:length], ()):
                match = self._in_town(TOWN_KIND_FIRST.sub("", text[length:]), town)
                if match.found is Found.EXACT:
                    return self._ask(text, list(match.places))
        return None

    def _decide(self, text: str, places: list[Place], kind: str) -> Match | None:
        """Exact when one place bears the name and kind; asked when several do, or only another kind does."""
        same = [place for place in places if not kind or self.kinds.get(place.code) == kind]
        if len(same) == 1:
            return Match(Found.EXACT, (same[0],))
        if same:
            return self._ask(text, same, f"“{text}”在{self.county.name}有 {len(same)} 个")
        return self._ask(text, places) if places else None

    def _near(self, text: str, town: Place | None) -> list[Place]:
        """Villages whose name holds the text's or is held by it; else those that differ in one character."""
        stem = village_key(text)[0]
        least = 2 if town else 3
        if len(stem) < least:
            return []
        pool = self.stems[town.code if town else ""]
        held = [place for other, place in pool if stem in other or text.startswith(other)]
        return held or [place for other, place in pool if _one_off(stem, other)]

    def _ask(self, text: str, places: list[Place], why: str = "") -> Match:
        why = why or f"名录中没有“{text}”，有相近的"
        names = "、".join(self.label(place) for place in places[:MOST_CANDIDATES])
        return Match(Found.LIKELY, tuple(places[:MOST_CANDIDATES]), f"{why}：{names}。请确认是哪一个。")

    def _fall_back(self, why: str, place: Place) -> Match:
        return Match(Found.LIKELY, (place,), f"{why}，可登记到{self.label(place)}，请确认。")


def _one_off(one: str, other: str) -> bool:
    """Whether two names of one length differ in exactly one character (a slip of the keyboard)."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
