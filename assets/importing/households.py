"""二（三）What a line of a household workbook means: the household, the thing it got, and what became of it."""

from assets import rules
from assets.choices import Category, Subtype
from assets.importing.places import Places
from assets.importing.registers import (
    ELSEWHERE,
    PLACES,
    Projects,
    changes,
    differ,
    fill,
    hear,
    hold_to_rules,
    ids_in,
    names_nobody,
    same_place,
    subject,
    told,
)
from assets.importing.updates import read
from assets.models import Asset, Household, HouseholdGrant, Result
from assets.registers import VERB, Keepers
from journal.imports import staged
from journal.imports.resources import REGISTRY, columns_of
from journal.jobs import GaveUp
from tenancy import policy

Kind, Presence = Household.Kind, HouseholdGrant.Presence
HOME = {"householder": "householder", "kind": "kind", "code": "code", "population": "population"}
HOME |= {"home_remark": "remark"}
THING = {
    name: name
    for name in (
        "name subtype quantity measure amount year granted_on fund_text persons result result_note presence"
        " presence_on remark"
    ).split()
}
NO_PLACE = "没有填所在村。到户登记须写明户所在的村（社区），请补上。"
NO_VILLAGE = "“{}”没有对应到村。到户登记须写明户所在的村（社区），请改正。"
KEPT = "此户已登记，此项登记为“{}”，导入不改动；确需更正的，请在该户页面上办理。"
BLANK_TEXTS = dict.fromkeys((*PLACES, "name", "project_name", "implementing"), "")


