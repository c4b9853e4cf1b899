"""二（六）An agreement in force is amended: proposed with its paper, approved by another, owed exact to the fen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from journal.models import Deadline, Entry
from journal.transitions import Refused
from operation import amending, charging, ending, operators
from operation.models import Due
from tests.operation.agreeing import ENDED, LATER, drafted, fresh, scan, signed
from tests.operation.amending import ASKED, CHEAPER, amended, proposed
from tests.operation.paying import PROFIT, dues_of, received

D = Decimal
DAY = timedelta(days=1)


def text(answer):
    return answer.content.decode()


def said(rows):
    return [(due.due_on, due.amount, due.paid, due.state) for due in rows]


def test_what_is_paid_part_paid_or_due_stays_and_the_rest_makes_the_new_total_to_the_fen(here):
    row = signed(here)
    fourth = dues_of(row)[3]
    received(here, row)  # the deposit and the first half-year
    received(here, row, amount=D("0.37"), voucher="2", paid={fourth.pk: D("0.37")})
    before = said(dues_of(row)[:4])
    row = amended(here, row, amount=D("30000.01"), to_on=date(2024, 9, 30), total=D("129000.03"))
    assert (row.state, row.edition, row.amount, row.amend_asked_at) == ("in_force", 2, D("30000.01"), None)
    dues = dues_of(row)
    kept = [due for due in dues if due.edition == 1 and due.state == "open"]
    assert said(kept) == before
    assert [due.position for due in dues if due.state == "replaced"] == [5, 6, 7]
    new = [due for due in dues if due.edition == 2]
    assert [(due.position, due.from_on, due.due_on, due.amount) for due in new] == [
        (8, date(2022, 4, 1), date(2022, 4, 10), D("15000.01")),
        (9, date(2022, 10, 1), date(2022, 10, 10), D("15000.00")),
        (10, date(2023, 4, 1), date(2023, 4, 10), D("15000.01")),
        (11, date(2023, 10, 1), date(2023, 10, 10), D("15000.00")),
        (12, date(2024, 4, 1), date(2024, 4, 10), D("15000.01")),
    ]
    assert sum(due.amount for due in kept + new if due.kind == "income") == row.total
    line = row.lines.get()
    assert (line.is_held, line.to_on) == (True, date(2024, 9, 30))
    waited = Deadline.objects.filter(cleared_at=None)
    assert waited.get(kind="operation.end").due_on == date(2024, 9, 30)
    assert set(waited.filter(kind="operation.pay").values_list("row_id", flat=True)) == {
        due.pk for due in kept + new if due.left
    }


def test_an_amendment_keeps_what_was_and_what_is_and_stands_in_the_history(here):
    row = amended(here)
    made = row.amendments.get()
    assert (made.state, made.edition, made.judged_by) == ("in_force", 2, here.town_reviewer)
    assert made.changes == [
        ["每年金额（保底额）（元）", "36,000.00", "30,000.00"],
        ["合同总额（元）", "108,000.00", "96,000.00"],
    ]
    told = Entry.objects.about(row).order_by("pk").values_list("act", flat=True)
    assert [*told][-2:] == ["operation.propose_amendment", "operation.amend"]


def test_words_are_amended_without_touching_what_is_owed(here):
    row = signed(here)
    before = said(dues_of(row))
    row = amended(here, row, risk_control="资产投保，逾期一个月可解除。")
    assert row.risk_control.startswith("资产投保") and said(dues_of(row)) == before


def test_bad_input_is_told_at_its_field_and_nothing_is_written(here):
    row = signed(here)
    other = drafted(here, row.lines.get().asset, operator=row.operator, **LATER)
    cases = [
        ({"to_on": date(2021, 4, 30), "total": None}, "新的截止日期不能早于变更日期"),
        ({"risk_control": row.risk_control}, "没有改动任何约定"),
        ({"on": date(2020, 9, 30), **CHEAPER}, "变更日期不能早于协议的起始日期 2020-10-01"),
        ({"on": timezone.localdate() + DAY, **CHEAPER}, "变更日期不能晚于今天"),
        ({"on": date(2023, 10, 1), **CHEAPER}, "变更日期晚于协议的截止日期 2023-09-30"),
        ({"amount": D(30000)}, "比合同总额 108,000.00 元少 12,000.00 元"),
        ({"deposit": D(4000)}, "保证金不能减到 5,000.00 元以下"),
        ({"risk_control": "电话 13903910815"}, "含有手机号码"),
        ({"reason": "联系 410821196503127038", **CHEAPER}, "含有身份证号码"),
    ]
    for fields, sentence in cases:
        with pytest.raises(Refused, match=sentence):
            proposed(here, row, **fields)
    signed(here, other)
    with pytest.raises(Refused, match="在 2023-10-01 至 2026-09-30 已签有协议"):
        proposed(here, row, to_on=date(2024, 9, 30), total=D(144000))
    assert fresh(row).version == row.version and not row.amendments.exists()


def test_a_sanctioned_operator_gets_no_longer_term_but_may_pay_less(here):
    row = signed(here)
    told = {"offence": "breach", "facts": "拖欠租金", "decision_number": "修扶贫办〔2020〕9号"}
    day = timezone.localdate()
    operators.sanction(row.operator, by=here.county_head, from_on=day, to_on=None, file=scan(), **told)
    with pytest.raises(Refused, match="受到失信惩戒"):
        proposed(here, row, to_on=date(2024, 9, 30), total=D(144000))
    assert proposed(here, row).amend_asked_at


def test_who_proposed_it_does_not_approve_and_meanwhile_nothing_else_is_done(here):
    row = proposed(here)
    with pytest.raises(PermissionDenied):
        amending.amend(row, by=here.village_clerk)
    with pytest.raises(Refused, match="已有一项变更待审核"):
        proposed(here, row)
    with pytest.raises(Refused, match="协议有一项变更待审核"):
        ending.dissolve(row, by=here.town_reviewer, **ENDED)
    row = amending.refuse_amendment(row, by=here.town_reviewer, reason="补充协议未盖章")
    assert (row.edition, row.amendments.get().state) == (1, "refused")
    assert amended(here, row).edition == 2


def test_money_that_came_meanwhile_counts_when_it_is_approved(here):
    row = proposed(here)
    fifth = dues_of(row)[4]
    received(here, row, amount=D(100), paid={fifth.pk: D(100)})
    with pytest.raises(Refused, match=r"多 6,000\.00 元"):
        amending.amend(row, by=here.town_reviewer)
    assert not Due.objects.filter(state="replaced").exists()


def test_an_amount_is_worked_out_by_the_terms_of_its_period(here, client):
    row = signed(here, **PROFIT | {"deposit": 0})
    row = amended(here, row, income_rate=D(20))
    dues = [due for due in dues_of(row) if due.state == "open"]
    told = {"by": here.town_clerk, "basis": "审计报告", "quantity": D(100000)}
    assert charging.fix(dues[0], **told).amount == D(10000)
    assert charging.fix(dues[-1], **told).amount == D(20000)
    old, new = (client.as_(here.town_clerk).get(due.get_absolute_url()) for due in (dues[0], dues[-1]))
    assert old.context["terms"] != new.context["terms"] == row.income_text


def form(row, **fields):
    """What a browser sends of the form of an amendment."""
    told = {name: getattr(row, name) for name in amending.editions.FIELDS} | CHEAPER | ASKED
    told |= {"version": row.version} | fields
    return {name: value for name, value in told.items() if value is not None}


def test_a_clerk_sees_what_will_be_owed_and_hands_it_to_the_reviewer(here, client):
    row = signed(here)
    address = reverse("operation:amend", args=[row.pk])
    assert address in text(client.as_(here.village_clerk).get(row.get_absolute_url()))
    shown = text(client.post(address, form(row, preview="1", reason="")))
    assert "变更后的付款计划（尚未提交）" in shown and "不再应付" in shown and "15,000.00" in shown
    wrong = client.post(address, form(row, preview="1", total="1"))
    assert wrong.status_code == 422 and "比合同总额 1.00 元多 95,999.00 元" in text(wrong)
    answer = client.post(address, form(row))
    assert answer.status_code == 422 and "请选择补充协议的扫描件" in text(answer)
    assert not row.amendments.exists()
    assert client.post(address, form(row, file=scan())).status_code == 302
    assert client.get(address).status_code == 403
    page = text(client.as_(here.town_reviewer).get(row.get_absolute_url()))
    assert "待审核的变更" in page and "审核变更" in page and "疫情影响" in page
    step = reverse("journal:perform", args=["operation.amend", row.pk])
    client.post(step, {"seen": client.get(step).context["seen"]})
    page = text(client.get(row.get_absolute_url()))
    assert "第 2 版" in page and "已重排" in page and "30,000.00" in page


def test_a_form_that_was_opened_before_another_amendment_changes_nothing(here, client):
    row = signed(here)
    stale = form(row, amount="20000", file=scan())
    row = amended(here, row)
    address = reverse("operation:amend", args=[row.pk])
    answer = client.as_(here.village_clerk).post(address, stale)
    assert answer.status_code == 422 and "他人已办理本协议的事项" in text(answer)
    assert row.amendments.count() == 1
