"""No text that lasts or is public takes a person's number, by whatever door it comes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets import actions, bulk, projects
from assets.models import Alias, Asset, Project, SavedFilter
from journal.models import Document, Entry
from journal.transitions import Refused
from tenancy import persons
from tests.assets.custom_fields import defined
from tests.assets.test_pages import typed
from tests.assets.test_projects import project
from tests.journal.importing import checked, faults, written
from tests.journal.test_documents import picture
from tests.journal.workbooks import HEAD, road, workbook

NUMBER, CARD, CALL = "410821199001011231", "6222021001116245702", "13800138000"  # nobody's
TEXTS = ["name", "address", "holder", "spec", "status_reason", "scope_reason", "tracing", "remark", "donor"]


@pytest.mark.parametrize("number", [NUMBER, CARD])
@pytest.mark.parametrize("field", TEXTS)
def test_an_asset_enters_without_them(here, field, number):
    with pytest.raises(Refused) as refused:
        here.asset(**{field: f"张三{number}"})
    assert "中含有" in refused.value.message_dict[field][-1] and not Asset.objects.exists()


@pytest.mark.parametrize("field", ["name", "address"])
def test_what_is_public_takes_no_telephone_number(here, field):
    with pytest.raises(Refused, match="手机号码"):
        here.asset(**{field: f"东关路 {CALL}"})


def test_the_one_who_looks_after_it_may_be_reached_by_telephone(here):
    assert here.asset(holder=f"张三 {CALL}").holder.endswith(CALL)


def test_an_amendment_brings_none_in(here):
    asset = here.asset_in("ledger")
    with pytest.raises(Refused) as refused:
        actions.amend(asset, by=here.county_clerk, version=asset.version, reason="核实", remark=NUMBER)
    assert "「备注」中含有身份证号码" in refused.value.message_dict["remark"][0]


def test_an_act_on_many_brings_none_in(here):
    here.asset()
    rows = Asset.objects.permitted(here.village_clerk)
    one = bulk.stage(rows, by=here.village_clerk, county=here.code, act="assets.amend")
    bulk.choose(one, by=here.village_clerk, values={"holder": f"张三{NUMBER}"})
    assert "「实际持有（使用）人」中含有身份证号码" in bulk.groups(one, "unable")[0][0]


def test_a_countys_own_texts_take_none(here):
    field, long = defined(here, "联系人", "text"), defined(here, "经过", "long")
    for key, label in ((field.key, "联系人"), (long.key, "经过")):
        with pytest.raises(Refused) as refused:
            here.asset(custom={key: f"张三{NUMBER}"})
        assert f"「{label}」中含有身份证号码" in refused.value.message_dict[key][0]


def test_the_fields_of_a_kind_of_asset_take_none(here):
    equity = {"category": "operating", "subtype": "J08"}
    with pytest.raises(Refused) as refused:
        here.asset(**equity, detail={"invested_body": f"张三{NUMBER}"})
    assert "「受资方」中含有身份证号码" in refused.value.message_dict["invested_body"][0]


@pytest.mark.parametrize("field", ["name", "place", "scope_text", "beneficiaries", "linkage"])
def test_a_projects_texts_take_none(here, field):
    with pytest.raises(Refused) as refused:
        project(here, **{field: f"张三{NUMBER}"})
    assert "身份证号码" in refused.value.message_dict[field][0] and not Project.objects.exists()


def test_a_projects_own_numbers_are_not_asked(here):
    row = project(here, number=NUMBER, approval_number=CARD)
    projects.amend_project(
        row, by=here.town_clerk, version=1, reason="补齐", lines=[], place="东关村", number=NUMBER
    )
    assert Project.objects.get().number == NUMBER


def test_captions_and_origins_take_none(here):
    asset = here.asset()
    with pytest.raises(Refused, match="身份证号码"):
        actions.add_alias(asset, by=here.village_clerk, number="旧-1", origin=f"张三{NUMBER}")
    with pytest.raises(Refused, match="身份证号码"):
        actions.attach(asset, by=here.village_clerk, document=None, kind="photo", caption=NUMBER)


@pytest.mark.parametrize("column", ["备注", "产权归属", "受益对象"])
def test_an_import_takes_none_and_says_so_at_the_cell(here, client, column):
    batch = checked(client, here, workbook([*road(), f"张三{NUMBER}"], head=[*HEAD, column]))
    assert any("中含有身份证号码" in sentence for sentence in faults(batch)["I4"]), faults(batch)
    assert batch.wrong == 1


def test_an_import_takes_no_telephone_number_in_a_name(here, client):
    batch = checked(client, here, workbook(road(项目名称=f"张三家道路{CALL}")))
    assert any("手机号码" in sentence for sentence in faults(batch)["B4"])


def test_an_import_takes_none_in_a_countys_own_texts(here, client):
    defined(here, "联系人", "text")
    batch = checked(client, here, workbook([*road(), NUMBER], head=[*HEAD, "报表联系人"]))
    assert any("「联系人」中含有身份证号码" in sentence for sentence in faults(batch)["I4"]), faults(batch)


def test_an_import_leaves_project_numbers_alone(here, client):
    batch = written(client, here, workbook([*road(), "410821202013011232"], head=[*HEAD, "批复文号"]))
    assert batch.written == 1 and Project.objects.get().approval_number == "410821202013011232"


def test_an_update_of_a_project_by_import_brings_none_in(here, client):
    asset = here.asset(project=project(here))
    head = ["序号", "系统编号", "受益对象"]
    batch = checked(client, here, workbook([asset.pk, f"张三{NUMBER}"], head=head))
    assert any("「受益对象」中含有身份证号码" in sentence for sentence in faults(batch)["C4"]), faults(batch)


def test_money_that_is_no_asset_brings_none_into_the_register(here, client):
    given = road(项目名称="小额信贷贴息", 建设内容及规模=f"付张三{CARD}")
    batch = checked(client, here, workbook(given))
    assert any("银行卡号" in sentence for sentence in faults(batch)["D4"]), faults(batch)


def test_no_reason_brings_one_into_the_journal(here):
    asset = here.asset_in("submitted")
    with pytest.raises(ValidationError, match="「理由」中含有身份证号码"):
        actions.send_back(asset, by=here.town_reviewer, reason=f"请核对{NUMBER}")
    asset.refresh_from_db()
    assert asset.state == "submitted" and not Entry.objects.filter(reason__contains=NUMBER).exists()


def test_a_reason_for_many_is_refused_before_the_job_begins(here):
    here.asset_in("submitted")
    rows = Asset.objects.permitted(here.town_reviewer)
    one = bulk.stage(rows, by=here.town_reviewer, county=here.code, act="assets.send_back")
    with pytest.raises(Refused, match="「理由」中含有"):
        bulk.confirm(one, by=here.town_reviewer, seen=one.digest, reason=NUMBER)
    one.refresh_from_db()
    assert one.state == "checked"


OLD_CODE = (
    "410821202001011236"  # region, date of building, serial: with the check character of an identity number
)


def test_an_old_number_is_not_a_persons(here, client):
    asset = here.asset()
    address = reverse("assets:alias", args=[asset.pk])
    refused = client.as_(here.village_clerk).post(address, {"number": NUMBER, "origin": "旧台账"})
    assert "这是身份证号码，不是资产的编号" in refused.content.decode() and not Alias.objects.exists()
    client.post(address, {"number": OLD_CODE, "origin": "旧台账"})
    assert Alias.objects.get().number == OLD_CODE and persons.kinds_in(OLD_CODE) == {persons.ID}


def test_neither_a_new_asset_nor_an_amendment_brings_one_in_among_old_numbers(here, client):
    address = reverse("assets:create")
    refused = client.as_(here.village_clerk).post(address, typed(here, alias=f"旧-1、{NUMBER}"))
    assert "这是身份证号码，不是资产的编号" in refused.context["form"].errors["alias"][0]
    assert not Asset.objects.exists()
    with pytest.raises(Refused, match="这是身份证号码"):
        actions.amend(here.asset(), by=here.village_clerk, version=1, aliases=[NUMBER])
    assert here.asset(aliases=[OLD_CODE]).aliases.get().number == OLD_CODE


@pytest.mark.parametrize("column", ["原编号", "资产编号"])
def test_an_import_brings_in_no_old_number_that_is_a_persons(here, client, column):
    batch = checked(client, here, workbook([*road(), NUMBER], [*road(), OLD_CODE], head=[*HEAD, column]))
    assert "这是身份证号码" in str(faults(batch)["I4"]) and "身份证" not in str(faults(batch).get("I5"))


def test_the_name_of_a_file_names_nobody_by_a_number(here, client):
    asset = here.asset()
    photo = SimpleUploadedFile(f"张三{NUMBER}.png", picture().read())
    client.as_(here.village_clerk).post(
        reverse("assets:attach", args=[asset.pk]), {"file": photo, "kind": "photo"}
    )
    assert Document.objects.get().name == "张三410***********1231.png"


def test_a_saved_filter_names_nobody_by_a_number(here, client):
    client.as_(here.village_clerk)
    for asked, name in ((NUMBER, "常用"), ("道路", f"张三{NUMBER}")):
        address = reverse("assets:filter_new", query={"q": asked})
        answer = client.post(address, {"name": name, "sharing": "county"})
        assert answer.status_code == 422 and "身份证号码" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_an_account_is_not_called_by_a_persons_number(here, client):
    given = {"unit": here.village.pk, "role": "village_clerk", "from_on": "2020-09-20", "phone": ""}
    for named in (
        {"username": f"u{NUMBER}", "name": "张三"},
        {"username": "zhangsan", "name": f"张三{NUMBER}"},
    ):
        answer = client.as_(here.admin).post(reverse("journal:invite"), given | named)
        assert answer.status_code == 422 and "身份证号码" in answer.content.decode()
