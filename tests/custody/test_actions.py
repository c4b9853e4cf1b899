"""二（五）Duties: written down, confirmed by another, ended; one of a kind on a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from assets import actions as assets
from custody import actions, terms
from custody.models import Duty
from custody.terms import TERM
from journal import actions as people
from journal.deadlines import open_of, reminders
from journal.models import Deadline, Entry
from journal.transitions import Refused
from tests.crowd import at_once

TOLD = {
    "kind": "care",
    "regime": "village",
    "body_name": "东关村",
    "custodian": "王守田",
    "from_on": date(2020, 10, 1),
    "fund_source": "none",
}


def checked():
    """The keys that wait for the end of the transaction hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_draft_knows_its_body_as_a_unit_of_the_county(here):
    duty = here.duty(body_name="东关村")
    checked()
    assert (duty.body, duty.body_name, duty.state) == (here.village, "城关镇东关村", "draft")
    assert Entry.objects.about(duty).get().act == "custody.draft"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"body_name": "无此村"}, "本县没有名为“无此村”的村集体"),
        ({"regime": "department", "body_name": "东关村"}, "本县没有名为“东关村”的行业部门"),
        ({"custodian": "东关村委会"}, "须落实到人"),
        ({"custodian": "王守田13800001234"}, "含有手机号码"),
        ({"duties": "联系人身份证 410821199003071238，每周巡查"}, "含有身份证号码"),
        ({"to_on": date(2020, 9, 30)}, "截止日期 2020-09-30 早于起始日期 2020-10-01"),
    ],
)
def test_what_is_wrong_gets_its_sentence_and_nothing_is_written(here, told, sentence):
    asset = here.confirmed()
    with pytest.raises(Refused, match=sentence):
        actions.draft(asset, by=here.village_clerk, **TOLD | told)
    assert not Duty.objects.exists()


@pytest.mark.parametrize(("state", "sentence"), [("draft", "尚未入账"), ("retired", "已退出")])
def test_nobody_is_made_responsible_for_what_is_not_in_the_ledger(here, state, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.draft(here.asset_in(state), by=here.village_clerk, **TOLD)


def test_nobody_is_made_responsible_for_what_is_frozen(here):
    asset = here.asset_in("ledger")
    asset = assets.hold(asset, by=here.county_head, reason="权属争议")
    with pytest.raises(Refused, match="资产已冻结"):
        actions.draft(asset, by=here.village_clerk, **TOLD)


def test_what_is_frozen_before_its_asset_is_locked_is_not_confirmed(here):
    duty = here.duty()
    assets.hold(duty.asset, by=here.county_head, reason="权属争议")
    assert "资产已冻结" in actions.take_effect([duty])[duty.pk]


def test_the_title_is_confirmed_first(here):
    duty = here.duty(here.title_in("proposed").asset)
    assert actions.begin.obstacles(duty, here.town_reviewer) == [
        "资产还没有确权（已提出），扶贫资产确权登记后方可落实管护责任"
    ]


def test_whoever_wrote_or_changed_it_does_not_confirm_it(here):
    duty = here.duty(by=here.county_clerk)
    actions.amend(duty, by=here.county_clerk, version=1, **TOLD)
    own = here.duty(duty.asset, by=here.county_clerk, kind="upkeep")
    assert actions.begin.obstacles(own, here.county_head) == []
    people.appoint(
        here.county_clerk, unit=here.office, role="county_head", from_on=date(2020, 9, 20), by=here.admin
    )
    clerk = here.person("county_clerk")
    assert any("由您登记或导入" in told for told in actions.begin.obstacles(own, clerk))


def test_a_department_looks_after_its_own_duties_of_a_villages_asset(here):
    asset = here.confirmed()
    told = TOLD | {"regime": "department", "body_name": str(here.department), "custodian": "赵科长"}
    duty = actions.draft(asset, by=here.department_clerk, **told)
    assert actions.begin.obstacles(duty, here.department_reviewer) == []
    duty = actions.begin(duty, by=here.department_reviewer)
    assert (
        actions.end(duty, by=here.department_clerk, on=timezone.localdate(), reason="调离").state == "ended"
    )
    with pytest.raises(PermissionDenied):
        actions.draft(asset, by=here.department_clerk, **TOLD)


def test_two_of_a_kind_are_not_responsible_on_one_day(here):
    first = here.duty_in("in_force", to_on=date(2021, 9, 30))
    second = here.duty(first.asset, from_on=date(2021, 9, 30), custodian="李接任")
    (told,) = actions.begin.obstacles(second, here.town_reviewer)
    assert "2020-10-01 至 2021-09-30" in told and "时间重叠" in told
    with pytest.raises(Refused, match="时间重叠"):
        actions.begin(second, by=here.town_reviewer)
    second = actions.amend(second, by=here.village_clerk, version=1, **TOLD | {"from_on": date(2021, 10, 1)})
    assert actions.begin(second, by=here.town_reviewer).state == "in_force"


def test_another_kind_stands_beside_it(here):
    first = here.duty_in("in_force")
    assert here.duty_in("in_force", first.asset, kind="upkeep").state == "in_force"


def test_of_two_confirmed_at_once_for_one_asset_one_stands(committed, here):
    asset = here.confirmed()
    first, second = here.duty(asset), here.duty(asset, custodian="李接任")
    waiting = [first, second]

    def deed():
        with here.scope(here.town_reviewer):
            return actions.begin(waiting.pop(), by=here.town_reviewer)

    done = at_once(2, deed)
    assert sorted(type(result).__name__ for result in done) == ["Duty", "Refused"], done
    with here.scope():
        assert Duty.objects.held().count() == 1


def test_what_was_returned_is_amended_before_it_is_confirmed(here):
    duty = actions.send_back(here.duty(), by=here.town_reviewer, reason="责任人已外出务工")
    assert any(
        "已退回（责任人已外出务工）" in told for told in actions.begin.obstacles(duty, here.town_reviewer)
    )
    duty = actions.amend(duty, by=here.village_clerk, version=duty.version, **TOLD | {"custodian": "李接任"})
    assert actions.begin(duty, by=here.town_reviewer).custodian == "李接任"


def test_what_is_confirmed_is_not_amended(here):
    duty = here.duty_in("in_force")
    with pytest.raises(Refused, match="换人请办理交接"):
        actions.amend(duty, by=here.village_clerk, version=duty.version, **TOLD)


def test_whoever_saved_in_between_is_not_overwritten(here):
    duty = here.duty()
    actions.amend(duty, by=here.county_clerk, version=1, **TOLD)
    with pytest.raises(actions.Stale):
        actions.amend(duty, by=here.village_clerk, version=1, **TOLD)


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "截止日期不能晚于"), (-9999, "不能早于起始日期 2020-10-01")]
)
def test_a_duty_ends_on_a_day_between_its_first_and_today(here, days, sentence):
    duty = here.duty_in("in_force")
    with pytest.raises(Refused, match=sentence):
        actions.end(
            duty, by=here.village_clerk, on=timezone.localdate() + timedelta(days=days), reason="调离"
        )


