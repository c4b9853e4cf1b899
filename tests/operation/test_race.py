"""二（六）Two at once: of two agreements over one asset one comes into force, of two amendments one is proposed."""

from datetime import date

from journal.transitions import Refused
from operation import actions, amending, charging, ending, operators
from operation.models import Agreement, AgreementAsset, Amendment, Due
from tests.crowd import at_once, meanwhile
from tests.operation.agreeing import (
    ENDED,
    SIGNED,
    decided,
    drafted,
    known_operator,
    scan,
    shown,
    signed,
    workshop,
)
from tests.operation.amending import proposed
from tests.operation.paying import RENT, dues_of, fresh
from tests.world import HERE, Place


def test_of_two_agreements_signed_at_once_over_one_asset_one_comes_into_force(committed):
    place = Place(HERE)
    asset, company = workshop(place), known_operator(place)
    rows = [shown(place, decided(place, drafted(place, asset, operator=company))) for _ in range(2)]
    reviewer, waiting = place.town_reviewer, list(rows)

    def sign():
        with place.scope():
            return actions.sign(waiting.pop(), by=reviewer, file=scan(), **SIGNED).state

    told = at_once(2, sign)
    assert told.count("in_force") == 1
    (refused,) = [one for one in told if one != "in_force"]
    assert isinstance(refused, Refused) and "已签有协议" in str(refused), refused
    with place.scope():
        assert Agreement.objects.filter(state="in_force").count() == 1
        assert AgreementAsset.objects.filter(is_held=True).count() == 1
        assert Due.objects.count() == 7


def test_of_two_amendments_proposed_at_once_one_waits_and_the_other_is_told(committed):
    place = Place(HERE)
    row = signed(place)
    place.village_clerk  # noqa: B018 - made before both ask for it

    told = at_once(2, lambda: proposed(place, row).edition)
    (refused,) = [one for one in told if one != 1]
    assert isinstance(refused, Refused), refused
    with place.scope():
        assert Amendment.objects.filter(state="proposed").count() == 1


def test_what_is_decided_while_another_act_is_not_over_waits_for_it(committed):
    place = Place(HERE)
    row = signed(place, **RENT)
    waits = shown(place, decided(place, asset=workshop(place, name="东关保鲜库")))
    with place.scope():
        *_, last = [due for due in dues_of(row) if due.kind == "income"]
        charging.waive(last, by=place.town_reviewer, reason="填错")
    head, reviewer = place.county_head, place.town_reviewer
    offence = {"offence": "breach", "facts": "拖欠租金", "decision_number": "1号", "to_on": None}

    def sanction():
        operators.sanction(row.operator, by=head, file=scan(), from_on=date(2020, 9, 1), **offence)

    def sign():
        return actions.sign(waits, by=reviewer, file=scan(), **SIGNED)

    def restore():
        charging.restore(fresh(last), by=reviewer, reason="误取消")

    def end():
        return ending.dissolve(Agreement.objects.get(pk=row.pk), by=reviewer, **ENDED)

    refused = meanwhile(place, sanction, sign)
    assert isinstance(refused, Refused) and "失信惩戒" in str(refused), refused
    assert meanwhile(place, restore, end).state == "ended"
    with place.scope():
        assert Due.objects.get(pk=last.pk).state == "waived"


def test_lateness_is_charged_and_an_amendment_approved_at_once(committed):
    place = Place(HERE)
    row = signed(place, **RENT)
    with place.scope():
        due = next(due for due in dues_of(row) if due.kind == "income")
    row, reviewer, clerk = proposed(place, row), place.town_reviewer, place.village_clerk
    deeds = [
        lambda: amending.amend(row, by=reviewer).edition,
        lambda: charging.charge_late_fee(due, by=clerk, until=date(2021, 1, 1)).state,
    ]

    def deed():
        mine = deeds.pop()
        with place.scope():
            return mine()

    assert sorted(map(str, at_once(2, deed))) == ["2", "open"]
