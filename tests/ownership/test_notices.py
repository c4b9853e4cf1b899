"""确权公示: what it is called, and where one is drawn up from."""

from django.urls import reverse

from ownership.notices import CODE, shown
from tests.noticing import drafted


def called(*titles):
    return shown(list(titles))["title"]


def test_a_notice_is_called_by_the_smallest_place_that_holds_all_and_by_how_many(here):
    def at(town, village, **fields):
        told = {"town_id": here.towns[town], "village_id": here.villages[village]}
        return here.title(here.asset_in("ledger", **told | fields))

    one, two, next_village, far = at(0, 0), at(0, 0, name="第二条路"), at(0, 1), at(1, 2)
    home = at(0, 0, name="王家母牛", category="household", subtype="D01")
    assert called(one) == "城关镇东关村扶贫资产确权登记公示（1项）"
    assert called(one, two) == "城关镇东关村扶贫资产确权登记公示（2项）"
    assert called(one, next_village) == "城关镇扶贫资产确权登记公示（2项）"
    assert called(one, home) == called(home).replace("1", "2") == "城关镇扶贫资产确权登记公示（2项）"
    assert called(one, far) == "修武县扶贫资产确权登记公示（2项）"


def test_the_page_of_a_proposed_title_leads_to_its_notice_until_there_is_one(here, client):
    title = here.title_in("proposed")
    address = reverse("ownership:notice")
    page = client.as_(here.town_clerk).get(title.get_absolute_url()).content.decode()
    assert f'action="{address}"' in page
    assert "起草" in client.post(address, {"pk": title.pk}).content.decode()
    assert address not in client.as_(here.county_head).get(title.get_absolute_url()).content.decode()
    drafted(here, [title], kind=CODE)
    assert address not in client.as_(here.town_clerk).get(title.get_absolute_url()).content.decode()
