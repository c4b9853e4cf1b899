"""二（六）优先选择当地贫困劳动力: whom operators gave work; the only code that writes it one by one.

The journal names a worker as the pages do for everybody: masked. An agreement says how many it promised, and what pay.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, Count, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from assets.rules import short_name
from journal.acts import Refused, act
from journal.transitions import locked
from operation.choices import Category
from operation.models import Agreement, AgreementAsset, LocalJob
from tenancy import persons, policy
from tenancy.models import Unit

VERB = "manage_agreements"
NOT_SIGNED = "协议还没有签订（{}），签订后方可登记带动就业。"
BEFORE = "年度早于协议的起始年度 {}，请核对。"
AFTER = "年度晚于协议履行的最后年度 {}，请核对。"
TO_COME = "年度 {} 还没有到来，请核对。"
ELSEWHERE = "所选的户在{}，不在本协议资产所在的村，请选择同村的户，或留空。"
NOT_YET = "{} 年才到 {} 月，务工月数不能超过 {} 个月，请核对。"
TWICE = "此人 {} 年在该岗位的务工已经登记过，不能重复登记。"
EACH = ("worker", "work")


@dataclass
class Places:
    """The villages from which an agreement's workers come: codes of villages, and of townships taken whole."""

    villages: set = field(default_factory=set)
    towns: set = field(default_factory=set)
    is_whole_county: bool = False

    def have(self, household):
        """Whether a household of the register lives there."""
        near = household.village_id in self.villages or household.town_id in self.towns
        return near or self.is_whole_county

    def add(self, town, village):
        """Take in where an asset, or a unit, lies."""
        if village:
            self.villages.add(village)
        elif town:
            self.towns.add(town)
        else:
            self.is_whole_county = True


def places_of(agreements):
    """{agreement id: Places} of agreements whose units are loaded; one query for any number."""
    found = {row.pk: Places() for row in agreements}
    for row in agreements:
        if row.unit.kind == Unit.Kind.VILLAGE:
            found[row.pk].add(None, row.unit.region_id)
    county = agreements[0].county_id if agreements else None
    lines = AgreementAsset.objects.filter(county_id=county, agreement__in=found)
    for agreement, *place in lines.values_list("agreement_id", "asset__town_id", "asset__village_id"):
        found[agreement].add(*place)
    return found


def faults(row, places):
    """{field: [sentence]} of a LocalJob, its agreement and household loaded; no queries. `places`: its agreement's."""
    found = {}
    try:
        row.clean_fields(exclude=["county", "unit", "agreement", "household"])
    except ValidationError as wrong:
        found = wrong.message_dict
    for name in EACH:
        label = row._meta.get_field(name).verbose_name
        kinds = (persons.ID, persons.CARD, persons.PHONE)
        if sentence := persons.fault(label, getattr(row, name), kinds):
            found[name] = [sentence]
    if row.agreement.number == "":
        found["agreement"] = [NOT_SIGNED.format(row.agreement.get_state_display())]
    elif row.year and "year" not in found and (sentence := _year_fault(row)):
        found["year"] = [sentence]
    elif row.months and "months" not in found and (sentence := _months_fault(row)):
        found["months"] = [sentence]
    if row.household and not places.have(row.household):
        found["household"] = [ELSEWHERE.format(short_name(row.household.village.name))]
    return found


def _months_fault(row):
    """Nobody has worked longer than this year has gone."""
    today = timezone.localdate()
    if row.year == today.year and row.months > today.month:
        return NOT_YET.format(row.year, today.month, today.month)


def _year_fault(row):
    first, last = row.agreement.from_on.year, (row.agreement.ended_on or row.agreement.to_on).year
    if row.year > timezone.localdate().year:
        return TO_COME.format(row.year)
    if row.year < first:
        return BEFORE.format(first)
    return AFTER.format(last) if row.year > last else None


def record(*, by, agreement, household=None, **fields):
    """二（六）优先选择当地贫困劳动力: enter a person's work of a year under a signed agreement. Returns the LocalJob.

    `household`: the Household it belongs to, of a village the agreement's assets lie in, or None. Raises
    PermissionDenied, Refused by field.
    """
    with act("operation.record_job", "登记带动就业", by=by, county=agreement.county_id) as entry:
        held = Agreement.objects.select_related("unit").get(pk=agreement.pk)
        policy.require(by, VERB, held)
        row = LocalJob(
            county_id=held.county_id, unit=held.unit, agreement=held, household=household, **fields
        )
        if told := faults(row, places_of([held])[held.pk]):
            raise Refused(told)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as twice:
            raise Refused({"worker": TWICE.format(row.year)}) from twice
        entry.about(row)
    return row


def void(job, *, by, reason):
    """二（六）Declare a line void, with the reason; it stays and counts no more. Raises PermissionDenied, Refused."""
    with act("operation.void_job", "作废带动就业", by=by, county=job.county_id) as entry:
        row = locked(job)
        policy.require(by, VERB, row)
        if row.is_void:
            raise Refused("此条登记已经作废。")
        if not reason.strip():
            raise Refused({"reason": "作废须写明原因。"})
        if sentence := persons.fault("作废原因", reason):
            raise Refused({"reason": sentence})
        row.is_void, row.void_reason, row.version = True, reason.strip(), row.version + 1
        row.save()
        entry.about(row, reason=row.void_reason)
    return row


@dataclass(frozen=True)
class Work:
    """How many persons, months and yuan; persons of several lines count once."""

    persons: int = 0
    months: int = 0
    wages: Decimal = Decimal(0)


PERSON = Concat(Cast("unit_id", CharField()), Value("·"), "worker", output_field=CharField())
SUMS = {
    "persons": Count(PERSON, distinct=True),
    "months": Sum("months", output_field=BigIntegerField()),
    "wages": Sum("wages"),
}


def by_category(rows):
    """({category: Work} of a queryset of LocalJob, the Work of all together); two queries, void ones left out."""
    rows = rows.filter(is_void=False).order_by()
    told = {one.pop("category"): Work(**one) for one in rows.values("category").annotate(**SUMS)}
    whole = rows.aggregate(**SUMS)
    return (
        {category: told.get(category, Work()) for category in Category},
        Work(whole["persons"], whole["months"] or 0, whole["wages"] or Decimal(0)),
    )


@dataclass(frozen=True)
class Year:
    """One year of an agreement: its work by category, and how far it lags behind what was promised."""

    year: int
    by_category: dict
    whole: Work
    lacks_persons: int
    lacks_wages: Decimal


def against_promise(agreement):
    """[Year] of an agreement, the newest first; two queries."""
    rows = LocalJob.objects.filter(
        county_id=agreement.county_id, agreement=agreement, is_void=False
    ).order_by()
    by_year = defaultdict(dict)
    for one in rows.values("year", "category").annotate(**SUMS):
        year, category = one.pop("year"), one.pop("category")
        by_year[year][category] = Work(**one)
    whole = {one.pop("year"): Work(**one) for one in rows.values("year").annotate(**SUMS)}
    return [
        Year(
            year,
            {category: by_year[year].get(category, Work()) for category in Category},
            whole[year],
            max(agreement.jobs_promised - whole[year].persons, 0),
            max(agreement.wages_promised - whole[year].wages, Decimal(0)),
        )
        for year in sorted(by_year, reverse=True)
    ]
