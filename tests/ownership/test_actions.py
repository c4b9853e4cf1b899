"""二（四）From a draft to the books: who proposes, reviews, confirms, issues, hands over, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assets import actions as assets
from journal import actions as people
from journal.acts import act
from journal.models import Change, Entry
from journal.notices import posting
from journal.notices.reading import body_of
from journal.transitions import Refused
from ownership import actions, owners
from ownership.models import Share, Title
from ownership.notices import CODE
from ownership.owners import Owner
from tests import noticing
from tests.world import SINCE

JOINT = [("东关村", 51), ("刘庄村", 49)]


def joint(here):
    return [owners.of_unit(here.village, 51), owners.of_unit(here.other_village, 49)]


def checked():
    """What the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_asset_goes_from_draft_into_the_village_books(here):
    title = here.title_in("handed_over")
    title = actions.book(title, by=here.county_clerk, book_number="SZ-2020-0815")
    assert (title.state, title.book_number, title.is_settled) == ("handed_over", "SZ-2020-0815", True)
    assert title.number.startswith("410821Q") and len(title.number) == 17
    assert title.owners_text() == "城关镇东关村"
    told = [entry.act.partition(".")[2] for entry in Entry.objects.about(title).order_by("pk")]
    assert told == ["draft", "propose", "confirm", "issue", "hand_over", "book"]


def test_several_villages_hold_whole_parts_of_a_whole(here):
    title = here.title(whole=100, shares=joint(here))
    checked()
    assert title.owners_text() == "城关镇东关村 51/100（51%）、城关镇刘庄村 49/100（49%）"


@pytest.mark.parametrize(
    ("whole", "parts", "sentence"),
    [
        (100, [51, 48], "合计 99 份，与总份数 100 份不符，还差 1 份"),
        (64, [64, 1], "多出 1 份"),
        (100, [], "至少填写一个"),
        (0, [1], "总份数须是 1 至 1,000,000 的整数"),
    ],
)
def test_shares_that_do_not_make_the_whole_are_refused_in_words(here, whole, parts, sentence):
    asset = here.asset_in("ledger")
    villages = [here.village, here.other_village]
    shares = [owners.of_unit(unit, part) for unit, part in zip(villages, parts, strict=False)]
    with pytest.raises(Refused, match=sentence):
        here.title(asset, whole=whole, shares=shares)
    assert not Title.objects.exists()


