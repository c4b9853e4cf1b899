"""A county comes in: once, again with changes, by the command, and with nothing half-done."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from journal.bootstrap import add_county
from journal.models import Entry
from journal.transitions import Refused
from tenancy import policy
from tenancy.divisions import Division
from tenancy.models import Region, Unit, UnitGrant, User
from tenancy.scope import SYSTEM, county_scope, scope

ROWS = [
    Division(4109, "濮阳市", "city", 41),
    Division(410922, "清丰县", "county", 4109),
    Division(410922100, "城关镇", "town", 410922),
    Division(410922100201, "东街村民委员会", "village", 410922100),
    Division(410922100202, "西街村民委员会", "village", 410922100),
]


@pytest.fixture(autouse=True)
def system(db):
    with scope(SYSTEM):
        yield


def units(county):
    return {unit.code: unit for unit in Unit.objects.filter(county_id=county)}


def test_a_county_comes_with_its_city_places_and_bodies(system):
    added = add_county(410922, ROWS)
    assert added.units == len(units(410922)) == 12 + 3
    assert {unit.kind for unit in units(4109).values()} == {
        "city_office",
        "city_finance",
        "city_discipline",
        "city_audit",
    }
    assert Region.objects.get(pk=410922100202).name == "西街村民委员会"


def test_each_unit_stands_below_the_right_one(system):
    add_county(410922, ROWS)
    found = units(410922)
    village, town, office = (found[code] for code in ("410922100201", "410922100", "410922"))
    assert (
        village.name == "东街村" and town.name == "城关镇人民政府" and office.name == "清丰县扶贫开发办公室"
    )
    assert village.parent == town and town.parent == office and office.parent is None
    assert village.path == "410922/410922100/410922100201/"


def test_the_ten_departments_of_the_directive_are_there(system):
    add_county(410922, ROWS)
    sectors = {unit.sector: unit.name for unit in units(410922).values() if unit.sector}
    assert sectors.keys() == set(Unit.Sector.values)
    assert sectors["culture"] == "清丰县文化广电和旅游局"


def test_a_second_time_adds_what_is_new_and_renames(system):
    add_county(410922, ROWS)
    renamed = [row._replace(name="东大街村民委员会") if row.code == 410922100201 else row for row in ROWS]
    added = add_county(410922, [*renamed, Division(410922100203, "南街村民委员会", "village", 410922100)])
    assert added.units == 1
    assert units(410922)["410922100201"].name == "东大街村"
    assert "新增 1 个，更名 1 个" in Entry.objects.filter(county=410922).latest("pk").reason


def test_a_second_time_takes_nothing_away_and_says_nothing_where_nothing_is_new(system):
    add_county(410922, ROWS)
    told = Entry.objects.count()
    assert add_county(410922, ROWS[:-1]).units == 0
    assert "410922100202" in units(410922) and Entry.objects.count() == told


def test_the_first_administrator_is_made_once_with_a_password(system):
    added = add_county(410922, ROWS, admin="qf_guanli", admin_name="赵敏")
    assert added.admin.check_password(added.password) and added.admin.must_change_password
    assert policy.may(added.admin, "manage_people", units(410922)["410922"])
    assert add_county(410922, ROWS, admin="qf_guanli").password is None


def test_a_name_that_is_anothers_stops_the_whole(system, there):
    with pytest.raises(Refused, match="登录名已被使用"), transaction.atomic():
        add_county(410922, ROWS, admin=there.admin.username)
    assert not Region.objects.filter(pk=410922).exists()


def test_the_command_tells_what_it_did_and_the_password_once(tmp_path):
    path = tmp_path / "divisions.csv"
    path.write_text("code,name,level,parent\n" + "\n".join(",".join(map(str, row)) for row in ROWS), "utf-8")
    said = [StringIO(), StringIO()]
    for output in said:
        call_command("add_county", "410922", divisions=str(path), admin="qf_guanli", stdout=output)
    assert "新增 15 个单位" in said[0].getvalue() and "初始密码" in said[0].getvalue()
    assert "新增 0 个单位" in said[1].getvalue() and "初始密码" not in said[1].getvalue()


@pytest.mark.parametrize(
    "code, sentence", [("41092", "应为 6 位"), ("县", "应为 6 位"), ("410999", "没有县（市、区）410999")]
)
def test_the_command_refuses_what_is_no_county(code, sentence, tmp_path):
    path = tmp_path / "divisions.csv"
    path.write_text("code,name,level,parent\n", "utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("add_county", code, divisions=str(path))


def test_roles_are_synchronised_with_what_people_hold(here):
    with scope(county_scope(here.code)):
        grants = UnitGrant.objects.filter(user=here.village_clerk)
        before = set(grants.values_list("permission__codename", flat=True))
        grants.filter(permission__codename="submit_asset").delete()
        stray = UnitGrant(user=here.village_clerk, content_object=here.village)
        stray.permission_id = (
            UnitGrant.objects.filter(permission__codename="enter_ledger").first().permission_id
        )
        stray.save()
    output = StringIO()
    call_command("sync_roles", stdout=output)
    assert "补授 1 项，收回 1 项" in output.getvalue()
    with scope(county_scope(here.code)):
        assert set(grants.all().values_list("permission__codename", flat=True)) == before


def test_everybody_of_the_world_has_just_the_grants_of_their_posts(system):
    assert policy.align_grants() == (User.objects.filter(appointments__isnull=False).count(), 0, 0)
