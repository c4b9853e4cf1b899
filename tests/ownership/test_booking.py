"""账簿编号 of many titles on one page: each its own, all that can be, and what cannot gets its sentence."""

import pytest

from journal.models import Entry
from ownership.models import Title

BOOKS = "/ownership/books/"


@pytest.fixture
def handed(here):
    """Three titles that were handed over."""
    return [here.title_in("handed_over", here.asset_in("ledger", name=f"第 {n} 段")) for n in range(3)]


def sent(client, titles, *numbers):
    told = {f"book-{title.pk}": number for title, number in zip(titles, numbers, strict=False)}
    return client.post(BOOKS, {"pk": [title.pk for title in titles], "save": "1"} | told)


def kept():
    return list(Title.objects.order_by("pk").values_list("book_number", flat=True))


def test_each_gets_its_number_and_an_entry_and_what_is_left_empty_stays(here, client, handed):
    client.as_(here.town_clerk)
    assert (
        client.post(BOOKS, {"pk": [title.pk for title in handed]}).content.decode().count('name="book-') == 3
    )
    assert sent(client, handed, "SZ-1", "", "SZ-3").status_code == 302
    assert kept() == ["SZ-1", "", "SZ-3"]
    assert Entry.objects.filter(act="ownership.book", by=here.town_clerk).count() == 2
    again = client.post(BOOKS, {"pk": [title.pk for title in handed]}).content.decode()
    assert again.count('name="book-') == 1


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (("SZ-1", "SZ-1"), "填了不止一次"),
        (("SZ 1", "SZ-2"), "中间不留空格"),
        (("",), "至少填写一个编号"),
        (("长" * 61,), "60"),
    ],
)
def test_what_is_no_number_is_told_at_its_line_and_none_is_written(here, client, handed, numbers, sentence):
    page = sent(client.as_(here.town_clerk), handed, *numbers)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert kept() == ["", "", ""]


def test_whose_it_is_not_finds_nothing_to_number(here, there, client, handed):
    for who in (here.village_clerk, here.county_head, there.town_clerk):
        assert sent(client.as_(who), handed, "SZ-1").status_code in (302, 403)
    assert kept() == ["", "", ""]


def test_what_is_not_handed_over_is_not_on_the_page(here, client):
    title = here.title_in("certificated")
    assert sent(client.as_(here.town_clerk), [title], "SZ-1")["Location"].startswith("/ownership/")
    assert kept() == [""]
