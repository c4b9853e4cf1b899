"""二（六）Two agreements over one asset are signed at once: one comes into force, the other is told."""

from journal.transitions import Refused
from operation import actions
from operation.models import Agreement, AgreementAsset, Due
from tests.crowd import at_once
from tests.operation.agreeing import SIGNED, decided, drafted, known_operator, scan, shown, workshop
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
