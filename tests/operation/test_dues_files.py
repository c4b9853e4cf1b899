"""Receipts and dues from and into workbooks, and the letters that ask for what is late."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from journal.models import Deadline, Print
from operation import prints_dues as prints
from operation import receiving
from operation.models import Allocation, Due, Receipt
from tests.assets.registering import checked, written
from tests.journal.importing import confirm, faults, newest, work
from tests.journal.printing import printed, texts
from tests.journal.workbooks import workbook
from tests.operation.agreeing import drafted, known_operator, operator, signed, workshop
from tests.operation.paying import PROFIT, RENT, awaited_due, dues_of, late_due, received

HEAD = ["序号", "交易日期", "流水号", "对方户名", "对方账号", "贷方发生额", "合同号", "信用代码", "摘要"]
COMPANY = "修武县云台服饰有限公司"
LINE = ["2020-10-12", "L-1", COMPANY, "410801040003456", 23000, "", "", "租金"]


def line(**given):
    """A sound row of a bank's list; `given` replaces cells by their column's name."""
    return [given.get(name, value) for name, value in zip(HEAD[1:], LINE, strict=True)]


def listed(*rows):
    return workbook(*rows, head=HEAD, title="银行流水", unit="单位：元", name="流水.xlsx")


def questions(batch):
    """{row number: [question]} of a checked batch."""
    told = {}
    for row in batch.rows.order_by("number"):
        for fault in row.faults:
            if fault.get("question"):
                told.setdefault(row.number, []).append(fault)
    return told


def test_a_bank_list_becomes_receipts_that_pay_the_oldest_first(here, client):
    agreement = signed(here)
    batch = written(
        client,
        here,
        "receipts",
        listed(line(贷方发生额=3000), line(交易日期="2021-04-20", 流水号="L-2", 贷方发生额="38000.00")),
    )
    assert (batch.written, batch.wrong) == (2, 0)
    first, second = Receipt.objects.order_by("received_on")
    assert (first.unit, first.operator, first.account, first.batch_id) == (
        here.village,
        agreement.operator,
        "3456",
        batch.pk,
    )
    assert [due.paid for due in dues_of(agreement)][:4] == [5000, 18000, 18000, 0]
    assert sorted(Allocation.objects.filter(receipt=second).values_list("amount", flat=True)) == [
        D("2000"),
        D("18000"),
        D("18000"),
    ]
    assert not Deadline.objects.filter(row_id=dues_of(agreement)[1].pk, cleared_at=None, kind="operation.pay")
    page = client.get(reverse("operation:receipts"), {"batch": batch.pk})
    assert len(page.context["rows"]) == 2


def test_what_is_paid_beyond_is_asked_about_and_goes_where_it_is_said(here, client):
    signed(here)
    batch = checked(
        client, here, "receipts", listed(line(贷方发生额=20000), line(流水号="L-2", 贷方发生额=5000))
    )
    ((number, (question,)),) = questions(batch).items()
    assert (number, question["question"], question["proposal"]) == (5, "surplus", "ahead")
    assert "本笔多出 2,000.00 元" in question["text"]
    client.post(
        reverse("imports:answer", args=[batch.pk]),
        {
            "row": 5,
            "question": "surplus",
            "option": "return",
            "number": 5,
            "answer": "return",
            "value": "return",
        },
    )
    work(here)
    confirm(client, newest(), as_proposed="on")
    work(here)
    receipt = Receipt.objects.get(voucher="L-2")
    assert receipt.surplus == D("2000") and receipt.surplus_use in ("return", "ahead")


def test_money_that_came_before_a_due_was_near_does_not_pay_it(here, client):
    agreement = signed(here)
    written(
        client,
        here,
        "receipts",
        listed(
            line(交易日期="2020-08-01", 流水号="早", 贷方发生额=1000),
            line(交易日期="2020-10-12", 流水号="中", 贷方发生额=30000),
            line(交易日期="2021-04-12", 流水号="晚", 贷方发生额=18000),
        ),
    )
    surplus = dict(Receipt.objects.values_list("voucher", "surplus"))
    assert surplus == {"早": D("1000"), "中": D("7000"), "晚": 0}
    assert [due.paid for due in dues_of(agreement)][:4] == [5000, 18000, 18000, 0]


def test_it_pays_as_the_form_would(here, client):
    """The same money, once line by line through the act and once by set."""
    money = [
        (date(2020, 10, 1), D("4999.99")),
        (date(2020, 10, 20), D("18000.01")),
        (date(2021, 10, 9), D("50000")),
    ]
    by_hand = signed(here)
    for at, (day, amount) in enumerate(money):
        received(here, by_hand, received_on=day, amount=amount, voucher=f"手 {at}", surplus_use="ahead")
    other = operator(here, name="修武县顺达加工厂", credit_code="92410821MA40N3QL4B", kind="trader")
    chosen = [{"name": other.name, "offer": "每年 3.6 万元", "is_chosen": True}]
    by_set = signed(here, drafted(here, workshop(here, name="东关冷库"), operator=other, candidates=chosen))
    rows = [
        line(交易日期=day.isoformat(), 流水号=f"批 {at}", 贷方发生额=str(amount), 对方户名=other.name)
        for at, (day, amount) in enumerate(money)
    ]
    written(client, here, "receipts", listed(*rows))
    assert [due.paid for due in dues_of(by_set)] == [due.paid for due in dues_of(by_hand)]
    left = [
        list(
            Receipt.objects.filter(operator=one.operator)
            .order_by("received_on")
            .values_list("surplus", flat=True)
        )
        for one in (by_hand, by_set)
    ]
    assert left[0] == left[1]


def test_what_was_recorded_already_stays_out(here, client):
    agreement = signed(here)
    received(here, agreement, voucher="L-1", amount=D("23000"))
    batch = checked(
        client,
        here,
        "receipts",
        listed(line(), line(流水号="L-2", 贷方发生额=1), line(流水号="L-2", 贷方发生额=1)),
    )
    told = {number: one[0]["question"] for number, one in questions(batch).items()}
    assert (told[4], told[6]) == ("twin", "twin")
    confirm(client, batch, as_proposed="on")
    work(here)
    assert sorted(Receipt.objects.values_list("voucher", flat=True)) == ["L-1", "L-2"]


def test_a_batch_is_taken_back_as_voids_with_their_reason_and_what_it_paid_is_owed_again(here, client):
    agreement = signed(here)
    batch = written(
        client, here, "receipts", listed(line(贷方发生额=9000), line(流水号="L-2", 贷方发生额=4000))
    )
    later = received(here, agreement, amount=D("10000"), voucher="手工")
    first, second = Receipt.objects.filter(batch_id=batch.pk).order_by("voucher")
    receiving.void(first, by=here.village_clerk, reason="不是协议款")
    address = reverse("imports:undo", args=[batch.pk])
    assert "本批收款逐笔作废" in client.get(address).content.decode()
    client.post(address, {"reason": "传错了文件"})
    work(here)
    told = Receipt.objects.order_by("pk").values_list("state", "void_reason", "voided_by")
    clerk = here.county_clerk.pk
    assert list(told) == [
        ("void", "不是协议款", here.village_clerk.pk),
        ("void", "传错了文件", clerk),
        ("recorded", "", None),
    ]
    assert sum(due.paid for due in dues_of(agreement)) == later.amount
    assert Deadline.objects.filter(row_id=dues_of(agreement)[0].pk, cleared_at=None).exists()
    assert "传错了文件" in client.get(second.get_absolute_url()).content.decode()
    again = newest()
    assert (again.pk, again.state) == (batch.pk, "undone")
    assert not checked(client, here, "receipts", listed(line(流水号="L-2", 贷方发生额=4000))).wrong


@pytest.mark.parametrize("by", ["number", "paper_number", "code", "name"])
def test_who_paid_is_found_by_number_code_or_name(here, client, by):
    agreement = signed(here)
    told = {
        "number": {"对方户名": "赵某", "合同号": agreement.number},
        "paper_number": {"对方户名": "", "合同号": agreement.paper_number},
        "code": {"对方户名": "", "信用代码": agreement.operator.credit_code},
        "name": {},
    }[by]
    written(client, here, "receipts", listed(line(**told)))
    assert Receipt.objects.get().operator == agreement.operator


@pytest.mark.parametrize(
    ("payer", "words"),
    [
        ("云台服饰", "建议按"),
        ("修武县云台服饰有限责任公司", "建议按“修武县云台服饰有限公司”登记"),
        ("修武县云苔服饰有限公司", "建议按“修武县云台服饰有限公司”登记"),
        ("赵建国", "是经营主体“修武县云台服饰有限公司”的法定代表人"),
    ],
)
def test_a_name_that_is_only_like_an_operators_is_asked_about(here, client, payer, words):
    agreement = signed(here)
    batch = checked(client, here, "receipts", listed(line(对方户名=payer)))
    if payer == "云台服饰":
        assert batch.wrong == 1
        return
    ((question, *_),) = questions(batch).values()
    assert question["question"] == "payer" and words in question["text"]
    assert question["proposal"] == str(agreement.operator_id)
    confirm(client, batch, as_proposed="on")
    work(here)
    assert Receipt.objects.get().operator == agreement.operator


def test_an_operator_of_two_units_is_asked_about(here, client):
    signed(here)
    company = known_operator(here)
    second = signed_by_town(here, workshop(here, name="镇办车间"), company)
    batch = checked(client, here, "receipts", listed(line()))
    found = [one for told in questions(batch).values() for one in told if one["question"] == "unit"]
    assert {option[0] for option in found[0]["options"]} == {str(here.village.pk), str(second.unit_id)}
    told = workbook([*line(), second.unit.name], head=[*HEAD, "收款单位"], unit="单位：元", name="收款.xlsx")
    batch = checked(client, here, "receipts", told)  # as the list that was taken out has it
    assert "unit" not in {one["question"] for told in questions(batch).values() for one in told}
    confirm(client, batch, as_proposed="on")
    work(here)
    assert Receipt.objects.get().unit == here.town


def signed_by_town(place, asset, company):
    from operation import actions
    from tests.operation.agreeing import DECIDED, SIGNED, scan, shown

    row = drafted(place, asset, by="town_clerk", unit=place.town, operator=company)
    with place.scope():
        row = actions.decide(row, by=place.town_clerk, file=scan("会议记录.pdf"), **DECIDED)
    shown(place, row)
    with place.scope():
        return actions.sign(row, by=place.town_reviewer, file=scan("合同.pdf"), **SIGNED)


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        ("对方户名", "不认识的人", "没有找到付款的经营主体"),
        ("合同号", "修租〔1999〕1号", "没有编号或合同号为“修租〔1999〕1号”的已签订协议"),
        ("信用代码", "91410821MA40N3QK6X", "本县没有登记统一社会信用代码"),
        ("贷方发生额", "", "没有填金额，请补上。"),
        ("贷方发生额", "-5", "-5"),
        ("交易日期", "2100-01-01", "到账日期不能晚于今天"),
        ("流水号", "", "没有填凭证号，请补上。"),
    ],
)
def test_what_is_no_receipt_is_said_at_its_cell(here, client, cell, text, sentence):
    signed(here)
    batch = checked(client, here, "receipts", listed(line(**{cell: text})))
    assert batch.wrong == 1 and sentence in str(faults(batch))


def test_a_village_of_another_township_is_out_of_reach(here, client):
    signed(here)
    batch = checked(client, here, "receipts", listed(line()), who="department_clerk", unit="department")
    assert batch.wrong == 1 and "在您的办理范围内没有已签订的协议" in str(faults(batch))


def test_amounts_come_back_from_the_list_that_was_taken_out(here, client):
    due = awaited_due(here)
    known = late_due(here, asset=None, name="另一份协议", operator=due.operator)
    head = ["序号", "系统编号", "应收金额", "核定依据"]
    rows = [[str(due.pk), 12000, "2020年度审计报告"], [str(known.pk), 1, "改小"], [str(2**40), 1, "乱填"]]
    file = workbook(*rows, head=head, title="应收款", unit="单位：元", name="应收款.xlsx")
    batch = checked(client, here, "dues", file)
    assert {one["sure"] for one in batch.columns if one["key"]} == {"sure"}
    assert batch.wrong == 2 and "金额已经确定（18,000.00 元）" in str(faults(batch))
    confirm(client, batch, skip_wrong="on", as_proposed="on")
    work(here)
    due.refresh_from_db()
    assert (due.amount, due.basis, Due.objects.get(pk=known.pk).amount) == (12000, "2020年度审计报告", 18000)


@pytest.mark.parametrize("resource", ["dues", "receipts"])
def test_the_lists_are_taken_out_by_who_may_read_names(here, city, client, resource):
    received(here, signed(here))
    page = client.as_(here.county_clerk).get(reverse("exports:new"), {"resource": resource})
    assert page.status_code == 200
    assert client.as_(city.reader).get(reverse("exports:new"), {"resource": resource}).status_code in (
        403,
        404,
    )


def test_a_letter_asks_for_what_is_late_with_what_lateness_costs(here, client):
    due = late_due(here, **PROFIT | {"late_fee": D("0.5"), **{"income_rule": "fixed", "amount": D("36000")}})
    received(here, due.agreement, amount=D("8000"))
    row = printed(here, prints.demand, [due.agreement], who="village_clerk")
    sheet = "".join(texts(row)).replace("\n", "")
    for words in ("催缴通知", COMPANY, due.agreement.number, "15,000.00", "每日0.5‰", "城关镇东关村"):
        assert words in sheet.replace(" ", ""), (words, sheet)


def test_letters_of_all_that_pass_are_asked_for_on_the_page_of_arrears(here, client):
    signed(here, **RENT)
    client.as_(here.town_clerk)
    answer = client.post(reverse("operation:demand"), {"query": "age=more"})
    row = Print.objects.get()
    assert (answer.status_code, row.kind, len(row.rows)) == (302, "operation.demand", 1)
    assert client.as_(here.auditor).post(reverse("operation:demand")).status_code == 403
    client.as_(here.town_clerk).post(reverse("operation:demand"), {"query": "age=d30"})
    assert Print.objects.count() == 1
