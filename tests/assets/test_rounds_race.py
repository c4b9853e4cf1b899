"""What comes together: one post twenty times, a round that closes while it is counted, two that decide."""

from uuid import uuid4

from assets.inventory import closing
from assets.models import CountPost, LinePhoto, RoundLine
from journal.models import Entry
from journal.transitions import Refused
from tenancy import policy
from tests.assets.counting import counted, decided, fresh, line_of, opened, surplus
from tests.crowd import at_once


def counted_line(here):
    asset = here.asset_in("ledger")
    row = opened(here)
    for name in ("village_clerk", "county_clerk", "county_head"):
        policy.grants(getattr(here, name))
    return line_of(row, asset)


def test_the_same_post_twenty_times_at_once_is_one_record(committed, here):
    with here.scope():
        line = counted_line(here)
    sent = uuid4()
    done = at_once(20, lambda: counted(here, line, "mismatch", client_id=sent, quantity=1).pk)
    assert done == [line.pk] * 20
    with here.scope():
        assert CountPost.objects.count() == 1 and not LinePhoto.objects.exists()
        assert Entry.objects.about(line).count() == 1


def test_the_same_surplus_twenty_times_at_once_is_one_line(committed, here):
    with here.scope():
        row = counted_line(here).round
    sent = uuid4()
    done = at_once(20, lambda: surplus(here, row, client_id=sent).pk)
    assert len({*done}) == 1
    with here.scope():
        assert RoundLine.objects.filter(state="surplus").count() == 1


def test_ten_things_reported_at_once_are_ten_lines_in_order(committed, here):
    with here.scope():
        row = counted_line(here).round
    at_once(10, lambda: surplus(here, row))
    with here.scope():
        serials = RoundLine.objects.order_by("serial").values_list("serial", flat=True)
        assert list(serials) == list(range(1, 12))


def test_a_round_that_closes_while_it_is_counted_is_settled_or_open(committed, here):
    """Whichever comes first: no line of a closed round is one that nobody settled."""
    with here.scope():
        line = counted_line(here)
        counted(here, line)
        row = line.round
    deeds = [lambda: closed(here, row)] + [lambda: counted(here, line, "mismatch", quantity=1)] * 5
    done = at_once(6, lambda: deeds.pop()())
    with here.scope():
        left, row = fresh(line), fresh(row)
        assert row.state == "open" or left.is_settled, done
        assert any(isinstance(result, Refused) for result in done) or row.state == "open"


def closed(here, row):
    with here.scope(here.county_head):
        return closing.close_round(row, by=here.county_head)


def test_of_twelve_that_decide_at_once_one_does(committed, here):
    with here.scope():
        line = counted_line(here)
        counted(here, line, "mismatch", quantity=1)
    done = at_once(12, lambda: decided(here, "correct", line))
    assert done.count({}) == 1, done
    with here.scope():
        assert Entry.objects.about(line).filter(act="assets.decide_difference").count() == 1
        assert Entry.objects.filter(act="assets.amend").count() == 1
