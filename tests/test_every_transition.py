"""What must hold for every change of state in the registry; a new one is tested by a line in WAYS."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse
from django.utils import timezone

from assets import actions
from assets.models import Asset, Round
from custody.models import Duty, Engagement, Patrol, Repair, Training
from custody.posts.notices import CODE as POST_NOTICE
from journal import actions as people
from journal.models import Entry, Notice, Objection
from journal.transitions import REGISTRY, Refused, digest
from operation.models import Agreement, Due, Receipt, SelfOperation
from ownership import actions as ownership
from ownership.models import Title
from ownership.naming import name_reviewer
from tenancy import policy
from tenancy.roles import ROLES, VERBS
from tests.assets.counting import round_in
from tests.crowd import at_once
from tests.custody.patrolling import patrol_in, repair_in, scene
from tests.custody.posting import engagement_in
from tests.custody.teaching import training_in
from tests.noticing import notice_in, objection_in, over
from tests.operation.agreeing import agreement_in, follow
from tests.operation.amending import proposed
from tests.operation.employing import selfrun_in
from tests.operation.paying import awaited_due, due_in, fixed_due, receipt_in
from tests.world import POSTS, SINCE, Place

REASON = {"reason": "现场核对与账面不符"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TODAY = timezone.localdate()
VOTED = {"reviewed_on": TODAY, "attended": 20, "in_favour": 18, "against": 1}
TERM = {"from_on": TODAY, "to_on": TODAY + timedelta(days=100)}
LEFT = {"ended_on": TODAY, "leaving": "resigned"}
DECIDED = {"decision_number": "修政〔2020〕12号", "decision_on": "2020-08-01"}
MENDED = {"repaired_on": TODAY, "work": "回填夯实", "cost": 800, "repairer": ""}
CHOSEN = {"procedure": "village", "chosen_on": "2020-09-01", "platform_number": ""}
ENDED = {"ended_on": date(2021, 9, 30), "settlement": "已结清", "amount": 0} | REASON
# transition: (the state it starts from, whose hand, what is asked)
WAYS = {
    "assets.submit": ("draft", "village_clerk", {}),
    "assets.verify": ("submitted", "town_reviewer", {}),
    "assets.send_back": ("submitted", "town_reviewer", REASON),
    "assets.enter_ledger": ("verified", "county_head", {}),
    "assets.reject": ("verified", "county_head", REASON),
    "assets.hold": ("ledger", "county_head", REASON),
    "assets.release": ("ledger, held", "county_head", REASON),
    "assets.retire": ("ledger", "county_head", REASON),
    "assets.close_round": ("open", "county_head", {}),
    "ownership.propose": ("draft", "town_clerk", {}),
    "ownership.review": ("proposed, shown", "department_reviewer", {}),
    "ownership.send_back": ("proposed", "department_reviewer", REASON),
    "ownership.confirm": ("reviewed", "county_head", {}),
    "ownership.reject": ("reviewed", "county_head", REASON),
    "ownership.issue": ("confirmed", "county_clerk", {}),
    "ownership.hand_over": ("certificated", "town_clerk", {}),
    "ownership.book": ("handed_over", "town_clerk", {"book_number": "SZ-2020-0815"}),
    "ownership.dispute": ("draft", "town_clerk", REASON),
    "ownership.decide": ("disputed", "county_head", DECIDED),
    "ownership.ask_end": ("confirmed", "town_clerk", REASON),
    "ownership.extinguish": ("confirmed, end asked", "county_head", {}),
    "ownership.refuse_end": ("confirmed, end asked", "county_head", REASON),
    "custody.begin": ("draft", "town_reviewer", {}),
    "custody.send_back": ("draft", "town_reviewer", REASON),
    "custody.withdraw": ("draft", "village_clerk", REASON),
    "custody.end": ("in_force", "village_clerk", REASON | {"on": date(2020, 10, 31)}),
    "custody.review": ("applied", "village_clerk", VOTED),
    "custody.approve": ("reviewed, shown", "town_reviewer", {}),
    "custody.return_to_village": ("reviewed", "town_reviewer", REASON),
    "custody.file": ("approved", "county_clerk", {}),
    "custody.take_up": ("filed", "village_clerk", TERM),
    "custody.leave": ("serving", "village_clerk", LEFT | REASON),
    "custody.decline": ("applied", "village_clerk", REASON),
    "custody.void": ("valid", "town_reviewer", REASON),
    "custody.report_repaired": ("ordered", "village_clerk", MENDED),
    "custody.accept": ("repaired", "town_reviewer", {}),
    "custody.send_back_repair": ("repaired", "town_reviewer", REASON),
    "custody.cancel_repair": ("ordered", "town_reviewer", REASON),
    "operation.decide": ("draft", "village_clerk", CHOSEN),
    "operation.send_back": ("decided", "town_reviewer", REASON),
    "operation.sign": ("decided, shown", "town_reviewer", {"paper_number": "修租〔2020〕1号"}),
    "operation.expire": ("in_force", "town_reviewer", {}),
    "operation.close_renewed": ("in_force, followed", "town_reviewer", {}),
    "operation.dissolve": ("in_force", "town_reviewer", ENDED),
    "operation.breach": ("in_force", "town_reviewer", ENDED),
    "operation.amend": ("in_force, amending", "town_reviewer", {}),
    "operation.refuse_amendment": ("in_force, amending", "town_reviewer", REASON),
    "operation.fix": ("open, awaited", "village_clerk", {"amount": 12000, "basis": "2020年度审计报告"}),
    "operation.unfix": ("open, fixed", "village_clerk", REASON),
    "operation.waive": ("open", "town_reviewer", REASON),
    "operation.restore": ("waived", "town_reviewer", REASON),
    "operation.charge_late_fee": ("open", "village_clerk", {"until": date(2020, 10, 20)}),
    "operation.void": ("recorded", "village_clerk", REASON),
    "operation.use_ahead": ("recorded", "village_clerk", {}),
    "custody.void_training": ("valid", "department_clerk", REASON),
    "operation.confirm_self": ("declared", "town_reviewer", {}),
    "operation.refuse_self": ("declared", "town_reviewer", REASON),
    "operation.withdraw_self": ("declared", "village_clerk", REASON),
    "operation.end_self": ("in_force", "town_reviewer", REASON | {"ended_on": date(2021, 9, 30)}),
    "journal.post_notice": ("draft", "town_reviewer", {}),
    "journal.correct_notice": ("posted", "town_reviewer", REASON),
    "journal.withdraw_notice": ("posted", "town_reviewer", REASON),
    "journal.take_rows_out": ("posted", "town_reviewer", {"numbers": "1"} | REASON),
    "journal.refuse_notice": ("draft", "town_reviewer", REASON),
    "journal.drop_notice": ("draft", "village_clerk", REASON),
    "journal.answer_objection": ("accepted", "town_reviewer", {"outcome": "dismissed", "answer": "已核实。"}),
}


def reviewed_title(place, state):
    """A title that the county's named department reviews."""
    with place.scope():
        name_reviewer(
            unit=place.department, subject="public", source="修政办〔2020〕6号", by=place.county_head
        )
    return place.title_in(state)


