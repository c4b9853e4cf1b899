"""二（六）Two at once: of two agreements over one asset one comes into force, of two amendments one is proposed."""

from journal.transitions import Refused
from operation import actions
from operation.models import Agreement, AgreementAsset, Amendment, Due
from tests.crowd import at_once
from tests.operation.agreeing import SIGNED, decided, drafted, known_operator, scan, shown, signed, workshop
from tests.operation.amending import proposed
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
