"""二（三）Opening a round: its scope in words, its teams, and the expected list, frozen by one statement."""

from django.db import connection

from assets.choices import Category
from assets.models import Round, RoundTeam
from journal import deadlines
from journal.acts import act
from journal.transitions import Refused
from tenancy import persons, policy
from tenancy.models import Region, Unit

VERB = "open_round"
DUE = deadlines.kind(
    "assets.round",
    "清产核资",
    verb="decide_difference",
    basis="焦扶贫办〔2020〕7号二（三）",
    subject="title",
    page="assets:round",
)
EMPTY = "所选范围内没有已入账的资产，也没有到户登记，清查没有建立。请放宽类型、乡镇、部门或年度后再试。"
TWICE = "所选范围内有 {n:,} 项资产正在「{title}」中清查。请缩小范围，或待其结束后再组织。"
# What the list says of an asset is what the books said at that moment.
FROZEN = (
    *("unit_id", "number", "name", "category", "subtype", "scope", "formed_year", "town_id", "village_id"),
    *(
        "address",
        "implementing_dept_id",
        "supervising_dept_id",
        "quantity",
        "measure",
        "original_value",
        "status",
    ),
)
# No scope given in one respect means all of it.
IN_SCOPE = """
a.county_id = %(county)s AND a.state = 'ledger' AND a.category = ANY(%(categories)s)
AND (%(towns)s::bigint[] = '{}' OR a.town_id = ANY(%(towns)s::bigint[]))
AND (%(departments)s::bigint[] = '{}' OR a.unit_id = ANY(%(departments)s::bigint[])
     OR a.implementing_dept_id = ANY(%(departments)s::bigint[])
     OR a.supervising_dept_id = ANY(%(departments)s::bigint[]))
AND a.formed_year BETWEEN coalesce(%(year_from)s::int, 0) AND coalesce(%(year_to)s::int, 9999)
"""
# Things of households have no department: a round of some departments leaves them out.
HOMES_IN_SCOPE = """
g.county_id = %(county)s AND g.withdrawn_reason = '' AND %(departments)s::bigint[] = '{}'
AND 'household' = ANY(%(categories)s)
AND (%(towns)s::bigint[] = '{}' OR h.town_id = ANY(%(towns)s::bigint[]))
AND g.year BETWEEN coalesce(%(year_from)s::int, 0) AND coalesce(%(year_to)s::int, 9999)
"""
EXPECTED = f"""
WITH lines AS (
    INSERT INTO assets_roundline (county_id, round_id, serial, asset_id, {", ".join(FROZEN)}, state,
        found_status, found_address, note, decision, decision_reason, version, updated_at)
    SELECT a.county_id, %(round)s, row_number() OVER (ORDER BY a.town_id, a.village_id, a.number), a.id,
        {", ".join(f"a.{name}" for name in FROZEN)}, 'uncounted', '', '', '', '', '', 1, statement_timestamp()
    FROM assets_asset a WHERE {IN_SCOPE} RETURNING 1),
homes AS (
    INSERT INTO assets_householdline (county_id, round_id, serial, unit_id, grant_id, town_id, village_id, state,
        presence, result, beneficiary, note, version, updated_at)
    SELECT g.county_id, %(round)s, row_number() OVER (ORDER BY h.village_id, h.id, g.id), g.unit_id, g.id, h.town_id,
        h.village_id, 'uncounted', '', '', '', '', 1, statement_timestamp()
    FROM assets_householdgrant g JOIN assets_household h ON h.county_id = g.county_id AND h.id = g.household_id
    WHERE {HOMES_IN_SCOPE} RETURNING 1)
SELECT (SELECT count(*) FROM lines), (SELECT count(*) FROM homes)
"""
BUSY = f"""
SELECT count(*), min(r.title) FROM assets_asset a
JOIN assets_roundline l ON l.county_id = a.county_id AND l.asset_id = a.id
JOIN assets_round r ON r.county_id = l.county_id AND r.id = l.round_id AND r.state = 'open'
WHERE {IN_SCOPE}
"""


