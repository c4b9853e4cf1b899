"""The demonstration, made from nothing by the commands of a start that was killed on the way and begun again."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.contrib.auth.hashers import check_password

from tenancy import divisions
from tenancy.roles import ROLES
from tests import database

pytestmark = pytest.mark.xdist_group("demo")
COUNTIES_AT_WORK = [410821, 410822]


class Demonstration:
    """A database filled by the commands, asked as the application's role in the scope of the system."""

    def __init__(self, name, documents):
        self.name = name
        self.told = database.environment(name) | {"DOCUMENT_ROOT": documents, "PYTHONUNBUFFERED": "1"}

    def start(self, *command):
        arguments = [sys.executable, "manage.py", *command]
        return subprocess.Popen(
            arguments, cwd=database.ROOT, env=self.told, stdout=subprocess.PIPE, text=True
        )

    def manage(self, *command):
        """What the command says."""
        said, _ = (program := self.start(*command)).communicate()
        assert program.returncode == 0
        return said

    def ask(self, question):
        with psycopg.connect(database.address("DATABASE_URL", self.name)) as server:
            server.execute("SET ROLE scope_system")
            return server.execute(question).fetchall()


@pytest.fixture(scope="module")
def demo(django_db_setup, tmp_path_factory):
    """Killed when the first ledger was written, while the second was being written; then made in full."""
    with database.empty("demo") as copy:
        made = Demonstration(copy.name, str(tmp_path_factory.mktemp("documents")))
        first = made.start("seed_demo")
        next(line for line in first.stdout if "项示例资产" in line)
        first.kill()
        first.communicate()
        made.manage("seed_demo")
        yield made


def test_a_second_start_finds_nothing_to_do(demo):
    assert demo.manage("seed_demo") == ""
    assert demo.manage("sync_roles").endswith("补授 0 项，收回 0 项。\n")


def test_the_city_has_all_its_counties_townships_and_villages(demo):
    rows = divisions.read(divisions.FOLDER / "divisions_jiaozuo.csv")
    placed = {code for (code,) in demo.ask("SELECT code FROM tenancy_region WHERE code::text LIKE '4108%'")}
    units = {code for (code,) in demo.ask("SELECT region_id FROM tenancy_unit")}
    assert {row.code for row in rows} <= placed & units
    assert sum(row.level == "county" for row in rows) == 11


@pytest.mark.parametrize("county", COUNTIES_AT_WORK)
def test_a_county_at_work_shows_every_state_an_asset_can_have(demo, county):
    found = demo.ask(
        f"SELECT state, count(*), count(*) FILTER (WHERE hold_reason <> ''),"
        f" count(*) FILTER (WHERE return_reason <> '') FROM assets_asset WHERE county_id = {county} GROUP BY 1"
    )
    states = {state: count for state, count, *_ in found}
    assert states.keys() == {"draft", "submitted", "verified", "ledger", "retired"}
    assert sum(states.values()) >= 160
    assert any(held for _, _, held, _ in found) and any(returned for *_, returned in found)


def test_what_is_made_up_says_so(demo):
    unmarked = "SELECT count(*) FROM {} WHERE batch_id IS NULL AND name NOT LIKE '（示例）%'"
    assert demo.ask(unmarked.format("assets_asset")) == demo.ask(unmarked.format("assets_project")) == [(0,)]


def test_the_registers_of_three_counties_hold_made_up_households_and_subsidies(demo):
    kinds = (
        "SELECT county_id, count(DISTINCT result) FROM {} WHERE name LIKE '（示例）%' GROUP BY 1 ORDER BY 1"
    )
    for table, results in (("assets_householdgrant", 4), ("assets_subsidy", 3)):
        assert demo.ask(kinds.format(table)) == [(code, results) for code in (410307, *COUNTIES_AT_WORK)]
    assert demo.ask("SELECT count(*) FROM assets_household WHERE householder NOT LIKE '_某_'") == [(0,)]


def test_no_hand_did_two_steps_of_one_asset(demo):
    same = "submitted_by_id IN (verified_by_id, entered_by_id) OR verified_by_id = entered_by_id"
    assert demo.ask(f"SELECT count(*) FROM assets_asset WHERE {same}") == [(0,)]