# model: how a row of it comes into a state, and a column that somebody else may write in between
MAKERS = {
    Asset: (Place.asset_in, "remark"),
    Round: (round_in, "remark"),
    Title: (reviewed_title, "remark"),
    Duty: (Place.duty_in, "remark"),
    Engagement: (engagement_in, "remark"),
    Patrol: (patrol_in, "note"),
    Repair: (repair_in, "damage"),
    Agreement: (agreement_in, "remark"),
    Due: (due_in, "basis"),
    Receipt: (receipt_in, "remark"),
    Training: (training_in, "content"),
    SelfOperation: (selfrun_in, "remark"),
    Notice: (notice_in, "late_reason"),
    Objection: (objection_in, "version"),
}
# what is shown to the people before a row of a model may go on
NOTICES = {Title: "ownership.title", Engagement: POST_NOTICE, Agreement: "operation.agreement"}
# word in a way: a row that its maker does not make
SPECIAL = {"awaited": awaited_due, "fixed": fixed_due}
# (earlier act, later transition) that the same person must not do to the same row
FOUR_EYES = [
    ("register", "assets.verify"),
    ("submit", "assets.verify"),
    ("submit", "assets.enter_ledger"),
    ("verify", "assets.enter_ledger"),
]
# (model, state): from which of its transitions do not start
WRONG = [
    (model, state)
    for model in MAKERS
    for state in model.State.values
    if any(t.model is model and state not in t.source for t in REGISTRY.values())
]
ASKING = [name for name, (_, _, data) in WAYS.items() if "reason" in data]
every = pytest.mark.parametrize("name", WAYS)


