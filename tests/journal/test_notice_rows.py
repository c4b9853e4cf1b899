"""撤下部分事项: a row leaves a notice that stands, the others go on, and everybody reads which, when and why."""

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.urls import reverse

from assets import actions
from assets.notices import CODE
from journal.models import Entry, Notice, NoticeRow
from journal.notices import lines, notice_over, notices_of, posting
from journal.notices.body import sha256
from journal.notices.papers import poster
from journal.notices.reading import body_of
from journal.transitions import Refused
from tenancy.scope import Scope, scope
from tests.journal.printing import printed, texts
from tests.noticing import answered, days_ago, drafted, objected, over, posted, proved, rested

WHY = "原值有误"


@pytest.fixture
def roads(here):
    """Three roads of the ledger."""
    return [here.asset_in("ledger", name=f"{name}路") for name in ("东关", "西关", "南关")]


def waits(place, row):
    """What the guard says to the head about a row, or None."""
    return notice_over(CODE)([row], place.county_head).get(row.pk)


def taken_out(place, notice, numbers="2", reason=WHY):
    with place.scope():
        return posting.take_rows_out(notice, by=place.town_reviewer, numbers=numbers, reason=reason)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", [3]),
        ("3、5-7", [3, 5, 6, 7]),
        ("第 3，1 项", [1, 3]),
        (" 8—9; 8 ", [8, 9]),
        ("2至4", [2, 3, 4]),
        ("", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text, numbers):
    assert lines.read(text, 9) == numbers
    assert lines.read(lines.told(numbers), 9) == numbers


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("三", "看不懂"),
        ("0", "没有序号 0"),
        ("10", "只有 9 项，没有序号 10"),
        ("5-3", "没有序号 5-3"),
        ("1-99999", "没有序号 99999"),
    ],
)
def test_numbers_that_are_none_get_their_sentence(text, sentence):
    with pytest.raises(Refused, match=sentence):
        lines.read(text, 9)


def test_a_row_leaves_and_the_others_go_on(here, roads):
    notice = taken_out(here, over(here, roads))
    assert (notice.state, notice.number != "") == ("posted", True)
    assert [waits(here, road) for road in roads[::2]] == [None, None]
    assert "尚未公示" in waits(here, roads[1])


def test_the_row_that_left_is_corrected_and_shown_anew_and_says_after_which_notice(here, roads):
    old = taken_out(here, over(here, roads))
    road = actions.amend(
        roads[1], by=here.county_clerk, version=roads[1].version, reason="决算", original_value=900_000
    )
    new = over(here, [road], ago=11)
    assert new.replaces_id == old.pk and waits(here, road) is None
    assert [(notice.pk, notice.is_out) for notice in notices_of(road)] == [(new.pk, False), (old.pk, True)]


def test_a_notice_over_rows_of_a_corrected_one_says_that_it_corrects_it(here, roads):
    old = posted(here, roads)
    with here.scope():
        posting.correct_notice(old, by=here.town_reviewer, reason=WHY)
    assert drafted(here, roads[:2]).replaces_id == old.pk
    assert drafted(here, [here.asset_in("ledger", name="新路")]).replaces_id is None


def test_what_was_posted_stays_as_it_was_to_the_letter(here, roads):
    notice = posted(here, roads)
    words = body_of(notice)
    shown = taken_out(here, notice)
    assert (body_of(shown), shown.sha256) == (words, sha256(words))


def test_a_row_that_left_comes_back_for_nobody(here, roads):
    taken_out(here, posted(here, roads))
    row = NoticeRow.objects.get(out_at__isnull=False)
    for change in ({"is_live": True, "out_at": None, "out_reason": ""}, {"out_reason": "别的原因"}):
        with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
            NoticeRow.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("", "请写明撤下哪几项"),
        ("4", "只有 3 项"),
        ("2", "序号 2 已经撤下"),
        ("1、3", "一项也不剩"),
        ("一", "看不懂"),
    ],
)
def test_what_cannot_be_taken_out_gets_its_sentence_and_nothing_is_written(here, roads, numbers, sentence):
    notice = taken_out(here, posted(here, roads))
    told = Entry.objects.count()
    with pytest.raises(Refused, match=sentence):
        taken_out(here, notice, numbers)
    assert NoticeRow.objects.filter(is_live=True).count() == 2 and Entry.objects.count() == told