def open_round(*, by, unit, title, starts_on, ends_on, categories, teams=(), **told):
    """二（三）Open a round at a county's office: the list of what the ledger expects is frozen here.

    `told`: towns and departments (ids; none means all), year_from, year_to, basis, remark; `teams`: [{name, leader,
    members, area}]. Returns the Round; raises PermissionDenied, or Refused by field, with nothing written.
    """
    policy.require(by, VERB, unit)
    row = Round(
        unit=unit, county_id=unit.county_id, title=title.strip(), starts_on=starts_on, ends_on=ends_on
    )
    row.categories, row.opened_by = [category for category in Category.values if category in categories], by
    for name, value in told.items():
        setattr(row, name, value)
    crews = [RoundTeam(county_id=row.county_id, round=row, **team) for team in teams]
    _hold_to_rules(row, crews)
    row.scope_text = scope_in_words(row)[:500]
    with act("assets.open_round", "组织清产核资", by=by, county=unit.county_id) as entry:
        _one_at_a_time(row)
        row.save()
        for crew in crews:
            crew.round = row
            crew.save()
        row.expected, row.expected_homes = _freeze(row)
        if not row.expected + row.expected_homes:
            raise Refused(EMPTY)
        row.save(update_fields=["expected", "expected_homes"])
        deadlines.set_deadlines(DUE, [row], row.ends_on, by=by)
        entry.about(row, after=row.state)
    return row


def scope_in_words(row):
    """公益性资产、经营性资产；城关镇；交通运输局；2016 至 2019 年形成, as it stands on sheets and in the report."""
    towns = Region.objects.filter(code__in=row.towns).order_by("code").values_list("name", flat=True)
    bodies = Unit.objects.filter(county_id=row.county_id, pk__in=row.departments).order_by("path")
    first, last = row.year_from, row.year_to
    years = f"{first} 至 {last} 年形成" if first and last else f"{first} 年以后形成" if first else ""
    if last and not first:
        years = f"{last} 年以前形成"
    parts = [
        "、".join(Category(category).label for category in row.categories),
        "、".join(towns) if row.towns else "全部乡镇",
        "、".join(body.name for body in bodies),
        years,
    ]
    return "；".join(filter(None, parts))


def _hold_to_rules(row, crews):
    """What a round and its teams must be, by field; the database holds the same."""
    found = {}
    for name, label in (("title", "清查名称"), ("basis", "工作依据"), ("remark", "工作要求")):
        if sentence := persons.fault(label, getattr(row, name)):
            found[name] = [sentence]
    if not row.title:
        found["title"] = ["请填写清查名称。"]
    if not row.categories:
        found["categories"] = ["请至少选择一种资产类型。"]
    if row.ends_on < row.starts_on:
        found["ends_on"] = ["完成日期不能早于开始日期。"]
    if row.year_from and row.year_to and row.year_to < row.year_from:
        found["year_to"] = ["形成年度的止年不能早于起年。"]
    if found := found | _teams(crews):
        raise Refused(found)


def _teams(crews):
    for crew in crews:
        for text in (crew.name, crew.leader, crew.members, crew.area):
            if persons.has_id_number(text):
                return {"teams": [persons.REFUSAL]}
            if sentence := persons.fault("清查组", text):
                return {"teams": [sentence]}
    names = [crew.name for crew in crews]
    return {"teams": ["各组的组名不能重复。"]} if len(names) != len({*names}) else {}


def _one_at_a_time(row):
    """Refuse what another open round is counting already; whoever opens a second at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assets.round'), %s)", [row.county_id % 2**31])
        cursor.execute(BUSY, parameters(row))
        n, other = cursor.fetchone()
    if n:
        raise Refused(TWICE.format(n=n, title=other))


def parameters(row):
    """What the statements are told of a round's scope."""
    return {
        "county": row.county_id,
        "categories": row.categories,
        "towns": list(row.towns),
        "departments": list(row.departments),
        "year_from": row.year_from,
        "year_to": row.year_to,
    }


def _freeze(row):
    """Write the expected list; returns (assets, things of households). One statement: one moment of the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED, parameters(row) | {"round": row.pk})
        return cursor.fetchone()
