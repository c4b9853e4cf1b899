"""A change of state, written once: lock, permission, state, guards, change, entry, in one transaction.

    @transition(Asset, source=State.SUBMITTED, target=State.VERIFIED, verb="verify_asset", label="审核通过",
                guards=[not_by_whoever("assets.submit")])
    def verify(asset, *, by): ...

`verify(asset, by=user)` performs it, or raises PermissionDenied or Refused. `verify.obstacles(asset, user)` gives
every reason why not, as sentences: the button, the form, the import and the test read the same list.
"""

import hashlib
import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from journal.acts import Refused, act
from journal.models import Change, Entry
from tenancy import policy
from tenancy.models import Unit
from tenancy.roles import LOCAL_VERBS, ROLES, VERBS
from tenancy.scope import current, working_in

STALE = "内容在您打开之后有改动，请重新查看后再办理"
REGISTRY = {}  # "assets.verify" -> Transition; read by the pages, the to-do list and the tests


def locked(subject):
    """The row as it stands, with its unit, locked until the transaction ends. Raises Refused where it is gone.

    A row whose model says LOCKED_BEHIND (the name of a key) is locked after the row that key names: in the same order
    as by acts on that one.
    """
    if name := getattr(subject, "LOCKED_BEHIND", ""):
        above = subject._meta.get_field(name).related_model.objects.select_for_update(of=("self",))
        above.filter(county_id=subject.county_id, pk=getattr(subject, f"{name}_id")).first()
    rows = type(subject).objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=subject.pk).first()
    if row is None:
        raise Refused(f"此{subject._meta.verbose_name}已随撤销导入删去，不能再办理。")
    return row


class Transition:
    """A callable: `transition(subject, by=user, seen=digest, **data)` returns the changed row."""

    def __init__(
        self,
        body,
        *,
        model,
        source,
        target,
        verb,
        label,
        guards=(),
        form=forms.Form,
        tone="primary",
        together=None,
        asked=None,
        turn=None,
    ):
        self.body, self.model, self.verb, self.label = body, model, verb, label
        self.together = together or no_preparation
        self.asked = asked  # the field that says when somebody asked for it: then it is its turn alone
        self.turn = turn  # which rows of its state it is time for, a function of a queryset; None: all
        self.source = frozenset([source] if isinstance(source, str) else source)
        self.target = target  # None: its state stays
        self.guards, self.form, self.tone = tuple(guards), form, tone
        self.name = f"{model._meta.app_label}.{body.__name__}"
        self.__doc__ = body.__doc__
        REGISTRY[self.name] = self

    def __call__(self, subject, *, by, seen=None, **data):
        if current().county != subject.county_id:  # a city office acts inside the county of the row
            with working_in(subject.county_id):
                return self._perform(subject, by, seen, data)
        return self._perform(subject, by, seen, data)

    def _perform(self, subject, by, seen, data):
        with act(self.name, self.label, by=by, county=subject.county_id) as entry:
            row = locked(subject)
            policy.require(by, self.verb, row)
            looked_at = digest(row)
            stale = [STALE] if seen is not None and seen != looked_at else []
            if obstacles := stale + self._obstacles(row, by):
                raise Refused(obstacles)
            if refused := self.together([row]):
                raise Refused(refused[row.pk])
            before = row.state
            self.change(row, by, data)
            row.clean_fields(exclude=[f.name for f in row._meta.fields if f.is_relation])
            row.save()
            entry.about(row, before=before, after=row.state, seen=seen or "", reason=data.get("reason", ""))
        return row

    def obstacles(self, subject, user):
        """Every reason why this person may not do it to this row now; an empty list means they may."""
        if not policy.may(user, self.verb, subject):
            return [policy.NO_VERB.format(VERBS[self.verb])]
        return self._obstacles(subject, user)

    def obstacles_of(self, rows, user):
        """{row id: [sentence]} of rows of one county, whose units are loaded; the queries of one row, for all."""
        mine = [row for row in rows if policy.may(user, self.verb, row)]
        no_verb = {row.pk: [policy.NO_VERB.format(VERBS[self.verb])] for row in rows}
        return no_verb | self._in_the_way(mine, user)

    def form_for(self, subject):
        """What makes the form that asks what is needed of this row: `form`, or what its `of(row)` says."""
        return self.form.of(subject) if hasattr(self.form, "of") else self.form

    def waiting(self, rows):
        """Of a queryset those that wait for it."""
        rows = rows.filter(state__in=self.source)
        rows = rows.filter(**{f"{name}__isnull": not here for name, here in _asked_in(self).items()})
        return self.turn(rows) if self.turn else rows

    def list_url(self):
        """The list of the rows that wait for it."""
        if self.turn:
            return self.model.turn_url()
        return (
            self.model.asked_url(self.asked) if self.asked else self.model.list_url(next(iter(self.source)))
        )

    def change(self, row, by, data):
        """Do it to a row in memory, when nothing stands in the way."""
        row.state = self.target or row.state
        row.version += 1
        self.body(row, by=by, **data)

    def _obstacles(self, subject, by):
        return self._in_the_way([subject], by)[subject.pk]

    def _in_the_way(self, rows, by):
        found = {row.pk: [] for row in rows}
        for row in rows:
            if row.state not in self.source:
                found[row.pk] = [f"当前状态为「{row.get_state_display()}」，不能{self.label}"]
        right = [row for row in rows if row.state in self.source]
        for guard in self.guards if right else ():
            for pk, sentence in _told(guard, right, by).items():
                found[pk].append(sentence)
        return found


