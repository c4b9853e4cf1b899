"""一（二）The numbers of many titles in the 三资 or state-asset books, each its own (a step of journal.many)."""

from journal import many, sets
from journal.acts import Refused
from ownership import actions
from ownership.models import Title

MOST = 200  # typed on one page
TWICE = "编号 {} 填了不止一次。同一编号只登记一项，请核对。"


class Booking:
    """What ownership.book does to each of these titles with a number of its own: {title id: number}."""

    name, label, model = actions.book.name, actions.book.label, Title
    obstacles_of, together = actions.book.obstacles_of, staticmethod(actions.book.together)

    def __init__(self, numbers):
        self.numbers = numbers

    def change(self, title, by, data):
        """Write the number of this one."""
        actions.book.change(title, by, {"book_number": self.numbers[title.pk]})


def book_many(titles, numbers, *, by, county):
    """一（二）Enter {title id: number} of a queryset of titles of a county; all that can be.

    Returns {title id: [sentence]} of those it was refused for. Raises Refused for a number that stands there twice.
    """
    given = list(numbers.values())
    if twice := sorted({number for number in given if given.count(number) > 1}):
        raise Refused(TWICE.format("、".join(twice)))
    rows = titles.filter(pk__in=numbers).annotate(seen=sets.fingerprint(Title))
    return many.carry_out(Booking(numbers), dict(rows.values_list("pk", "seen")), by=by, county=county)