def test_the_database_itself_holds_the_sum_of_the_shares(here):
    title = here.title(whole=100, shares=joint(here))
    checked()
    with pytest.raises(IntegrityError, match="do not make its whole"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(title)
            Share.objects.filter(title=title, position=1).update(parts=50)
        checked()
    with pytest.raises(IntegrityError, match="do not make its whole"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(title)
            Share.objects.filter(title=title).delete()
        checked()
    with pytest.raises(IntegrityError, match="do not make its whole"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(title)
            Title.objects.filter(pk=title.pk).update(whole=101)
        checked()
    assert sum(share.parts for share in title.shares.all()) == title.whole


def test_an_asset_that_has_a_title_gets_no_second_one(here):
    asset = here.asset_in("ledger")
    here.title(asset)
    with pytest.raises(Refused, match="已有确权登记（起草），一项资产只能有一个有效的确权登记"):
        here.title(asset)


def test_nor_would_the_database_take_it(here):
    title = here.title()
    with pytest.raises(IntegrityError, match="title_lives_once"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(title)
            title.pk = None
            title.save(force_insert=True)


def test_what_is_extinguished_makes_room_for_another(here):
    old = here.title_in("certificated")
    here.struck_off(old, reason="面积登记有误")
    new = here.title(old.asset)
    assert Title.objects.filter(asset=old.asset).count() == 2 and new.state == "draft"


def test_a_title_is_struck_off_by_two_persons(here):
    title = here.title_in("confirmed")
    with pytest.raises(Refused, match="还没有申请注销"):
        actions.extinguish(title, by=here.county_head)
    title = actions.ask_end(title, by=here.county_clerk, reason="面积登记有误")
    assert (title.state, title.extinguish_reason) == ("confirmed", "面积登记有误")
    people.appoint(here.county_clerk, unit=here.office, role="county_head", from_on=SINCE, by=here.admin)
    with pytest.raises(Refused, match="须由他人办理"):
        actions.extinguish(title, by=here.person("county_clerk"))
    title = actions.extinguish(title, by=here.county_head)
    assert (title.state, title.extinguished_by) == ("extinguished", here.county_head)


def test_nothing_goes_on_while_somebody_asked_to_strike_it_off_and_all_does_when_that_is_refused(here):
    title = here.title_in("confirmed")
    title = actions.ask_end(title, by=here.town_clerk, reason="面积登记有误")
    with pytest.raises(Refused, match="已申请注销"):
        actions.issue(title, by=here.county_clerk)
    with pytest.raises(Refused, match="已申请注销"):
        actions.ask_end(title, by=here.county_clerk, reason="再申请一次")
    title = actions.refuse_end(title, by=here.county_head, reason="复核无误")
    assert (title.state, title.extinguish_reason, title.end_asked_at) == ("confirmed", "", None)
    assert actions.issue(title, by=here.county_clerk).state == "certificated"


def test_no_book_number_is_written_while_somebody_asked_to_strike_it_off(here):
    title = actions.ask_end(here.title_in("handed_over"), by=here.town_clerk, reason="面积登记有误")
    with pytest.raises(Refused, match="已申请注销"):
        actions.book(title, by=here.county_clerk, book_number="SZ-2020-0815")
    title = actions.refuse_end(title, by=here.county_head, reason="复核无误")
    assert actions.book(title, by=here.county_clerk, book_number="SZ-2020-0815").book_number == "SZ-2020-0815"


@pytest.mark.parametrize("state", ["draft", "submitted", "verified", "retired"])
def test_only_what_stands_in_the_ledger_is_confirmed(here, state):
    with pytest.raises(Refused, match="资产尚未入账"):
        here.title(here.asset_in(state))


def test_what_is_frozen_waits(here):
    asset = assets.hold(here.asset_in("ledger"), by=here.county_head, reason="权属争议")
    with pytest.raises(Refused, match="资产已冻结（权属争议）"):
        here.title(asset)


EQUITY = {"category": "operating", "subtype": "J08", "name": "合作社股权"}
BODY = {
    "invested_body": "修武县云台农业专业合作社",
    "from_on": "2020-01-01",
    "to_on": "2024-12-31",
    "exit_terms": "到期按本金退出",
}


def equity(here, **told):
    detail = {**BODY, **told}
    detail["credit_code"] = "91410821MA40N3QK6K"
    return here.asset_in("ledger", **EQUITY, detail=detail)


def test_equity_names_the_invested_body_the_term_and_the_way_out(here):
    asset = here.asset_in("ledger", **EQUITY)
    named(here, "equity")
    with pytest.raises(Refused, match="受资方、统一社会信用代码、投资起始日、投资到期日、退出办法"):
        here.title(asset)


def named(here, subject, unit=None):
    from ownership import naming

    return naming.name_reviewer(
        unit=unit or here.department, subject=subject, source="修政办〔2020〕6号", by=here.county_head
    )


def test_equity_is_always_reviewed_by_the_department_the_county_has_named(here):
    asset = equity(here)
    with pytest.raises(Refused, match="本县还没有指定"):
        here.title(asset)
    named(here, "equity")
    title = here.title_in("proposed", asset)
    assert title.reviewer == here.department
    noticing.over(here, [title], kind=CODE)
    with pytest.raises(Refused, match="须由县级人民政府确定的部门（修武县交通运输局）审核"):
        actions.confirm(title, by=here.county_head)
    title = actions.review(title, by=here.department_reviewer)
    assert actions.confirm(title, by=here.county_head).state == "confirmed"


def test_no_other_department_reviews_it(here):
    named(here, "public", here.other_department)
    title = here.title_in("proposed")
    with pytest.raises(PermissionDenied):
        actions.review(title, by=here.department_reviewer)


def test_the_named_department_sees_what_it_is_entrusted_with(here):
    named(here, "public")
    title = here.title_in("proposed")
    assert list(Title.objects.permitted(here.department_reviewer, "review_title")) == [title]
    assert not Title.objects.permitted(here.other_department_clerk, "review_title").exists()


def test_where_the_county_named_none_nothing_is_reviewed(here):
    title = here.title_in("proposed")
    assert title.reviewer is None
    with pytest.raises(PermissionDenied):
        actions.review(title, by=here.department_reviewer)
    noticing.over(here, [title], kind=CODE)
    assert actions.confirm(title, by=here.county_head).state == "confirmed"


def test_nothing_is_confirmed_before_the_people_have_seen_it(here):
    title = here.title_in("proposed")
    with pytest.raises(Refused, match="尚未公示：须先办理「扶贫资产确权公示」"):
        actions.confirm(title, by=here.county_head)
    noticing.posted(here, [title], kind=CODE)
    with pytest.raises(Refused, match=r"公示期至 .*起方可办理"):
        actions.confirm(title, by=here.county_head)


def test_an_open_objection_holds_it_up(here):
    title = here.title_in("proposed")
    with noticing.days_ago(12):
        notice = noticing.posted(here, [title], kind=CODE)
        objection, _ = noticing.objected(here, notice, text="东关村没有参与出资。")
    noticing.proved(here, notice)
    with pytest.raises(Refused, match="异议有 1 件尚未答复"):
        actions.confirm(title, by=here.county_head)
    noticing.answered(here, objection)
    assert actions.confirm(title, by=here.county_head).state == "confirmed"


def test_who_is_owner_is_not_changed_behind_the_notice(here):
    title = here.title_in("proposed")
    noticing.over(here, [title], kind=CODE)
    title = actions.reject(title, by=here.county_head, reason="份额有误")
    told = {"by": here.town_clerk, "version": title.version}
    with pytest.raises(Refused, match=r"已在「.*」中公示，先更正或撤回该公示"):
        actions.amend(title, whole=100, shares=joint(here), basis="funds", **told)
    title = actions.amend(title, whole=1, shares=[owners.of_unit(here.village)], basis="funds", **told)
    title = actions.propose(title, by=here.town_clerk)
    with pytest.raises(Refused, match="公示之后内容有改动"):
        actions.confirm(title, by=here.county_head)


def test_whoever_wrote_the_shares_does_not_confirm_them(here):
    today = timezone.localdate()
    people.appoint(here.county_head, unit=here.office, role="county_clerk", from_on=today, by=here.admin)
    both, title = here.person("county_head"), here.title()
    title = actions.amend(title, by=both, version=1, whole=100, shares=joint(here), basis="funds")
    title = actions.propose(title, by=here.town_clerk)
    noticing.over(here, [title], kind=CODE)
    with pytest.raises(Refused, match="产权主体和份额由您修改，本环节须由他人办理"):
        actions.confirm(title, by=both)


@pytest.mark.parametrize(
    ("state", "step", "who"), [("proposed", "confirm", "head"), ("confirmed", "issue", "clerk")]
)
def test_of_what_has_left_the_ledger_nothing_is_settled(here, state, step, who):
    title = here.title_in(state)
    if state == "proposed":
        noticing.over(here, [title], kind=CODE)
    assets.retire(title.asset, by=here.county_head, reason="水毁灭失，经核实核销")
    with pytest.raises(Refused, match=r"资产已.*，不能再办理确权；请由经办人写明原因，申请注销本登记"):
        getattr(actions, step)(title, by=getattr(here, f"county_{who}"))


def test_nor_is_one_household_put_in_the_place_of_another_that_is_masked_alike(here):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="母牛")
    title = here.title_in("proposed", asset, shares=[Owner("household", "王建国")])
    notice = noticing.over(here, [title], kind=CODE)
    title = actions.reject(title, by=here.county_head, reason="姓名有误")
    told = {"by": here.town_clerk, "version": title.version, "whole": 1, "basis": "benefit"}
    with pytest.raises(Refused, match="先更正或撤回该公示"):
        actions.amend(title, shares=[Owner("household", "王爱国")], **told)
    posting.correct_notice(notice, by=here.town_reviewer, reason="姓名有误")
    assert actions.amend(title, shares=[Owner("household", "王爱国")], **told).owners_text() == "王*国"


def test_one_notice_covers_many_titles_and_names_no_household(here):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="王家母牛")
    home = here.title(asset, shares=[Owner("household", "王建国")])
    road = here.title(whole=100, shares=joint(here))
    titles = [actions.propose(title, by=here.town_clerk) for title in (home, road)]
    body = body_of(noticing.posted(here, titles, kind=CODE))
    assert [line[0] for line in body["rows"]] == ["生物资产", "东关至刘庄道路"]
    assert body["rows"][0][4] == "王*国" and "王建国" not in str(body) and "王家" not in str(body)


def test_a_draft_is_changed_with_its_shares_and_both_are_in_the_history(here):
    title = here.title()
    title = actions.amend(
        title, by=here.town_clerk, version=title.version, whole=100, shares=joint(here), basis="funds"
    )
    checked()
    assert title.owners_text().startswith("城关镇东关村 51/100") and title.version == 2
    entry = Entry.objects.about(title).first()
    assert {change.table for change in Change.objects.filter(entry=entry)} == {
        "ownership_title",
        "ownership_share",
    }


def test_who_saw_an_older_draft_overwrites_nothing(here):
    title = here.title()
    actions.amend(title, by=here.town_clerk, version=1, whole=100, shares=joint(here), basis="funds")
    with pytest.raises(actions.Stale, match="他人已修改本登记"):
        actions.amend(
            title,
            by=here.town_clerk,
            version=1,
            whole=1,
            shares=[owners.of_unit(here.village)],
            basis="funds",
        )


def test_what_is_published_is_not_changed(here):
    title = here.title_in("proposed")
    with pytest.raises(Refused, match="当前状态为「已提出」，退回起草后方可修改"):
        actions.amend(title, by=here.town_clerk, version=title.version, whole=1, shares=[], basis="funds")


def test_a_disputed_title_is_settled_by_the_county_with_its_paper(here, document):
    title = here.title_in("disputed")
    title = actions.amend(
        title, by=here.county_clerk, version=title.version, whole=100, shares=joint(here), basis="funds"
    )
    decided = actions.decide(
        title,
        by=here.county_head,
        decision_number="修政〔2020〕12号",
        decision_on="2020-08-01",
        file=document,
    )
    assert (decided.state, decided.basis, decided.decision.name) == ("confirmed", "government", "决定.pdf")


def test_a_person_is_not_named_by_a_number(here):
    with pytest.raises(Refused, match="本系统不登记身份证号"):
        here.title(shares=[Owner("household", "张三410821199001011237")])


def test_a_body_is_known_by_its_credit_code(here):
    with pytest.raises(Refused, match="须填写统一社会信用代码"):
        here.title(shares=[Owner("cooperative", "云台合作社")])
    with pytest.raises(Refused, match="校验位不符"):
        here.title(shares=[Owner("cooperative", "云台合作社", credit_code="91410821MA40N3QK60")])


def test_what_a_household_owns_goes_into_no_books(here):
    asset = here.asset_in("ledger", category="household", subtype="D01", name="母牛", holder="张三")
    title = here.title_in("handed_over", asset, shares=[Owner("household", "张三")])
    with pytest.raises(Refused, match="不登记三资或国资编号"):
        actions.book(title, by=here.county_clerk, book_number="SZ-1")


def test_a_number_of_the_books_is_written_down_once(here):
    title = actions.book(here.title_in("handed_over"), by=here.county_clerk, book_number="SZ-1")
    with pytest.raises(Refused, match="已登记编号 SZ-1"):
        actions.book(title, by=here.county_clerk, book_number="SZ-2")
