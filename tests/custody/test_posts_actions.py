"""二（五）Who comes into a public-welfare post, in which order, and who does not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from custody.models import Engagement, PostAsset, WorkedMonth
from custody.posts import actions, entering, months, rules
from custody.posts.guards import AGES
from custody.posts.months import Line
from custody.posts.notices import CODE, shown
from journal.models import Change, Deadline, Entry
from journal.notices import KINDS
from journal.parameters import set_parameter
from journal.transitions import Refused
from tests.crowd import at_once
from tests.custody.posting import (
    agreed,
    applied,
    engagement_in,
    paper,
    person,
    post,
    reviewed,
    stepped,
)
from tests.noticing import over

REASON = "现场核对与登记不符"


def told_by(refused):
    return " ".join(refused.value.messages)


def last_month():
    return rules.first_of(rules.first_of(timezone.localdate()) - timedelta(days=1))


def test_the_whole_way_from_the_application_to_the_post(here):
    row = engagement_in(here, "serving")
    assert (row.kind, row.approved_by, row.filed_by) == ("lifted_out", here.town_reviewer, here.county_clerk)
    acts = list(Entry.objects.about(row).order_by("pk").values_list("act", flat=True))
    assert acts == ["custody.apply", "custody.review", "custody.approve", "custody.file", "custody.take_up"]


def test_the_category_is_the_registers_on_the_day_of_the_application(here):
    assert applied(here, home="extreme_poverty").kind == "extreme_poverty"
    assert applied(here, home=None).kind == "ordinary"


def test_who_is_too_old_is_refused_with_the_limits_of_the_county(here):
    today = timezone.localdate()
    old = {"sex": "woman", "born_on": date(today.year - 62, 1, 1)}
    with pytest.raises(Refused, match="女性须年满 18 周岁、不超过 60 周岁"):
        applied(here, **old)
    assert not Engagement.objects.exists()
    set_parameter(
        AGES["woman", "most"],
        by=here.county_head,
        unit=here.office,
        value=65,
        valid_from=today,
        source="修政办〔2020〕15号",
    )
    assert applied(here, **old).state == "applied"


def test_who_outgrows_the_rule_is_not_approved(here):
    row = engagement_in(here, "reviewed")
    over(here, [row], kind=CODE)
    set_parameter(
        AGES["woman", "most"],
        by=here.county_head,
        unit=here.office,
        value=40,
        valid_from=timezone.localdate(),
        source="修政办〔2020〕15号",
    )
    with pytest.raises(Refused, match="不超过 40 周岁"):
        actions.approve(row, by=here.town_reviewer)


def test_another_is_not_taken_while_a_poor_applicant_waits_unless_it_is_said_why(here):
    at = post(here, places=2)
    applied(here, at, name="秦试贫")
    other = applied(here, at, home=None, name="秦试常")
    with pytest.raises(Refused, match="还有 1 名符合条件的贫困") as refused:
        reviewed(here, other)
    assert "未优先录用的理由" in told_by(refused)
    assert reviewed(here, other, priority_reason="懂电工，持证").priority_reason == "懂电工，持证"


def test_a_poor_applicant_who_comes_later_stops_the_approval_of_another(here):
    at = post(here, places=2)
    other = reviewed(here, applied(here, at, home=None, name="秦试常"))
    over(here, [other], kind=CODE)
    applied(here, at, name="秦试贫")
    with pytest.raises(Refused, match="须优先吸纳"):
        actions.approve(other, by=here.town_reviewer)


def test_a_poor_applicant_who_was_reviewed_waits_until_the_place_is_given(here):
    at = post(here, places=2)
    poor = reviewed(here, applied(here, at, name="秦试贫"))
    other = applied(here, at, home=None, name="秦试常")
    with pytest.raises(Refused, match="还有 1 名符合条件的贫困（脱贫、监测等）家庭劳动力等待录用"):
        reviewed(here, other)
    over(here, [poor], kind=CODE)
    actions.approve(poor, by=here.town_reviewer)
    assert reviewed(here, other).state == "reviewed"


def test_a_poor_applicant_who_is_too_young_keeps_nobody_waiting(here):
    at = post(here, places=2)
    applied(here, at, name="秦试幼")  # of age by the rule of that day
    set_parameter(
        AGES["woman", "least"],
        by=here.county_head,
        unit=here.office,
        value=50,
        valid_from=timezone.localdate(),
        source="修政办〔2020〕15号",
    )
    today = timezone.localdate()
    other = applied(here, at, home=None, name="秦试常", born_on=date(today.year - 55, 1, 1))
    assert reviewed(here, other).state == "reviewed"


def test_poor_applicants_need_no_reason(here):
    at = post(here, places=2)
    applied(here, at, name="秦试甲")
    assert reviewed(here, applied(here, at, name="秦试乙"), priority_reason="多余").priority_reason == ""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"in_favour": 10, "against": 10}, "没有超过参会 20 人的半数"),
        ({"in_favour": 15, "against": 6}, "超过参会的 20 人"),
        ({"reviewed_on": date(2020, 1, 1)}, "不能早于申请日期"),
        ({"priority_reason": "其身份证号为 11010519491231002X"}, "身份证号码"),
    ],
)
def test_a_review_that_does_not_hold_writes_nothing(here, said, sentence):
    row = applied(here, home=None)
    with pytest.raises(Refused, match=sentence):
        reviewed(here, row, **said)
    row.refresh_from_db()
    assert (row.state, row.version, row.minutes_id) == ("applied", 1, None)


@pytest.mark.parametrize("content", [b"MZ\x90\x00 program", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_minutes_that_are_no_paper_are_refused(here, content):
    row = applied(here)
    with pytest.raises(ValidationError):
        reviewed(here, row, file=SimpleUploadedFile("评议记录.pdf", content))
    row.refresh_from_db()
    assert (row.state, row.minutes_id) == ("applied", None)


def test_the_approval_waits_for_the_notice(here):
    with pytest.raises(Refused, match="须先办理「公益岗位拟聘人员公示」"):
        actions.approve(engagement_in(here, "reviewed"), by=here.town_reviewer)


def test_the_notice_names_nobody_in_full_and_no_class_of_poverty(here):
    row = engagement_in(here, "reviewed", home="extreme_poverty")
    body = shown([row])
    text = str(body)
    assert body["rows"][0][:4] == ["秦*一", "东关村", "东关村护路员", "是"]
    assert not any(word in text for word in ("秦试一", "特困", row.born_on.isoformat()))
    assert KINDS[CODE].asks


def test_no_more_are_taken_than_there_are_places(here):
    at = post(here)
    engagement_in(here, "approved", at, name="秦试甲")
    second = engagement_in(here, "reviewed", at, name="秦试乙")
    over(here, [second], kind=CODE)
    with pytest.raises(Refused, match="1 人已满"):
        actions.approve(second, by=here.town_reviewer)


def test_a_post_keeps_as_many_places_as_are_taken(here):
    at = post(here, places=2)
    for name in ("秦试甲", "秦试乙"):
        engagement_in(here, "approved", at, name=name)
    with pytest.raises(Refused, match="已录用 2 人"):
        entering.amend_post(at, by=here.village_clerk, version=1, reason="更正", places=1)
    at.refresh_from_db()
    assert (at.places, at.version) == (2, 1)


def test_a_place_is_free_again_when_somebody_leaves(here):
    at = post(here)
    engagement_in(here, "ended", at, name="秦试甲")
    assert engagement_in(here, "approved", at, name="秦试乙").state == "approved"


def test_of_two_approved_at_once_for_the_last_place_one_is(committed, here):
    at = post(here)
    with here.scope():
        rows = [engagement_in(here, "reviewed", at, name=name) for name in ("秦试甲", "秦试乙")]
    for row in rows:
        over(here, [row], kind=CODE)
    waiting, by = list(rows), here.town_reviewer

    def deed():
        with here.scope(by):
            return actions.approve(waiting.pop(), by=by)

    done = at_once(2, deed)
    assert [type(result) for result in done].count(Refused) == 1, done


def test_the_same_person_is_not_written_down_twice(here):
    at = post(here)
    applied(here, at)
    with pytest.raises(Refused, match="此人已申请或已在本岗位"):
        applied(here, at)


def test_nobody_holds_two_posts_at_a_time(here):
    engagement_in(here, "serving")
    second = engagement_in(here, "filed", post(here, name="东关村保洁员", kind="cleaning"))
    with pytest.raises(Refused, match="此人在这段时间内已在另一公益岗位"):
        actions.take_up(second, by=here.village_clerk, **agreed())
    first = Engagement.objects.get(state="serving")
    stepped(here, first, "ended")
    later = agreed(first=-1)
    assert actions.take_up(second, by=here.village_clerk, **later).state == "serving"


def test_a_namesake_in_another_villages_post_is_asked_about_and_answered_with_a_reason(here):
    engagement_in(here, "serving")
    at = post(here, by=here.town_clerk, unit=here.town, name="城关镇保洁员", kind="cleaning")
    row = entering.apply_for(at, by=here.town_clerk, **person())
    voted = {"reviewed_on": timezone.localdate(), "attended": 20, "in_favour": 18, "against": 1}
    row = actions.review(row, by=here.town_clerk, file=paper(), **voted)
    for step in ("shown", "approved", "filed"):
        row = stepped(here, row, step)
    with pytest.raises(Refused, match=r"东关村.*有同名、同日出生的人员") as refused:
        actions.take_up(row, by=here.town_clerk, **agreed())
    assert "同名情况说明" in told_by(refused)
    answer = "两人不同户，已核对户口簿"
    assert actions.take_up(row, by=here.town_clerk, reason=answer, **agreed()).state == "serving"
    assert Entry.objects.about(row).latest("pk").reason == answer


def test_an_agreement_lies_within_the_post_and_ends_after_it_begins(here):
    row = engagement_in(here, "filed")
    for told in (agreed(first=300), agreed(last=300), agreed(first=-10, last=5)):
        with pytest.raises(Refused, match=r"须在设岗期内|早于起始日期"):
            actions.take_up(row, by=here.village_clerk, **told)
    assert Engagement.objects.get(pk=row.pk).agreement_id is None


def test_the_end_of_an_agreement_is_a_deadline_until_the_person_leaves(here):
    row = engagement_in(here, "serving")
    deadline = Deadline.objects.get(kind="custody.post_end", row_id=row.pk)
    assert (deadline.due_on, deadline.subject, deadline.cleared_at) == (row.to_on, "东关村护路员", None)
    stepped(here, row, "ended")
    deadline.refresh_from_db()
    assert deadline.cleared_at


def test_who_is_sent_back_is_reviewed_anew(here):
    row = engagement_in(here, "reviewed")
    row = actions.return_to_village(row, by=here.town_reviewer, reason="评议记录缺签字")
    assert (row.state, row.minutes_id, row.reviewed_on, row.back_reason) == (
        "applied",
        None,
        None,
        "评议记录缺签字",
    )
    assert reviewed(here, row).back_reason == ""


def test_the_journal_names_nobody(here):
    row = engagement_in(here, "serving")
    for entry in Entry.objects.filter(act__startswith="custody."):
        assert row.name not in f"{entry.subject_name}{entry.reason}"


def test_a_post_looks_after_assets_of_its_village(here):
    mine = here.asset_in("ledger")
    at = post(here, assets=[mine.pk])
    assert [row.asset for row in PostAsset.objects.filter(post=at)] == [mine]
    with pytest.raises(Refused, match="已不在台账"):
        post(here, assets=[here.asset().pk])
    told = {name: getattr(at, name) for name in ("kind", "name", "places", "pay", "per", "payer", "funds")}
    amended = entering.amend_post(
        at, by=here.village_clerk, version=1, reason="更正", assets=[], **told | {"places": 2}
    )
    assert (amended.places, amended.version, PostAsset.objects.count()) == (2, 2, 0)
    assert Change.objects.filter(table="custody_postasset", op="-").count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"to_on": date(2019, 1, 1)}, "不能早于起始日期"),
        ({"places": 0}, "至少 1 人"),
        ({"pay": -1}, "不能为负数"),
        ({"name": "王某 13839110001 护路"}, "手机号码"),
    ],
)
def test_a_post_that_cannot_be_is_refused(here, told, sentence):
    with pytest.raises(Refused, match=sentence):
        post(here, **told)


def test_a_post_of_another_village_is_refused(here):
    with pytest.raises(Refused, match=r"不是.*所在地"):
        post(here, village_id=here.villages[1])


def test_another_villages_clerk_sets_up_nothing_here(here):
    with pytest.raises(PermissionDenied):
        post(here, by=here.other_village_clerk)


def test_what_was_published_of_a_post_stays(here):
    at = post(here)
    row = engagement_in(here, "reviewed", at)
    over(here, [row], kind=CODE)
    with pytest.raises(Refused, match="已在拟聘人员公示中"):
        entering.amend_post(at, by=here.village_clerk, version=1, reason="更正", pay=600)


def test_a_post_with_people_in_it_is_not_given_up(here):
    row = engagement_in(here, "serving")
    with pytest.raises(Refused, match="还有 1 人在岗"):
        entering.close_post(row.post, by=here.village_clerk, version=1, reason="不再需要")
    stepped(here, row, "ended")
    closed = entering.close_post(row.post, by=here.village_clerk, version=1, reason="不再需要")
    with pytest.raises(Refused, match="已撤岗"):
        applied(here, closed)


def test_an_application_is_mended_before_it_is_decided_on(here):
    row = applied(here, home=None)
    mended = entering.amend_application(row, by=here.village_clerk, version=1, **person(name="秦试二"))
    assert (mended.name, mended.version) == ("秦试二", 2)
    with pytest.raises(Refused, match="有改动"):
        entering.amend_application(row, by=here.village_clerk, version=1, **person(name="秦试三"))
    reviewed(here, mended)
    with pytest.raises(Refused, match="申请内容不能再改"):
        entering.amend_application(row, by=here.village_clerk, version=3, **person())


def sheet(here, row, reason="", by=None, **told):
    usual = {"days": 20, "amount": Decimal(500)}
    lines = {row.pk: Line(**usual | told)}
    return months.record(last_month(), lines, by=by or here.village_clerk, county=here.code, reason=reason)


def test_a_month_is_written_down_and_paid_and_then_changes_only_with_a_reason(here):
    row = engagement_in(here, "serving")
    today = timezone.localdate()
    assert sheet(here, row) == 1
    assert sheet(here, row, version=1) == 0
    assert sheet(here, row, version=1, paid_on=today) == 1
    with pytest.raises(Refused, match="已发放，更正须写明理由"):
        sheet(here, row, version=2, paid_on=today, days=19)
    assert sheet(here, row, "补录考勤", version=2, paid_on=today, days=19) == 1
    assert (WorkedMonth.objects.get().days, WorkedMonth.objects.get().version) == (19, 3)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"days": 32}, "出勤不能是 32 天"),
        ({"amount": Decimal(-1)}, "不能为负数"),
        ({"paid_on": date(2020, 1, 1)}, "须在出工之后"),
        ({"version": 3}, "有改动"),
        ({"days": 0, "paid_on": "today"}, "没有出勤"),
    ],
)
def test_a_month_that_cannot_be_writes_nothing(here, told, sentence):
    row = engagement_in(here, "serving")
    told = {name: timezone.localdate() if value == "today" else value for name, value in told.items()}
    with pytest.raises(Refused, match=sentence):
        sheet(here, row, **told)
    assert not WorkedMonth.objects.exists()


def test_nobody_else_writes_down_a_month(here, there):
    row = engagement_in(here, "serving")
    for by in (here.other_village_clerk, here.county_head, there.village_clerk):
        with pytest.raises(PermissionDenied):
            sheet(here, row, by=by)


def test_a_month_of_who_is_not_in_a_post_is_refused(here):
    with pytest.raises(Refused, match="已不在岗"):
        sheet(here, engagement_in(here, "filed"))


def test_who_leaves_has_no_months_after(here):
    row = engagement_in(here, "serving")
    sheet(here, row)
    told = {"ended_on": last_month() - timedelta(days=1), "leaving": "resigned", "reason": REASON}
    with pytest.raises(Refused, match="已登记出勤"):
        actions.leave(row, by=here.village_clerk, **told)
