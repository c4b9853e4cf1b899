"""Migration operation: the triggers that write every change of a registry table into the journal."""

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