def test_its_last_day_is_watched_from_its_confirmation_until_it_is_over(here):
    last = timezone.localdate() + timedelta(days=30)
    duty = here.duty_in("in_force", to_on=last)
    rows = Duty.objects.filter(pk=duty.pk)
    deadline = open_of(TERM, rows).get()
    assert (deadline.due_on, deadline.subject) == (last, duty.asset.name)
    actions.end(duty, by=here.village_clerk, on=timezone.localdate(), reason="调离")
    assert not open_of(TERM, rows).exists()


def test_whoever_answers_for_it_is_reminded_once_before_the_term_ends_and_not_after_it_is_ended(here):
    today = timezone.localdate()
    duty = here.duty_in("in_force", to_on=today + timedelta(days=30))
    Deadline.objects.update(set_at=timezone.now() - timedelta(days=99))
    assert reminders.send(here.code, today) > 0
    assert reminders.send(here.code, today) == 0
    actions.end(duty, by=here.village_clerk, on=today, reason="调离")
    assert reminders.send(here.code, today + timedelta(days=23)) == 0


def test_a_duty_goes_with_its_asset_to_another_unit_and_the_reminders_with_it(here):
    duty = here.duty_in("in_force", to_on=timezone.localdate() + timedelta(days=30))
    ended = here.duty_in("ended", duty.asset, kind="upkeep")
    asset = duty.asset
    told = {"version": asset.version, "reason": "划转管理", "unit": here.other_village}
    assets.amend(asset, by=here.county_clerk, **told)
    assert Duty.objects.get(pk=duty.pk).unit == here.other_village
    assert Duty.objects.get(pk=ended.pk).unit == here.village
    assert (terms.watch(here.code), terms.watch(here.code)) == (1, 0)
    assert open_of(TERM, Duty.objects.filter(pk=duty.pk)).get().unit == here.other_village
