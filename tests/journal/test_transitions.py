"""What the machinery of transitions gives to pages and lists; each single one is tried in test_every_transition."""

import pytest

from assets import actions
from assets.models import Asset
from journal import actions as people
from journal import transitions
from journal.models import Entry
from tenancy import policy
from tenancy.roles import ROLES
from tests.world import SINCE


def names(pairs):
    return [transition.name for transition, _ in pairs]


def test_a_person_is_offered_what_their_verbs_and_the_state_allow(here):
    submitted = here.asset_in("submitted")
    assert names(transitions.offered(submitted, here.town_reviewer)) == ["assets.verify", "assets.send_back"]
    assert transitions.offered(submitted, here.village_clerk) == []
    assert transitions.offered(submitted, here.county_head) == []


@pytest.mark.parametrize(
    ("unit", "state", "sentence"),
    [
        ("village", "draft", "待「提交审核」：由村级登记员、乡镇经办人、部门经办人、县扶贫办经办人办理。"),
        ("village", "submitted", "待「审核通过」：由所在乡镇的乡镇审核人办理。"),
        ("town", "submitted", "待「审核通过」：由城关镇人民政府的乡镇审核人办理。"),
        ("department", "submitted", "待「审核通过」：由{}的部门审核人办理。"),
        ("office", "submitted", "待「审核通过」：由{}的部门审核人办理。"),
        ("village", "verified", "待「入账」：由县扶贫办负责人办理。"),
    ],
)
def test_who_is_not_asked_reads_whose_turn_it_is(client, here, unit, state, sentence):
    asset = here.asset_in(state)
    unit = getattr(here, unit)
    asset.unit = unit
    assert transitions.whose_turn(asset) == [sentence.format(unit.name)]
    if unit == here.village:
        assert sentence in client.as_(here.auditor).get(asset.get_absolute_url()).text


def test_who_may_only_step_aside_reads_whose_turn_it_is_too(client, here):
    title = here.title_in("proposed")
    page = client.as_(here.town_clerk).get(title.get_absolute_url()).text
    assert "列为争议" in page and "待「确认产权」：由县扶贫办负责人办理。" in page
    assert "待「确认产权」" not in client.as_(here.county_head).get(title.get_absolute_url()).text


def test_the_sentence_of_whose_turn_it_is_agrees_with_the_policy(here):
    """Each role that it names for a village's asset exists here and may; the others may not."""
    submitted = here.asset_in("submitted")
    for name, (_, role) in here.posts.items():
        said = f"的{ROLES[role].label}办理" in transitions.whose_turn(submitted)[0]
        may = policy.may(here.person(name), "verify_asset", submitted)
        assert said == may or name.startswith("other_"), name


def test_nobody_is_awaited_in_the_ledger(here):
    assert transitions.whose_turn(here.asset_in("ledger")) == []


def test_what_stands_in_the_way_is_told_beside_the_button(here):
    draft = here.asset(quantity=None, measure="", implementing_dept=None)
    ((_, obstacles),) = transitions.offered(draft, here.village_clerk)
    assert obstacles == ["请先补充：数量、实施部门"]


def test_holding_is_offered_to_the_free_and_releasing_to_the_held(here):
    asset = here.asset_in("ledger")
    assert names(transitions.offered(asset, here.county_head)) == ["assets.hold", "assets.retire"]
    held = actions.hold(asset, by=here.county_head, reason="权属争议")
    assert names(transitions.offered(held, here.county_head)) == ["assets.release", "assets.retire"]
    with pytest.raises(transitions.Refused, match="权属争议"):
        actions.retire(held, by=here.county_head, reason="报废")


def test_each_waits_for_the_right_person_and_for_nobody_else(here, there):
    submitted = here.asset_in("submitted")
    there.asset_in("submitted")
    waiting = {t.name: list(rows) for t, rows in transitions.awaiting(here.town_reviewer) if rows}
    assert waiting == {"assets.verify": [submitted], "assets.send_back": [submitted]}
    assert all(not rows.exists() for _, rows in transitions.awaiting(here.other_town_reviewer))


def test_a_row_sent_back_waits_for_the_village_with_the_reason(here):
    back = actions.send_back(here.asset_in("submitted"), by=here.town_reviewer, reason="面积与图纸不符")
    assert [list(rows) for _, rows in transitions.awaiting(here.village_clerk) if rows] == [[back]]
    assert back.return_reason == "面积与图纸不符"


def test_four_eyes_look_at_the_last_time_only(here):
    """Whoever submitted the first time may judge what another has submitted since."""
    clerk = here.town_clerk
    people.appoint(clerk, unit=here.town, role="town_reviewer", from_on=SINCE, by=here.admin)
    both = here.person("town_clerk")
    asset = actions.submit(here.asset(), by=both)
    assert actions.verify.obstacles(asset, both) != []
    asset = actions.send_back(asset, by=here.town_reviewer, reason="请补照片")
    asset = actions.submit(asset, by=here.village_clerk)
    assert actions.verify.obstacles(asset, both) == []


def test_the_digest_knows_every_field_of_the_row(here):
    asset = here.asset()
    asset = Asset.objects.get(pk=asset.pk)
    before = transitions.digest(asset)
    for field in Asset._meta.concrete_fields:
        kept = getattr(asset, field.attname)
        setattr(asset, field.attname, "另一个值")
        assert transitions.digest(asset) != before, field.name
        setattr(asset, field.attname, kept)
    assert transitions.digest(asset) == before


def test_a_county_office_serving_two_counties_acts_in_the_county_of_the_row(here, there):
    """A person with posts in both acts on a row of here while looking from there."""
    people.appoint(here.county_head, unit=here.office, role="county_clerk", from_on=SINCE, by=here.admin)
    verified = here.asset_in("verified")
    with there.scope():
        entered = actions.enter_ledger(verified, by=here.county_head)
        assert not Asset.objects.filter(pk=entered.pk).exists()
    assert Entry.objects.about(entered).first().act == "assets.enter_ledger"