def no_preparation(rows):
    """Nothing has to be done to the rows of a set before each is changed; {row id: sentence} of those refused."""
    return {}


def over_set(guard):
    """Mark a guard that asks the database: guard(rows, user) -> {row id: sentence}, in one query for any number."""
    guard.over_set = True
    return guard


def _told(guard, rows, by):
    """{row id: sentence} of a guard, whichever of the two kinds it is."""
    if getattr(guard, "over_set", False):
        return guard(rows, by)
    return {row.pk: sentence for row in rows if (sentence := guard(row, by))}


def transition(model, **options):
    """Decorate a function body(subject, *, by, **data) as a Transition of a model."""
    return lambda body: Transition(body, model=model, **options)


def digest(row):
    """A hash of everything a row says, so that a decision is bound to what was seen (an editor's change voids it)."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def not_by_whoever(act_name, sentence="上一环节由您办理，本环节须由他人办理"):
    """A guard: four eyes. Whoever last did `act_name` to a row does not also do this."""

    @over_set
    def guard(rows, by):
        about = Entry.objects.about_any(rows).filter(act=act_name)
        last = about.order_by("subject_id", "-pk").distinct("subject_id")
        return {pk: sentence for pk, whose in last.values_list("subject_id", "by_id") if whose == by.pk}

    return guard


def not_changed_in(act_name, sentence):
    """A guard: four eyes. Whoever changed a row in an act about many (an import) does not also do this."""

    @over_set
    def guard(rows, by):
        county, table = rows[0].county_id, rows[0]._meta.db_table
        made = Change.objects.filter(county_id=county, table=table, op=Change.Op.UPDATE, entry__by=by)
        mine = made.filter(entry__act=act_name, row_id__in=[row.pk for row in rows])
        return dict.fromkeys(mine.values_list("row_id", flat=True), sentence)

    return guard


@over_set
def not_by_its_maker(rows, by):
    """A guard: four eyes. Whoever entered a row, by hand or by an import, does not also judge it."""
    county, table = rows[0].county_id, rows[0]._meta.db_table
    made = Change.objects.filter(county_id=county, table=table, op=Change.Op.INSERT, entry__by=by)
    ids = made.filter(row_id__in=[row.pk for row in rows]).values_list("row_id", flat=True)
    return dict.fromkeys(ids, "本项由您登记或导入，本环节须由他人办理")


def of(subject):
    """The transitions of a row's model, in the order they were written."""
    return [t for t in REGISTRY.values() if isinstance(subject, t.model)]


def offered(subject, user):
    """[(transition, obstacles)] of what a person may do next to a row in its state.

    What would leave the state as it is (holding, releasing) is shown only when nothing stands in its way.
    """
    mine = [t for t in of(subject) if subject.state in t.source and policy.may(user, t.verb, subject)]
    told = [(t, t._obstacles(subject, user)) for t in mine]
    return [(t, obstacles) for t, obstacles in told if not obstacles or not stays(t)]


def whose_turn(subject):
    """Sentences that say which posts move a row on from its state, for whoever may not. `subject.unit` is loaded.

    Of a step that no post does for its unit nothing is said: a title whose county names no reviewer is not reviewed.
    """
    onward = [t for t in of(subject) if subject.state in t.source and is_due(t, subject)]
    posts = [(t.label, _posts_with(t.verb, _unit_for(t.verb, subject))) for t in onward]
    return [f"待「{label}」：由{told}办理。" for label, told in posts if told]


def _unit_for(verb, subject):
    """The unit whose people do it to a row: its own, or the one it entrusts with it."""
    for field in getattr(subject, "ENTRUSTED", {}).get(verb, ()):
        if getattr(subject, field):
            return getattr(subject, field.removesuffix("_id"))
    return subject.unit


def stays(step):
    """Whether a transition leaves the state as it is."""
    return step.target is None or step.source == {step.target}


def moves_on(step):
    """Whether a transition hands work on; holding, releasing, returning are possible any day and nobody's turn."""
    return bool(step.asked) or (step.tone == "primary" and not stays(step))


def is_due(step, subject):
    """Whether a transition is what a row in its state waits for."""
    if not moves_on(step):
        return False
    asked = all((getattr(subject, f) is None) != here for f, here in _asked_in(step).items())
    own = step.model.objects.filter(county_id=subject.county_id, pk=subject.pk)
    return asked and (step.turn is None or step.waiting(own).exists())


def _asked_in(step):
    """{field: whether it must say something} of the fields in which a step of this model may be asked for."""
    return {t.asked: t is step for t in REGISTRY.values() if t.model is step.model and t.asked}


def _posts_with(verb, unit):
    """The roles that hold a verb over a unit, as words: 所在乡镇的乡镇审核人; "" where none does."""
    kinds, where = {unit.kind}, ""
    if unit.kind == Unit.Kind.VILLAGE:
        kinds.add(Unit.Kind.TOWN)
    if verb not in LOCAL_VERBS:
        kinds |= policy.WHOLE_COUNTY
    else:
        where = "所在乡镇的" if unit.kind == Unit.Kind.VILLAGE else f"{unit.name}的"
    roles = [role.label for role in ROLES.values() if verb in role.verbs and role.kinds & kinds]
    return where + "、".join(roles) if roles else ""


def awaiting(user):
    """What waits for this person: [(transition, rows)] for each transition a verb of theirs can move."""
    verbs = {grant.verb for grant in policy.grants(user)}
    for t in REGISTRY.values():
        if t.verb in verbs:
            yield t, t.waiting(t.model.objects.permitted(user, t.verb))
