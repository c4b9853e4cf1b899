"""二（六）、三（四）Operators: entered, corrected, sanctioned, relieved; who may read what of them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from journal.models import Entry
from journal.transitions import Refused
from operation import operators
from operation.models import Operator, Sanction
from tests.crowd import at_once
from tests.operation.agreeing import CODES, operator, scan, signed
from tests.world import HERE, Place

LIST, NEW = reverse("operation:operators"), reverse("operation:operator_create")
BARRED = {
    "offence": "fraud",
    "facts": "虚报带贫户数套取资金",
    "decision_number": "修扶贫办〔2020〕9号",
    "from_on": "2020-09-20",
    "to_on": "",
}


def text(answer):
    return answer.content.decode()


def typed(here, **fields):
    usual = {
        "unit": here.village.pk,
        "kind": "enterprise",
        "name": "修武县云台服饰有限公司",
        "credit_code": CODES[0].lower(),
        "legal_person": "赵建国",
        "phone": "0391-3925000",
    }
    return usual | fields


def test_a_village_clerk_enters_a_company(here, client):
    assert client.as_(here.village_clerk).post(NEW, typed(here)).status_code == 302
    row = Operator.objects.get()
    assert (row.credit_code, row.unit) == (CODES[0], here.village)
    assert "修武县云台服饰有限公司" in text(client.get(LIST))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"credit_code": "91410821MA40N3QK61"}, "校验位不符"),
        ({"credit_code": "9141"}, "应为 18 位数字和大写字母"),
        ({"credit_code": ""}, "企业须填写统一社会信用代码"),
        ({"name": "赵四410821196503127038"}, "含有身份证号码"),
        ({"related": "法人身份证 410821196503127038"}, "含有身份证号码"),
        ({"remark": "卡号 6217002430012345675"}, "含有银行卡号"),
        ({"phone": "打村委会"}, "联系电话只写数字"),
        ({"account": "卡上"}, "账号只写数字"),
        ({"unit": 2**40}, "请从"),
        ({"kind": "bank"}, "请从列表中选择主体类别"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_is_written(here, client, fields, sentence):
    answer = client.as_(here.village_clerk).post(NEW, typed(here, **fields))
    assert answer.status_code == 422 and sentence in text(answer)
    assert not Operator.objects.exists()


def test_a_code_is_entered_once_in_a_county_and_once_in_the_next(here, there, client):
    operator(here)
    answer = client.as_(here.town_clerk).post(NEW, typed(here, unit=here.town.pk))
    assert f"本县已登记过统一社会信用代码 {CODES[0]} 的经营主体" in text(answer)
    assert operator(there).county_id == there.code


def test_of_two_who_enter_a_code_at_once_the_second_is_told(committed):
    place = Place(HERE)
    clerk, unit = place.village_clerk, place.village
    assert clerk and unit

    def enter():
        return operator(place)

    told = at_once(2, enter)
    assert sorted(type(one).__name__ for one in told) == ["Operator", "Refused"]


def test_a_household_has_no_code_and_its_name_is_masked_for_who_need_not_know(here, client):
    row = operator(here, kind="household", name="张建国", credit_code="", legal_person="张建国")
    for person, name in (
        ("village_clerk", "张建国"),
        ("other_village_clerk", "张*国"),
        ("department_clerk", "张*国"),
    ):
        page = text(client.as_(getattr(here, person)).get(row.get_absolute_url()))
        assert name in page and ("张建国" in page) == (name == "张建国")
        assert "张建国" not in text(client.get(LIST))
    with pytest.raises(Refused, match="本县已登记过同名、同负责人的经营主体"):
        operator(here, kind="household", name="张建国", credit_code="", legal_person="张建国")


def test_telephone_and_account_are_shown_to_whoever_must_know_them(here, city, client):
    row = operator(here)
    for user in (here.village_clerk, here.town_reviewer, here.county_clerk, here.county_head, here.auditor):
        page = text(client.as_(user).get(row.get_absolute_url()))
        assert "13903910815" in page and "6217002430012345678" in page and "赵建国" in page
    for user in (here.other_village_clerk, here.department_clerk, city.reader):
        page = text(client.as_(user).get(row.get_absolute_url()))
        assert "13903910815" not in page and "6217002430012345678" not in page and "赵建国" not in page
        assert "****0815" in page and "赵*国" in page


def test_whoever_saved_in_between_is_not_overwritten(here, client):
    row = operator(here)
    operators.correct(row, by=here.county_clerk, version=1, remark="已核对")
    address = reverse("operation:operator_edit", args=[row.pk])
    answer = client.as_(here.village_clerk).post(address, typed(here, version=1))
    assert answer.status_code == 422 and "他人已修改本经营主体" in text(answer)
    assert client.post(address, typed(here, version=2, name="云台服饰")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("云台服饰", 3)


def test_the_county_head_sanctions_and_relieves_with_a_paper(here, client):
    agreement = signed(here)
    row = agreement.operator
    address = reverse("operation:sanction", args=[row.pk])
    answer = client.as_(here.county_head).post(address, BARRED)
    assert answer.status_code == 422 and "请选择决定文件。" in text(answer)
    assert client.post(address, BARRED | {"file": scan()}).status_code == 302
    held = Sanction.objects.get()
    assert "失信惩戒中" in text(client.get(row.get_absolute_url()))
    assert "失信" in text(client.get(f"{LIST}?barred=1"))
    assert "失信惩戒中" in text(client.get(agreement.get_absolute_url()))
    assert client.get(reverse("operation:sanction_decision", args=[held.pk])).status_code == 200
    assert client.post(reverse("operation:lift", args=[held.pk]), {"reason": "已整改"}).status_code == 302
    assert "失信惩戒中" not in text(client.get(row.get_absolute_url()))
    told = [entry.act for entry in Entry.objects.about(row).order_by("pk")]
    assert told == ["operation.register", "operation.sanction", "operation.lift"]
    with pytest.raises(Refused, match="此项惩戒已于"):
        operators.lift(held, by=here.county_head, reason="再一次")


def test_a_sanction_that_ends_before_it_begins_is_refused(here, client):
    row = operator(here)
    answer = client.as_(here.county_head).post(
        reverse("operation:sanction", args=[row.pk]), BARRED | {"to_on": "2020-09-01", "file": scan()}
    )
    assert answer.status_code == 422 and "截止日期不能早于起始日期" in text(answer)
    assert not Sanction.objects.exists()


def test_a_sanction_that_is_over_bars_nobody(here, client):
    row = operator(here)
    told = BARRED | {"from_on": date(2020, 9, 20), "to_on": date(2021, 9, 19)}
    operators.sanction(row, by=here.county_head, file=scan(), **told)
    assert "失信惩戒中" not in text(client.as_(here.village_clerk).get(row.get_absolute_url()))


def test_only_the_county_head_sanctions_and_relieves(here):
    row = operator(here)
    held = operators.sanction(row, by=here.county_head, file=scan(), **BARRED | {"to_on": None})
    for person in ("village_clerk", "town_reviewer", "county_clerk", "auditor"):
        with pytest.raises(PermissionDenied):
            operators.sanction(row, by=getattr(here, person), file=scan(), **BARRED)
        with pytest.raises(PermissionDenied):
            operators.lift(held, by=getattr(here, person), reason="已整改")
