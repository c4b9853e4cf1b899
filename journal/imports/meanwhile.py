"""The database works while Python thinks: two threads on one connection, within one transaction."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

NAME = "default"


@contextmanager
def meanwhile(work, *arguments):
    """Do `work(*arguments)` in a thread of its own while the block runs; what it raises is raised at the block's end.

    Both see one transaction, which must not begin or end inside; a statement of one waits for that of the other.
    """
    shared = connections[NAME]
    shared.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1) as hand:
            done = hand.submit(_on, shared, work, arguments)
            yield
        done.result()
    finally:
        shared.dec_thread_sharing()


def _on(shared, work, arguments):
    connections[NAME] = shared
    try:
        work(*arguments)
    finally:
        del connections[NAME]  # the thread's name for it; the connection stays open
