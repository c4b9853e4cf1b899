"""History as sentences: entries and the changes they made, with the differences field by field."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date

from journal.models import Change, Entry
from tenancy import policy

HIDDEN = {"id", "county_id", "version", "created_at", "updated_at", "batch_id"}
PAIRS = ("_at", "_by_id")  # who and when stand in the entry itself
SHOWN = 50


@dataclass
class Difference:
    """One field of one row: its label, what it was and what it is, as people read them."""

    label: str
    old: str
    new: str


@dataclass
class Event:
    """One line of a history: when, who in which post, the sentence in its parts, why, and the differences."""

    at: datetime
    who: str
    post: str
    label: str
    subject: str
    url: str
    moved: str
    reason: str
    changes: list

    @property
    def sentence(self):
        return f"{self.label}{self.subject}{self.moved}"


def told(entry, changes=(), *, named=False, linked=False, reader=None, moved=True):
    """The Event of an entry; `named` with its row, where the page is not about it, `linked` for who may see rows,
    not `moved` where the state of the entry's row is not that of the one the page is about.

    To a `reader` who may not see rows of the subject's kind, it is neither linked nor said why: people's data is
    in the words of a reason, too.
    """
    hidden = reader is not None and not _may_see(reader, entry)
    return Event(
        at=entry.at,
        who=entry.by_name,
        post=entry.post,
        label=entry.label,
        subject=f"「{entry.subject_name}」" if named else "",
        url=_address(entry) if linked and not hidden else "",
        moved=_moved(entry) if moved else "",
        reason="" if hidden else entry.reason,
        changes=list(changes),
    )


def _may_see(reader, entry):
    """Whether a person sees subjects of this kind anywhere; those that need no verb of their own show their reasons."""
    verb = getattr(apps.get_model(entry.subject_type), "SEEN_WITH", "")
    return not verb or policy.holds(reader, verb)


def _address(entry):
    """Where the subject is looked at, without asking the database for it; "" where its kind has no page."""
    subject = apps.get_model(entry.subject_type)(pk=entry.subject_id)
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _moved(entry):
    """，状态由「待审核」变为「待入账」, where the act moved the row."""
    if entry.before == entry.after or not entry.before:
        return ""
    states = getattr(apps.get_model(entry.subject_type), "State", None)
    names = dict(states.choices) if states else {}
    return f"，状态由「{names.get(entry.before, entry.before)}」变为「{names.get(entry.after, entry.after)}」"


def of(subject, tables, limit=SHOWN):
    """The newest events of a row: entries about it, and changes of its tables by other acts.

    `tables` are (model, [row ids]) whose changes belong to the subject. Two queries, whatever the length, and one
    for each kind of row that the subject pointed at and no longer does.
    """
    parts = models.Q()
    for model, ids in tables:
        parts |= models.Q(table=model._meta.db_table, row_id__in=ids)
    mine = Change.objects.filter(parts, county_id=subject.county_id)
    changes = list(mine.order_by("-id")[: limit * 4])
    about = models.Q(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    about |= models.Q(pk__in={change.entry_id for change in changes})
    entries = Entry.objects.filter(about, county_id=subject.county_id).order_by("-pk")[:limit]
    names = _names(changes, subject)
    found = {entry.pk: [] for entry in entries}
    for change in reversed(changes):
        if change.entry_id in found:
            found[change.entry_id] += differences(change, names, subject)
    own = (subject._meta.label_lower, subject.pk)
    return [
        told(entry, found[entry.pk], moved=(entry.subject_type, entry.subject_id) == own) for entry in entries
    ]


def differences(change, names, subject=None):
    """What a change did, field by field; a new row tells what was filled in, but not that it is the subject's."""
    out = []
    for field, old, new in _differing(change, subject):
        if hasattr(field, "told"):  # many values in one column: it names each by itself
            out += [Difference(*part) for part in field.told(change.county_id, old, new)]
            continue
        before, after = (shown(field, value, names) for value in (old, new))
        if before != after:
            out.append(Difference(str(field.verbose_name), before if change.old else "", after))
    return out


def _differing(change, subject):
    """(field, old value, new value) of the fields a person is told of."""
    old, new = change.old or {}, change.new or {}
    for field in _model(change.table)._meta.concrete_fields:
        key = field.attname
        if key in HIDDEN or key.endswith(PAIRS) or old.get(key) == new.get(key):
            continue
        values = old.get(key), new.get(key)
        if not (field.is_relation and isinstance(subject, field.related_model) and subject.pk in values):
            yield field, *values


def shown(field, value, names, absent="（空）"):
    """A stored value as people read it: labels for codes, names for keys, 是 and 否, money with two places."""
    if value in (None, ""):
        return absent
    if isinstance(value, list):
        return "、".join(shown(field.base_field, part, names) for part in value) or absent
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return names.get((field.related_model, value), str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, models.DecimalField):
        text = f"{Decimal(str(value)):,.{field.decimal_places}f}"
        return text if field.decimal_places == 2 else text.rstrip("0").rstrip(".")  # money keeps its fen
    if isinstance(field, models.DateField) and parse_date(str(value)[:10]):
        return str(value)[:10]
    return str(value)


def _names(changes, subject):
    """Names of the rows that keys in these changes point at: {(model, id): name}; what the subject holds is known."""
    keys = [
        field for field in subject._meta.concrete_fields if field.is_relation and field.is_cached(subject)
    ]
    held = [(key.related_model, key.get_cached_value(subject)) for key in keys]
    names = {(model, row.pk): str(row) for model, row in held if row}
    wanted = defaultdict(set)
    for change in changes:
        for field, *values in _differing(change, subject):
            if field.is_relation:
                wanted[field.related_model] |= {
                    v for v in values if v and (field.related_model, v) not in names
                }
    for model, ids in wanted.items():
        names |= {(model, pk): str(row) for pk, row in model.objects.in_bulk(ids).items()}
    return names


def _model(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)
