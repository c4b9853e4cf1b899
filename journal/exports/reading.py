"""Reading the rows of a file: one statement, so one moment, fetched bit by bit from a cursor that outlives its
transaction. The rows lie with PostgreSQL meanwhile; the worker holds one chunk.
"""

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

CHUNK = 2000
NAME = "exported"


class Snapshot:
    """The values at `paths` of each row of a queryset, as they are now in this scope.

    Whoever asks for the chunks may be in another scope by then; whoever is done closes it.
    """

    def __init__(self, rows, paths):
        self.compiler, self.is_open = (
            rows.values_list(*paths).query.get_compiler(connection=connection),
            False,
        )
        try:
            statement, parameters = self.compiler.as_sql()
        except EmptyResultSet:  # no grant at all, or a filter that nothing can pass
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DECLARE {NAME} NO SCROLL CURSOR WITH HOLD FOR {statement}", parameters)
        self.is_open = True

    def chunks(self):
        """Yield lists of at most CHUNK tuples."""
        while self.is_open and (found := self._fetch()):
            yield found

    def close(self):
        """Let PostgreSQL forget the rows."""
        if self.is_open:
            with connection.cursor() as cursor:
                cursor.execute(f"CLOSE {NAME}")
            self.is_open = False

    def _fetch(self):
        with connection.cursor() as cursor:
            cursor.execute(f"FETCH {CHUNK} FROM {NAME}")
            found = cursor.fetchall()
        converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])
        return list(self.compiler.apply_converters(found, converters)) if converters else found
