"""What is taken out of a register comes in again without a change; names are not told of on the way."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from assets import registers
from journal.exports import steps
from journal.models import Entry, Export
from tenancy.models import Appointment
from tenancy.scope import county_scope
from tests.assets.registering import NAME, checked, household, subsidy
from tests.journal.importing import work


def taken_out(place, resource, layout="all", fmt="xlsx", query="", who="county_clerk"):
    """The Export of a register, asked for by this person and made."""
    user = getattr(place, who)
    post = Appointment.objects.current().select_related("unit", "county").get(user=user)
    row = steps.start(
        by=user,
        post=post,
        scope=county_scope(place.code, user.pk),
        resource=resource,
        layout=layout,
        fmt=fmt,
        query=QueryDict(query),
    )
    work(place)
    return Export.objects.select_related("document").get(pk=row.pk)


def as_upload(row):
    with default_storage.open(row.document.key) as file:
        return SimpleUploadedFile(row.name, file.read())


def furnished(here):
    """Lines with all a register knows, and with as little as can be."""
    full = {"quantity": 2, "measure": "head", "granted_on": "2019-06-15", "persons": 3, "result": "partly"}
    full |= {"result_note": "尚未出栏", "presence": "sold", "presence_on": "2020-12-31", "fund_text": "专项"}
    home = household(here, code="0815", population=4, remark="无", grant=full)
    registers.add_grant(home, by=here.village_clerk, name="=1+1", subtype="D02", amount="3000.05", year=2020)
    household(here, householder="试二", kind="monitored", at=2, by="county_clerk")
    subsidy(here, town_id=here.towns[0], village_id=here.villages[0], place="东关村", beneficiaries="43 户")
    subsidy(here, kind="other", name="0012", persons=12, result="met", result_note="-1", fund_text="@x")


@pytest.mark.parametrize(
    ("layout", "fmt"),
    [("all", "xlsx"), ("all", "csv"), ("view", "xlsx"), ("view", "csv"), ("ledger", "xlsx")],
)
@pytest.mark.parametrize(("resource", "count"), [("households", 3), ("subsidies", 2)])
def test_what_is_taken_out_comes_in_again_without_a_change(here, client, resource, count, layout, fmt):
    furnished(here)
    batch = checked(client, here, resource, as_upload(taken_out(here, resource, layout=layout, fmt=fmt)))
    told = [(row.faults, row.differences) for row in batch.rows.all()]
    assert (batch.counts.get("same"), batch.counts["all"]) == (count, count), told
    assert not any(faults for faults, _ in told)


@pytest.mark.parametrize("resource", ["households", "subsidies"])
@pytest.mark.parametrize("layout", ["view", "ledger"])
def test_every_layout_is_made(here, resource, layout):
    furnished(here)
    assert taken_out(here, resource, layout=layout).rows > 1


def test_an_export_holds_what_the_list_shows(here):
    furnished(here)
    assert taken_out(here, "households", query="kind=monitored").rows == 1


def test_the_journal_tells_of_an_export_but_of_no_name(here):
    furnished(here)
    row = taken_out(here, "households", query=f"q={NAME}&result=partly")
    entry = Entry.objects.about(row).get()
    assert row.rows == 1 and "筛选：绩效结果；按关键词查找" in entry.reason
    assert NAME not in f"{entry.reason}{entry.subject_name}{row.name}"


def test_who_may_not_see_households_takes_none_out(here):
    with pytest.raises(PermissionDenied):
        taken_out(here, "households", who="admin")
