"""Counting: what is found on the spot, once for each id a phone gives it, by whom it concerns."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets.inventory import counting
from assets.models import CountPost, HouseholdLine, LinePhoto, RoundLine
from journal.files.limits import Unreadable
from journal.models import Change, Document, Entry
from journal.transitions import Refused
from tests.assets.counting import TODAY, counted, decided, fresh, line_of, opened, surplus
from tests.assets.registering import household
from tests.journal.test_documents import picture

NUMBER, CARD = "11010519491231002X", "6222021001116245702"  # nobody's


@pytest.fixture
def line(here):
    """A road of 2 km, in use, of the first village, in a round that has begun."""
    asset = here.asset_in("ledger", address="村东头")
    return line_of(opened(here), asset)


def test_what_is_as_the_books_say_is_written_down_in_full(here, line):
    row = counted(here, line)
    assert (row.state, row.found_quantity, row.found_status) == ("match", 2, "in_use")
    assert (row.counted_by, row.counted_on) == (here.village_clerk, TODAY())
    told = Entry.objects.about(row).get()
    assert (told.label, told.before, told.after) == ("登记清查结果", "uncounted", "match")


def test_what_differs_is_a_difference_and_what_is_gone_is_a_loss(here, line):
    assert counted(here, line, "mismatch", quantity=1).state == "mismatch"
    row = counted(here, line, "loss", note="村民反映 2019 年修路时拆除")
    assert (row.state, row.found_quantity, row.found_status) == ("loss", 0, "lost")


@pytest.mark.parametrize(
    ("result", "said", "field", "sentence"),
    [
        ("match", {"quantity": 3}, "quantity", "与账面数量（2 公里）不同"),
        ("match", {"status": "idle"}, "status", "与账面（在用）不同"),
        ("match", {"address": "村西头"}, "address", "与账面不同的位置"),
        ("mismatch", {}, "note", "请写明哪里不符"),
        ("mismatch", {"quantity": 2, "status": "in_use", "address": "村东头"}, "note", "请写明哪里不符"),
        ("mismatch", {"quantity": -1}, "quantity", "不能为负数"),
        ("loss", {}, "note", "查找经过"),
        ("loss", {"quantity": 1, "note": "找到一半"}, "quantity", "不属于盘亏"),
        ("surplus", {}, "result", "请选择清查结果"),
        ("uncounted", {}, "result", "请选择清查结果"),
        ("match", {"note": f"负责人 {NUMBER}"}, "note", "身份证"),
        ("match", {"on": TODAY() + timedelta(days=1)}, "on", "不能晚于今天"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(here, line, result, said, field, sentence):
    told = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        counted(here, line, result, **said)
    assert sentence in str(refused.value.message_dict[field])
    assert fresh(line).state == "uncounted" and Entry.objects.count() == told
    assert not CountPost.objects.exists()


@pytest.mark.parametrize("who", ["village_clerk", "town_clerk", "department_clerk", "county_clerk"])
def test_whom_it_concerns_counts_it(here, line, who):
    assert counted(here, line, by=who).counted_by == getattr(here, who)
    assert line.pk in counting.countable(RoundLine.objects.all(), getattr(here, who)).values_list(
        "pk", flat=True
    )


@pytest.mark.parametrize(
    "who", ["other_village_clerk", "town_reviewer", "other_department_clerk", "county_head", "auditor"]
)
def test_nobody_else_does(here, line, who):
    with pytest.raises(PermissionDenied):
        counted(here, line, by=who)
    assert not counting.countable(RoundLine.objects.all(), getattr(here, who)).exists()


def test_what_is_sent_again_is_one_record(here, line):
    sent = uuid4()
    counted(here, line, "mismatch", client_id=sent, quantity=1)
    counted(here, line, "mismatch", by="town_clerk", quantity=3)
    again = counted(here, line, "mismatch", client_id=sent, quantity=1)
    assert again.found_quantity == 3  # what was counted since stays
    assert Entry.objects.about(line).count() == 2 and CountPost.objects.count() == 2


def test_a_count_that_comes_late_does_not_go_over_what_another_has_found_since(here, line):
    looked_at = line.version
    counted(here, line, "mismatch", by="town_clerk", quantity=3)
    with pytest.raises(Refused, match="乡镇经办人已登记为「账实不符」，没有覆盖"):
        counted(here, line, "match", seen=looked_at)
    counted(here, line, "mismatch", by="town_clerk", quantity=1, seen=looked_at)  # their own they may
    assert counted(here, line, "match", seen=fresh(line).version).state == "match"


def test_a_count_kept_from_before_it_was_sent_back_is_none(here, line):
    looked_at = line.version
    counted(here, line, "mismatch", quantity=1, seen=looked_at)
    assert decided(here, "recount", line) == {}
    with pytest.raises(Refused, match="已退回重新清查，原来的结果没有登记"):
        counted(here, line, "mismatch", quantity=1, seen=looked_at)
    assert counted(here, line, seen=fresh(line).version).state == "match"
    with pytest.raises(Refused, match="已退回重新清查"):
        counted(here, line, "mismatch", quantity=1, seen=looked_at)
    assert fresh(line).state == "match"


def test_nothing_is_counted_on_a_day_before_the_first(here, line):
    early = {"on": TODAY() - timedelta(days=1)}
    with pytest.raises(Refused, match="早于本次清查的开始日期"):
        counted(here, line, **early)
    with pytest.raises(Refused, match="早于本次清查的开始日期"):
        surplus(here, line.round, **early)
    assert fresh(line).state == "uncounted" and RoundLine.objects.count() == 1


def test_an_id_is_good_for_one_line_and_one_person(here):
    first, second = here.asset_in("ledger"), here.asset_in("ledger")
    row, sent = opened(here), uuid4()
    counted(here, line_of(row, first), client_id=sent)
    with pytest.raises(Refused, match="另一项清查"):
        counted(here, line_of(row, second), client_id=sent)
    with pytest.raises(Refused, match="另一项清查"):
        counted(here, line_of(row, first), by="town_clerk", client_id=sent)


def test_a_photo_is_drawn_anew_and_kept_with_the_line(here, line):
    sent = uuid4()
    for _ in range(2):
        counted(here, line, client_id=sent, photo=picture())
    assert LinePhoto.objects.get(line=line).document.kind == "jpg" and Document.objects.count() == 1


def test_a_photo_that_is_none_is_refused_and_the_count_with_it(here, line):
    with pytest.raises(Unreadable):
        counted(here, line, photo=SimpleUploadedFile("现场.jpg", b"<script>"))
    assert fresh(line).state == "uncounted" and not CountPost.objects.exists()


def test_nothing_is_counted_before_the_first_day_or_after_the_end(here):
    asset = here.asset_in("ledger")
    row = opened(here, starts_on=TODAY() + timedelta(days=1))
    with pytest.raises(Refused, match="届时方可登记"):
        counted(here, line_of(row, asset))


def test_what_is_decided_is_not_counted_again(here, line):
    counted(here, line, "mismatch", quantity=1)
    assert decided(here, "keep", line) == {}
    with pytest.raises(Refused, match="已作处理（维持台账）"):
        counted(here, line)


def test_a_thing_the_books_do_not_know_is_reported_once(here, line):
    row, sent = line.round, uuid4()
    found = surplus(here, row, client_id=sent)
    assert surplus(here, row, client_id=sent) == found
    with pytest.raises(Refused, match="刚才已登记过「东关村文化广场」"):
        surplus(here, row, client_id=sent, name="东关村戏台")
    assert RoundLine.objects.filter(state="surplus").count() == 1
    assert (found.state, found.serial, found.asset_id, found.category) == ("surplus", 2, None, "public")
    assert Entry.objects.about(found).get().label == "登记盘盈"


def test_an_id_that_counted_a_line_reports_nothing(here, line):
    sent = uuid4()
    counted(here, line, client_id=sent)
    with pytest.raises(Refused, match="另一项清查"):
        surplus(here, line.round, client_id=sent)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": "金融扶贫贴息"}, "name"),
        ({"note": ""}, "note"),
        ({"found_quantity": None}, "found_quantity"),
        ({"formed_year": 2012}, "scope"),
        ({"formed_year": 2090}, "formed_year"),
        ({"subtype": "G07", "measure": "parsec"}, "measure"),
        ({"town_id": None, "village_id": None}, "where"),
        ({"scope": "donated"}, "scope"),
        ({"note": NUMBER}, "note"),
    ],
)
def test_what_cannot_be_a_surplus_is_refused(here, line, told, field):
    with pytest.raises(Refused) as refused:
        surplus(here, line.round, **told)
    assert field in refused.value.message_dict
    assert RoundLine.objects.count() == 1


def test_a_surplus_is_reported_for_ones_own_unit_only(here, line):
    with pytest.raises(PermissionDenied):
        surplus(here, line.round, by="other_village_clerk")


def test_a_surplus_is_decided_and_not_counted(here, client, line):
    row = surplus(here, line.round)
    with pytest.raises(Refused, match="盘盈不再登记清查结果"):
        counted(here, row)
    post = {"client_id": str(uuid4()), "result": "match"}
    answer = client.as_(here.village_clerk).post(reverse("assets:round_line", args=[row.pk]), post)
    assert answer.status_code == 422 and fresh(row).state == "surplus"


def homes(here, **told):
    said = {"presence": "sold", "result": "met", "beneficiary": "same"} | told
    line, by = HouseholdLine.objects.get(), getattr(here, said.pop("by", "village_clerk"))
    with here.scope():
        return counting.count_household(line, by=by, client_id=said.pop("client_id", uuid4()), **said)


def test_a_thing_of_a_household_is_looked_after_and_the_register_says_so(here):
    grant = household(here).grants.get()
    opened(here)
    row = homes(here)
    grant.refresh_from_db()
    assert (row.state, grant.presence, grant.result, grant.presence_on) == ("counted", "sold", "met", TODAY())
    assert "清产核资核实" in Entry.objects.filter(act="assets.amend_grant").get().reason


def test_a_thing_of_a_household_that_is_as_the_register_says_leaves_it_alone(here):
    household(here)
    opened(here)
    homes(here, presence="kept", result="pending")
    assert not Entry.objects.filter(act="assets.amend_grant").exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"beneficiary": "other"}, "note"),
        ({"beneficiary": "other", "note": f"转给 {NUMBER}"}, "note"),
        ({"beneficiary": "other", "note": f"卡号 {CARD}"}, "note"),
        ({"result": "unmet"}, "result_note"),
    ],
)
def test_what_the_register_refuses_is_refused_here(here, told, field):
    household(here)
    opened(here)
    with pytest.raises(Refused) as refused:
        homes(here, **told)
    assert field in refused.value.message_dict
    assert HouseholdLine.objects.get().state == "uncounted"


def test_the_journal_names_no_household(here):
    household(here)
    opened(here)
    row = homes(here, beneficiary="nobody", note="房屋已无人居住")
    assert [entry.subject_name for entry in Entry.objects.about(row)] == [f"到户资产核实第 {row.pk} 号"]
    assert Change.objects.filter(table="assets_householdline", op="+").count() == 1


def test_a_household_is_none_of_those_without_the_register(here):
    household(here)
    opened(here)
    with pytest.raises(PermissionDenied):
        homes(here, by="town_reviewer")
    assert not HouseholdLine.objects.permitted(here.department_clerk).exists()
