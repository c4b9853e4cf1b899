"""The database keeps one chunk while Python looks at the next: one connection, one transaction, no error lost."""

import pytest
from django.db import connection, transaction

from journal.imports.meanwhile import meanwhile

WHERE = "SELECT pg_backend_pid(), pg_current_xact_id()::text"


def here():
    with connection.cursor() as cursor:
        cursor.execute(WHERE)
        return cursor.fetchone()


def test_both_work_in_one_transaction(db):
    found = []
    with transaction.atomic(), meanwhile(lambda: found.append(here())):
        mine = [here() for _ in range(50)]

    assert {*found} == {*mine} and not connection.allow_thread_sharing


def test_what_goes_wrong_in_it_is_raised_at_the_end(db):
    done = []
    with pytest.raises(ZeroDivisionError), meanwhile(divmod, 1, 0):
        done.append("the block")

    assert done == ["the block"] and not connection.allow_thread_sharing


def test_what_goes_wrong_beside_it_waits_for_its_end(db):
    found = []
    with pytest.raises(LookupError), transaction.atomic(), meanwhile(lambda: found.append(here())):
        raise LookupError

    assert len(found) == 1 and here()[0] == found[0][0]
