"""二（四）界定结果由县级人民政府确定的部门审核: the county says which department."""

from django.db import connection
from django.utils import timezone

from journal.acts import act
from journal.transitions import Refused
from ownership.choices import Subject
from ownership.models import Reviewer
from tenancy import persons, policy
from tenancy.models import Unit

VERB = "confirm_title"
KINDS = {Unit.Kind.DEPARTMENT, Unit.Kind.COUNTY_OFFICE}


def name_reviewer(*, unit, subject, source, by):
    """二（四）Name the department that reviews one sort of assets from now on, in place of the one before.

    Titles that are under review stay with whom they were given to. Returns the Reviewer.
    Raises PermissionDenied, Refused.
    """
    policy.require(by, VERB, unit)
    if unit.kind not in KINDS:
        raise Refused({"unit": "审核部门须是县级部门。"})
    if sentence := persons.fault("依据文件", source):
        raise Refused({"source": sentence})
    with act("ownership.name_reviewer", "指定审核部门", by=by, county=unit.county_id) as entry:
        _end(unit.county_id, subject)
        row = Reviewer(county_id=unit.county_id, unit=unit, subject=subject, source=source, named_by=by)
        row.save()
        entry.about(row)
    return row


def end_review(county, subject, *, by, reason):
    """二（四）From now on one sort of assets, other than equity, is not reviewed by a department."""
    if subject == Subject.EQUITY:
        raise Refused("股权的界定结果须由部门审核，只能改由其他部门审核。")
    row = (
        Reviewer.objects.filter(county_id=county, subject=subject, ended_at=None)
        .select_related("unit")
        .first()
    )
    if row is None:
        raise Refused("此类资产没有指定审核部门。")
    policy.require(by, VERB, row.unit)
    with act("ownership.end_review", "停止部门审核", by=by, county=county) as entry:
        _end(county, subject)
        entry.about(row, reason=reason)


def _end(county, subject):
    """End what stands; whoever names one at the same moment waits, and ends it in turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ownership.reviewer'), %s)", [county])
    rows = Reviewer.objects.select_for_update(of=("self",)).filter(
        county_id=county, subject=subject, ended_at=None
    )
    for row in rows:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
