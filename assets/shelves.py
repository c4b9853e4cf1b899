"""The lists from which many rows are acted on at once, and what may be done there; each app adds its own.

A list's acts are done by assets/bulk.py: looked at with every obstacle, confirmed, done, at once or by a job.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenancy import policy

ACTS = {}  # name -> Act
STEPS = {}  # name of a list -> [Act], in the order of its bar


@dataclass(frozen=True)
class Shelf:
    """A list: the name of its page, what a row of it is called, where a row's worth stands, and how it is filtered.

    passing(query, scope, user)   the rows of the list that an address lets pass (a queryset, permitted)
    """

    page: str
    model: type
    noun: str
    worth: str
    passing: Callable


@dataclass(frozen=True)
class Act:
    """What may be done to many rows of a list.

    step(bulk)     what journal.many does to the rows: a Transition, or what is like one
    verbs          of which a person must hold one somewhere
    states         in which rows are worth ticking for it
    form           of what is asked beforehand, called with (data, county=…), where something is; it has values(),
                   groups() and `question`
    told(bulk)     [(label, text)] of what was answered
    now(bulk)      what the rows hold now, as a text
    asks_reason    whether a reason must be given when it is confirmed
    done_at        the list that shows what it was done to, where that is another one
    """

    name: str
    label: str
    shelf: Shelf
    step: Callable
    verbs: frozenset
    states: frozenset
    form: Callable | None = None
    told: Callable = lambda bulk: []
    now: Callable = lambda bulk: ""
    asks_reason: bool = False
    done_at: str = ""

    @property
    def done_page(self):
        """The name of the list that shows, with ?bulk=, what it was done to."""
        return self.done_at or self.shelf.page


def offer(act):
    """Put an act on the bar of its list, behind those that are there."""
    ACTS[act.name] = act
    STEPS.setdefault(act.shelf.page, []).append(act)


def offer_step(shelf, step):
    """Put a transition on the bar of its list."""
    verbs, states = frozenset([step.verb]), step.source
    asks = "reason" in step.form.base_fields
    offer(Act(step.name, step.label, shelf, lambda bulk: step, verbs, states, asks_reason=asks))


def offered(user, page, state=""):
    """[(act, label)] of what this person may do to many rows of a list at once, in one state or in all ("")."""
    verbs = {grant.verb for grant in policy.grants(user)}
    acts = [act for act in STEPS.get(page, ()) if verbs & act.verbs and (not state or state in act.states)]
    return [(act.name, act.label) for act in acts]
