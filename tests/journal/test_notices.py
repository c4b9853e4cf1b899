"""公示公告 from the draft to the end of its days: what is fixed, who posts, and what a later step waits for."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assets import actions
from assets.models import Asset
from assets.notices import CODE
from journal import actions as people
from journal.acts import act
from journal.models import Document, Entry, Notice, NoticeBody, NoticeRow
from journal.notices import (
    NoticeKind,
    body,
    draft_notice,
    notice_over,
    notices_of,
    posting,
    redraft,
    register,
    rows_in,
)
from journal.notices.days import NOTICE_DAYS
from journal.notices.kinds import KINDS
from journal.notices.proving import prove_end, prove_start
from journal.notices.reading import body_of
from journal.parameters import set_parameter
from journal.transitions import Refused, digest
from tests.crowd import at_once
from tests.noticing import answered, days_ago, drafted, objected, over, photo, posted, proved
from tests.world import HERE, Place

ID_NUMBER = "410821199003071238"


def waits(place, row):
    """What the guard says to the head about a row, or None."""
    return notice_over(CODE)([row], place.county_head).get(row.pk)


def touched(row, **values):
    """The row after somebody changed it, in an act of its own."""
    with act("tests.touch", "改动", by=None, county=row.county_id) as entry:
        entry.about(row)
        type(row).objects.filter(pk=row.pk).update(**values)
    return type(row).objects.select_related("unit").get(pk=row.pk)


def test_a_draft_shows_nobody_anything_and_counts_both_ends(here):
    asset = here.asset_in("ledger")
    notice = drafted(here, [asset])
    assert (notice.state, notice.number, notice.is_public) == ("draft", "", False)
    assert (notice.ends_on - notice.begins_on).days + 1 == NOTICE_DAYS.default
    assert (notice.village_id, notice.town_id) == (here.villages[0], here.towns[0])
    assert rows_in(notice) == [asset] and list(notices_of(asset)) == [notice]


def test_one_notice_covers_many_rows_in_their_order(here):
    rows = [here.asset_in("ledger", name=f"第 {n} 段") for n in range(3)][::-1]
    notice = drafted(here, rows)
    assert rows_in(notice) == rows
    assert [line[0] for line in body_of(notice)["rows"]] == ["第 2 段", "第 1 段", "第 0 段"]


def test_what_is_posted_is_what_was_drafted_to_the_letter_and_has_its_number(here):
    notice = drafted(here)
    words = body_of(notice)
    shown = posting.post_notice(notice, by=here.town_reviewer)
    assert shown.number == f"{here.code}-{timezone.localdate().year}-0001"
    assert (body_of(shown), shown.sha256) == (words, notice.sha256)
    assert shown.sha256 == body.sha256(words)
    assert posting.post_notice(drafted(here), by=here.town_reviewer).number.endswith("-0002")


def test_whoever_drafted_it_does_not_post_it(here):
    notice = drafted(here, by=here.county_clerk, unit=here.office)
    with pytest.raises(PermissionDenied):
        posting.post_notice(notice, by=here.county_clerk)
    assert posting.post_notice.obstacles(notice, here.county_head) == []


def test_editing_after_it_was_looked_at_voids_the_look(here):
    notice = drafted(here)
    looked = digest(Notice.objects.get(pk=notice.pk))
    redraft(notice, by=here.village_clerk, version=1, begins_on=notice.begins_on, words="补充说明。")
    with pytest.raises(Refused, match="有改动，请重新查看"):
        posting.post_notice(notice, by=here.town_reviewer, seen=looked)
    assert Notice.objects.get(pk=notice.pk).state == "draft"


def test_a_row_that_changed_since_the_draft_is_not_posted_as_it_was(here):
    asset = here.asset_in("ledger")
    notice = drafted(here, [asset])
    actions.amend(asset, by=here.county_clerk, version=asset.version, reason="决算", original_value=900_000)
    with pytest.raises(Refused, match="起草之后有改动"):
        posting.post_notice(notice, by=here.town_reviewer)
    redraft(notice, by=here.village_clerk, version=1, begins_on=notice.begins_on)
    assert posting.post_notice(notice, by=here.town_reviewer).state == "posted"


def test_a_draft_is_not_saved_over_another_hand(here):
    notice = drafted(here)
    redraft(notice, by=here.village_clerk, version=1, begins_on=notice.begins_on, words="一")
    with pytest.raises(Refused, match="有改动"):
        redraft(notice, by=here.town_clerk, version=1, begins_on=notice.begins_on, words="二")
    assert body_of(Notice.objects.get(pk=notice.pk))["words"] == "一"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"begins_in": -1}, "已过，公示期从张贴之日算起"),
        (
            {"ends_on": timezone.localdate() + timedelta(days=8)},
            "公示期只有 9 个日历日，本县规定至少 10 个日历日",
        ),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "不能早于起始日"),
        ({"words": f"联系人张三，身份证 {ID_NUMBER}。"}, "含有身份证号码"),
        ({"contact": "开户 6222021001116245702"}, "含有银行卡号"),
        ({"contact": "联系人 13800001234"}, "请改填单位的固定电话"),
        ({"words": "长" * 1001}, "最多 1000 个字"),
    ],
)
def test_a_draft_at_fault_is_refused_with_its_sentence_and_nothing_is_written(here, options, sentence):
    asset = here.asset_in("ledger")
    told = Entry.objects.count()
    with pytest.raises(Refused, match=sentence):
        drafted(here, [asset], **options)
    assert not Notice.objects.exists() and not NoticeBody.objects.exists() and not NoticeRow.objects.exists()
    assert Entry.objects.count() == told


def test_an_empty_notice_is_refused(here):
    with pytest.raises(Refused, match="没有可以公示的内容"):
        draft_notice(CODE, [], by=here.village_clerk, unit=here.village, begins_on=timezone.localdate())


def test_a_row_is_not_shown_twice_at_a_time(here):
    asset = here.asset_in("ledger")
    drafted(here, [asset])
    with pytest.raises(Refused, match="不能重复"):
        drafted(here, [asset, here.asset_in("ledger", name="另一段")])
    assert Notice.objects.count() == 1


def test_the_county_may_ask_for_more_days(here):
    set_parameter(
        NOTICE_DAYS,
        by=here.county_head,
        unit=here.office,
        value=15,
        valid_from=timezone.localdate(),
        source="县规定",
    )
    assert (posted(here).ends_on - timezone.localdate()).days + 1 == 15


def test_a_step_that_waits_says_until_when_and_passes_on_the_day_after(here):
    asset = here.asset_in("ledger")
    assert waits(here, asset).startswith("尚未公示")
    with days_ago(9):
        notice = posted(here, [asset])
    assert notice.ends_on == timezone.localdate()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert waits(here, asset) == f"公示期至 {notice.ends_on}（含当日），{tomorrow} 起方可办理。"
    with days_ago(-1):
        proved(here, notice)
        assert waits(here, asset) is None


def test_a_draft_is_no_notice(here):
    asset = here.asset_in("ledger")
    drafted(here, [asset])
    assert "尚未发布" in waits(here, asset)


def test_without_proof_of_posting_at_both_ends_nothing_passes(here):
    asset = here.asset_in("ledger")
    with days_ago(12):
        notice = posted(here, [asset])
    assert "开始张贴的照片" in waits(here, asset)
    proved(here, notice, end=False)
    assert "期满时的照片" in waits(here, asset)


def test_a_notice_that_was_hung_up_late_hangs_as_long_as_it_must(here):
    asset = here.asset_in("ledger")
    with days_ago(12):
        notice = posted(here, [asset])
    told = {"by": here.village_clerk, "place": "公示栏"}
    prove_start(notice, photo=photo(), on=notice.ends_on, **told)
    with pytest.raises(Refused, match=r"只有 1 个日历日，本县规定至少 10 个（起止两日都算）"):
        prove_end(notice, photo=photo(), on=notice.ends_on, **told)
    assert "期满时的照片" in waits(here, asset)
    for days, passes in ((8, False), (9, True)):
        on = notice.ends_on + timedelta(days=days)
        with time_machine.travel(timezone.now() + timedelta(days=12)):
            if passes:
                prove_end(notice, photo=photo(), on=on, **told)
            else:
                with pytest.raises(Refused, match=f"请继续张贴到 {on + timedelta(days=1)}"):
                    prove_end(notice, photo=photo(), on=on, **told)
    assert waits(here, asset) is None


def test_whoever_changed_the_draft_does_not_post_it(here):
    notice = drafted(here)
    today = timezone.localdate()
    people.appoint(here.town_reviewer, unit=here.town, role="town_clerk", from_on=today, by=here.admin)
    both = here.person("town_reviewer")
    redraft(notice, by=both, version=notice.version, begins_on=today, words="改过")
    with pytest.raises(Refused, match="内容由您修改，须由他人审阅发布"):
        posting.post_notice(notice, by=both)


def test_an_open_objection_blocks_and_a_dismissed_one_does_not(here):
    asset = here.asset_in("ledger")
    with days_ago(12):
        notice = posted(here, [asset])
        objection, _ = objected(here, notice)
    proved(here, notice)
    assert waits(here, asset) == "公示期内收到的异议有 1 件尚未答复，答复后方可办理。"
    answered(here, objection)
    assert waits(here, asset) is None


def test_an_objection_that_holds_asks_for_a_new_notice(here):
    asset = here.asset_in("ledger")
    with days_ago(12):
        notice = posted(here, [asset])
        objection, _ = objected(here, notice)
    proved(here, notice)
    answered(here, objection, "upheld")
    assert "须更正或撤回公示" in waits(here, asset)


def test_editing_what_was_shown_voids_the_notice_for_that_row_only(here):
    rows = [here.asset_in("ledger", name=f"第 {n} 段") for n in range(2)]
    over(here, rows)
    assert notice_over(CODE)(rows, here.county_head) == {}
    changed = touched(rows[0], original_value=1)
    assert "内容有改动" in waits(here, changed)
    assert waits(here, rows[1]) is None


def test_a_corrected_notice_lets_nothing_pass_until_the_new_one_is_over(here):
    asset = here.asset_in("ledger")
    old = over(here, [asset], ago=30)
    posting.correct_notice(old, by=here.town_reviewer, reason="面积有误")
    assert "须重新公示" in waits(here, asset)
    new = over(here, [asset], replaces=old)
    assert waits(here, asset) is None and list(notices_of(asset)) == [new, old]


def test_the_guard_asks_the_same_number_of_queries_for_many_rows(here, django_assert_num_queries):
    rows = [here.asset_in("ledger", name=f"第 {n} 段") for n in range(4)]
    over(here, rows)
    rows = list(Asset.objects.filter(pk__in=[row.pk for row in rows]).select_related("unit"))
    guard = notice_over(CODE)
    with django_assert_num_queries(3):
        guard(rows[:1], here.county_head)
    with django_assert_num_queries(3):
        guard(rows, here.county_head)


@pytest.mark.parametrize(
    "change",
    [
        "title = '另一份'",
        "ends_on = begins_on",
        "sha256 = repeat('1', 64)",
        "number = 'x'",
        "state = 'draft'",
    ],
)
def test_the_database_itself_changes_nothing_of_what_was_posted(here, change):
    notice = posted(here)
    with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(notice)
            _execute(f"UPDATE journal_notice SET {change} WHERE id = %s", notice.pk)


def test_the_words_of_a_notice_are_never_written_over(here):
    notice = posted(here)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        _execute("UPDATE journal_noticebody SET body = '{}' WHERE notice_id = %s", notice.pk)


def _execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_two_who_post_at_once_post_once(committed):
    place = Place(HERE)
    notice = drafted(place)
    reviewer = place.town_reviewer

    def post():
        with place.scope():
            return posting.post_notice(notice, by=reviewer).number

    answers = at_once(8, post)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False] + [True] * 7


def test_notices_posted_at_once_have_numbers_of_their_own(committed):
    place = Place(HERE)
    drafts, reviewer = [drafted(place) for _ in range(6)], place.town_reviewer

    def post():
        with place.scope():
            return posting.post_notice(drafts.pop(), by=reviewer).number

    assert len(set(at_once(6, post))) == 6


def test_of_two_drafts_at_once_over_one_row_one_is_made(committed):
    place = Place(HERE)
    asset = place.asset_in("ledger")
    place.village, place.village_clerk  # noqa: B018 - read before the crowd
    made = at_once(4, lambda: drafted(place, [asset]))
    assert sorted(isinstance(one, Refused) for one in made) == [False, True, True, True]


@pytest.fixture
def kind(request):
    """A kind of its own for a test: its rendering as the test gives it."""
    asked = {"label": "试公示", "asks": True, "days": NOTICE_DAYS, "clause": "一（三）5", "source": "试"}
    made = register(NoticeKind(code="tests.kind", render=request.param, fields=("户主",), **asked))
    yield made
    del KINDS[made.code]


@pytest.mark.parametrize(
    "kind", [lambda rows: {"title": "试", "columns": ["身份证号"], "rows": [["1"]]}], indirect=True
)
def test_a_kind_publishes_no_field_that_is_not_on_its_list(here, kind):
    with pytest.raises(ValueError, match="may not publish"):
        drafted(here, kind=kind.code)


@pytest.mark.parametrize(
    "kind",
    [lambda rows: {"title": "试", "columns": ["户主"], "rows": [[f"张三 {ID_NUMBER}"]]}],
    indirect=True,
)
def test_an_identity_number_in_a_row_is_refused_before_anything_is_written(here, kind):
    with pytest.raises(Refused, match="含有身份证号码"):
        drafted(here, kind=kind.code)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "kind", [lambda rows: {"title": "试", "text": ["电话 13812345678。"]}], indirect=True
)
def test_a_telephone_number_is_masked(here, kind):
    assert body_of(drafted(here, kind=kind.code))["text"] == ["电话 138****5678。"]


def test_a_photo_that_is_none_is_refused_and_nothing_is_written(here):
    notice = posted(here)
    fake = SimpleUploadedFile("张贴.jpg", b"%PDF-1.4 not a picture")
    with pytest.raises(Refused) as refused:
        prove_start(notice, by=here.village_clerk, photo=fake, place="公示栏", on=notice.begins_on)
    assert "photo" in refused.value.message_dict
    assert Notice.objects.get(pk=notice.pk).started_on is None and not Document.objects.exists()


def test_one_photo_proves_one_posting(here):
    picture = photo()
    kept = picture.read()
    first, second = posted(here), posted(here)
    for notice in (first, second):
        told = {"photo": SimpleUploadedFile("张贴.png", kept), "place": "公示栏", "on": notice.begins_on}
        if notice is first:
            prove_start(notice, by=here.village_clerk, **told)
        else:
            with pytest.raises(Refused, match="已用于证明公示"):
                prove_start(notice, by=here.village_clerk, **told)
