"""Objections: taken in without a name or a cookie, kept from whom they are not for, answered once under a receipt."""

import re
import time
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from config.launch.services import arguments
from config.middleware import A_MINUTE, WRITES_AN_HOUR
from journal.models import Change, Entry, Objection, Objector
from journal.notices import posting, receipts
from journal.notices.answering import answer_objection
from journal.notices.objecting import MOST_AN_HOUR, accept
from journal.transitions import Refused
from tests.client import Browser
from tests.crowd import at_once
from tests.noticing import answered, days_ago, drafted, objected, posted, rested
from tests.world import HERE, Place

SAID = "东关道路的原值与实际不符。"


@pytest.fixture(autouse=True)
def a_new_minute():
    """Nobody has asked anything yet this minute."""
    rested()


def sent(client, notice, **values):
    """The page after the form was opened and sent."""
    address = reverse("public:objection", args=[notice.number])
    ticket = client.get(address).context["ticket"]
    return client.post(address, {"ticket": ticket, "text": SAID} | values)


def test_anybody_objects_and_finds_the_answer_by_the_receipt(here, client):
    notice = posted(here)
    receipt = sent(client, notice).context["receipt"]
    asked = client.post(reverse("public:receipt"), {"receipt": receipt.lower().replace("-", " ")})
    assert "尚未答复" in asked.content.decode()
    answered(here, Objection.objects.select_related("unit").get())
    told = client.post(reverse("public:receipt"), {"receipt": receipt}).content.decode()
    assert "已核实，以决算为准。" in told and notice.number in told and "异议不成立" in told


def test_a_receipt_has_128_bits_and_nobody_who_reads_the_table_holds_it(here):
    objection, receipt = objected(here, posted(here))
    letters = receipt.replace("-", "")[6:]
    assert len(letters) == 26 and 31**26 > 2**128
    assert receipt.replace("-", "").lower() not in str(vars(objection)).lower()


def test_without_a_name_nothing_of_a_person_is_kept_and_with_one_it_stands_apart(here):
    notice = posted(here)
    objected(here, notice)
    assert not Objector.objects.exists()
    named, _ = objected(here, notice, "另一条：面积不对。", name="张三", phone="0391-3925000")
    assert Objector.objects.get().objection_id == named.pk
    changes = Change.objects.filter(table="journal_objection").values_list("new", flat=True)
    assert "张三" not in str(list(changes)) and "3925000" not in str(list(changes))
    assert not Change.objects.filter(table="journal_objector").exists()


def test_the_same_form_sent_twice_is_one_objection_with_one_receipt(here, client):
    notice = posted(here)
    address = reverse("public:objection", args=[notice.number])
    form = {"ticket": client.get(address).context["ticket"], "text": SAID}
    first, second = client.post(address, form), client.post(address, form)
    assert first.context["receipt"] == second.context["receipt"] and "早已收到" in second.content.decode()
    assert Objection.objects.count() == 1


def test_the_same_words_from_another_form_are_refused(here, client):
    notice = posted(here)
    sent(client, notice)
    page = sent(client, notice, text=SAID.replace("的", "的 ") + " ")
    assert page.status_code == 422 and "内容完全相同" in page.content.decode()
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "不"}, "请写明您对哪一项有异议"),
        ({"text": "假" * 100_000}, "最多写 2000 个字，您写了 100000 个字"),
        ({"text": "原值不对<script>alert(1)</script>"}, "只写文字，不要用尖括号"),
        ({"text": "原值不对 &#60;b&#62;"}, "只写文字"),
        ({"text": "我是 410821199003071238，原值不对"}, "含有身份证号码"),
        ({"text": "请退款到 6222021001116245702"}, "含有银行卡号"),
        ({"phone": "打这个：1"}, "联系电话只写数字"),
        ({"phone": "0391-3925000"}, "留电话的请同时写姓名"),
        ({"name": "<b>张三"}, "姓名最多 40 个字"),
        ({"ticket": "410821:2020:forged"}, "打开的时间太长了"),
    ],
)
def test_what_cannot_be_taken_gets_its_sentence_keeps_what_was_typed_and_writes_nothing(
    here, client, values, sentence
):
    notice = posted(here)
    told = Entry.objects.count()
    page = sent(client, notice, **values)
    text = page.content.decode()
    assert page.status_code == 422 and sentence in text
    assert str(page.context["form"]["text"].value()) == values.get("text", SAID)
    assert not Objection.objects.exists() and Entry.objects.count() == told


def test_what_was_typed_comes_back_escaped(here, client):
    page = sent(client, posted(here), text="原值不对<script>alert(1)</script>")
    assert b"<script" not in page.content


def test_a_form_that_lay_open_for_a_day_is_sent_once_more(here, client):
    notice = posted(here)
    ticket = receipts.ticket(notice.number)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        with pytest.raises(Refused, match="再提交一次"):
            receipts.receipt(notice.number, ticket)
    with pytest.raises(Refused):
        receipts.receipt(f"{here.code}-2020-0009", ticket)


