"""Letters about deadlines: one a person and day, to who has an address, without names, once also when it goes wrong."""

from datetime import date
from email import message_from_bytes, policy
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from journal import actions as people
from journal.deadlines import clear_deadlines, set_deadlines
from journal.models import Digest, Job
from journal.tasks import remind
from tests.errands import CHECK
from tests.journal.importing import text, work

DUE = date(2027, 9, 20)
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def long_before():
    """The deadlines are set half a year before they are due."""
    with time_machine.travel("2027-03-01 09:00+08:00", tick=False):
        yield


@pytest.fixture
def two(here):
    """Two assets to be checked; the reviewer of their township has an address."""
    person = here.town_reviewer
    person.email = "shenhe@xiuwu.example"
    person.save(update_fields=["email"])
    assets = [here.asset(name="张三家门前道路"), here.asset(name="刘庄村道路")]
    set_deadlines(CHECK, assets, DUE, by=here.county_head)
    return assets


def strike(place, at):
    """The clock strikes twice, and the worker does what is owed."""
    with time_machine.travel(f"{at}+08:00", tick=False):
        for _ in range(2):
            remind()
            work(place)


def test_one_letter_a_day_says_how_many_and_names_nobody(here, two):
    strike(here, "2027-09-13 07:10")
    strike(here, "2027-09-13 15:10")
    (letter,) = mail.outbox
    assert letter.to == ["shenhe@xiuwu.example"]
    assert letter.subject == "【家底】修武县：2 件事项的期限提醒（2027-09-13）"
    assert "核对账实，2027年9月20日到期（还有 7 天），2 件" in letter.body
    assert "http://127.0.0.1:8000/deadlines/?kind=tests.check&due=2027-09-20" in letter.body
    assert "张三" not in letter.body + letter.subject
    assert letter.extra_headers["Message-ID"].startswith("<digest-410821-")


def test_each_day_has_its_own(here, two):
    strike(here, "2027-09-13 08:00")
    strike(here, "2027-09-27 08:00")
    assert ["已逾期 7 天" in letter.body for letter in mail.outbox] == [False, True]


def test_who_has_no_address_gets_none(here, two):
    here.town_reviewer.email = ""
    here.town_reviewer.save(update_fields=["email"])
    strike(here, "2027-09-13 08:00")
    assert mail.outbox == [] and not Digest.objects.exists()


def test_what_is_done_before_the_letter_leaves_is_not_in_it(here, two):
    with time_machine.travel("2027-09-13 07:10+08:00", tick=False):
        remind()
        work(here)
    clear_deadlines(CHECK, two[:1], by=here.county_head)
    strike(here, "2027-09-13 07:20")
    assert "1 件事项" in mail.outbox[0].subject


def test_a_server_that_is_away_is_asked_again_in_an_hour_and_gets_it_once(here, two, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    strike(here, "2027-09-13 08:00")
    job = Job.objects.get(kind="deadlines.mail")
    assert job.state == Job.State.FAILED and "邮件服务器没有接收" in job.message
    assert Digest.objects.get().sent_at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    strike(here, "2027-09-13 08:50")
    assert mail.outbox == []
    strike(here, "2027-09-13 09:10")
    strike(here, "2027-09-13 10:10")
    assert len(mail.outbox) == 1


class Office(StreamRequestHandler):
    """A mail server that does not know whoever is called gone@…; `got` are those it took letters for."""

    got = []

    def handle(self):
        self.wfile.write(b"220 office\r\n")
        for line in self.rfile:
            verb, is_gone = line[:4].upper(), b"gone@" in line
            if verb == b"RCPT" and not is_gone:
                self.got.append(line.decode().partition("<")[2].partition(">")[0])
            self.wfile.write(
                b"550 unknown\r\n" if is_gone else b"354 go on\r\n" if verb == b"DATA" else b"250 ok\r\n"
            )
            if verb == b"DATA":
                while self.rfile.readline() != b".\r\n":
                    pass
                self.wfile.write(b"250 taken\r\n")


def test_an_address_that_is_refused_keeps_nobody_elses_letter_back(here, two, settings):
    for name in ("gone", "zhang"):
        person, _ = people.invite(
            username=name,
            name="张三",
            unit=here.town,
            role="town_reviewer",
            from_on=date(2027, 3, 1),
            by=here.admin,
        )
        person.email = f"{name}@xiuwu.example"
        person.save(update_fields=["email"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with ThreadingTCPServer(("127.0.0.1", 0), Office) as office:
        Thread(target=office.serve_forever, daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.server_address
        strike(here, "2027-09-13 08:00")
        office.shutdown()
    job = Job.objects.get(kind="deadlines.mail")
    assert job.state == Job.State.DONE and "1 封的收件地址被邮件服务器拒收" in job.message
    assert sorted(Office.got) == ["shenhe@xiuwu.example", "zhang@xiuwu.example"]
    assert Digest.objects.get(sent_at=None).user.username == "gone"


def test_where_no_server_is_named_each_letter_is_a_file(here, two, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, str(tmp_path)
    strike(here, "2027-09-13 08:00")
    (file,) = tmp_path.iterdir()
    letter = message_from_bytes(file.read_bytes().rpartition(b"\n-----")[0], policy=policy.default)
    assert letter["To"] == "shenhe@xiuwu.example" and "还有 7 天" in letter.get_content()


def test_a_person_sets_and_withdraws_the_address(here, client):
    client.as_(here.town_reviewer)
    page = reverse("tenancy:email")
    wrong = client.post(page, {"email": "shenhe@"})
    assert wrong.status_code == 422 and "请填写正确的邮箱地址" in text(wrong)
    told = text(client.post(page, {"email": "shenhe@xiuwu.example"}, follow=True))
    assert "期限提醒将发到 shenhe@xiuwu.example" in told and "每天一封" in told
    assert "未设置邮箱" in text(client.post(page, {"email": ""}, follow=True))
