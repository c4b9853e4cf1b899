"""{% transitions subject %}: what is allowed next on a row, and why not."""

from django import template
from django.urls import reverse

from journal.transitions import is_due, offered, whose_turn

register = template.Library()


@register.inclusion_tag("_components/transitions.html", takes_context=True)
def transitions(context, subject):
    """The transitions that the row's state allows and the person's post may do, each with its obstacles.

    Where none of them moves the row on, whose turn it is.
    """
    steps = offered(subject, context["request"].user)
    return {
        "whose_turn": [] if any(is_due(step, subject) for step, _ in steps) else whose_turn(subject),
        "transitions": [
            {
                "label": t.label,
                "tone": t.tone,
                "url": reverse("journal:perform", args=[t.name, subject.pk]),
                "obstacles": obstacles,
            }
            for t, obstacles in steps
        ],
    }