def ready(place, name):
    """(the transition, a row it can be done to, the right person, the data)."""
    state, hand, data = WAYS[name]
    special = next((make for word, make in SPECIAL.items() if word in state), None)
    row = special(place) if special else made(place, name, state.split(",")[0])
    if "shown" in state:
        over(place, [row], kind=NOTICES[REGISTRY[name].model])
    if "followed" in state:
        follow(place, row)
    if "amending" in state:
        row = proposed(place, row)
    if "end asked" in state:
        with place.scope():
            row = ownership.ask_end(row, by=place.town_clerk, reason="登记有误")
    if "held" in state:
        with place.scope():
            row = actions.hold(row, by=place.county_head, reason="权属争议")
    return REGISTRY[name], row, getattr(place, hand), given(name, data)


def given(name, data):
    """The data of a transition, with the paper where one is asked for."""
    asked = REGISTRY[name].form.base_fields
    paper = {"file": SimpleUploadedFile("决定.pdf", PDF)} if "file" in asked else {}
    return data | paper | ({"photos": [scene()]} if "photos" in asked else {})


def made(place, name, state):
    """A row of the transition's model in a state."""
    return MAKERS[REGISTRY[name].model][0](place, state)


def fresh(row):
    return type(row).objects.select_related("unit").get(pk=row.pk)


def test_every_transition_is_in_the_table():
    assert WAYS.keys() == {name for name in REGISTRY if not name.startswith("tests.")}


@every
def test_the_right_person_moves_it_and_the_journal_tells(here, name):
    perform, row, by, data = ready(here, name)
    assert perform.obstacles(row, by) == []
    seen = digest(fresh(row))
    moved = perform(row, by=by, seen=seen, **data)
    told = Entry.objects.about(row).first()
    assert fresh(row).state == moved.state == (perform.target or row.state)
    assert (told.act, told.label, told.by, told.before, told.after) == (
        name,
        perform.label,
        by,
        row.state,
        moved.state,
    )
    assert (told.reason, told.seen) == (data.get("reason", ""), seen)
    assert (told.by_name, told.post != "") == (by.name, True)


@pytest.mark.parametrize(("model", "state"), WRONG)
def test_it_is_refused_from_every_other_state(here, model, state):
    row = MAKERS[model][0](here, state)
    for name in WAYS:
        perform = REGISTRY[name]
        if perform.model is not model or state in perform.source:
            continue
        _, hand, data = WAYS[name]
        by = getattr(here, hand)
        with pytest.raises(Refused, match=f"当前状态为「{row.get_state_display()}」"):
            perform(row, by=by, **given(name, data))
        assert perform.obstacles(row, by) != [], name
    assert fresh(row).version == row.version


@every
def test_nobody_without_the_verb_moves_it(here, city, name):
    perform, row, _, data = ready(here, name)
    hands = [*(getattr(here, post) for post in POSTS), here.admin, city.reader, city.admin]
    others = [user for user in hands if not policy.may(user, perform.verb, row)]
    assert len(others) > len(hands) / 2
    for user in others:
        assert perform.obstacles(row, user) == [policy.NO_VERB.format(VERBS[perform.verb])]
        with pytest.raises(PermissionDenied):
            perform(row, by=user, **data)
    assert fresh(row).state == row.state


@every
def test_the_same_post_in_the_next_county_neither_sees_nor_moves_it(here, there, client, name):
    perform, row, _, data = ready(here, name)
    stranger = getattr(there, WAYS[name][1])
    with there.scope():
        assert not type(row).objects.filter(pk=row.pk).exists()
        with pytest.raises(PermissionDenied):
            perform(row, by=stranger, **data)
    page = client.as_(stranger).post(reverse("journal:perform", args=[name, row.pk]), data)
    assert page.status_code == 404
    assert fresh(row).state == row.state


