"""二（六）Operators as files: brought in, taken out, and in again without a change."""

import pytest

from operation.models import Operator
from tests.assets.registering import checked, written
from tests.assets.test_registers_export import as_upload, taken_out
from tests.custody.test_files import faults
from tests.journal.workbooks import workbook
from tests.operation.agreeing import CODES, known_operator, operator

HEADS = "企业名称 主体类别 信用代码 法人 电话 账号".split()
LINE = {
    "企业名称": "修武县云台服饰有限公司",
    "主体类别": "企业",
    "信用代码": CODES[0].lower(),
    "法人": "赵建国",
    "电话": "13903910815",
    "账号": "6217002430012345678",
}


def sheet(*rows):
    lines = [[(LINE | told).get(head, "") for head in HEADS] for told in rows]
    return workbook(*lines, head=["序号", *HEADS], title="经营主体名单", unit="")


def test_a_list_enters_operators_and_is_taken_back(here, client):
    farm = {"企业名称": "刘庄家庭农场", "主体类别": "家庭农场", "信用代码": "", "账号": ""}
    batch = written(client, here, "operators", sheet({}, farm))
    company, other = Operator.objects.order_by("pk")
    assert (company.credit_code, company.kind, company.account) == (CODES[0], "enterprise", LINE["账号"])
    assert (other.kind, other.unit, other.batch_id) == ("farm", here.office, batch.pk)
    page = client.get(f"/operation/operators/?batch={batch.pk}")
    assert len(page.context["rows"]) == 2


def test_what_is_wrong_is_told_at_its_cell(here, client):
    known_operator(here)
    told = [
        ({"信用代码": CODES[1].replace("B", "C")}, "校验位不符"),
        ({"信用代码": ""}, "企业须填写统一社会信用代码"),
        ({}, "本县已登记过统一社会信用代码"),
        ({"信用代码": CODES[1], "电话": "请打电话"}, "联系电话只写数字"),
        ({"信用代码": CODES[1], "法人": ""}, "没有填法定代表人"),
        ({"信用代码": CODES[1], "法人": "赵建国410821199003071238"}, "身份证号码"),
    ]
    batch = checked(client, here, "operators", sheet(*(row for row, _ in told)))
    said = {row.number: str(row.faults) for row in batch.rows.all()}
    assert [sentence in said[number] for number, (_, sentence) in enumerate(told, 4)] == [True] * 6, said


def test_one_told_twice_in_a_file_is_refused(here, client):
    batch = checked(client, here, "operators", sheet({}, {"企业名称": "换个名字"}))
    assert any("与第 4 行是同一经营主体" in one for one in faults(batch))


@pytest.mark.parametrize("layout", ["all", "view"])
def test_what_was_taken_out_comes_in_again_without_a_change(here, client, layout):
    known_operator(here)
    operator(here, kind="household", name="张建国", credit_code="", legal_person="张建国", account="")
    batch = checked(client, here, "operators", as_upload(taken_out(here, "operators", layout=layout)))
    assert faults(batch) == [] and [row.action for row in batch.rows.all()] == ["same", "same"]


def test_only_those_are_taken_out_whose_contacts_one_may_read(here):
    known_operator(here)
    operator(here, by="county_clerk", unit="office", name="县平台公司", credit_code=CODES[1])
    assert taken_out(here, "operators").rows == 2
    assert taken_out(here, "operators", who="town_clerk").rows == 1