class HouseholdChecker:
    """Checks the lines of one batch; reads the county's places and units once, and the register by chunk."""

    tables = [(HouseholdGrant, "grant"), (Household, "home")]

    def __init__(self, batch, by):
        self.county, self.unit, self.table = batch.county_id, batch.unit, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.places, self.keepers = Places(batch.county_id), Keepers(by, batch.county_id)
        self.projects = Projects(by, batch.county_id)
        self.grants = HouseholdGrant.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        self.homes = Household.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        self.assets = Asset.objects.permitted(by).filter(county_id=batch.county_id, category="household")
        self.reach = set(policy.units(by, VERB).values_list("pk", flat=True))

    def prepare(self, lines):
        """Look up, for a chunk, the lines of the register, the households and the assets it names."""
        related = ("household__unit", "household__town", "household__village", "unit", "project", "asset")
        ids = ids_in(lines)
        rows = self.grants.filter(pk__in=ids).select_related(*related) if ids else ()
        self.known = {row.pk: row for row in rows}
        texts = {key: {line.said.get(key, "").strip() for line in lines} - {""} for key in ASKED}
        codes = Household.objects.filter(county_id=self.county, code__in=texts["code"])
        self.by_code = {home.code: home for home in codes} if texts["code"] else {}
        self.by_name = {}
        for home in self.homes.filter(householder__in=texts["householder"]):
            self.by_name.setdefault((home.village_id, home.householder), []).append(home)
        assets = self.assets.filter(number__in=texts["asset_number"]) if texts["asset_number"] else ()
        self.by_number = {asset.number: asset for asset in assets}
        self.projects.load(lines)

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: grant, home."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        row, is_right = subject(line, self.known)
        if row and is_right:
            self._update(line, said, row)
        elif is_right:
            self._new(line, said)

    def _update(self, line, said, row):
        """A line that speaks of a line of the register; it stays in its village."""
        home = row.household
        if not same_place(said, self.columns, row):
            where, key = self._where(line, said)
            if where and where.village not in (None, home.village_id):
                line.bad(key, "已登记的户不能用导入改所在村，请在该户页面上更正。")
        at_home = differ(line, self.columns, home, said, HOME)
        other = self.by_code.get(home.code) if home.code else None
        if other and other.pk != home.pk:
            line.bad("code", "此户编号已登记为另一户，请核对。")
        thing = differ(line, self.columns, row, said, THING)
        self._links(line, said, row, thing)
        hold_to_rules(line, home, {name: key for key, name in HOME.items()})
        hold_to_rules(line, row, {name: key for key, name in THING.items()})
        changes(line, row, grant=thing, home=at_home and at_home | {"id": home.pk})
        line.staged["home_version"] = [home.pk, home.version]

    def _links(self, line, said, row, changed):
        """The project and the asset of the ledger that a line names."""
        project = self.projects.find(line, said, row.year, row.project)
        asset = self._asset(line, said, row.asset)
        for key, name, new in (("project_name", "project_id", project), ("asset_number", "asset_id", asset)):
            if (old := getattr(row, name)) != new:
                setattr(row, name, new)
                changed[name] = new
                label = self.columns[key].column_name
                line.differences.append(
                    {"key": key, "label": label, "old": old and "已关联", "new": said[key]}
                )

    def _asset(self, line, said, now=None):
        number = said.get("asset_number")
        if not number or (now and now.number == number):
            return now.pk if now else None
        if number not in self.by_number:
            line.bad("asset_number", f"台账中没有编号为“{number[:24]}”的到户类资产，请核对，或清空此格。")
            return now.pk if now else None
        return self.by_number[number].pk

    def _new(self, line, said):
        """二（二）（三）A thing the register does not have, of a household it has or has not."""
        home, thing = Household(county_id=self.county), HouseholdGrant(county_id=self.county)
        fill(home, said, HOME)
        fill(thing, said, THING)
        self._place(line, said, home)
        self._home(line, home)
        self._defaults(line, said, thing)
        thing.project_id = self.projects.find(line, said, thing.year)
        thing.asset_id = self._asset(line, said)
        if home.pk is None:
            hold_to_rules(line, home, {name: key for key, name in HOME.items()} | {"village": "village"})
        hold_to_rules(line, thing, {name: key for key, name in THING.items()})
        thing.unit_id = home.unit_id
        line.staged = {"grant": told(thing)}
        if home.pk:
            line.staged["household_id"] = home.pk
        else:
            key = f"code/{home.code}" if home.code else f"{home.village_id}/{home.householder}"
            line.staged |= {"home": told(home), "home_key": key}

    def _where(self, line, said):
        """(the place a line tells or None, the key that says so)."""
        asked = BLANK_TEXTS | {key: value for key, value in said.items() if key in BLANK_TEXTS}
        key = next((key for key in PLACES if asked[key]), "village")
        told = asked["village_code"] or self.places.text(asked)
        return (self.places.find(line, asked, self.unit.name, may_split=False) if told else None), key

    def _place(self, line, said, home):
        """The village, and the unit whose book the household enters."""
        where, key = self._where(line, said)
        if where is None:
            return line.bad(key, NO_PLACE)
        if where.village is None:
            return None if key in line.failed else line.bad(key, NO_VILLAGE.format(said[key][:30]))
        home.town_id, home.village_id = where.town, where.village
        unit = self.keepers.of(where.town, where.village)
        if unit is None:
            return line.bad(key, ELSEWHERE)
        home.unit = unit

    def _home(self, line, home):
        """The household of the register that it is, by its code, or by its name if a person does not say otherwise."""
        if not home.kind and "kind" not in line.failed:
            home.kind = self.table["kind"]
        if found := self.by_code.get(home.code) if home.code else None:
            if (found.village_id, found.householder) != (home.village_id, home.householder):
                return line.bad("code", "此户编号已登记，但户主或所在村不同，请核对。")
            if found.unit_id not in self.reach:
                return line.bad("code", "此户已由其他单位登记，请由登记单位添加。")
            return self._take(line, home, found)
        found = self.by_name.get((home.village_id, home.householder), [])
        if found and not home.code:
            options = [(str(one.pk), f"记到该户名下（{_shown(one)}）") for one in found]
            chosen = line.ask(
                "householder",
                "household",
                "本村已登记有同名的户，建议记到该户名下。",
                [*options, ("new", "是另一户，新登记")],
                options[0][0],
            )
            if match := next((one for one in found if str(one.pk) == chosen), None):
                return self._take(line, home, match)

    def _take(self, line, home, found):
        """The line's household is one of the register: its number and its unit count; what else the line says of it
        is told, and not taken."""
        for key in ("kind", "population", "home_remark"):
            new, old = (read(self.columns[key], getattr(one, HOME[key])) for one in (home, found))
            if line.said.get(key, "").strip() and new != old:
                line.odd(key, KEPT.format(old or "空"))
        home.pk, home.unit_id, home.kind = found.pk, found.unit_id, found.kind

    def _defaults(self, line, said, thing):
        """What the line leaves open, as the whole table says; else as is likeliest, told as a doubt."""
        thing.year = thing.year or self.table["year"]
        if not thing.subtype and not line.failed & {"subtype", "name"}:
            thing.subtype = _guessed(thing.name)
            line.odd("subtype", f"没有填资产小类，按“{thing.get_subtype_display()}”登记，请核对。")
        if thing.quantity is not None and not thing.measure and thing.subtype:
            thing.measure = Subtype(thing.subtype).measure
            line.odd("quantity", f"没有填计量单位，按“{thing.get_measure_display()}”登记，请核对。")
        if "result" not in said:
            thing.result = self.table["result"] or Result.PENDING
            if not self.table["result"]:
                line.odd("result", "没有填绩效结果，按“待评价”登记（二（三）须明确项目绩效结果）。")
        if "presence" not in said:
            alive = thing.subtype == Subtype.HOUSEHOLD_BIOLOGICAL
            thing.presence = self.table["presence"] or (Presence.KEPT if alive else Presence.IN_USE)
            if not self.table["presence"]:
                line.odd("presence", f"没有填现状，按“{thing.get_presence_display()}”登记，请核对。")


