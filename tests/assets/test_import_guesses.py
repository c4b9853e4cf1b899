"""Places and types are guessed by likeness and by words; what is not certain is asked, and what is answered holds."""

import pytest

from assets.choices import Subtype
from assets.models import Asset
from tests.assets.asking import asked, options, taken
from tests.journal.importing import checked
from tests.journal.workbooks import road, workbook

PLACES = [
    ("城关镇东官村", 0),  # a slip of the keyboard
    ("东关", 0),
    ("城关东关村", 0),  # the township without its kind
    ("七贤乡韩庄村", 3),  # its old name
]


@pytest.mark.parametrize(("said", "village"), PLACES)
def test_a_place_is_found_by_likeness_and_asked_unless_certain(here, client, said, village):
    batch = taken(client, here, road(实施地点=said))

    assert Asset.objects.get().village_id == here.villages[village]
    assert asked(batch) in ({}, {"place": str(here.villages[village])})


def test_a_place_may_be_left_to_the_unit_that_imports(here, client):
    taken(client, here, road(实施地点="城关镇东官村"), place="unit")

    asset = Asset.objects.get()
    assert (asset.village_id, asset.unit_id, asset.address) == (None, here.office.pk, "城关镇东官村")


def test_a_type_that_is_guessed_can_be_chosen_otherwise(here, client):
    batch = taken(client, here, road(资产小类=""), subtype="G99")

    assert asked(batch) == {"subtype": "G01"}
    assert Asset.objects.get().subtype == Subtype.OTHER_PUBLIC


def test_where_nothing_tells_the_type_the_whole_codebook_is_offered(here, client):
    batch = checked(client, here, workbook(road(项目名称="示范项目", 建设内容及规模="", 资产小类="")))

    assert options(batch, "subtype").keys() == set(Subtype.values)


def test_a_word_near_one_of_the_codebook_is_asked(here, client):
    batch = checked(client, here, workbook(road(资产小类="道路")))

    assert asked(batch) == {} and checked_subtype(batch) == "G01"
    assert asked(checked(client, here, workbook(road(资产小类="光伏电站")))) == {"cell_subtype": "J04"}


def checked_subtype(batch):
    return batch.rows.get().values["asset"]["subtype"]
