"""二（三）The registers of households and subsidies: the only code that writes them one by one.

A line is registered, amended with a reason, withdrawn (作废) with a reason. The journal names a household by its place
and number, never by a person's name: more people read the journal than may see the register.
"""

from django.db import connection
from django.db.models import F

from assets.actions import Stale
from assets.checks_registers import register_faults
from assets.models import Household, HouseholdGrant, Subsidy
from assets.rules import short_name
from journal.acts import act
from journal.transitions import Refused
from tenancy import persons, policy
from tenancy.models import Unit

VERB = "manage_households"
PLACED = (Unit.Kind.VILLAGE, Unit.Kind.TOWN)
OFFICES = (Unit.Kind.COUNTY_OFFICE, Unit.Kind.DEPARTMENT)


class Keepers:
    """Whose book a line at a place enters, among the units at which a person may keep the registers; one query."""

    def __init__(self, by, county):
        units = list(policy.units(by, VERB).filter(county_id=county).order_by("kind", "pk"))
        self.by_region = {unit.region_id: unit for unit in units if unit.kind in PLACED}
        self.office = next(
            (unit for unit in units if unit.kind in OFFICES), None
        )  # the county's own comes first

    def of(self, town, village):
        """The village's unit, else the township's, else an office of this person's; None where none is theirs."""
        return self.by_region.get(village) or self.by_region.get(town) or self.office


def name_of(household):
    """What the journal calls a household: its place and number. `town` and `village` are loaded."""
    return f"{household.town.name}{short_name(household.village.name)} {household}"


def register_household(*, by, unit, grant, **fields):
    """二（三）Enter a household with the first thing it got. Returns the Household.

    `fields` are Household's own, `grant` those of HouseholdGrant. Raises PermissionDenied, or Refused by field.
    """
    policy.require(by, VERB, unit)
    home = Household(unit=unit, county_id=unit.county_id, **fields)
    thing = HouseholdGrant(unit=unit, county_id=unit.county_id, household=home, **grant)
    _hold_to_rules(home, thing)
    with act("assets.register_household", "登记到户资产", by=by, county=unit.county_id) as entry:
        _code_is_free(home)
        home.save()
        thing.household = home  # with the number it has got
        thing.save()
        entry.about(home, subject_name=name_of(home))
    return home


def add_grant(household, *, by, **fields):
    """二（三）Enter another thing that a registered household got. Returns the HouseholdGrant."""
    with act("assets.add_grant", "登记到户资产", by=by, county=household.county_id) as entry:
        home = _locked(household)
        policy.require(by, VERB, home)
        thing = HouseholdGrant(unit=home.unit, county_id=home.county_id, household=home, **fields)
        _hold_to_rules(thing)
        thing.save()
        entry.about(home, subject_name=name_of(home))
    return thing


def amend_household(household, *, by, version, reason, unit, **fields):
    """Change what the register says of a household, with a reason; another `unit` takes its lines over with it.

    `version` is the one the form was opened with. Raises Stale, Refused by field, PermissionDenied.
    """
    with act("assets.amend_household", "更正到户登记", by=by, county=household.county_id) as entry:
        home = _locked(household)
        policy.require(by, VERB, unit)  # nobody hands it to a unit beyond their reach
        moved = unit != home.unit
        _change(home, by, version, reason, fields | {"unit": unit})
        _code_is_free(home)
        home.save()
        if moved:
            home.grants.update(unit=unit, version=F("version") + 1)
        entry.about(home, subject_name=name_of(_locked(home)), reason=reason)
    return home


def amend_grant(grant, *, by, version, reason, **fields):
    """二（三）Change what the register says of a thing (its result, whether it is still there …), with a reason."""
    with act("assets.amend_grant", "更正到户资产", by=by, county=grant.county_id) as entry:
        home = _locked(grant.household)
        thing = _locked(grant)
        _not_withdrawn(thing)
        _change(thing, by, version, reason, fields)
        thing.save()
        entry.about(home, subject_name=name_of(home), reason=reason)
    return thing


def withdraw_grant(grant, *, by, reason):
    """Declare a line void, with a reason; it stays in the register and counts no more."""
    with act("assets.withdraw_grant", "作废到户资产", by=by, county=grant.county_id) as entry:
        home = _locked(grant.household)
        _withdraw(_locked(grant), by, reason)
        entry.about(home, subject_name=name_of(home), reason=reason)


def register_subsidy(*, by, unit, **fields):
    """二（三）Enter money that made no asset, with its result and its beneficiaries. Returns the Subsidy."""
    policy.require(by, VERB, unit)
    row = Subsidy(unit=unit, county_id=unit.county_id, **fields)
    _hold_to_rules(row)
    with act("assets.register_subsidy", "登记补贴", by=by, county=unit.county_id) as entry:
        row.save()
        entry.about(row)
    return row


def amend_subsidy(subsidy, *, by, version, reason, **fields):
    """Change a line of the subsidy register, with a reason. Raises Stale, Refused by field, PermissionDenied."""
    with act("assets.amend_subsidy", "更正补贴登记", by=by, county=subsidy.county_id) as entry:
        row = _locked(subsidy)
        _not_withdrawn(row)
        _change(row, by, version, reason, fields)
        row.save()
        entry.about(row, reason=reason)
    return row


def withdraw_subsidy(subsidy, *, by, reason):
    """Declare a line void, with a reason; it stays in the register and counts no more."""
    with act("assets.withdraw_subsidy", "作废补贴登记", by=by, county=subsidy.county_id) as entry:
        row = _locked(subsidy)
        _withdraw(row, by, reason)
        entry.about(row, reason=reason)


def _locked(row):
    related = ("unit", "town", "village") if isinstance(row, Household) else ("unit",)
    return type(row).objects.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)


def _change(row, by, version, reason, fields):
    """Put new values into a locked row, if this person may, has seen what stands there, and says why."""
    policy.require(by, VERB, row)
    if row.version != version:
        raise Stale(row)
    _say_why(reason, "更正须写明理由。")
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    _hold_to_rules(row)


def _withdraw(row, by, reason):
    policy.require(by, VERB, row)
    _not_withdrawn(row)
    _say_why(reason, "作废须写明原因。")
    row.withdrawn_reason = reason
    row.version += 1
    row.save()


def _say_why(reason, sentence):
    if not reason.strip():
        raise Refused({"reason": sentence})
    if persons.has_id_number(reason):
        raise Refused({"reason": persons.REFUSAL})


def _not_withdrawn(row):
    if row.withdrawn_reason:
        raise Refused("此条登记已经作废，不能更改。")


def _hold_to_rules(*rows):
    found = {}
    for row in rows:
        found |= register_faults(row)
    if found:
        raise Refused(found)


def _code_is_free(home):
    """A household's code is one in the county; whoever gives one at the same moment waits (the database refuses it)."""
    if not home.code:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('assets.household_code'), %s)", [home.county_id]
        )
    if Household.objects.filter(county_id=home.county_id, code=home.code).exclude(pk=home.pk).exists():
        raise Refused({"code": "此户编号已登记。同一户的，请打开该户后再登记一项；不同户的，请核对编号。"})
