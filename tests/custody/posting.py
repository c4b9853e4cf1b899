"""Posts, applicants and holders for tests, each brought into its state by the right hands."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from custody.models import Engagement
from custody.posts import actions, entering
from custody.posts.notices import CODE
from tests import noticing
from tests.assets.registering import household

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WAYS = {
    "applied": [],
    "reviewed": ["reviewed"],
    "approved": ["reviewed", "shown", "approved"],
    "filed": ["reviewed", "shown", "approved", "filed"],
    "serving": ["reviewed", "shown", "approved", "filed", "serving"],
    "ended": ["reviewed", "shown", "approved", "filed", "serving", "ended"],
    "declined": ["declined"],
}


def paper(name="评议记录.pdf"):
    """A scanned paper as it is uploaded."""
    return SimpleUploadedFile(name, PDF)


def days(first, last):
    """Two days around today: so many before it, so many after."""
    today = timezone.localdate()
    return today - timedelta(days=first), today + timedelta(days=last)


def post(place, by=None, **told):
    """A post of the first village, for one road keeper."""
    from_on, to_on = days(200, 200)
    usual = {
        "unit": place.village,
        "village_id": place.villages[0],
        "kind": "road",
        "name": "东关村护路员",
        "places": 1,
        "pay": 500,
        "per": "month",
        "payer": "village",
        "funds": "income",
        "from_on": from_on,
        "to_on": to_on,
    }
    with place.scope():
        return entering.register_post(by=by or place.village_clerk, **usual | told)


def person(**told):
    """What an application says of a woman of 45."""
    today = timezone.localdate()
    usual = {"name": "秦试一", "sex": "woman", "born_on": date(today.year - 45, 1, 1), "applied_on": today}
    return usual | told


def applied(place, of=None, home="lifted_out", **told):
    """An application for a post (a new one where none is given) by somebody of a household of this kind, or of none."""
    of = of or post(place)
    at = household(place, householder="秦试", kind=home) if home else None
    with place.scope():
        return entering.apply_for(of, by=place.village_clerk, household=at, **person(**told))


def reviewed(place, row, **told):
    """The application after its review; `told` goes before the usual."""
    usual = {
        "reviewed_on": timezone.localdate(),
        "attended": 20,
        "in_favour": 18,
        "against": 1,
        "file": paper(),
    }
    with place.scope():
        return actions.review(row, by=place.village_clerk, **usual | told)


def agreed(first=150, last=150):
    """The days and the paper of an agreement."""
    from_on, to_on = days(first, last)
    return {"from_on": from_on, "to_on": to_on, "file": paper("聘用协议书.pdf")}


def stepped(place, row, step):
    """An engagement one step on."""
    if step == "reviewed":
        return reviewed(place, row)
    if step == "shown":
        noticing.over(place, [row], kind=CODE)
        return row
    deeds = {
        "approved": (actions.approve, "town_reviewer", {}),
        "filed": (actions.file, "county_clerk", {}),
        "serving": (actions.take_up, "village_clerk", agreed() if step == "serving" else {}),
        "ended": (
            actions.leave,
            "village_clerk",
            {"ended_on": timezone.localdate(), "leaving": "resigned", "reason": "外出务工"},
        ),
        "declined": (actions.decline, "village_clerk", {"reason": "本人放弃"}),
    }
    step, hand, told = deeds[step]
    with place.scope():
        return step(row, by=getattr(place, hand), **told)


def engagement_in(place, state, of=None, **told):
    """An engagement that went its way to this state."""
    row = applied(place, of, **told)
    for step in WAYS[state]:
        row = stepped(place, row, step)
    assert row.state == state
    with place.scope():
        return Engagement.objects.select_related("unit", "post").get(pk=row.pk)
