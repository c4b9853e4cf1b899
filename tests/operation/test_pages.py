"""二（六）The pages of agreements, as people of each post use them."""

from datetime import date

import pytest
from django.urls import reverse

from operation.forms_operators import SanctionForm
from operation.forms_steps import DecideForm, SignForm
from operation.models import Agreement
from tests.operation.agreeing import (
    TERMS,
    decided,
    drafted,
    follow,
    known_operator,
    operator,
    run_over,
    signed,
    workshop,
)
from tests.test_queries import queries

LIST, NEW = reverse("operation:list"), reverse("operation:create")
ROWS = {"candidates-TOTAL_FORMS": 2, "candidates-INITIAL_FORMS": 0}
CHOSEN = {
    "candidates-0-name": "修武县云台服饰有限公司",
    "candidates-0-offer": "每年 3.6 万元",
    "candidates-0-is_chosen": "on",
}


def text(answer):
    return answer.content.decode()


def typed(here, asset, **fields):
    company = known_operator(here)
    usual = {"unit": here.village.pk, "operator": f"{company.name} #{company.pk}", "assets": asset.number}
    return usual | {name: str(value) for name, value in TERMS.items()} | ROWS | CHOSEN | fields


def test_a_clerk_comes_from_the_asset_sees_what_will_be_paid_and_saves(here, client):
    asset = workshop(here)
    panel = reverse("operation:panel", args=[asset.pk])
    assert panel in text(client.as_(here.village_clerk).get(asset.get_absolute_url()))
    fragment = text(client.get(panel, headers={"HX-Request": "true"}))
    assert f"{NEW}?asset={asset.pk}" in fragment
    assert asset.number in text(client.get(f"{NEW}?asset={asset.pk}"))
    shown = client.post(NEW, typed(here, asset, preview="1"))
    assert shown.status_code == 200 and "付款计划（尚未保存）" in text(shown)
    assert "18,000.00" in text(shown) and "108,000.00" in text(shown)
    assert not Agreement.objects.exists()
    assert client.post(NEW, typed(here, asset)).status_code == 302
    row = Agreement.objects.get()
    page = text(client.get(row.get_absolute_url()))
    assert "付款计划（签订后生成）" in page and "登记决策" in page and "租金归村集体" in page
    assert row.get_absolute_url() in text(client.get(panel, headers={"HX-Request": "true"}))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"to_on": "2020-09-30"}, "截止日期不能早于起始日期"),
        ({"total": "120000"}, "比合同总额 120,000.00 元少 12,000.00 元"),
        ({"operator": "无此公司"}, "没有找到这个经营主体"),
        ({"assets": "410821J9999999999"}, "没有找到编号为“410821J9999999999”的资产"),
        ({"benefit_mechanism": ""}, "带贫减贫机制是指导意见二（六）要求写明的"),
        ({"from_on": "二〇二〇年"}, "请填写正确的日期"),
        ({"from_on": "9990-01-01", "to_on": "9995-01-01"}, "起始日期应在 1990 至 2199 年之间"),
        ({"amount": "三万"}, "输入一个数"),
        ({"candidates-1-name": "某某"}, "候选经营主体有填写不对的地方"),
        ({"candidates-1-name": "李四", "candidates-1-offer": "电话 13903910815"}, "含有手机号码"),
        ({"unit": 2**40}, "请从"),
    ],
)
def test_bad_input_gets_its_sentence_and_what_was_typed_stays(here, client, fields, sentence):
    asset = workshop(here)
    answer = client.as_(here.village_clerk).post(NEW, typed(here, asset, **fields))
    assert answer.status_code == 422
    assert sentence in text(answer) and "租金归村集体" in text(answer)
    assert not Agreement.objects.exists()


def test_what_does_not_make_the_total_is_told_before_it_is_saved(here, client):
    asset = workshop(here)
    answer = client.as_(here.village_clerk).post(NEW, typed(here, asset, total="1", preview="1"))
    assert answer.status_code == 422 and "比合同总额 1.00 元多 107,999.00 元" in text(answer)


def test_more_rows_are_given_without_losing_what_was_typed(here, client):
    answer = client.as_(here.village_clerk).post(NEW, typed(here, workshop(here), more="1"))
    assert answer.status_code == 200
    assert text(answer).count('class="owner-row"') == 5 and "每年 3.6 万元" in text(answer)


def test_an_operator_is_found_by_its_code_and_by_its_name(here, client):
    company = known_operator(here)
    asset = workshop(here)
    for said in (company.credit_code.lower(), company.name):
        answer = client.as_(here.village_clerk).post(NEW, typed(here, asset, operator=said))
        assert answer.status_code == 302
    assert Agreement.objects.filter(operator=company).count() == 2


def test_a_draft_is_changed_and_its_candidates_with_it(here, client):
    row = drafted(here)
    address = reverse("operation:edit", args=[row.pk])
    page = text(client.as_(here.village_clerk).get(address))
    assert "修武县顺达加工厂" in page and row.lines.get().asset.number in page
    data = typed(here, row.lines.get().asset, version=1, name="改名的协议")
    assert client.post(address, data).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.candidates.count(), row.version) == ("改名的协议", 1, 2)