def test_everybody_reads_which_left_when_and_why(here, there, client, roads):
    notice = posted(here, roads)
    taken_out(here, notice, "2-3")
    new = posted(here, roads[1:])
    rested()
    page = client.get(reverse("public:notice", args=[notice.number])).content.decode()
    assert "撤下序号 2-3。原因：原值有误" in page and "<strong>有效。</strong>" in page
    assert page.count("已撤下</em>") == 2 and new.number in page
    assert notice.number in client.get(reverse("public:notice", args=[new.number])).content.decode()
    other = client.get(reverse("public:notice", args=[posted(there).number])).content.decode()
    assert "撤下" not in other


def test_the_public_role_reads_which_lines_left_and_never_of_what_row(here, roads):
    taken_out(here, posted(here, roads), "2")
    with scope(Scope("public")):
        assert list(NoticeRow.objects.values_list("position", "out_reason")) == [(1, WHY)]
        for column in ("row_id", "table", "is_live"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                list(NoticeRow.objects.values_list(column))


def test_the_page_tells_who_works_there_and_the_history_which_lines(here, client, roads):
    notice = posted(here, roads)
    address = reverse("journal:perform", args=["journal.take_rows_out", notice.pk])
    asked = client.as_(here.town_reviewer).get(address)
    client.post(address, {"numbers": "2", "reason": WHY, "seen": asked.context["seen"]})
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "第 2 项已于" in page and "第 2 项：原值有误" in page
    assert "撤下序号" not in page and Notice.objects.get().state == "posted"


def test_a_reason_everybody_reads_names_nobody_by_a_telephone(here, client, roads):
    notice = posted(here, roads)
    for name in ("take_rows_out", "correct_notice", "withdraw_notice"):
        address = reverse("journal:perform", args=[f"journal.{name}", notice.pk])
        seen = client.as_(here.town_reviewer).get(address).context["seen"]
        told = {"numbers": "2", "reason": "问 13812345678", "seen": seen}
        assert "手机号码" in client.post(address, told).content.decode()


def test_the_paper_says_what_left(here, roads):
    row = printed(here, poster, [taken_out(here, posted(here, roads), "1")])
    assert "序号1已于" in texts(row)[0] and WHY in texts(row)[0]


def test_an_objection_that_holds_for_one_line_stops_that_line_only(here, roads):
    with days_ago(12):
        notice = posted(here, roads)
        objection, _ = objected(here, notice)
    over_now = proved(here, notice)
    assert all("尚未答复" in waits(here, road) for road in roads)
    answered(here, objection, outcome="upheld", lines=" 2 ")
    assert [waits(here, road) for road in roads[::2]] == [None, None]
    assert "涉及公示" in waits(here, roads[1]) and "第 2 项" in waits(here, roads[1])
    taken_out(here, over_now)
    assert "尚未公示" in waits(here, roads[1])


def test_an_objection_that_holds_for_all_stops_all(here, roads):
    with days_ago(12):
        notice = posted(here, roads)
        objection, _ = objected(here, notice)
    proved(here, notice)
    answered(here, objection, outcome="upheld")
    assert all("须更正或撤回" in waits(here, road) for road in roads)


@pytest.mark.parametrize(
    ("outcome", "numbers", "sentence"),
    [("dismissed", "2", "不成立的，不填序号"), ("upheld", "4", "只有 3 项"), ("upheld", "二", "看不懂")],
)
def test_an_answer_names_lines_only_where_it_may(here, roads, outcome, numbers, sentence):
    objection, _ = objected(here, posted(here, roads))
    with pytest.raises(Refused, match=sentence):
        answered(here, objection, outcome=outcome, lines=numbers)
    objection.refresh_from_db()
    assert objection.state == "accepted"
