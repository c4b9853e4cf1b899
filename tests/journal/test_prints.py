"""Documents on paper: who gets them, what stands on them, how long they are kept, whence their pictures come."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops

from journal import actions as people
from journal import documents, jobs
from journal.models import Document, Entry, Job, Print
from journal.prints import steps
from journal.prints.rendering import render
from journal.tasks import expire_imports
from journal.transitions import Refused
from tenancy.models import Appointment
from tests import errands
from tests.journal import printing
from tests.journal.importing import text, work
from tests.journal.printing import again, asked, content, parts_on_disk, printed, texts


def red():
    """A photo as somebody uploads it, red all over."""
    file = io.BytesIO()
    Image.new("RGB", (80, 60), (255, 0, 0)).save(file, "PNG")
    return SimpleUploadedFile("路.png", file.getvalue())


def three(place):
    return [place.asset(name=f"{name}村道路") for name in ("东关", "刘庄", "方庄")]


def test_one_page_for_each_row_in_the_order_asked_for(here):
    rows = three(here)
    row = printed(here, errands.card, [rows[2], rows[0], rows[1]])
    first, second, third = texts(row)
    assert "方庄村道路，第1条，共3条。" in first and "东关" in second and "刘庄" in third
    assert (row.pages, row.job.message) == (3, "共 3 条，3 页。")


def test_the_pages_are_numbered_through_all_parts(here):
    row = printed(here, errands.card, three(here))
    assert [page[-3:] for page in texts(row)] == ["—1—", "—2—", "—3—"]


def test_paper_is_a4_in_our_type_with_a_code_that_a_telephone_reads(here):
    row = printed(here, errands.together, three(here))
    sheet = printing.picture(content(row), scale=1)
    assert sheet.size == (596, 842)
    assert printing.codes(content(row)) == ["https://jiadi/q/1/"]
    assert all("Noto-S" in name for name in printing.fonts(content(row)))


def test_the_picture_of_a_document_of_the_county_is_on_the_paper(here):
    with here.scope():
        photo = documents.store(red(), by=here.county_clerk, county=here.code)
    without = printing.picture(content(printed(here, errands.together, three(here)))).convert("RGB")
    drawn = printing.picture(content(printed(here, errands.together, three(here), photo=photo.pk))).convert(
        "RGB"
    )
    assert reddest(drawn) > 250 and reddest(without) < 30


def reddest(sheet):
    """How much redder than blue the reddest dot of a picture is."""
    return ImageChops.subtract(sheet.getchannel("R"), sheet.getchannel("B")).getextrema()[1]


ELSEWHERE = [
    "file:///etc/passwd",
    "http://example.com/a.png",
    "/etc/passwd",
    "data:image/svg+xml,<svg/>",
    "../x",
    "/static/%2e%2e/settings.py",
    "/static/none.png",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_paper_takes_nothing_from_elsewhere(here, address):
    with pytest.raises(ValueError, match="names"):
        render("asset_list.html", {"title": "外来", "photo": address})


def test_a_document_of_another_county_is_not_drawn(here, there):
    with there.scope():
        photo = documents.store(red(), by=there.county_clerk, county=there.code)
    drawn = printing.picture(render("asset_list.html", {"title": "清单", "photo": f"/document/{photo.pk}"}))
    assert reddest(drawn.convert("RGB")) < 30


def test_a_person_prints_on_the_page_and_fetches_the_file(here, client):
    row = asked(here, errands.together, three(here))
    client.as_(here.county_clerk)
    page = client.get(row.get_absolute_url())
    assert "排队中" in text(page) and 'hx-trigger="every 1s"' in page.content.decode()
    answer = client.get(reverse("prints:file", args=[row.pk]), follow=True)
    assert "还在生成" in text(answer)

    work(here)
    assert "共 3 条，1 页。" in text(client.get(row.get_absolute_url()))
    found = client.get(reverse("prints:file", args=[row.pk]))
    assert found["Content-Disposition"].startswith("attachment") and found.getvalue() == content(again(row))
    assert row.name in text(client.get(reverse("prints:list")))


def test_it_is_the_printers_work(here):
    assert jobs.REGISTRY["prints.make"].queue == "pdf"


def test_nobody_prints_what_they_do_not_see(here):
    far = here.asset(
        by=here.county_clerk,
        unit=here.office,
        village_id=here.villages[3],
        town_id=here.towns[1],
        implementing_dept=here.other_department,
    )
    with pytest.raises(PermissionDenied):
        asked(here, errands.card, [far], who="village_clerk")
    with pytest.raises(PermissionDenied):
        asked(here, errands.card, who="admin")
    assert not Print.objects.exists()


def test_nothing_and_too_much_get_their_sentence(here):
    with pytest.raises(Refused, match="没有可以打印的记录"):
        asked(here, errands.card, [])
    rows = three(here)
    many = type(errands.card)(**vars(errands.card) | {"most": 2})
    with pytest.raises(Refused, match="共 3 条，一次最多打印 2 条"):
        asked(here, many, rows)


def test_another_persons_print_is_not_there(here, there, client):
    row = printed(here, errands.card, three(here))
    for person in (here.county_head, there.county_clerk, here.admin):
        client.as_(person)
        for name in ("prints:detail", "prints:file"):
            assert client.get(reverse(name, args=[row.pk])).status_code == 404


def test_a_kind_that_is_registered_no_more_is_listed_and_not_handed_out(here, client):
    row = asked(here, errands.together, three(here))
    Print.objects.filter(pk=row.pk).update(kind="tests.gone")
    client.as_(here.county_clerk)
    for page in (reverse("prints:list"), row.get_absolute_url()):
        answer = client.get(page)
        assert answer.status_code == 200 and row.name in text(answer) and "已停用的文件" in text(answer)
    answer = client.get(reverse("prints:file", args=[row.pk]), follow=True)
    assert "已停用，不能再下载" in text(answer)
    work(here)
    assert "没有生成" in again(row).job.message and again(row).document_id is None


def test_whoever_lost_the_post_gets_neither_file_nor_pages(here, client):
    rows = three(here)
    row, waiting = printed(here, errands.card, rows), asked(here, errands.together, rows)
    with here.scope():
        people.appoint(
            here.county_clerk, unit=here.town, role="town_clerk", from_on=timezone.localdate(), by=here.admin
        )
        people.end_post(
            Appointment.objects.get(user=here.county_clerk, unit=here.office), by=here.admin, reason="调离"
        )
    answer = client.as_(here.county_clerk).get(reverse("prints:file", args=[row.pk]))
    assert answer.status_code == 403 and "岗位已经结束" in text(answer)

    work(here)
    waiting = again(waiting)
    assert waiting.document is None and waiting.job.state == Job.State.FAILED
    assert "岗位已经结束" in waiting.job.message and not printing.is_there(waiting)


def test_asked_twice_while_it_is_made_it_is_one_and_afterwards_a_new_one(here):
    rows = three(here)
    first = asked(here, errands.card, rows)
    assert asked(here, errands.card, rows) == first
    assert asked(here, errands.card, rows[:2]) != first
    work(here)
    assert asked(here, errands.card, rows) != first


def test_under_a_key_it_is_one_until_it_expires(here):
    rows = three(here)
    first = printed(here, errands.card, rows, key="batch-1")
    assert asked(here, errands.card, rows, key="batch-1") == first
    Print.objects.update(expires_at=timezone.now())
    assert asked(here, errands.card, rows, key="batch-1") != first


def test_after_a_day_the_file_is_gone_and_the_page_says_so(here, client):
    row = printed(here, errands.card, three(here))
    Print.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client.as_(here.county_clerk).get(reverse("prints:file", args=[row.pk]), follow=True)
    assert "已过期" in text(answer) and printing.is_there(row)
    expire_imports()
    assert not printing.is_there(row)


def test_it_is_an_act_in_the_journal(here):
    row = printed(here, errands.card, three(here))
    entry = Entry.objects.get(act="prints.make")
    assert (entry.subject_name, entry.reason, entry.seen) == (
        row.name,
        "共 3 条，3 页。",
        row.document.sha256,
    )


def test_a_job_that_runs_twice_makes_one_file_and_one_entry(here):
    row = printed(here, errands.card, three(here))
    Job.objects.update(state=Job.State.QUEUED, finished_at=None)
    jobs.run(here.code, row.job_id)
    assert Entry.objects.filter(act="prints.make").count() == Document.objects.count() == 1
    assert parts_on_disk(row) == []


def test_the_parts_of_what_never_was_finished_go_with_their_day(here):
    row = asked(here, errands.card, three(here), photo=1)  # its context takes no such thing
    with pytest.raises(TypeError):
        work(here)
    printing.leave_part(row, 0)
    Print.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_imports()
    assert parts_on_disk(row) == []
    assert steps.mine(here.county_clerk).get().removed_at
