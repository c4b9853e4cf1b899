"""Many at once: real threads, each with a connection of its own, all let go in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

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
