"""A household's number tells its township and no village: however it came in, on labels, and to everybody."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from assets import bulk
from assets.labels import making
from assets.models import Asset
from journal.acts import act
from journal.transitions import Refused
from tenancy.scope import Scope, scope
from tests.assets.test_labels_pages import LABELS, asked, pages, text
from tests.assets.test_public_asset import HOUSEHOLD, page
from tests.journal.importing import written
from tests.journal.workbooks import HEAD, road, workbook

STEPS = [("assets.submit", "village_clerk"), ("assets.verify", "town_reviewer")]
STEPS += [("assets.enter_ledger", "county_head")]


def household(here, state="ledger"):
    return here.asset_in(state, **HOUSEHOLD | {"unit": here.village})


def numbered_by_village(asset):
    """As before numbers of households were given by township."""
    number = f"{asset.village_id}{asset.number[12:]}"
    with act("tests.probe", "试", by=None, county=asset.county_id) as entry:
        entry.about(asset)
        Asset.objects.filter(pk=asset.pk).update(number=number)
    asset.refresh_from_db()
    return asset


def done_to_all(here):
    for name, who in STEPS:
        by = getattr(here, who)
        one = bulk.stage(Asset.objects.permitted(by), by=by, county=here.code, act=name)
        assert one.able == one.total, bulk.groups(one, "unable")
        bulk.confirm(one, by=by, seen=one.digest)


def test_what_an_import_brought_in_and_many_entered_together_tells_the_township(here, client):
    more = {
        "数量": 2,
        "计量单位": "头",
        "实施部门": here.department.name,
        "监管部门": here.other_department.name,
    }
    rows = [
        [*road(项目名称=f"{name}家母牛", 资产小类="到户类-生物资产", 资金年度=2019), *more.values()]
        for name in "甲乙"
    ]
    written(client, here, workbook(*rows, head=[*HEAD, *more]))
    assert {row.village_id for row in Asset.objects.all()} == {here.villages[0]}
    assert {row.number for row in Asset.objects.all()} == {""}
    done_to_all(here)

    numbers = sorted(Asset.objects.values_list("number", flat=True))
    assert numbers == [f"{here.towns[0]}000D2019000{serial}" for serial in (1, 2)]


def test_a_number_that_tells_the_village_is_unknown_to_everybody(here, client):
    asset = household(here)
    assert page(client, asset.number).status_code == 200
    numbered_by_village(asset)
    answer = page(client, asset.number)
    assert answer.status_code == 404 and "没有查到" in text(answer) and "生物资产" not in text(answer)


def test_the_database_gives_the_public_none_either(here):
    asset = numbered_by_village(household(here))
    with scope(Scope("public")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM assets_public_household(%s, %s)", [here.code, asset.number])
        assert cursor.fetchall() == []


def test_an_asset_that_became_a_households_afterwards_is_unknown_to_everybody(here, client):
    asset = here.asset_in("ledger")
    with act("tests.probe", "试", by=None, county=here.code) as entry:
        entry.about(asset)
        Asset.objects.filter(pk=asset.pk).update(category="household", subtype="D01")
    assert page(client, asset.number).status_code == 404


def test_whoever_keeps_the_register_still_finds_it(here, client):
    asset = numbered_by_village(household(here))
    assert page(client.as_(here.village_clerk), asset.number)["Location"] == asset.get_absolute_url()


def test_no_village_collective_is_told_as_who_implements_or_supervises(here, client):
    given = {"unit": here.village, "implementing_dept": here.village, "supervising_dept": here.department}
    asset = here.asset_in("ledger", **HOUSEHOLD | given)
    shown = text(page(client, asset.number))
    assert here.village.name not in shown and "东关" not in shown and here.department.name in shown


def test_its_label_is_not_printed_and_the_page_says_why(here, client):
    told, other = numbered_by_village(household(here)), here.asset_in("ledger")
    client.as_(here.county_clerk)
    shown = text(client.get(LABELS, {"pk": [told.pk, other.pk]}))
    assert "将打印 <strong>1</strong> 张" in shown and "另有 1 项到户类资产的编号写有村（社区）代码" in shown
    assert len(pages(asked(client, pk=[told.pk, other.pk]))) == 1
    refused = asked(client, pk=told.pk)
    assert refused.status_code == 422 and "编号写有村（社区）代码" in text(refused)


def test_a_job_begun_before_prints_none_either(here):
    told = numbered_by_village(household(here))
    assert not making.printable(Asset.objects.filter(pk=told.pk)).exists()
    with pytest.raises(Refused, match="村（社区）代码"):
        making.start(
            by=here.county_clerk, post=None, rows=Asset.objects.all(), sheet="a4_3x8", x=0, y=0, start=1
        )


def test_a_label_of_a_household_tells_neither_name_nor_village(here, client):
    asset = household(here)
    client.as_(here.county_clerk)
    content = asked(client, pk=asset.pk).content
    reader = PdfReader(BytesIO(content))
    words = "".join(one.extract_text() for one in reader.pages).replace("\0", "") + str(reader.metadata)
    assert asset.number in words and "城关镇" in words
    hidden = ["张三丰", "东关", here.village.name, str(here.villages[0])]
    assert [word for word in hidden if word in words] == []
    address = reverse("scan", args=[asset.number])
    assert str(here.villages[0]) not in address
