"""二（六）From a draft to its end: who drafts, decides, signs and ends an agreement, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from assets import actions as assets
from journal.acts import act
from journal.files.limits import Unreadable
from journal.models import Change, Entry
from journal.transitions import Refused
from operation import actions, ending, operators
from operation.models import Agreement, AgreementAsset, Due
from ownership import actions as titles
from tests.operation.agreeing import (
    CANDIDATES,
    DECIDED,
    ENDED,
    LATER,
    SIGNED,
    TERMS,
    WORKSHOP,
    agreement_in,
    decided,
    drafted,
    fresh,
    known_operator,
    renewed,
    run_over,
    scan,
    shown,
    signed,
    workshop,
)

D = Decimal


def told_of(refused):
    return "；".join(refused.value.messages)


def test_an_agreement_goes_from_draft_into_force_and_owes_what_it_says(here):
    row = signed(here)
    assert (row.state, row.number[:11], row.paper_number) == (
        "in_force",
        "410821H" + row.number[7:11],
        "修东租〔2020〕1号",
    )
    dues = list(row.dues.order_by("position"))
    assert [(one.kind, one.due_on, one.amount) for one in dues[:2]] == [
        ("deposit", date(2020, 10, 1), D(5000)),
        ("income", date(2020, 10, 10), D(18000)),
    ]
    assert sum(one.amount for one in dues if one.kind == "income") == TERMS["total"] and len(dues) == 7
    assert {(one.unit_id, one.operator_id) for one in dues} == {(row.unit_id, row.operator_id)}
    assert row.lines.get().is_held
    told = [entry.act.partition(".")[2] for entry in Entry.objects.about(row).order_by("pk")]
    assert told == ["draft", "decide", "sign"]


def test_the_dues_of_one_signing_stand_in_its_entry(here):
    row = signed(here)
    entry = Entry.objects.about(row).get(act="operation.sign")
    changes = Change.objects.filter(entry=entry, table=Due._meta.db_table)
    assert changes.count() == 7


def test_what_the_income_rule_does_not_ask_for_is_left_empty(here):
    row = drafted(here, base=D(1), income_rate=D(5), price=D(1))
    assert (row.amount, row.base, row.income_rate, row.price) == (D(36000), None, None, None)


def broken(here):
    """{name: (an asset that cannot be let, the sentence)}."""
    held = workshop(here, name="被冻结的车间")
    disposed = workshop(here, name="已核销的车间")
    with here.scope():
        held = assets.hold(held, by=here.county_head, reason="权属争议。")
        disposed = assets.retire(disposed, by=here.county_head, reason="到期报废")
    road = here.asset_in("ledger", name="道路")
    here.title_in("confirmed", road)
    untitled = here.asset_in("ledger", **WORKSHOP | {"name": "未确权的车间"})
    proposed = here.asset_in("ledger", **WORKSHOP | {"name": "确权中的车间"})
    here.title_in("proposed", proposed)
    return [
        (held, "“被冻结的车间”已冻结（权属争议），解冻后方可办理"),
        (disposed, "“已核销的车间”不在台账（已退出台账）"),
        (road, "“道路”是公益性资产，只有经营性资产才签订经营协议"),
        (untitled, "“未确权的车间”尚未确权，确认产权之后方可签订"),
        (proposed, "“确权中的车间”的确权状态为「已提出」"),
        (here.asset(**WORKSHOP | {"name": "草稿车间"}), "“草稿车间”不在台账（草稿）"),
    ]


def test_an_asset_that_cannot_be_let_is_refused_in_words_and_nothing_is_written(here):
    operator = known_operator(here)
    for asset, sentence in broken(here):
        with pytest.raises(Refused) as refused:
            drafted(here, asset, operator=operator)
        assert sentence.partition("（已退出")[0] in told_of(refused)
    assert not Agreement.objects.exists()


def test_what_befalls_an_asset_after_the_decision_stands_in_the_way_of_signing(here):
    row = shown(here, decided(here))
    asset = row.lines.get().asset
    assets.hold(asset, by=here.county_head, reason="权属争议")
    with pytest.raises(Refused, match="已冻结"):
        actions.sign(row, by=here.town_reviewer, file=scan(), **SIGNED)
    assets.release(asset, by=here.county_head, reason="已经解决")
    title = titles.Title.objects.get(asset=asset)
    title = titles.ask_end(title, by=here.town_clerk, reason="登记有误")
    with pytest.raises(Refused, match="已申请注销确权，县级审核之前不再签订"):
        actions.sign(fresh(row), by=here.town_reviewer, file=scan(), **SIGNED)
    titles.extinguish(title, by=here.county_head)
    with pytest.raises(Refused, match="尚未确权"):
        actions.sign(fresh(row), by=here.town_reviewer, file=scan(), **SIGNED)
    assert not Due.objects.exists()


def test_one_asset_is_under_one_signed_agreement_at_a_time(here):
    asset = workshop(here)
    first, second = drafted(here, asset), drafted(here, asset)
    row = signed(here, first)
    with pytest.raises(
        Refused, match=f"在 2020-10-01 至 2023-09-30 已签有协议「{row.number}」，期限不能重叠"
    ):
        decided(here, second)
    with pytest.raises(Refused, match="期限不能重叠"):
        drafted(here, asset, **LATER | {"from_on": date(2023, 9, 30), "to_on": date(2026, 9, 29)})
    assert drafted(here, asset, **LATER).state == "draft"


def test_nor_would_the_database_take_two(here):
    asset = workshop(here)
    signed(here, drafted(here, asset))
    other = drafted(here, asset, **LATER)
    with pytest.raises(IntegrityError, match="asset_under_one_agreement"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(other)
            AgreementAsset.objects.filter(agreement=other).update(is_held=True, from_on="2023-01-01")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"to_on": date(2020, 9, 1)}, "to_on", "截止日期不能早于起始日期"),
        ({"total": D(1)}, "total", "比合同总额 1.00 元多 107,999.00 元"),
        ({"rights_duties": ""}, "rights_duties", "此字段不能为空"),
        ({"risk_control": ""}, "risk_control", "此字段不能为空"),
        ({"remark": "联系人 410821196503127038"}, "remark", "含有身份证号码"),
        ({"benefit_mechanism": "电话 13903910815"}, "benefit_mechanism", "含有手机号码"),
        ({"deposit": D(-1)}, "deposit", "金额不能为负数"),
        ({"assets": []}, "assets", "请至少选择一项资产"),
        (
            {"candidates": [one | {"is_chosen": True} for one in CANDIDATES]},
            "candidates",
            "中选的只能是一个候选主体",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(here, fields, field, sentence):
    with pytest.raises(Refused) as refused:
        drafted(here, **fields)
    assert any(sentence in told for told in refused.value.message_dict[field])
    assert not Agreement.objects.exists()


def test_a_sanctioned_operator_signs_nothing_new(here):
    company = known_operator(here)
    row = shown(here, decided(here, operator=company))
    barred = operators.sanction(
        company,
        by=here.county_head,
        offence="breach",
        facts="拖欠租金两年",
        decision_number="修扶贫办〔2020〕9号",
        from_on=date(2020, 9, 20),
        to_on=None,
        file=scan(),
    )
    with pytest.raises(Refused, match="因不依法履约受到失信惩戒（修扶贫办〔2020〕9号）"):
        actions.sign(row, by=here.town_reviewer, file=scan(), **SIGNED)
    with pytest.raises(Refused, match="不得签订新的经营协议"):
        drafted(here, operator=company)
    operators.lift(barred, by=here.county_head, reason="已付清")
    assert actions.sign(row, by=here.town_reviewer, file=scan(), **SIGNED).state == "in_force"


def test_it_is_signed_only_after_its_notice(here):
    row = decided(here)
    with pytest.raises(Refused, match="尚未公示：须先办理「扶贫资产经营协议公示」"):
        actions.sign(row, by=here.town_reviewer, file=scan(), **SIGNED)


def test_what_was_decided_is_changed_only_after_it_is_sent_back(here):
    row = decided(here)
    told = {"operator": row.operator, "assets": [row.lines.get().asset], "candidates": CANDIDATES}
    with pytest.raises(Refused, match="退回起草后方可修改"):
        actions.redraft(row, by=here.village_clerk, version=row.version, **told, **TERMS)
    row = actions.send_back(row, by=here.town_reviewer, reason="总额有误")
    changed = TERMS | {"amount": D(40000), "total": D(120000)}
    row = actions.redraft(row, by=here.village_clerk, version=row.version, **told, **changed)
    assert (row.amount, row.lines.count(), row.candidates.count()) == (D(40000), 1, 2)


def test_what_a_notice_shows_is_not_changed_behind_it(here):
    row = shown(here, decided(here))
    row = actions.send_back(row, by=here.town_reviewer, reason="期限有误")
    with pytest.raises(Refused, match="先更正或撤回该公示"):
        actions.redraft(
            row, by=here.village_clerk, version=row.version, operator=row.operator, assets=[], **TERMS
        )


def test_whoever_saved_in_between_is_not_overwritten(here):
    row = drafted(here)
    told = {"operator": row.operator, "assets": [row.lines.get().asset], **TERMS}
    actions.redraft(row, by=here.town_clerk, version=1, **told)
    with pytest.raises(actions.Stale, match="他人已修改本协议"):
        actions.redraft(row, by=here.village_clerk, version=1, **told)


def test_the_chosen_one_is_the_operator(here):
    row = drafted(here, candidates=[])
    with pytest.raises(Refused, match="还没有登记候选经营主体和中选结果"):
        decided(here, row)
    wrong = [CANDIDATES[0] | {"is_chosen": False}, CANDIDATES[1] | {"is_chosen": True}]
    row = drafted(here, candidates=wrong)
    with pytest.raises(
        Refused, match="中选的是“修武县顺达加工厂”，与协议的经营主体“修武县云台服饰有限公司”不一致"
    ):
        decided(here, row)


def test_a_public_bidding_has_as_many_bidders_as_the_law_asks(here):
    row = drafted(here)
    with pytest.raises(Refused, match="候选主体不得少于 3 个，现有 2 个"):
        actions.decide(row, by=here.village_clerk, file=scan(), **DECIDED | {"procedure": "bidding"})


def test_whoever_wrote_or_decided_it_does_not_sign_it(here):
    row = shown(here, decided(here))
    with pytest.raises(PermissionDenied):
        actions.sign(row, by=here.village_clerk, file=scan(), **SIGNED)


@pytest.mark.parametrize(
    "person", ["other_village_clerk", "other_town_reviewer", "department_clerk", "auditor"]
)
def test_nobody_elsewhere_drafts_over_the_assets_of_a_village(here, person):
    asset, company = workshop(here), known_operator(here)
    with pytest.raises((Refused, PermissionDenied)):
        drafted(here, asset, by=person, operator=company)


def test_a_village_lets_no_asset_of_another_village(here):
    asset, company = workshop(here), known_operator(here)
    with pytest.raises(Refused, match="“东关扶贫车间”不在您的办理范围内"):
        drafted(here, asset, by="other_village_clerk", unit=here.other_village, operator=company)


def test_an_early_end_leaves_what_was_earned_and_adds_the_settlement(here):
    row = signed(here)
    told = ENDED | {"ended_on": date(2021, 6, 30), "amount": D("1200.50")}
    row = ending.dissolve(row, by=here.town_reviewer, **told)
    assert (row.state, row.end_kind, row.ended_on) == ("ended", "agreed", date(2021, 6, 30))
    dues = {one.position: one for one in row.dues.all()}
    assert [one.state for one in dues.values()].count("waived") == 5  # the deposit, four periods beyond
    cut = dues[3]  # 2021-04-01 to 2021-09-30: 91 of 183 days
    assert (cut.state, cut.amount) == ("open", D("8950.82"))
    assert (dues[8].kind, dues[8].amount, dues[8].due_on) == ("settlement", D("1200.50"), date(2021, 6, 30))
    line = row.lines.get()
    assert (line.is_held, line.to_on) == (True, date(2021, 6, 30))


def test_what_ended_early_makes_room_for_another_from_the_next_day(here):
    row = agreement_in(here, "breached")
    asset = row.lines.get().asset
    later = {"from_on": date(2021, 10, 1), "to_on": date(2024, 9, 30), "first_due_on": date(2021, 10, 10)}
    assert signed(here, drafted(here, asset, **later)).state == "in_force"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2020, 9, 30), "终止日期不能早于协议的起始日期"), (date(2023, 10, 1), "请办理到期终止")],
)
def test_it_ends_early_only_on_a_day_of_its_term(here, day, sentence):
    with pytest.raises(Refused, match=sentence):
        ending.breach(signed(here), by=here.town_reviewer, **ENDED | {"ended_on": day})


def test_it_expires_only_after_its_last_day_and_its_dues_stay_owed_but_the_deposit(here):
    running = signed(here, to_on=date(2030, 9, 30), total=None)
    with pytest.raises(Refused, match="协议期限到 2030-09-30，2030-10-01 起方可办理"):
        ending.expire(running, by=here.town_reviewer)
    row = ending.expire(signed(here), by=here.town_reviewer)
    assert (row.state, row.ended_on) == ("ended", date(2023, 9, 30))
    assert row.dues.filter(state="open").count() == 6
    assert row.dues.get(kind="deposit").state == "waived"


def test_a_renewal_is_a_new_agreement_that_knows_its_parent(here):
    row = renewed(here)
    later = Agreement.objects.get(previous=row)
    assert (row.state, later.state, later.from_on) == ("renewed", "in_force", date(2023, 10, 1))


def test_it_is_closed_as_renewed_only_when_the_next_is_signed(here):
    with pytest.raises(Refused, match="没有已签订的续签协议"):
        ending.close_renewed(signed(here), by=here.town_reviewer)
    assert run_over(here).state == "in_force"


def test_the_database_itself_takes_no_agreement_without_its_clauses(here):
    row = drafted(here)
    with pytest.raises(IntegrityError, match="agreement_says_all_seven"), transaction.atomic():
        with act("tests.touch", "改动", by=None, county=here.code) as entry:
            entry.about(row)
            Agreement.objects.filter(pk=row.pk).update(benefit_mechanism="")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("name", "body"),
    [("记录.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("记录.pdf", b"MZ" + b"\0" * 200)],
)
def test_what_is_no_paper_is_refused(here, name, body):
    row = drafted(here)
    with pytest.raises(Unreadable, match="记录"):
        actions.decide(row, by=here.village_clerk, file=SimpleUploadedFile(name, body), **DECIDED)
    assert fresh(row).state == "draft"
