"""The cluster as ./jiadi makes it: what its roles may do before any table is there."""

import os

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from config.launch import postgres

SCOPES = ("scope_county", "scope_city", "scope_audit", "scope_public", "scope_system")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The folder of a running cluster of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    with postgres.running(folder, postgres.FAST):
        yield folder


def login(cluster, user, database="jiadi"):
    """A connection of the login role to the cluster."""
    return psycopg.connect(
        host=str(postgres.socket_folder(cluster)), user=user, dbname=database, autocommit=True
    )


def refused(connection, statement):
    """Whether the statement is beyond the rights of whoever is connected."""
    try:
        connection.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


def test_the_scripts_may_run_again(cluster):
    with postgres.superuser(cluster) as server:
        server.execute((postgres.SCRIPTS / "roles.sql").read_text())
        server.execute((postgres.SCRIPTS / "roles.sql").read_text())
    with postgres.superuser(cluster, "jiadi") as database:
        database.execute((postgres.SCRIPTS / "database.sql").read_text())


def test_a_role_changed_by_hand_is_put_right(cluster):
    with postgres.superuser(cluster) as server:
        server.execute("REVOKE scope_city FROM jiadi_app; ALTER ROLE jiadi_app INHERIT BYPASSRLS")
        server.execute("GRANT scope_city TO jiadi_app")  # inherited, for so the role stands now
        wrong = server.execute("SELECT pg_has_role('jiadi_app', 'scope_city', 'USAGE')").fetchone()
        server.execute((postgres.SCRIPTS / "roles.sql").read_text())
        right = server.execute("SELECT pg_has_role('jiadi_app', 'scope_city', 'USAGE')").fetchone()
        bypasses = server.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = 'jiadi_app'").fetchone()

    assert (wrong, right, bypasses) == ((True,), (False,), (False,))


def test_the_application_holds_nothing_of_its_scopes_until_it_takes_one(cluster):
    with login(cluster, "jiadi_owner") as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS held (id int)")
        owner.execute(f"GRANT SELECT ON held TO {', '.join(SCOPES)}")
    with login(cluster, "jiadi_app") as app:
        assert refused(app, "SELECT * FROM held")
        for scope in SCOPES:
            app.execute(f"SET ROLE {scope}")
            assert not refused(app, "SELECT * FROM held")
            app.execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET ROLE journal_writer",
        "SET ROLE jiadi_owner",
        "SET ROLE postgres",
        "CREATE DATABASE mine",
        "ALTER ROLE jiadi_app BYPASSRLS",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
@pytest.mark.parametrize("role", ["none", *SCOPES])
def test_the_application_may_not(cluster, statement, role):
    with login(cluster, "jiadi_app") as app:
        app.execute(f"SET ROLE {role}")
        assert refused(app, statement)


def test_the_application_may_copy_into_a_temporary_table_in_its_scope(cluster):
    with login(cluster, "jiadi_app") as app:
        app.execute("SET ROLE scope_county")
        app.execute("CREATE TEMPORARY TABLE staged (name text)")
        with app.cursor().copy("COPY staged FROM STDIN") as copy:
            copy.write_row(["光伏电站"])

        assert app.execute("SELECT name FROM staged").fetchall() == [("光伏电站",)]


def test_the_owner_hands_the_journal_over_in_a_database_of_its_own_making(cluster):
    with login(cluster, "jiadi_owner", "postgres") as server:
        server.execute("DROP DATABASE IF EXISTS copied")
        server.execute("CREATE DATABASE copied")
    with login(cluster, "jiadi_owner", "copied") as owner:
        owner.execute("CREATE TABLE entry (id int)")
        owner.execute("CREATE FUNCTION seal() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
        owner.execute("ALTER TABLE entry OWNER TO journal_writer")
        owner.execute("ALTER FUNCTION seal() OWNER TO journal_writer")
        assert refused(owner, "INSERT INTO entry VALUES (1)")
        for extension in ("pg_trgm", "btree_gist", "pgcrypto"):
            owner.execute(f"CREATE EXTENSION {extension}")


def test_a_backup_reads_what_row_security_hides_and_writes_nothing(cluster):
    with login(cluster, "jiadi_owner") as owner:
        owner.execute("CREATE TABLE hidden AS SELECT 1 AS id")
        owner.execute("ALTER TABLE hidden ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        assert owner.execute("SELECT count(*) FROM hidden").fetchone() == (0,)
    with login(cluster, "jiadi_backup") as backup:
        assert backup.execute("SELECT count(*) FROM hidden").fetchone() == (1,)
        assert refused(backup, "DELETE FROM hidden")


def test_chinese_is_text_to_the_search(cluster):
    with login(cluster, "jiadi_owner", "postgres") as server:
        server.execute("DROP DATABASE IF EXISTS searched")
        server.execute("CREATE DATABASE searched")
    with login(cluster, "jiadi_owner", "searched") as owner:
        owner.execute("CREATE EXTENSION pg_trgm")

        assert owner.execute("SELECT similarity('光伏电站', '村光伏电站') > 0.3").fetchone() == (True,)


def test_nobody_else_on_the_machine_reaches_the_socket(cluster):
    for folder in (cluster, postgres.socket_folder(cluster)):
        assert os.stat(folder).st_mode & 0o077 == 0


def test_a_cluster_killed_in_the_middle_begins_again_with_its_rows(tmp_path):
    with postgres.running(tmp_path, postgres.LIVE):
        with login(tmp_path, "jiadi_owner") as owner:
            owner.execute("CREATE TABLE kept AS SELECT 7 AS id")
        for pid in postgres.marked(postgres.mark(tmp_path)):
            os.kill(pid, 9)
        pid_file = tmp_path / "data/postmaster.pid"
        pid_file.write_text(
            pid_file.read_text().replace(pid_file.read_text().split()[0], str(os.getppid()), 1)
        )
        postgres.begin(tmp_path, postgres.LIVE)
        with login(tmp_path, "jiadi_owner") as owner:
            assert owner.execute("SELECT id FROM kept").fetchone() == (7,)
