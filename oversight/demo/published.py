"""Ledgers that counties really published, brought in by the import engine as a clerk of the county would."""

from pathlib import Path

from django.core.files import File
from django.db import transaction

from assets.choices import Scope, Subtype
from journal import jobs
from journal.imports import steps
from journal.imports.checking import find
from journal.imports.resources import REGISTRY
from tenancy.scope import county_scope, scope

WORKBOOKS = Path(__file__).with_name("workbooks")
RESOURCE, REASON = "assets", "县（市、区）政府网站公开的项目清单，示范导入"
# county: the workbook, and what its title leaves to be said for the whole table
LEDGERS = {
    410307: ("河南偃师区_项目资产.xlsx", {}),
    410821: ("河南修武县_项目资产.xlsx", {}),
    430511: ("湖南北塔区_项目资产.xlsx", {"subtype": Subtype.PLANTATION}),
    530922: ("云南云县_项目资产.xlsx", {"subtype": Subtype.OTHER_OPERATING}),
    632323: ("青海泽库县_项目资产.xlsx", {}),
    640502: ("宁夏沙坡头区_项目资产.xlsx", {"scope": Scope.FISCAL, "subtype": Subtype.OTHER_PUBLIC}),
}


def bring_in(unit, by, name, told):
    """Upload a workbook for a unit, take its columns and proposals as they are, leave out what is wrong."""
    with scope(county_scope(unit.county_id, by.pk)):
        with (WORKBOOKS / name).open("rb") as file:
            batch = steps.upload(File(file, name=name), resource=RESOURCE, unit=unit, by=by)
        jobs.run(unit.county_id, batch.job_id)
        batch = _now(batch)
        form = REGISTRY[RESOURCE].TableForm(batch.mapping["suggested"] | told)
        if not form.is_valid():
            raise ValueError(f"{name}: {form.errors.as_text()}")
        columns = [column["key"] for column in batch.columns]
        batch = steps.choose(
            batch, by=by, columns=columns, table=form.cleaned_data, money_unit=batch.money_unit
        )
        jobs.run(unit.county_id, batch.job_id)
        batch = _now(batch)
        told = {"reason": REASON, "skip_wrong": True, "as_proposed": True}
        batch = steps.confirm(batch, by=by, seen=batch.digest, **told)
        jobs.run(unit.county_id, batch.job_id)
        return _now(batch)


@transaction.atomic
def _now(batch):
    """The batch as the job left it."""
    return find(batch.pk)
