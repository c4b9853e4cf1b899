"""Many at once: real threads, each with a connection of its own, all let go in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

from django.db import connection


def at_once(number, deed):
    """Call deed() in so many threads together; returns what each returned, or the exception it raised."""
    barrier = Barrier(number)

    def one(_):
        try:
            connection.ensure_connection()
            barrier.wait(30)
            return deed()
        except Exception as error:  # whatever it is, the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as crowd:
        return list(crowd.map(one, range(number)))


def meanwhile(place, first, second, held=0.5):
    """Call second() when first() has been done, but is committed only so many seconds later; each in its own scope.

    Returns what second returned, or the exception it raised.
    """
    done = Event()

    def begin():
        with place.scope():
            first()
            done.set()
            sleep(held)

    def follow():
        done.wait(30)
        with place.scope():
            return second()

    deeds = {"first": begin, "second": follow}
    told = at_once(2, lambda: deeds.popitem()[1]())
    return next(one for one in told if one is not None)
