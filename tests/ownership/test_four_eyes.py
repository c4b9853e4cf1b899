"""二（四）Whoever put a title on its way does not also judge it: each pair of steps that two hands must do."""

import pytest

from journal import actions as people
from journal.transitions import REGISTRY, Refused
from ownership import actions, naming, owners
from ownership.notices import CODE
from tests import noticing
from tests.world import SINCE

EVERY_POST = ("county_clerk", "county_head", "department_reviewer")  # together they hold each verb of a title
SHOWN = ["draft", "propose", "shown"]
# (earlier step, later one that another does): the steps before the later one
PAIRS = {
    ("draft", "review"): SHOWN,
    ("amend", "review"): ["draft", "amend", "propose", "shown"],
    ("propose", "review"): SHOWN,
    ("draft", "confirm"): [*SHOWN, "review"],
    ("propose", "confirm"): [*SHOWN, "review"],
    ("review", "confirm"): [*SHOWN, "review"],
    ("confirm", "issue"): [*SHOWN, "review", "confirm"],
    ("decide", "issue"): ["draft", "dispute", "decide"],
    ("issue", "hand_over"): [*SHOWN, "review", "confirm", "issue"],
    ("draft", "decide"): ["draft", "dispute"],
    ("dispute", "decide"): ["draft", "dispute"],
    ("amend", "decide"): ["draft", "dispute", "amend"],
}
HANDS = {
    "review": "other_reviewer",
    "confirm": "county_head",
    "decide": "county_head",
    "issue": "county_clerk",
}


@pytest.fixture
def hands(here):
    """Who does each step unless the test says otherwise; the office itself reviews."""
    naming.name_reviewer(unit=here.office, subject="public", source="修政办〔2020〕6号", by=here.county_head)
    reviewer = engaged(here, "other_reviewer", "department_reviewer")
    return lambda step: reviewer if step == "review" else getattr(here, HANDS.get(step, "town_clerk"))


def engaged(here, name, *roles):
    """Somebody who holds these posts at the county's office."""
    told = {"unit": here.office, "from_on": SINCE, "by": here.admin}
    person, _ = people.invite(username=name, name=name, role=roles[0], **told)
    for role in roles[1:]:
        people.appoint(person, role=role, **told)
    return person


def done(here, step, title, by, document):
    if step == "draft":
        return here.title(by=by)
    if step == "shown":
        noticing.over(here, [title], kind=CODE)
        return title
    if step == "amend":
        told = {
            "whole": title.whole,
            "shares": [owners.of_unit(here.other_village)],
            "basis": "funds",
        }
        return actions.amend(title, by=by, version=title.version, **told)
    paper = {"decision_number": "修政〔2020〕12号", "decision_on": "2020-08-01", "file": document}
    data = {"dispute": {"reason": "两村对四至有争议"}, "decide": paper}.get(step, {})
    return REGISTRY[f"ownership.{step}"](title, by=by, **data)


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_the_same_hand_does_not_do_both(here, hands, document, earlier, later):
    both, title = engaged(here, "every_post", *EVERY_POST), None
    for step in PAIRS[earlier, later]:
        title = done(here, step, title, both if step == earlier else hands(step), document)
    state = title.state
    with pytest.raises(Refused, match="须由他人办理"):
        done(here, later, title, both, document)
    title.refresh_from_db()
    assert title.state == state
    assert done(here, later, title, hands(later), document).state != state
