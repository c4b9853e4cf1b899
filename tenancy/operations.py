"""Migration operations that build the wall: row security on a table, and keys that cannot cross counties."""

from django.db.migrations.operations.base import Operation

# Equality with a stable setting costs nothing at any size; an OR, an array or a prefix costs seconds.
COUNTY = "county_id = nullif(current_setting('app.county', true), '')::bigint"
READERS = "scope_city, scope_audit"


class EnableRowSecurity(Operation):
    """Force row security on a county table, with one policy a role, its grants and its (county, id) key.

    `writes` are the statements a county may make (never DELETE without a reason); `own` is the condition under
    which the login itself, before any scope, reads rows (a person's own posts); `public` the same for the public.
    """

    reversible = True

    def __init__(self, model_name, writes="INSERT, UPDATE", own=None, public=None):
        self.model_name, self.writes, self.own, self.public = model_name, writes, own, public

    def state_forwards(self, app_label, state):
        """Nothing that Django's models could see."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self._statements(table):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for name, *_ in self._policies():
            schema_editor.execute(f'DROP POLICY "{name}" ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_county_key"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self):
        return f"Force row security on {self.model_name}"

    def _statements(self, table):
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_county_key" UNIQUE (county_id, id)'
        for name, command, role, using in self._policies():
            yield f'CREATE POLICY "{name}" ON "{table}" FOR {command} TO {role} USING ({using})'
        yield f'GRANT SELECT ON "{table}" TO jiadi_app, {READERS}'
        yield f'GRANT SELECT{", " + self.writes if self.writes else ""} ON "{table}" TO scope_county, scope_system'
        if self.public:
            yield f'GRANT SELECT ON "{table}" TO scope_public'

    def _policies(self):
        yield "county", "ALL", "scope_county", COUNTY
        yield "wide", "SELECT", READERS, "true"
        yield "system", "ALL", "scope_system", "true"
        if self.own:
            yield "own", "SELECT", "jiadi_app", self.own
        if self.public:
            yield "public", "SELECT", "scope_public", self.public


class SameCounty(Operation):
    """The composite key and index of a CountyKey: (county, field) points at (county, id), so no row can mix."""

    reversible = True

    def __init__(self, model_name, field):
        self.model_name, self.field = model_name, field

    def state_forwards(self, app_label, state):
        """Nothing that Django's models could see."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table, column, target, name = self._names(app_label, to_state)
        schema_editor.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (county_id, "{column}")'
            f' REFERENCES "{target}" (county_id, id) DEFERRABLE INITIALLY DEFERRED'
        )
        schema_editor.execute(f'CREATE INDEX "{name}_idx" ON "{table}" (county_id, "{column}")')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table, _, _, name = self._names(app_label, from_state)
        schema_editor.execute(f'DROP INDEX "{name}_idx"')
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')

    def describe(self):
        return f"Hold {self.model_name}.{self.field} within one county"

    def _names(self, app_label, state):
        model = state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.field)
        target = field.remote_field.model._meta.db_table
        return model._meta.db_table, field.column, target, f"{model._meta.db_table}_{self.field}_same"


class CountyByKey(Operation):
    """Drop the key of county_id to the region of a table that has a SameCounty key which may not be null: that leads to
    a row of the same county, whose own is held, and the other costs each row one check more at the end of an import."""

    reversible = True

    def __init__(self, model_name):
        self.model_name = model_name

    def state_forwards(self, app_label, state):
        """Nothing that Django's models could see."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                """SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass
                   AND conkey = (SELECT array_agg(attnum) FROM pg_attribute
                                 WHERE attrelid = %s::regclass AND attname = 'county_id')""",
                [table, table],
            )
            (name,) = cursor.fetchone()
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_county_region" FOREIGN KEY (county_id)'
            " REFERENCES tenancy_region (code) DEFERRABLE INITIALLY DEFERRED"
        )

    def describe(self):
        return f"Hold the county of {self.model_name} by its other key"
