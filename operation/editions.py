"""二（六）The editions of an agreement: what an amendment changes in it, as plain text and as people read it."""

from copy import copy

from journal.history import shown
from operation.models import Agreement, Amendment

# Another party, another asset, another first day or way of operation is another agreement; what a day of lateness
# costs stays, for lateness is charged by days of both editions.
FIELDS = (
    "to_on rights_duties benefit_mechanism income_distribution risk_control value_preservation income_rule amount"
    " base income_rate price every total deposit buyback exit_terms jobs_promised wages_promised"
).split()
NONE = "（无）"


def field_of(name):
    """A field of an agreement."""
    return Agreement._meta.get_field(name)


def told(row, names):
    """{name: text or None} of fields of an agreement, for an Amendment to keep."""
    return {
        name: None if getattr(row, name) is None else field_of(name).value_to_string(row) for name in names
    }


def with_terms(agreement, kept):
    """A copy of an agreement with these fields ({name: text or None}) as an Amendment kept them."""
    made = copy(agreement)
    for name, text in kept.items():
        setattr(made, name, None if text is None else field_of(name).to_python(text))
    return made


def changed(old, new):
    """The names of the fields that differ."""
    return [name for name in FIELDS if getattr(old, name) != getattr(new, name)]


def differences(old, new):
    """[[label, old, new]] of what differs, as people read it."""
    return [
        [
            str(field_of(name).verbose_name),
            *(shown(field_of(name), getattr(row, name), {}, NONE) for row in (old, new)),
        ]
        for name in changed(old, new)
    ]


def in_force(agreement):
    """Its amendments that hold, the newest first."""
    rows = agreement.amendments.filter(county_id=agreement.county_id, state=Amendment.State.IN_FORCE)
    return rows.order_by("-edition")


def as_agreed(due):
    """The agreement of a due as it was in the due's edition: an amount is worked out by the terms of its period."""
    made = due.agreement
    for amendment in in_force(made).filter(edition__gt=due.edition):
        made = with_terms(made, amendment.before)
    return made