@every
def test_who_saw_an_older_text_is_told_to_look_again(here, name):
    perform, row, by, data = ready(here, name)
    before, column = digest(fresh(row)), MAKERS[type(row)][1]
    with actions.act("tests.touch", "改动", by=None, county=here.code) as entry:
        entry.about(row)
        type(row).objects.filter(pk=row.pk).update(**{column: 2})
    with pytest.raises(Refused, match="有改动，请重新查看"):
        perform(row, by=by, seen=before, **data)
    assert perform(row, by=by, seen=digest(fresh(row)), **data).state == (perform.target or row.state)


@every
def test_of_twenty_at_once_one_does_it_and_the_others_are_told(committed, here, name):
    perform, row, by, data = ready(here, name)
    policy.grants(by)

    def deed():
        with here.scope(by):
            return perform(row, by=by, **data)

    done = at_once(20, deed)
    assert [type(result) for result in done].count(Refused) == 19, done
    with here.scope():
        assert Entry.objects.about(row).filter(act=name).count() == 1


@pytest.mark.parametrize(("earlier", "later"), FOUR_EYES)
def test_the_same_hand_does_not_do_both(here, earlier, later):
    both, _ = people.invite(
        username="quan", name="全能", unit=here.office, role="county_head", from_on=SINCE, by=here.admin
    )
    for role in ("county_clerk", "department_reviewer"):
        people.appoint(both, unit=here.office, role=role, from_on=SINCE, by=here.admin)
    other = here.person("county_clerk")
    people.appoint(other, unit=here.office, role="department_reviewer", from_on=SINCE, by=here.admin)
    second = people.invite(
        username="second",
        name="第二人",
        unit=here.office,
        role="department_reviewer",
        from_on=SINCE,
        by=here.admin,
    )[0]
    hands = {"register": other, "submit": other, "verify": second} | {earlier: both}
    row = here.asset(unit=here.office, by=hands["register"])
    row = actions.submit(row, by=hands["submit"])
    if later != "assets.verify":
        row = actions.verify(row, by=hands["verify"])
    with pytest.raises(Refused, match="须由他人办理"):
        REGISTRY[later](row, by=both)
    assert fresh(row).state == row.state


@every
def test_it_is_done_through_the_one_page_for_all(here, client, name):
    perform, row, by, data = ready(here, name)
    address = reverse("journal:perform", args=[name, row.pk])
    asked = client.as_(by).get(address)
    assert perform.label in asked.content.decode()
    assert client.post(address, data | {"seen": asked.context["seen"]}).status_code == 302
    assert fresh(row).state == (perform.target or row.state)
    assert fresh(row).version > row.version


@every
def test_the_page_performs_nothing_for_who_does_not_say_what_they_saw(here, client, name):
    _, row, by, data = ready(here, name)
    page = client.as_(by).post(reverse("journal:perform", args=[name, row.pk]), data)
    assert (page.status_code, fresh(row).version) == (422, row.version)


@pytest.mark.parametrize("name", ASKING)
def test_an_empty_reason_is_refused_on_the_page(here, client, name):
    _, row, by, _ = ready(here, name)
    told = {"seen": digest(fresh(row)), "reason": " "}
    page = client.as_(by).post(reverse("journal:perform", args=[name, row.pk]), told)
    assert (page.status_code, fresh(row).version) == (422, row.version)


@pytest.mark.parametrize("name", ASKING)
def test_what_fails_in_the_middle_leaves_nothing_behind(here, name):
    perform, row, by, data = ready(here, name)
    told = Entry.objects.count()
    with pytest.raises((ValidationError, DataError), match="500"):
        perform(row, by=by, **data | {"reason": "长" * 501})
    assert (fresh(row).state, fresh(row).version) == (row.state, row.version)
    assert Entry.objects.count() == told


@pytest.mark.parametrize("name", REGISTRY)
def test_it_is_written_as_the_house_asks(name):
    found = REGISTRY[name]
    assert found.verb in VERBS
    assert any(found.verb in role.verbs for role in ROLES.values())
    assert re.match(r"[一二三]（[一二三四五六七八九]）", found.__doc__), (
        "the clause it carries out comes first"
    )
    assert re.fullmatch(r"[\u4e00-\u9fff]{2,8}", found.label)
    assert found.source | ({found.target} - {None}) <= {*found.model.State}
    assert found.tone in {"primary", "warning", "danger"}