def test_the_form_of_a_renewal_begins_with_the_terms_of_the_old_one(here, client):
    row = signed(here)
    assert f"{NEW}?renews={row.pk}" in text(client.as_(here.village_clerk).get(row.get_absolute_url()))
    page = client.get(f"{NEW}?renews={row.pk}")
    form = page.context["form"]
    assert (form.initial["from_on"], form.initial["to_on"]) == (date(2023, 10, 1), date(2026, 9, 30))
    assert form.initial["amount"] == TERMS["amount"]
    asset = row.lines.get().asset
    days = {"from_on": "2023-10-01", "to_on": "2026-09-30", "first_due_on": "2023-10-10"}
    assert client.post(f"{NEW}?renews={row.pk}", typed(here, asset, **days)).status_code == 302
    later = Agreement.objects.get(previous=row)
    assert "续自" in text(client.get(later.get_absolute_url()))
    assert "续签为" in text(client.get(row.get_absolute_url()))


def test_agreements_are_found_by_state_operator_asset_and_days_left(here, client):
    over = run_over(here)
    soon = Agreement.objects.get(previous=over)
    draft = drafted(here, name="光伏电站委托协议", mode="entrust")
    client.as_(here.county_clerk)

    def found(**asked):
        return {row.pk for row in client.get(LIST, asked).context["rows"]}

    assert found(state="draft") == found(q="光伏") == found(mode="entrust") == {draft.pk}
    assert found(q=over.number) == {over.pk}
    assert found(q="东关扶贫车间") == found(operator=over.operator_id) == {over.pk, soon.pk, draft.pk}
    assert found(ending="over") == {over.pk, soon.pk}
    assert found(barred="1") == set() and found(town=here.towns[0]) == {over.pk, soon.pk, draft.pk}


def test_a_department_sees_on_the_assets_page_who_operates_it(here, client):
    row = signed(here)
    panel = reverse("operation:panel", args=[row.lines.get().asset_id])
    told = text(client.as_(here.department_clerk).get(panel, headers={"HX-Request": "true"}))
    assert "修武县云台服饰有限公司" in told and row.number in told
    assert row.get_absolute_url() not in told  # its page is the village's and those above


def test_papers_are_handed_out_after_the_policy(here, client):
    row = decided(here)
    address = reverse("operation:document", args=[row.pk, "minutes"])
    assert client.as_(here.village_clerk).get(address)["Content-Type"] == "application/pdf"
    assert client.get(reverse("operation:document", args=[row.pk, "paper"])).status_code == 404
    assert client.get(reverse("operation:document", args=[row.pk, "version"])).status_code == 404
    assert client.as_(here.other_village_clerk).get(address).status_code == 404


def test_a_household_that_operates_is_masked_for_who_need_not_know(here, city, client):
    home = operator(here, kind="household", name="张建国", credit_code="", legal_person="张建国")
    names = [{"name": "张建国", "offer": "每年 1 万元", "is_chosen": True}]
    row = drafted(here, operator=home, candidates=names)
    assert "张建国" in text(client.as_(here.village_clerk).get(row.get_absolute_url()))
    page = text(client.as_(city.reader).get(row.get_absolute_url()))
    assert "张*国" in page and "张建国" not in page
    assert "张建国" not in text(client.get(LIST))


@pytest.mark.parametrize("person", ["county_head", "village_clerk"])
def test_the_lists_ask_no_more_for_twenty_rows_than_for_one(here, client, person):
    asset, company = workshop(here), known_operator(here)
    client.as_(getattr(here, person))
    addresses = [LIST, f"{LIST}?q=车间&ending=over", reverse("operation:operators")]
    drafted(here, asset, operator=company)
    few = [queries(client, address) for address in addresses]
    for number in range(20):
        drafted(here, asset, operator=company, name=f"协议 {number}")
        operator(here, kind="farm", name=f"农场 {number}", credit_code="")
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 12


def test_an_agreement_asks_no_more_for_monthly_dues_than_for_yearly(here, client):
    few = queries(client.as_(here.county_head), signed(here).get_absolute_url())
    row = signed(here, every="month")
    assert row.dues.count() == 37
    assert queries(client, row.get_absolute_url()) == few <= 22


@pytest.mark.parametrize(
    ("form", "field"),
    [(DecideForm, "platform_number"), (SignForm, "paper_number"), (SanctionForm, "decision_number")],
)
def test_no_number_of_a_paper_is_a_persons(form, field):
    assert "此处填写的是身份证号码" in form({field: "410821199003071238"}).errors[field][0]
    assert field not in form({field: "修东租〔2020〕1号"}).errors


def test_an_agreement_waits_to_be_ended_when_its_term_is_over_and_not_before(here, client):
    def told(row):
        work = text(client.as_(here.town_reviewer).get(reverse("journal:todo")))
        page = text(client.as_(here.village_clerk).get(row.get_absolute_url()))
        steps = ("到期终止", "办结续签")
        return [step for step in steps if f"待{step}" in work], [s for s in steps if f"待「{s}」" in page]

    running = signed(here, to_on=date(2049, 9, 30), total=None, mode="contract")
    assert told(running) == ([], [])
    ended = signed(here, drafted(here, workshop(here, name="二号车间"), operator=known_operator(here)))
    assert told(ended) == (["到期终止"], ["到期终止"])
    follow(here, ended)
    assert told(ended) == (["到期终止", "办结续签"], ["办结续签"])  # the next one has run out as well
