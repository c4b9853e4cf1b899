"""二（一）、二（三）Projects and the money behind them: the only code that writes them one by one."""

from decimal import Decimal

from django.core.exceptions import ValidationError

from assets.actions import Stale
from assets.checks import project_faults
from assets.models import FundingLine, Project
from journal.acts import act
from journal.transitions import Refused, locked
from tenancy import policy


def add_project(*, unit, by, lines=(), **fields):
    """二（三）Enter a project of a unit with its sources of money. Returns the Project.

    `fields` are Project's own, `lines` dicts of level, kind, amount (yuan) and document_number. Raises
    PermissionDenied, or Refused with sentences by field ("lines" for the sources together).
    """
    policy.require(by, "manage_projects", unit)
    project = Project(unit=unit, county_id=unit.county_id, **fields)
    sources = [FundingLine(county_id=unit.county_id, **values) for values in lines]
    check_project(project, sources)
    with act("assets.add_project", "登记项目", by=by, county=unit.county_id) as entry:
        project.save()
        _write_lines(project, sources)
        entry.about(project)
    return project


def amend_project(project, *, by, version, reason, lines, **fields):
    """二（三）Change a project and its sources of money, with a reason; nothing is overwritten unseen.

    `version` is the one the form was opened with. `lines` are all its sources: those with an `id` are kept under
    it, the others are new, and what is not named is taken out. Raises Stale, Refused by field, PermissionDenied.
    """
    with act("assets.amend_project", "修改项目", by=by, county=project.county_id) as entry:
        row = locked(project)
        policy.require(by, "manage_projects", row)
        if row.version != version:
            raise Stale(row)
        if not reason.strip():
            raise Refused({"reason": "修改项目须写明理由。"})
        for name, value in fields.items():
            setattr(row, name, value)
        sources = [FundingLine(county_id=row.county_id, **values) for values in lines]
        check_project(row, sources)
        row.version += 1
        row.save()
        _write_lines(row, sources)
        entry.about(row, reason=reason)
    return row


def check_project(project, sources):
    """Raise Refused, by field, unless the project and its sources of money are sound; no queries."""
    found = _wrong_fields(project)
    for field, sentence in project_faults(project):
        found.setdefault(field, []).append(sentence)
    if project.start_on and project.end_on and project.end_on < project.start_on:
        found.setdefault("end_on", []).append("完工日期不能早于开工日期。")
    if project.town_id and project.town_id // 1000 != project.county_id:
        found.setdefault("town", []).append("所选乡镇不属于本县，请重新选择。")
    faults = [text for line in sources for texts in _wrong_fields(line).values() for text in texts]
    if not faults and sources and project.budget is not None:
        faults = _sums(project.budget, sum((Decimal(line.amount) for line in sources), Decimal(0)))
    if faults:
        found["lines"] = faults
    if found:
        raise Refused(found)


def _wrong_fields(row):
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    except ValidationError as wrong:
        return wrong.message_dict
    return {}


def _sums(budget, total):
    if Decimal(budget) == total:
        return []
    return [f"各项资金合计 {total:,.2f} 元，与资金规模 {Decimal(budget):,.2f} 元不符，请核对。"]


def _write_lines(project, sources):
    """Make the project's sources exactly these; what did not change is not touched."""
    kept = {line.pk: line for line in project.lines.all()} if project.version > 1 else {}
    if any(line.pk and line.pk not in kept for line in sources):
        raise Refused({"lines": "资金来源已有变动，请重新打开后再修改。"})
    for line in sources:
        line.project = project
    named = ("level", "kind", "amount", "document_number")
    old = [line for line in sources if line.pk]
    FundingLine.objects.bulk_create([line for line in sources if not line.pk])
    for line in old:
        if any(getattr(line, name) != getattr(kept[line.pk], name) for name in named):
            line.save(force_update=True)
    if gone := kept.keys() - {line.pk for line in old}:
        FundingLine.objects.filter(pk__in=gone).delete()
