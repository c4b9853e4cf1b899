"""二（六）自营: declared by the owner, confirmed by another, one at a time, and never beside an agreement."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assets import actions as assets
from journal.transitions import Refused, digest
from operation import actions, selfrun
from operation.models import SelfOperation
from tests.crowd import at_once
from tests.operation.agreeing import SIGNED, decided, drafted, scan, shown, signed, workshop
from tests.operation.employing import RUN, declared, run, selfrun_in
from tests.world import HERE, Place


def asked(**told):
    """What the form is sent."""
    kept = {name: "" if value is None else str(value) for name, value in RUN.items()}
    return kept | told


def test_the_owner_declares_and_another_confirms(here, client):
    asset = workshop(here)
    answer = client.as_(here.village_clerk).post(
        reverse("operation:selfrun_create", args=[asset.pk]), asked()
    )
    (row,) = SelfOperation.objects.all()
    assert answer.status_code == 302 and (row.state, row.unit) == ("declared", here.village)
    address = reverse("journal:perform", args=["operation.confirm_self", row.pk])
    client.as_(here.town_reviewer).post(address, {"seen": digest(row)})
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("in_force", here.town_reviewer)


def test_a_self_operation_goes_with_its_asset_to_another_unit(here):
    row = run(here)
    told = {"version": row.asset.version, "reason": "划转管理", "unit": here.other_village}
    assets.amend(row.asset, by=here.county_clerk, **told)
    assert SelfOperation.objects.permitted(here.other_village_clerk).get().unit == here.other_village
    assert not SelfOperation.objects.permitted(here.village_clerk).exists()


def test_whoever_declared_does_not_confirm(here):
    row = declared(here)
    with here.scope(), pytest.raises(PermissionDenied):
        selfrun.confirm_self(row, by=here.village_clerk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"to_on": date(2020, 9, 1)}, "截止日期不能早于起始日期"),
        ({"runner": "孙管事13903910815"}, "手机号码"),
        ({"benefit": "联系410821199003071238"}, "身份证号码"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(here, fields, sentence):
    asset = workshop(here)
    with pytest.raises(Refused) as refused:
        declared(here, asset, **fields)
    assert sentence in str(refused.value.messages) and not SelfOperation.objects.exists()


def test_only_a_confirmed_operating_asset_is_declared(here):
    for asset, sentence in (
        (here.asset_in("ledger"), "只有经营性资产"),
        (here.asset_in("ledger", category="operating", subtype="J05"), "确权之后方可申报"),
    ):
        with here.scope(), pytest.raises(Refused, match=sentence):
            selfrun.declare(asset, by=here.village_clerk, **RUN)


def test_there_is_one_declaration_of_an_asset_at_a_time(here):
    row = declared(here)
    with here.scope(), pytest.raises(Refused, match="已有一项待确认"):
        selfrun.declare(row.asset, by=here.village_clerk, **RUN)


def test_of_one_asset_there_is_one_self_operation_at_a_time(here):
    row = run(here)
    with here.scope(), pytest.raises(Refused, match="已有确认的自营"):
        selfrun.declare(row.asset, by=here.village_clerk, **RUN)
    with here.scope():
        selfrun.end_self(row, by=here.town_reviewer, ended_on=date(2021, 9, 30), reason="改为出租")
    assert run(here, row.asset, from_on=date(2021, 10, 1)).state == "in_force"


def test_what_is_let_is_not_run_by_its_owner(here):
    agreement = signed(here)
    with here.scope():
        asset = agreement.lines.get().asset
    with pytest.raises(Refused, match=f"已签有经营协议「{agreement.number}」"):
        declared(here, asset)


def test_what_its_owner_runs_is_not_let(here):
    asset = workshop(here)
    row = shown(here, decided(here, drafted(here, asset)))
    run(here, asset)
    with here.scope():
        (sentence,) = actions.sign.obstacles(row, here.town_reviewer)
        assert "由产权单位自营（2020-10-01 起）" in sentence
        with pytest.raises(Refused, match="先终止自营"):
            actions.sign(row, by=here.town_reviewer, file=scan(), **SIGNED)


def test_of_an_agreement_and_a_confirmation_at_once_one_holds(committed):
    place = Place(HERE)
    asset = workshop(place)
    row = shown(place, decided(place, drafted(place, asset)))
    mine, reviewer, head = declared(place, asset), place.town_reviewer, place.county_head
    deeds = [
        lambda: actions.sign(row, by=reviewer, file=scan(), **SIGNED),
        lambda: selfrun.confirm_self(mine, by=head),
    ]

    def deed():
        with place.scope():
            return deeds.pop()().state

    told = at_once(2, deed)
    assert told.count("in_force") == 1
    (refused,) = [one for one in told if one != "in_force"]
    assert isinstance(refused, Refused), refused


def test_it_ends_on_a_day_within_its_term(here):
    row = run(here)
    with here.scope(), pytest.raises(Refused, match="不能早于自营的起始日期"):
        selfrun.end_self(row, by=here.town_reviewer, ended_on=date(2020, 9, 1), reason="改为出租")


@pytest.mark.parametrize("state", ["declared", "withdrawn", "in_force", "ended"])
def test_the_pages_show_it_in_every_state(here, client, state):
    row = selfrun_in(here, state)
    client.as_(here.village_clerk)
    assert "孙管事" in client.get(row.get_absolute_url()).content.decode()
    listed = client.get(reverse("operation:selfruns"), {"state": state}).content.decode()
    assert row.name in listed


def test_who_reads_no_names_reads_none(here, city, client):
    row = run(here)
    page = client.as_(city.reader).get(row.get_absolute_url()).content.decode()
    assert "孙*事" in page and "孙管事" not in page
    listed = client.get(reverse("operation:selfruns")).content.decode()
    assert "孙管事" not in listed


def test_another_county_finds_nothing(here, there, client):
    row = declared(here)
    client.as_(there.town_reviewer)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(reverse("operation:selfrun_create", args=[row.asset_id])).status_code == 404
