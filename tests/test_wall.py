"""The application's role, tried against all that it must not do. What it may do stands in every other test."""

import re

import pytest
from django.db import DatabaseError, NotSupportedError, connection, transaction
from django.db.utils import ProgrammingError

from journal.acts import act
from tenancy.checks import walled_models
from tenancy.models import CountyKey
from tenancy.scope import NOBODY, SYSTEM, Scope, scope
from tests.rows import one_of_each
from tests.world import HERE, THERE

MODELS = walled_models()
TABLES = [model._meta.db_table for model in MODELS]
SERVING = [NOBODY, Scope("county", HERE), Scope("city"), Scope("audit"), Scope("public")]
KEYS = [
    (model, field)
    for model in MODELS
    for field in model._meta.concrete_fields
    if isinstance(field, CountyKey)
]
ROLES = ["jiadi_owner", "jiadi_backup", "journal_writer", "postgres", "pg_read_all_data", "pg_signal_backend"]
FORBIDDEN = {
    "cut the register": "TRUNCATE assets_asset",
    "delete from the register": "DELETE FROM assets_attachment",
    "delete from the journal": "DELETE FROM journal_entry",
    "change a table": "ALTER TABLE assets_asset ADD COLUMN side_door text",
    "open a table": "ALTER TABLE assets_asset DISABLE ROW LEVEL SECURITY",
    "silence the journal": "ALTER TABLE assets_asset DISABLE TRIGGER ALL",
    "silence all triggers": "SET session_replication_role = 'replica'",
    "drop a policy": "DROP POLICY county ON assets_asset",
    "write a policy": "CREATE POLICY mine ON assets_asset USING (true)",
    "drop a table": "DROP TABLE assets_asset",
    "make a table": "CREATE TABLE public.mine (id int)",
    "make a function": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a schema": "CREATE SCHEMA mine",
    "make a role": "CREATE ROLE mine",
    "join a role": "GRANT jiadi_owner TO jiadi_app",
    "read a file": "SELECT pg_read_file('/etc/passwd')",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read passwords": "SELECT rolpassword FROM pg_authid",
    "seal as it likes": "SELECT journal_seal_county(410821)",
    "write the journal's changes": "INSERT INTO journal_change (county_id) VALUES (410821)",
    "write the seals": "INSERT INTO journal_seal (county_id) VALUES (410821)",
    "mend a seal": "UPDATE journal_seal SET digest = ''",
    "mend an entry": "UPDATE journal_entry SET reason = ''",
    "mend a change": "UPDATE journal_change SET new = '{}'",
    "mend the sums": "UPDATE assets_summary SET n = 0",
    "add a place": "INSERT INTO tenancy_region (code, name, level) VALUES (1, '', 'town')",
    "invent a verb": "UPDATE auth_permission SET codename = 'everything'",
}


LATER = {"journal_seal": []}  # the newest may not be sealed yet; tests/journal/test_seal.py looks at them
NO_ACCESS = r"permission denied|must be owner|must be member|violates row-level security"


@pytest.fixture
def each(here, there):
    """{model: row} of here; there has the same."""
    one_of_each(there)
    return one_of_each(here)