ASKED = ("code", "householder", "asset_number")


def _shown(home):
    parts = [home.get_kind_display(), f"户编号 {home.code}" if home.code else ""]
    return "，".join(part for part in parts if part)


def _guessed(name):
    """The household subtype a name speaks of; a thing of no known kind is a fixed asset."""
    guess = rules.guess_type(name, "")
    if guess and guess.category == Category.HOUSEHOLD:
        return guess.subtype
    if "光伏" in name:
        return Subtype.HOUSEHOLD_PV
    living = any(word in name for word in "牛羊猪鸡鸭鹅兔驴蜂鱼苗树")
    return Subtype.HOUSEHOLD_BIOLOGICAL if living else Subtype.HOUSEHOLD_FIXED


# Rows of one new household share the first number drawn.
WITH_HOME = f"""
SELECT s.*, (s.values->>'home_id')::bigint AS own_id,
       coalesce((s.values->>'household_id')::bigint, min((s.values->>'home_id')::bigint) OVER same) AS home_id
FROM ({staged.SOUND}) s WINDOW same AS (PARTITION BY s.values->>'household_id', s.values->>'home_key')
"""
HOMES = f"SELECT * FROM ({WITH_HOME}) led WHERE own_id = home_id"
HOMES_SEEN = f"SELECT (r.values#>>'{{home_version,0}}')::bigint FROM ({staged.UPDATED}) r"
# Households that have moved on since the lines that change them were looked at.
MOVED = f"""
SELECT count(*) FROM ({staged.UPDATED}) r JOIN assets_household h
ON h.county_id = r.county_id AND h.id = (r.values#>>'{{home_version,0}}')::bigint
WHERE h.version <> (r.values#>>'{{home_version,1}}')::int
"""
TWINS = f"""
WITH both_sides AS (
    SELECT r.number AS line, coalesce(r.values->>'household_id', r.values->>'home_key') AS home,
           r.values#>>'{{grant,name}}' AS name, (r.values#>>'{{grant,year}}')::int AS year,
           (r.values#>>'{{grant,amount}}')::numeric AS amount, NULL::bigint AS id
    FROM ({staged.ALL}) r WHERE r.action IN ('new', 'duplicate') AND r.values ? 'grant'
    UNION ALL
    SELECT NULL, household_id::text, name, year, amount, id FROM assets_householdgrant
    WHERE county_id = %(county)s AND withdrawn_reason = ''),
alike AS (
    SELECT array_agg(line) FILTER (WHERE line IS NOT NULL) AS lines, count(id) AS known, min(line) AS first
    FROM both_sides GROUP BY home, name, year, amount HAVING count(line) > 0 AND count(*) > 1)
SELECT line, known, first FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 OR line > first ORDER BY line
"""
SKIP = [("skip", "属于重复，不导入此行"), ("new", "确是另一项，照常新增")]


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)] of things that a household would have twice."""
    for line, known, first in staged.ask(TWINS, batch):
        same = "该户已登记" if known else f"第 {first} 行已有该户"
        sentence = f"{same}年度、名称、金额均相同的到户资产，疑似重复，建议不再导入。"
        yield line, "name", "twin", sentence, SKIP, "skip"


def lock(batch):
    """Keep the households and things that rows update as they are until the transaction ends; households first."""
    staged.lock(batch, Household, HOMES_SEEN)
    staged.lock(batch, HouseholdGrant)


def write(batch):
    """Write the rows of a checked batch, inside an act: households, their things, changes. Returns how many."""
    if staged.ask(MOVED, batch)[0][0]:
        raise GaveUp("核对之后有户的登记被他人更改，本批没有写入。请重新核对后再确认。")
    staged.draw(batch, Household, "home_id")
    staged.insert(batch, Household, "home", HOMES, id="r.home_id")
    written = staged.insert(batch, HouseholdGrant, "grant", WITH_HOME, household_id="r.home_id")
    staged.update(batch, Household, "home", "(r.values#>>'{home_version,1}')::int")
    staged.update(batch, HouseholdGrant, "grant", staged.VERSION, key="r.subject_id")
    return written + staged.ask(f"SELECT count(*) FROM ({staged.UPDATED}) r", batch)[0][0]
