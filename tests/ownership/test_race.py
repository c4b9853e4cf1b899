"""二（四）Many hands on one title at once, and on many: confirmed once, numbered once, and never behind a notice."""

import time
from threading import Event

from journal.models import Entry
from journal.notices import posting
from journal.transitions import Refused
from ownership import actions, naming
from ownership.models import Reviewer, Title
from ownership.notices import CODE
from tests import noticing
from tests.crowd import at_once
from tests.world import HERE, Place

CROWD = 50


def shown(place):
    """A title that nothing keeps from being confirmed any more, and its notice."""
    title = place.title_in("proposed")
    return title, noticing.over(place, [title], kind=CODE)


def test_fifty_who_confirm_at_once_confirm_once(committed):
    place = Place(HERE)
    (title, _), head = shown(place), place.county_head

    def confirm():
        with place.scope():
            return actions.confirm(title, by=head).state

    told = at_once(CROWD, confirm)
    assert told.count("confirmed") == 1
    assert [one for one in told if one != "confirmed" and not isinstance(one, Refused)] == []
    with place.scope():
        assert Entry.objects.about(title).filter(act="ownership.confirm").count() == 1


def test_a_notice_that_is_taken_back_meanwhile_lets_nothing_pass(committed):
    place = Place(HERE)
    (title, notice), head, reviewer = shown(place), place.county_head, place.town_reviewer
    begun = Event()

    def withdraw():
        with place.scope():
            posting.withdraw_notice(notice, by=reviewer, reason="内容有误")
            begun.set()
            time.sleep(1)

    def confirm():
        begun.wait(30)
        with place.scope():
            return actions.confirm(title, by=head)

    deeds = [withdraw, confirm]
    told = at_once(2, lambda: deeds.pop()())
    assert ["尚未公示" in str(one) for one in told if one] == [True]
    with place.scope():
        assert Title.objects.get(pk=title.pk).state == "proposed"


def test_certificates_issued_at_once_have_numbers_of_their_own(committed):
    place = Place(HERE)
    titles, clerk = [place.title_in("confirmed") for _ in range(3)], place.county_clerk

    def issue():
        with place.scope():
            return actions.issue(titles.pop(), by=clerk).number

    numbers = at_once(3, issue)
    assert len(set(numbers)) == 3 and all(number.startswith(f"{HERE}Q") for number in numbers)


def test_of_two_departments_named_at_once_one_stands(committed):
    place = Place(HERE)
    head, units = place.county_head, [place.department, place.other_department]

    def name():
        with place.scope():
            told = {"subject": "public", "source": "修政办〔2020〕6号"}
            return naming.name_reviewer(unit=units.pop(), by=head, **told)

    told = at_once(2, name)
    assert all(isinstance(one, Reviewer) for one in told), told
    with place.scope():
        assert Reviewer.objects.filter(ended_at=None).count() == 1