def run(statement, *parameters):
    """Execute it in a savepoint of its own; the rows, or how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement, *parameters, error=ProgrammingError, sentence=NO_ACCESS):
    """Whether the database refuses it, for the reason one expects."""
    try:
        run(statement, *parameters)
    except error as refusal:
        return bool(re.search(sentence, str(refusal)))
    return False


def foreign(model):
    """The id of a row of the next county."""
    with scope(SYSTEM):
        return model.objects.filter(county_id=THERE).values_list("pk", flat=True).first()


@pytest.mark.parametrize("role", ROLES)
def test_the_login_takes_no_role_but_the_scopes(db, role):
    assert refused("SELECT set_config('role', %s, true)", role, error=DatabaseError)
    assert refused(f"SET LOCAL ROLE {role}", error=DatabaseError)


@pytest.mark.parametrize("deed", FORBIDDEN)
@pytest.mark.parametrize("who", SERVING, ids=lambda who: who.role or "nobody")
def test_nobody_who_serves_people_may(db, who, deed):
    with scope(who):
        assert refused(FORBIDDEN[deed])


@pytest.mark.parametrize("deed", sorted(FORBIDDEN.keys() - {"seal as it likes", "add a place"}))
def test_not_even_maintenance_may(db, deed):
    with scope(SYSTEM):
        assert refused(FORBIDDEN[deed])


def test_no_asset_goes_but_what_an_undone_import_made(each):
    with scope(Scope("county", HERE)):
        assert run("DELETE FROM assets_asset") == 0


def test_switching_row_security_off_ends_in_an_error_not_in_rows(here):
    run("SET LOCAL row_security = off")
    assert refused("SELECT * FROM assets_asset", sentence="row-level security")


def test_nothing_is_copied_past_the_policies(here):
    assert refused(
        "COPY assets_alias (number) FROM STDIN", error=NotSupportedError, sentence="row-level security"
    )


def test_without_a_scope_there_are_no_rows(each):
    with scope(NOBODY):
        seen = [t for t in TABLES if t != "tenancy_unit" and run(f"SELECT count(*) FROM {t}") != [(0,)]]
    assert seen == []


def test_a_county_sees_its_own_rows_and_only_them(each):
    seen = {t: run(f"SELECT DISTINCT county_id FROM {t}") for t in TABLES}
    assert {t: rows for t, rows in seen.items() if rows not in ([(HERE,)], LATER.get(t))} == {}


def test_a_county_cannot_write_a_row_of_the_next(each):
    def written(model):
        fields = [f for f in model._meta.concrete_fields if not (f.primary_key or f.generated)]
        names = [field.column for field in fields]
        columns = ", ".join(f'"{name}"' for name in names)
        values = columns.replace('"county_id"', str(THERE))
        return f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {model._meta.db_table} LIMIT 1"

    assert [model for model in MODELS if not refused(written(model))] == []


def test_a_county_cannot_move_a_row_to_the_next(each):
    assert [t for t in TABLES if not refused(f"UPDATE {t} SET county_id = %s", THERE)] == []


def test_a_county_changes_no_row_of_the_next(each):
    def touched(model):
        return run(f"UPDATE {model._meta.db_table} SET id = id WHERE id = %s", foreign(model))

    assert [model for model in MODELS if writable(model) and touched(model) != 0] == []


def test_a_row_cannot_point_into_another_county(each):
    """Those that triggers write are left out: nobody can write them at all."""

    def mixed(model, key):
        with act("tests.mix", "混用", by=None, county=HERE) as entry, connection.cursor() as cursor:
            entry.about(each[model])
            values = [foreign(key.related_model), each[model].pk]
            cursor.execute(f"UPDATE {model._meta.db_table} SET {key.column} = %s WHERE id = %s", values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    for model, key in KEYS:
        if writable(model):
            held = f"{model._meta.db_table}_{key.name}_same|{model._meta.db_table} \\d+ is fixed"
            with pytest.raises(DatabaseError, match=held):
                mixed(model, key)


@pytest.mark.parametrize("role", ["city", "audit", "public"])
def test_who_reads_widely_writes_nowhere(each, role):
    deeds = ["UPDATE {} SET id = id", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"]
    with scope(Scope(role)):
        assert [t for t in TABLES for deed in deeds if not refused(deed.format(t))] == []


@pytest.mark.parametrize("role", ["city", "audit"])
def test_who_reads_widely_sees_both_counties(each, role):
    with scope(Scope(role)):
        blind = {t for t in TABLES if run(f"SELECT count(DISTINCT county_id) < 2 FROM {t}") == [(True,)]}
    assert blind <= LATER.keys()


def test_the_public_reads_nothing_but_units_notices_certificates_and_what_the_scan_page_shows(each):
    """Which rows and columns of these: tests/assets/test_public_asset.py, tests/journal/test_public_notices.py,
    tests/ownership/test_prints.py."""
    opened = {"tenancy_unit", "assets_asset", "assets_project", "assets_fundingline"}
    opened |= {
        "journal_notice",
        "journal_noticebody",
        "journal_noticerow",
        "ownership_title",
        "ownership_share",
    }
    with scope(Scope("public")):
        assert {t for t in TABLES if not refused(f"SELECT 1 FROM {t}")} == opened


@pytest.mark.parametrize("function", ["journal_write", "assets_summarise"])
def test_nobody_hangs_a_trigger_of_ours_on_a_table_of_their_own(db, function):
    run("CREATE TEMP TABLE mine (id bigint, county_id bigint) ON COMMIT DROP")
    assert refused(
        "CREATE TRIGGER forged AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_journal_is_only_ever_added_to(db, privilege):
    able = (
        "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^(scope_|jiadi_app|jiadi_backup|journal_writer)' "
        "AND (has_table_privilege(rolname, 'journal_entry', %s) OR has_table_privilege(rolname, 'journal_change', %s) "
        "OR has_table_privilege(rolname, 'journal_seal', %s))"
    )
    assert run(able, privilege, privilege, privilege) == []


def writable(model):
    return run("SELECT has_table_privilege('scope_county', %s, 'UPDATE')", model._meta.db_table) == [(True,)]
