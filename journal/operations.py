"""Migration operations: the triggers that write every change of a registry table, and what an undo may delete."""

from django.db.migrations.operations.base import Operation

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
}


class Journaled(Operation):
    """From here on a row of this table changes only inside an act, and the journal keeps what it was."""

    reversible = True

    def __init__(self, model_name, app=None):
        self.model_name, self.app = model_name, app

    def state_forwards(self, app_label, state):
        """Nothing that Django's models could see."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = self._table(app_label, to_state)
        for event, rows in EVENTS.items():
            schema_editor.execute(
                f'CREATE TRIGGER journal_{event} AFTER {event.upper()} ON "{table}" {rows}'
                " FOR EACH STATEMENT EXECUTE FUNCTION journal_write()"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = self._table(app_label, from_state)
        for event in EVENTS:
            schema_editor.execute(f'DROP TRIGGER journal_{event} ON "{table}"')

    def describe(self):
        return f"Journal every change of {self.model_name}"

    def _table(self, app_label, state):
        return state.apps.get_model(self.app or app_label, self.model_name)._meta.db_table


class Undoable(Operation):
    """From here on a county may delete rows of this table, but only those that an import made whose undoing has been
    asked for (journal/imports/undoing.py), and of these only while `only` (SQL over the row) holds.

    A policy beside the county's own, which both must let the row go; the journal's trigger asks for an act as well.
    The row's own changes are looked up (hence + 0), not those of the import's entry once more for each row.
    """

    reversible = True

    def __init__(self, model_name, only="true"):
        self.model_name, self.only = model_name, only

    def state_forwards(self, app_label, state):
        """Nothing that Django's models could see."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'GRANT DELETE ON "{table}" TO scope_county')
        schema_editor.execute(
            f"""CREATE POLICY undo ON "{table}" AS RESTRICTIVE FOR DELETE TO scope_county
                USING (({self.only}) AND EXISTS (SELECT FROM journal_change c
                    WHERE c.county_id = "{table}".county_id AND c."table" = '{table}' AND c.row_id = "{table}".id
                    AND c.op = '+' AND c.entry_id + 0 IN (
                        SELECT b.entry_id FROM journal_importbatch b WHERE b.state = 'undoing')))""",
            params=None,
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP POLICY undo ON "{table}"')
        schema_editor.execute(f'REVOKE DELETE ON "{table}" FROM scope_county')

    def describe(self):
        return f"Let undone imports take their rows of {self.model_name} with them"
