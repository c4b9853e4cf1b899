"""Django's PostgreSQL backend, with the stamp at the start of every transaction."""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Every transaction Django opens begins with the caller's scope, or with none."""

    def _set_autocommit(self, autocommit):
        super()._set_autocommit(autocommit)
        if not autocommit:
            from tenancy.scope import stamp  # the backend loads before the apps

            with self.wrap_database_errors:
                stamp(self)