@pytest.mark.parametrize("county", COUNTIES_AT_WORK)
def test_a_county_at_work_shows_titles_on_all_their_way_and_a_notice_that_stands(demo, county):
    states = dict(
        demo.ask(f"SELECT state, count(*) FROM ownership_title WHERE county_id = {county} GROUP BY 1")
    )
    assert states.keys() == {"proposed", "confirmed", "certificated", "handed_over", "disputed"}
    standing = (
        "SELECT count(*) FROM journal_notice WHERE county_id = {} AND state = 'posted' AND ended_on IS NULL"
    )
    assert demo.ask(standing.format(county))[0][0] > 0
    same = "proposed_by_id = confirmed_by_id OR confirmed_by_id = issued_by_id OR issued_by_id = handed_by_id"
    assert demo.ask(f"SELECT count(*) FROM ownership_title WHERE {same}") == [(0,)]


@pytest.mark.parametrize("county", COUNTIES_AT_WORK)
def test_a_county_at_work_has_an_equity_told_in_full_for_its_department_to_review(demo, county):
    waiting = (
        "SELECT u.sector FROM ownership_title t JOIN assets_equityholding e ON e.asset_id = t.asset_id"
        " JOIN tenancy_unit u ON u.id = t.reviewer_id JOIN journal_noticerow r ON r.row_id = t.id"
        " JOIN journal_notice n ON n.id = r.notice_id AND n.ended_on < current_date"
        f" WHERE t.county_id = {county} AND t.state = 'proposed' AND r.table = 'ownership_title'"
        " AND '' NOT IN (e.invested_body, e.credit_code, e.exit_terms) AND e.to_on > e.from_on"
    )
    assert demo.ask(waiting) == [("agriculture",)]


def test_each_made_up_projects_money_makes_its_whole(demo):
    sums = "SELECT sum(amount) FROM assets_fundingline l WHERE l.project_id = p.id"
    wrong = f"SELECT name FROM assets_project p WHERE batch_id IS NULL AND budget IS DISTINCT FROM ({sums})"
    assert demo.ask(wrong) == []


def test_ledgers_of_six_counties_stand_as_published(demo):
    found = demo.ask(
        "SELECT county_id, sum(written), count(*) FROM journal_importbatch WHERE state = 'written' GROUP BY 1"
    )
    assert len(found) == 6
    for county, written, batches in found:
        own = f"WHERE county_id = {county} AND batch_id IS NOT NULL"
        paid = f"(SELECT count(*) FROM assets_subsidy {own})"  # published rows that are no assets go to that register
        stands = f"SELECT count(*) + {paid} FROM assets_asset {own}"
        assert batches == 1 and written > 0 and demo.ask(stands) == [(written,)]


def test_there_is_an_account_for_every_role(demo):
    accounts = json.loads(demo.manage("demo_accounts"))
    assert all(account.keys() == {"label", "login", "password", "role", "unit"} for account in accounts)
    assert {account["role"] for account in accounts} == {role.label for role in ROLES.values()}


def test_the_passwords_that_are_told_are_right_and_need_no_change(demo):
    accounts = json.loads(demo.manage("demo_accounts"))
    asked = "SELECT username, password, must_change_password FROM tenancy_user WHERE is_active"
    known = {name: (stored, change) for name, stored, change in demo.ask(asked)}
    for account in accounts:
        stored, change = known[account["login"]]
        assert check_password(account["password"], stored) and not change


def test_the_memorable_people_have_work_waiting(demo):
    waiting = (
        "SELECT count(*) FROM assets_asset a JOIN tenancy_appointment p ON p.unit_id = a.unit_id"
        " JOIN tenancy_user u ON u.id = p.user_id WHERE u.username = '{}_cunji' AND a.state = '{}'"
    )
    for prefix in ("xw", "ba"):
        for state in ("draft", "submitted"):
            assert demo.ask(waiting.format(prefix, state))[0][0] > 0


def test_without_a_demonstration_there_are_no_accounts(django_db_setup):
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test"}
    command = [sys.executable, "manage.py", "demo_accounts"]
    said = subprocess.run(command, cwd=database.ROOT, env=told, stdout=subprocess.PIPE, text=True, check=True)
    assert json.loads(said.stdout) == []


def test_the_counties_at_work_keep_fields_of_their_own_with_values(demo):
    kept = demo.ask(
        "SELECT f.county_id, f.key, count(a.id) FROM assets_customfield f LEFT JOIN assets_asset a"
        " ON a.county_id = f.county_id AND a.custom ? f.key GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert [(county, key) for county, key, _ in kept] == [
        *((410821, key) for key in ("f1", "f2", "f3")),
        *((410822, key) for key in ("f1", "f2")),
    ]
    assert all(assets >= 10 for *_, assets in kept)