def test_objections_are_taken_only_while_the_notice_stands(here):
    with days_ago(12):
        late = posted(here)
    early = posted(here, begins_in=2)
    withdrawn = posted(here)
    posting.withdraw_notice(withdrawn, by=here.town_reviewer, reason="不再办理")
    for notice, sentence in ((late, "已于"), (early, "开始"), (withdrawn, "已撤回，不再收集异议")):
        with pytest.raises(Refused, match=sentence):
            objected(here, notice)
    assert not Objection.objects.exists()


def test_a_draft_takes_no_objection_and_shows_no_page(here, client):
    drafted(here)
    address = reverse("public:objection", args=[f"{here.code}-2020-0001"])
    assert client.get(address).status_code == client.post(address, {"text": SAID}).status_code == 404


def test_a_flood_against_one_notice_is_stopped(here):
    notice = posted(here)
    for number in range(MOST_AN_HOUR):
        objected(here, notice, f"第 {number} 条异议")
    with pytest.raises(Refused, match="一小时后再试"):
        objected(here, notice, "再来一条异议")


def test_whoever_answers_sees_it_all_and_the_village_only_that_there_is_one(here, client):
    notice = posted(here)
    one, _ = objected(here, notice, name="张三丰")
    page = client.as_(here.town_reviewer).get(one.get_absolute_url()).content.decode()
    assert SAID in page and "张三丰" in page
    client.as_(here.village_clerk)
    assert client.get(one.get_absolute_url()).status_code == 404
    village = client.get(notice.get_absolute_url()).content.decode()
    assert SAID not in village and "由有权办理异议的岗位查看" in village


def test_an_answer_is_given_once_with_a_result_and_names_nobody_by_a_number(here):
    one, _ = objected(here, posted(here))
    for answer, sentence in (
        (" ", "写明答复"),
        ("张三 410821199003071238", "身份证"),
        ("电 13812345678", "手机"),
    ):
        with pytest.raises(Refused, match=sentence):
            answer_objection(one, by=here.town_reviewer, outcome="dismissed", answer=answer)
    done = answered(here, one)
    assert (done.state, done.answered_by) == ("answered", here.town_reviewer)
    with pytest.raises(Refused, match="已答复"):
        answered(here, one)


def test_a_receipt_that_never_was_tells_nothing(here, client):
    objected(here, posted(here))
    for typed in ("", "410821", "410821-" + "aaaa-" * 6 + "aa", "x" * 80, "４１０８２１" * 6):
        page = client.post(reverse("public:receipt"), {"receipt": typed})
        assert page.status_code == 422 and not page.context["found"]


def test_one_form_sent_by_many_hands_at_once_is_one_objection(committed):
    place = Place(HERE)
    notice = posted(place)
    ticket = receipts.ticket(notice.number)
    told = at_once(8, lambda: accept(place.code, notice.number, ticket=ticket, text=SAID))
    with place.scope():
        assert Objection.objects.count() == 1
    assert sorted(again for _, again in told) == [False] + [True] * 7
    assert len({receipt for receipt, _ in told}) == 1  # whichever answer arrives, it holds the receipt


def test_what_is_withdrawn_meanwhile_takes_no_objection(committed):
    place = Place(HERE)
    notice, reviewer = posted(place), place.town_reviewer
    begun = Event()

    def withdraw():
        with place.scope():
            posting.withdraw_notice(notice, by=reviewer, reason="不再办理")
            begun.set()
            time.sleep(1)

    def object_to_it():
        begun.wait(30)
        return accept(place.code, notice.number, ticket=receipts.ticket(notice.number), text=SAID)

    deeds = [withdraw, object_to_it]
    told = at_once(2, lambda: deeds.pop()())
    assert ["已撤回，不再收集异议" in str(one) for one in told if one] == [True]
    with place.scope():
        assert not Objection.objects.exists()


def test_an_address_that_writes_too_often_is_told_to_wait(here):
    notice = posted(here)
    address = reverse("public:objection", args=[notice.number])
    answers = [Browser().post(address, {"text": "不"}).status_code for _ in range(25)]
    assert answers[0] == 422 and answers[-1] == 429
    assert re.search("请等一分钟再试", Browser().post(address, {}).content.decode())
    assert Browser().get(address).status_code == 200


def test_one_address_alone_does_not_use_up_what_a_notice_takes_in_an_hour(here, monkeypatch):
    monkeypatch.setitem(A_MINUTE, "POST", MOST_AN_HOUR)
    address = reverse("public:objection", args=[posted(here).number])
    answers = [Browser().post(address, {"text": "不"}) for _ in range(WRITES_AN_HOUR + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert answers[-1]["Retry-After"] == "3600" and "过一小时再试" in answers[-1].content.decode()
    processes = next(word for word in arguments("")["web"] if word.startswith("--workers="))
    assert WRITES_AN_HOUR * int(processes.removeprefix("--workers=")) < MOST_AN_HOUR
