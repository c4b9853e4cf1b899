"""An act on many rows at once: the same permission, guards and body as on one, with writes by set.

A step is a Transition, or anything else with its name, label, model, obstacles_of(rows, user), together(rows) and
change(row, by, data): assets.amending has one.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from journal import sets
from journal.acts import acts
from journal.transitions import STALE


def look(step, rows, user):
    """[(row, [sentence])]: what stands in the way of doing it to these rows; each row also has `seen`, its hash.

    `rows` is a queryset within one county.
    """
    found = list(rows.select_related("unit").annotate(seen=sets.fingerprint(step.model)))
    obstacles = step.obstacles_of(found, user) if found else {}
    return [(row, obstacles[row.pk]) for row in found]


@transaction.atomic
def carry_out(step, seen, *, by, county, **data):
    """Do it to the rows of a county that were seen: {row id: hash}. Each gets an entry and changes of its own.

    Returns {row id: [sentence]} of those it was refused for, the rows that are gone among them; the rest is done.
    """
    rows = step.model.objects.select_for_update(of=("self",)).filter(county_id=county, pk__in=seen)
    looked = look(step, rows.order_by("pk"), by)
    refused = {pk: ["已不存在，或不在您的范围内"] for pk in seen.keys() - {row.pk for row, _ in looked}}
    able = []
    for row, obstacles in looked:
        stale = [STALE] if row.seen != seen[row.pk] else []
        if stale or obstacles:
            refused[row.pk] = stale + obstacles
        else:
            able.append(row)
    kept = {row.pk: dict(row.__dict__) for row in able}
    late = {pk: [sentence] for pk, sentence in step.together(able).items()}
    changed, names = _changed(step, [row for row in able if row.pk not in late], kept, by, data)
    late |= {row.pk: wrong for row, _, wrong in changed if wrong}
    done = [(row, before) for row, before, wrong in changed if not wrong]
    with acts(step.name, step.label, by=by, county=county, rows=[row for row, _ in done]) as entries:
        for row, before in done:
            told = {"seen": row.seen, "reason": data.get("reason", "")}
            entries[row.pk].about(row, before=before, after=row.state, **told)
        sets.update([row for row, _ in done], names)
    return refused | late


def _changed(step, rows, before, by, data):
    """([(row, state before, sentences that refuse it)], attribute names of the fields that differ from `before`)."""
    told, names = [], set()
    for row in rows:
        kept = before[row.pk]
        try:
            step.change(row, by, data)
            differ = {
                f.attname for f in row._meta.concrete_fields if kept[f.attname] != getattr(row, f.attname)
            }
            row.clean_fields(
                exclude=[f.name for f in row._meta.fields if f.is_relation or f.attname not in differ]
            )
        except ValidationError as wrong:
            told.append((row, kept["state"], wrong.messages))
        else:
            names |= differ
            told.append((row, kept["state"], []))
    return told, names
