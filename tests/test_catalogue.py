"""What PostgreSQL's catalogue says of every table: the wall stands, and the test of the wall can fail."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection

from assets.models import Alias
from tenancy.catalogue import faults
from tenancy.checks import walled_models
from tests import database

# Tables without a county, each with its reason.
OPEN = {
    "tenancy_region": "the national division is the same for everybody",
    "tenancy_user": "people may serve in several counties; tenancy/migrations/accounts.sql holds who sees whom",
    "django_migrations": "framework",
    "django_content_type": "framework",
    "django_session": "belongs to the login",
    "auth_permission": "framework",
    "auth_group": "not used, not granted",
    "auth_group_permissions": "not used, not granted",
    "guardian_userobjectpermission": "not used, not granted",
    "guardian_groupobjectpermission": "not used, not granted",
    "axes_accessattempt": "belongs to the login",
    "axes_accessattemptexpiration": "belongs to the login",
    "axes_accesslog": "belongs to the login",
    "axes_accessfailurelog": "belongs to the login",
}
SERVING = ["jiadi_app", "scope_county", "scope_city", "scope_audit", "scope_public", "journal_writer"]
DELETED = {
    ("scope_county", "tenancy_unitgrant"),
    ("scope_county", "journal_importrow"),
    ("scope_county", "assets_fundingline"),
    ("scope_county", "assets_savedfilter"),  # its owner's own; nothing rests on it
    ("scope_county", "assets_bulkrow"),  # staged
    (
        "scope_county",
        "ownership_share",
    ),  # a draft's owners are written anew; the journal keeps what they were
    ("scope_county", "operation_agreementasset"),  # a draft's lines and candidates likewise
    ("scope_county", "operation_candidate"),
    ("scope_county", "custody_postasset"),  # which assets a post looks after is written anew
    ("scope_county", "custody_welfarepost"),  # by the undoing of an import only, as those below
    ("scope_county", "custody_workedmonth"),
    (
        "scope_county",
        "assets_asset",
    ),  # these seven by the undoing of an import only (docs/decisions/008-undo.md)
    ("scope_county", "assets_project"),
    ("scope_county", "assets_alias"),
    ("scope_county", "assets_household"),
    ("scope_county", "assets_householdgrant"),
    ("scope_county", "assets_subsidy"),
    ("scope_county", "operation_localjob"),
    ("scope_county", "operation_agreement"),
    ("scope_county", "operation_operator"),
    ("scope_county", "custody_duty"),
}
SESSIONS = {"django_session", *(name for name in OPEN if name.startswith("axes_"))}
DAMAGE = {
    "没有强制行级安全": "ALTER TABLE assets_alias NO FORCE ROW LEVEL SECURITY",
    "缺少策略：county scope_county": "DROP POLICY county ON assets_alias",
    "缺少策略：wide scope_audit、wide scope_city": "DROP POLICY wide ON assets_alias",
    "没有授予 scope_county": "REVOKE SELECT ON assets_alias FROM scope_county",
    "缺少同县约束 assets_alias_asset_same": "ALTER TABLE assets_alias DROP CONSTRAINT assets_alias_asset_same",
    "缺少同县约束 assets_alias_county_key": "ALTER TABLE assets_alias DROP CONSTRAINT assets_alias_county_key CASCADE",
    "的索引 bare 不以 county_id 开头": "CREATE INDEX bare ON assets_alias (number)",
    "不存在": "ALTER TABLE assets_alias RENAME TO assets_other",
}
# An OR, an array or a prefix here would cost seconds at two million rows; anything else would be a hole.
EQUALITY = "(county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::bigint)"
TABLES = [model._meta.db_table for model in walled_models()]


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@contextmanager
def damaged(name, statement):
    """The owner breaks something in a transaction that is undone; yields its cursor."""
    with database.owner(name) as owner, owner.transaction(force_rollback=True):
        owner.execute(statement)
        yield owner.cursor()


def test_every_county_table_has_all_that_the_wall_needs(db):
    with connection.cursor() as cursor:
        assert faults(cursor, walled_models()) == []


def test_the_system_check_is_content(db):
    call_command("check", databases=["default"], fail_level="WARNING")


@pytest.mark.parametrize("fault", DAMAGE)
def test_a_broken_wall_is_named(django_db_setup, fault):
    with damaged(django_db_setup.name, DAMAGE[fault]) as cursor:
        assert any(fault in sentence for sentence in faults(cursor, [Alias]))


def test_every_table_has_a_county_or_a_reason(db):
    live = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = "
            "'public'::regnamespace"
        )
    }
    assert live - {*TABLES} == OPEN.keys()


@pytest.mark.parametrize("table", TABLES)
def test_one_policy_and_no_other_lets_a_county_in(db, table):
    found = rows(
        "SELECT policyname, cmd, qual, with_check FROM pg_policies WHERE tablename = %s AND permissive = "
        "'PERMISSIVE' AND ('scope_county' = ANY (roles) OR 'public' = ANY (roles))",
        table,
    )
    (policy,) = found
    assert policy == ("county", "ALL", EQUALITY, None)


def test_every_county_is_a_region_by_a_key_of_its_own_or_by_one_that_may_not_be_null(db):
    keys = rows(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, count(*) FILTER (WHERE NOT attnotnull) "
        "FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) "
        "WHERE contype = 'f' AND convalidated GROUP BY 1, 2, conrelid, conname "
        "HAVING 'county_id' = ANY (array_agg(attname))"
    )
    held = {"tenancy_region"}
    while more := {table for table, other, open_ in keys if other in held and not open_} - held:
        held |= more
    assert {*TABLES} - held == set()


@pytest.mark.parametrize("privilege", ["DELETE", "TRUNCATE", "TRIGGER", "REFERENCES", "MAINTAIN"])
def test_nobody_who_serves_people_can_undo_what_is_written(db, privilege):
    if privilege == "MAINTAIN" and connection.pg_version < 170000:
        pytest.skip("PostgreSQL 17 has it")
    found = rows(
        "SELECT rolname::text, relname::text FROM pg_class c, pg_roles WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace AND rolname = ANY (%s) AND has_table_privilege(rolname, c.oid, %s)",
        SERVING,
        privilege,
    )
    allowed = DELETED | {("jiadi_app", table) for table in SESSIONS} if privilege == "DELETE" else set()
    assert set(found) == allowed


def test_only_the_journal_works_with_rights_of_its_own(db):
    found = rows(
        "SELECT proname::text, proowner::regrole::text, proconfig[1] FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert {owner for _, owner, _ in found} == {"journal_writer"}
    assert {path for *_, path in found} == {"search_path=public, pg_temp"}


def test_no_view_looks_over_the_wall(db):
    """A view reads with its owner's rights, and row security of a materialised one does not exist."""
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
            "AND relowner = 'jiadi_owner'::regrole"
        )
        == []
    )


def test_a_county_can_tell_no_volume_from_a_sequence(db):
    found = rows(
        "SELECT relname::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND ("
        "has_sequence_privilege('scope_county', oid, 'SELECT') OR has_sequence_privilege('jiadi_app', oid, 'SELECT'))"
    )
    assert found == []
