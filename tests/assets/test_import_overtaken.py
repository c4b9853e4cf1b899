"""Somebody changes what an import is about to change, between its last look and its writing: nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assets import projects, registers
from assets.models import Asset, FundingLine, Household, HouseholdGrant, Project
from journal import jobs
from journal.acts import act
from journal.imports import staged, steps
from journal.imports.resources import REGISTRY
from journal.jobs import GaveUp
from journal.models import ImportBatch
from tests.assets.registering import NAME, household
from tests.journal.workbooks import workbook
from tests.servers import wait_until

State = ImportBatch.State
IDS = ["序号", "系统编号"]


def now(place, batch):
    with place.scope():
        return ImportBatch.objects.select_related("job").get(pk=batch.pk)


def confirmed(place, resource, file):
    """A batch whose writing is owed, in real transactions."""
    clerk = place.county_clerk
    with place.scope(clerk):
        batch = steps.upload(file, resource=resource, unit=place.office, by=clerk)
    jobs.run(place.code, batch.job_id)
    batch = now(place, batch)
    with place.scope(clerk):
        form = REGISTRY[resource].TableForm({})
        keys = [column["key"] for column in batch.columns]
        told = {"columns": keys, "table": form.cleaned_data if form.is_valid() else {}}
        batch = steps.choose(batch, by=clerk, money_unit="元", **told)
    jobs.run(place.code, batch.job_id)
    batch = now(place, batch)
    with place.scope(clerk):
        return steps.confirm(batch, by=clerk, seen=batch.digest, reason="更新")


def overtaken(place, batch, change, more=lambda: None):
    """Run the writing while `change()` is done but not committed: it is, after `more()`, once the writing waits."""

    def write():
        try:
            jobs.run(place.code, batch.job_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hand:
        with place.scope(place.county_clerk):
            change()
            writing = hand.submit(write)
            assert wait_until(somebody_waits)
            more()
        writing.result()
    return now(place, batch)


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def funded(place):
    """An asset of a project with its money."""
    with place.scope():
        line = {"level": "central", "kind": "bridging", "amount": 860_000}
        given = {"name": "大棚项目", "fund_year": 2022, "budget": 860_000}
        project = projects.add_project(unit=place.office, by=place.county_clerk, lines=[line], **given)
    return place.asset(project=project, by=place.county_clerk)


def amend_project(place):
    project = Project.objects.get()
    lines = list(FundingLine.objects.values("id", "level", "kind", "amount", "document_number"))
    given = {"version": project.version, "reason": "批复变更", "lines": lines, "scope_text": "他人填写"}
    projects.amend_project(project, by=place.county_clerk, **given)


def test_a_project_changed_in_the_same_moment_keeps_what_the_other_put_in(committed, here):
    asset = funded(here)
    batch = confirmed(here, "assets", workbook([asset.pk, "新项目"], head=[*IDS, "来源项目"]))
    batch = overtaken(here, batch, lambda: amend_project(here))

    assert (batch.state, "请重新核对后再确认" in batch.job.message) == (State.WRITING, True)
    with here.scope():
        project = Project.objects.get()
        assert (project.name, project.scope_text, project.version) == ("大棚项目", "他人填写", 2)


def amend_household(place):
    home = Household.objects.get()
    given = {"version": home.version, "reason": "分户", "unit": home.unit, "remark": "他人填写"}
    registers.amend_household(home, by=place.county_clerk, **given)


def test_a_household_changed_in_the_same_moment_keeps_what_the_other_put_in(committed, here):
    home = household(here)
    with here.scope():
        grant = home.grants.get()
    file = workbook([str(grant.pk), NAME, "母牛", 5], head=[*IDS, "户主", "名称", "家庭人口"], unit="")
    batch = overtaken(here, confirmed(here, "households", file), lambda: amend_household(here))

    assert (batch.state, "请重新核对后再确认" in batch.job.message) == (State.WRITING, True)
    with here.scope():
        home = Household.objects.get()
        assert (home.population, home.remark, home.version) == (None, "他人填写", 2)


def moves_on(place, rows):
    with act("assets.amend", "更正", by=place.county_clerk, county=place.code) as entry:
        rows.update(version=7)
        entry.about(Asset.objects.first())


@pytest.mark.parametrize("model", [Asset, Project])
def test_no_row_of_another_version_than_was_looked_at_is_written(committed, here, model):
    asset = funded(here)
    batch = confirmed(
        here, "assets", workbook([asset.pk, "新项目", "新名"], head=[*IDS, "来源项目", "资产名称"])
    )
    part, seen, key = {
        Asset: ("asset", staged.VERSION, "r.subject_id"),
        Project: ("project", "(r.values->>'project_version')::int", "NULL"),
    }[model]
    with here.scope(here.county_clerk):
        moves_on(here, model.objects.all())
        with pytest.raises(GaveUp, match="请重新核对后再确认"):
            staged.update(batch, model, part, seen, key=key)


def test_households_are_locked_before_what_they_got_as_everywhere(committed, here):
    home = household(here)
    with here.scope():
        grant = home.grants.get()
    file = workbook([str(grant.pk), NAME, "母牛", 6000], head=[*IDS, "户主", "名称", "金额（元）"], unit="")
    batch = confirmed(here, "households", file)

    def amend():
        given = {"version": grant.version, "reason": "核实", "amount": 7000}
        registers.amend_grant(grant, by=here.county_clerk, **given)

    batch = overtaken(here, batch, lambda: Household.objects.select_for_update().get(), amend)
    assert batch.state == State.WRITING and "请重新核对后再确认" in batch.job.message
    with here.scope():
        assert HouseholdGrant.objects.get().amount == 7000
