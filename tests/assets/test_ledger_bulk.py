"""Acts on many assets at once: looked at, confirmed, done, each row by the rules of one."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assets import actions, bulk
from assets.custom import actions as fields
from assets.models import Asset, Bulk, BulkRow
from assets.tasks import expire_labels
from journal import actions as people
from journal import history, jobs
from journal.models import Change, Entry, Job
from journal.transitions import Refused
from tests.crowd import at_once
from tests.world import SINCE

LIST, START = reverse("assets:list"), reverse("assets:bulk_start")
SUBMIT, VERIFY, ENTER, AMEND = "assets.submit", "assets.verify", "assets.enter_ledger", "assets.amend"


def staged(place, act, by, rows=None, **asked):
    rows = Asset.objects.permitted(by) if rows is None else rows
    return bulk.stage(rows, by=by, county=place.code, act=act, **asked)


def confirm(one, by, **data):
    """Confirm what was looked at."""
    return bulk.confirm(one, by=by, seen=one.digest, **data)


def done(place, act, by, **data):
    return confirm(staged(place, act, by), by, **data)


def drafts(place, number, **fields):
    return [place.asset(name=f"东关生产路 {at} 段", **fields) for at in range(number)]


def sentences(one, outcome="unable"):
    return {sentence: len(ids) for sentence, ids in bulk.groups(one, outcome)}


def test_drafts_are_submitted_together_each_with_an_entry_and_changes_of_its_own(here):
    rows = drafts(here, 3)
    done(here, SUBMIT, here.village_clerk)
    for row in rows:
        row = Asset.objects.get(pk=row.pk)
        assert (row.state, row.version, row.submitted_by) == ("submitted", 2, here.village_clerk)
        entry = Entry.objects.about(row).first()
        assert (entry.act, entry.before, entry.after) == (SUBMIT, "draft", "submitted")
        (change,) = Change.objects.filter(entry=entry)
        assert (change.row_id, change.new["state"]) == (row.pk, "submitted")


def test_the_history_of_each_reads_as_if_it_had_been_done_alone(here):
    one, other = drafts(here, 2)
    done(here, SUBMIT, here.village_clerk)
    actions.send_back(Asset.objects.get(pk=other.pk), by=here.town_reviewer, reason="请补照片")
    actions.submit(Asset.objects.get(pk=other.pk), by=here.village_clerk)
    told, alone = (history.of(row, [(Asset, [row.pk])])[0] for row in (one, other))
    assert told.sentence == alone.sentence == "提交审核，状态由「草稿」变为「待审核」"
    assert "状态" in {difference.label for difference in told.changes}


def test_numbers_are_given_once_and_in_order_also_to_many(here):
    for at in range(3):
        here.asset_in("verified", name=f"道路 {at}")
    alone = here.asset_in("ledger", name="先行入账")
    done(here, ENTER, here.county_head)
    numbers = [row.number for row in Asset.objects.order_by("number")]
    assert numbers == [f"{alone.number[:-4]}{serial:04}" for serial in range(1, 5)]


def test_what_cannot_be_done_is_told_by_reason_and_left_alone(here):
    drafts(here, 2)
    here.asset(name="缺数量", quantity=None, measure="")
    here.asset_in("ledger", name="已入账")
    one = staged(here, SUBMIT, here.village_clerk)
    assert (one.total, one.able, one.worth) == (4, 2, 2 * 860_000)
    assert sentences(one) == {"请先补充：数量": 1, "当前状态为「已入账」，不能提交审核": 1}
    confirm(one, here.village_clerk)
    assert Asset.objects.filter(state="submitted").count() == 2


def test_who_submitted_or_entered_rows_does_not_verify_them_among_many(here):
    people.appoint(here.town_clerk, unit=here.town, role="town_reviewer", from_on=SINCE, by=here.admin)
    both = here.person("town_clerk")
    actions.submit(here.asset(name="本人提交"), by=both)
    here.asset_in("submitted", by=both, name="本人登记")
    here.asset_in("submitted", name="他人登记、他人提交")
    one = staged(here, VERIFY, both)
    assert one.able == 1
    assert sentences(one) == {
        "上一环节由您办理，本环节须由他人办理": 1,
        "本项由您登记或导入，本环节须由他人办理": 1,
    }


def test_a_second_confirmation_finds_it_done(here):
    drafts(here, 2)
    one = done(here, SUBMIT, here.village_clerk)
    with pytest.raises(Refused, match="已办理"):
        confirm(one, here.village_clerk)
    assert Entry.objects.filter(act=SUBMIT).count() == 2


def test_one_field_of_many_is_corrected_with_a_reason(here):
    rows = [here.asset_in("ledger", name=f"道路 {at}") for at in range(2)]
    held = actions.hold(here.asset_in("ledger", name="冻结的"), by=here.county_head, reason="权属争议")
    one = staged(here, AMEND, here.county_clerk)
    values = {"status": "idle", "status_reason": "承包人退租"}
    one = bulk.choose(one, by=here.county_clerk, values=values)
    assert (one.able, sentences(one)) == (2, {"资产已冻结（权属争议），解冻后方可办理": 1})
    confirm(one, here.county_clerk, reason="现场核查")
    assert {Asset.objects.get(pk=row.pk).status for row in rows} == {"idle"}
    assert Asset.objects.get(pk=held.pk).status == "in_use"
    assert Entry.objects.about(rows[0]).first().reason == "现场核查"


def test_a_correction_keeps_the_rules_of_each_row(here):
    here.asset_in("ledger", name="道路")
    here.asset_in("ledger", name="已是闲置", status="idle", status_reason="无人承包")
    one = staged(here, AMEND, here.county_clerk)
    one = bulk.choose(one, by=here.county_clerk, values={"status": "idle", "status_reason": ""})
    assert one.able == 0
    assert all("须写明原因" in sentence for sentence in sentences(one))
    one = bulk.choose(one, by=here.county_clerk, values={"status": "idle", "status_reason": "无人承包"})
    assert (one.able, sentences(one)) == (1, {"已经是所填内容，无需更正": 1})


def test_a_countys_own_field_is_corrected_where_assets_have_it(here):
    field = fields.define(
        unit=here.office,
        by=here.county_clerk,
        label="管护人数",
        reporting="",
        kind="integer",
        applies_to=["public"],
    )
    road = here.asset_in("ledger", name="道路")
    here.asset_in("ledger", name="厂房", category="operating", subtype="J13")
    one = staged(here, AMEND, here.county_clerk)
    one = bulk.choose(one, by=here.county_clerk, values={"custom": {field.key: 3}})
    assert (one.able, sentences(one)) == (1, {"「管护人数」不适用于商铺厂房": 1})
    confirm(one, here.county_clerk, reason="管护到位")
    assert Asset.objects.get(pk=road.pk).custom == {field.key: 3}
    told = history.of(road, [(Asset, [road.pk])])[0]
    assert [(change.label, change.new) for change in told.changes] == [("管护人数", "3")]


def test_reasons_of_many_kinds_are_told_in_as_many_groups_as_one_can_read(here, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_GROUPS", 1)
    drafts(here, 2, quantity=None, measure="")
    here.asset(name="缺原值", original_value=None)
    one = staged(here, SUBMIT, here.village_clerk)
    assert sentences(one) == {"请先补充：数量": 2, bulk.OTHERS: 1}


def post(client, act, **data):
    return client.post(START, {"act": act} | data, follow=True)


def seen_on(page):
    """What the form of a confirmation carries."""
    return dict(re.findall('<input type="hidden" name="(seen)" value="([0-9a-f]{64})">', page.text))


def page_told(client, query=""):
    told = client.get(f"{LIST}?{query}").context["bulk"]
    return {"all": "1", "query": told["query"], "told": told["told"]}


def test_the_pages_lead_from_ticks_to_what_came_of_them(client, here):
    rows = drafts(here, 2)
    client.as_(here.village_clerk)
    page = post(client, SUBMIT, pk=[row.pk for row in rows])
    assert "确认提交审核 2 项" in page.text and "172.00 万元" in page.text
    page = client.post(page.request["PATH_INFO"], seen_on(page), follow=True)
    assert "已提交审核 2 项。" in page.text
    listed = client.get(page.context["done_url"])
    assert {row.pk for row in listed.context["rows"]} == {row.pk for row in rows}


def test_ids_that_are_not_mine_count_for_nothing_and_all_in_one_sentence(client, here, there):
    mine = here.asset()
    with there.scope():
        foreign = there.asset().pk
    far = here.asset(unit=here.other_town, town_id=here.towns[1], village_id=None, by=here.county_clerk)
    client.as_(here.village_clerk)
    page = post(client, SUBMIT, pk=[mine.pk, foreign, far.pk, 2**40, "x'", "9" * 30])
    assert "所选有 5 项不存在或不在您的范围内，未计入。" in page.text
    assert list(BulkRow.objects.values_list("asset_id", flat=True)) == [mine.pk]


@pytest.mark.parametrize("data", [{}, {"pk": "1"}, {"all": "1"}, {"all": "1", "told": "3:forged"}])
def test_a_selection_of_nothing_or_a_made_up_one_leads_back_with_a_sentence(client, here, data):
    drafts(here, 3)
    page = post(client.as_(here.village_clerk), SUBMIT, **data)
    assert "重新选择" in page.text and not Bulk.objects.exists()


def test_all_means_what_the_filter_lets_pass_and_a_changed_number_is_told(client, here):
    drafts(here, 51)
    here.asset(name="别处")
    client.as_(here.village_clerk)
    told = page_told(client, "q=生产路")
    here.asset(name="东关生产路新增段")
    page = post(client, SUBMIT, **told)
    assert page.context["total"] == "52"
    assert "看到符合条件的有 51 项，现在是 52 项" in page.text


def test_the_number_of_one_query_does_not_speak_for_another(client, here):
    drafts(here, 51)
    client.as_(here.village_clerk)
    told = page_told(client, "q=生产路") | {"query": ""}
    assert "重新选择" in post(client, SUBMIT, **told).text


@pytest.mark.parametrize("who", ["auditor", "town_reviewer"])
def test_who_may_not_is_not_offered_it_and_refused(client, here, who):
    asset = here.asset()
    client.as_(getattr(here, who))
    assert SUBMIT not in dict(client.get(LIST).context["bulk"]["actions"])
    assert post(client, SUBMIT, pk=asset.pk).status_code == 403


@pytest.mark.parametrize("act", ["assets.retire", "assets.nonsense", "", "people.invite"])
def test_what_is_not_done_to_many_is_refused(client, here, act):
    assert post(client.as_(here.county_head), act, pk=here.asset().pk).status_code == 403


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(client, here):
    asset = here.asset_in("submitted")
    client.as_(here.town_reviewer)
    page = post(client, "assets.send_back", pk=asset.pk)
    address, seen = page.request["PATH_INFO"], seen_on(page)
    page = client.post(address, seen | {"reason": " "})
    assert (page.status_code, "请写明理由。" in page.text) == (422, True)
    client.post(address, seen | {"reason": "面积与图纸不符"})
    assert Asset.objects.get(pk=asset.pk).return_reason == "面积与图纸不符"


def test_a_bulk_act_belongs_to_its_person(client, here):
    one = staged(here, SUBMIT, here.village_clerk, Asset.objects.filter(pk=here.asset().pk))
    assert client.as_(here.town_clerk).get(one.get_absolute_url()).status_code == 404
    assert client.as_(here.town_clerk).post(one.get_absolute_url()).status_code == 404
    with pytest.raises(Bulk.DoesNotExist):
        confirm(one, here.town_clerk)


def test_the_form_of_a_correction_keeps_to_the_county(client, here, there):
    asset = here.asset_in("ledger")
    client.as_(here.county_clerk)
    address = post(client, AMEND, pk=asset.pk).request["PATH_INFO"]
    foreign = there.department.pk
    page = client.post(address, {"field": "supervising_dept", "supervising_dept": foreign})
    assert page.status_code == 422
    page = client.post(address, {"field": "supervising_dept", "supervising_dept": ""})
    assert "请填写监管部门。" in page.text
    page = client.post(
        address, {"field": "supervising_dept", "supervising_dept": here.finance_office.pk}, follow=True
    )
    assert page.status_code == 200


def test_many_are_done_by_a_job_whose_refusals_are_listed(here, client):
    drafts(here, bulk.AT_ONCE + 5)
    gone = Asset.objects.first()
    one = confirm(staged(here, SUBMIT, here.village_clerk), here.village_clerk)
    actions.amend(gone, by=here.village_clerk, version=gone.version, spec="改")
    assert (one.state, Job.objects.get(pk=one.job_id).label) == ("running", "批量提交审核")
    jobs.run(here.code, one.job_id)
    page = client.as_(here.village_clerk).get(one.get_absolute_url())
    assert f"已提交审核 {bulk.AT_ONCE + 4} 项，1 项没有办理。" in page.text
    assert "有改动" in page.text


def test_of_two_bulk_submits_at_once_each_row_is_done_once(committed, here):
    with here.scope():
        rows = drafts(here, 30)
        ones = [staged(here, SUBMIT, by) for by in (here.village_clerk, here.town_clerk)]
    pairs = list(zip(ones, [here.village_clerk, here.town_clerk], strict=True))

    def one_of_them():
        one, by = pairs.pop()
        with here.scope(by):
            return confirm(one, by).state

    ended = at_once(2, one_of_them)  # the second is stopped before it begins, or finds each row taken
    late = [end for end in ended if isinstance(end, Refused)]
    assert ended.count("done") + len(late) == 2 and len(late) < 2, ended
    with here.scope():
        assert Entry.objects.filter(act=SUBMIT).count() == len(rows)
        assert BulkRow.objects.filter(outcome="done").count() == len(rows)


def test_too_many_are_refused_with_the_numbers(here, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    drafts(here, 3)
    with pytest.raises(ValidationError, match="一次最多办理 2 项，现在选中 3 项"):
        staged(here, SUBMIT, here.village_clerk)


def test_after_a_month_what_was_looked_at_and_searched_for_is_forgotten(here):
    here.asset(name="张三家道路")
    one = staged(here, SUBMIT, here.village_clerk, query="q=张三")
    expire_labels()
    one.refresh_from_db()
    assert (one.query, one.rows.count()) == ("q=张三", 1)

    Bulk.objects.update(created_at=timezone.now() - bulk.KEPT)
    expire_labels()
    one.refresh_from_db()
    assert (one.query, one.rows.count(), one.total) == ("", 0, 1)


@pytest.fixture
def slow_look(monkeypatch):
    """More than two assets are looked at by a job, two a transaction."""
    monkeypatch.setattr(bulk, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)


def test_many_are_looked_at_by_a_job_that_says_the_same(slow_look, here, client):
    drafts(here, 4)
    here.asset(name="缺数量", quantity=None, measure="")
    client.as_(here.village_clerk)
    page = post(client, SUBMIT, **page_told(client) | {"told": bulk.count_token(here.village_clerk, "", 5)})
    assert "核对提交审核" in page.text and "确认之前不会改动" in page.text
    one = Bulk.objects.get()
    jobs.run(here.code, one.job_id)
    page = client.get(one.get_absolute_url())
    assert "确认提交审核 4 项" in page.text and "请先补充：数量" in page.text
    assert (page.context["total"], page.context["worth"]) == ("5", 4 * 860_000)
    assert Job.objects.get().message == "可以办理 4 项，不能办理 1 项。"


def test_what_is_gone_when_its_turn_to_be_looked_at_comes_is_told_of(slow_look, here):
    rows = drafts(here, 3)
    one = staged(here, SUBMIT, here.village_clerk)
    BulkRow.objects.filter(asset_id=rows[0].pk).update(asset_id=2**40)  # as if that asset had been taken back
    jobs.run(here.code, one.job_id)
    one = Bulk.objects.get()
    assert (one.total, one.able, one.missing) == (2, 2, 1)


def test_a_look_that_was_given_up_goes_on_where_it_was(slow_look, here, client):
    drafts(here, 5)
    one = staged(here, SUBMIT, here.village_clerk)
    assert bulk._look(one, here.village_clerk) == (2, 5)
    Job.objects.update(state=Job.State.FAILED, finished_at=timezone.now())
    client.as_(here.village_clerk)
    assert "继续核对" in client.get(one.get_absolute_url()).text
    client.post(one.get_absolute_url())
    one = Bulk.objects.get()
    jobs.run(here.code, one.job_id)
    assert (Bulk.objects.get().state, Bulk.objects.get().able) == ("checked", 5)


def test_the_values_of_a_correction_of_many_are_looked_at_by_a_job_each_time(slow_look, here):
    for at in range(3):
        here.asset_in("ledger", name=f"道路 {at}")
    one = staged(here, AMEND, here.county_clerk)
    for reason, able in (("", 0), ("无人承包", 3)):
        values = {"status": "idle", "status_reason": reason}
        one = bulk.choose(one, by=here.county_clerk, values=values)
        assert one.state == "looking"
        jobs.run(here.code, one.job_id)
        one = Bulk.objects.get()
        assert (one.state, one.able) == ("checked", able)
    confirm(one, here.county_clerk, reason="现场核查")
    assert set(Asset.objects.values_list("status", flat=True)) == {"idle"}
