"""Who may see and who may do: one answer for a list and for a row. The only module that speaks to guardian."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from tenancy.models import Appointment, CountyManager, Unit, UnitGrant
from tenancy.roles import LOCAL_VERBS, READING_VERBS, VERBS
from tenancy.scope import SYSTEM, Scope, scope

Kind = Unit.Kind
SEE = "view_register"
NO_VERB = "您的岗位在此处没有「{}」的权限，请联系本县管理员核对岗位。"
WHOLE_COUNTY = {Kind.COUNTY_OFFICE, Kind.DISCIPLINE, Kind.AUDIT}


@dataclass(frozen=True)
class Grant:
    """One verb at one unit."""

    verb: str
    unit_id: int
    county_id: int
    kind: str
    path: str

    def q(self, model):
        """The rows of `model` this grant reaches, as a filter."""
        place = {"county_id": self.county_id}
        if self.kind.startswith("city_"):
            first, last = _counties_of(self.county_id)
            if self.verb not in READING_VERBS:
                return Q(**place)
            below = Q(county_id__gte=first, county_id__lte=last)
            # A register's rows are all in counties: one range and no OR, so that the ordered index leads to them.
            return below | Q(**place) if getattr(model, "OF_CITIES_TOO", False) else below
        if self._reaches_all(model):
            return Q(**place)
        if self.kind in (Kind.TOWN, Kind.VILLAGE):
            units = Unit.objects.filter(**place, path__startswith=self.path)
            return Q(**place) & (Q(pk__in=units) if model is Unit else Q(unit__in=units))
        mine = Q(pk=self.unit_id) if model is Unit else Q(unit_id=self.unit_id)
        for field in self._involved(model):
            mine |= Q(**{field: self.unit_id})
        return Q(**place) & mine

    def covers(self, row):
        """Whether it reaches this row: the same answer as q(), without a query when row.unit is loaded."""
        if self.kind.startswith("city_"):
            first, last = _counties_of(self.county_id)
            below = first <= row.county_id <= last and self.verb in READING_VERBS
            return below or row.county_id == self.county_id
        if row.county_id != self.county_id:
            return False
        if self._reaches_all(row):
            return True
        unit = row if isinstance(row, Unit) else row.unit
        if self.kind in (Kind.TOWN, Kind.VILLAGE):
            return unit.path.startswith(self.path)
        return self.unit_id == unit.pk or any(
            _at(row, field) == self.unit_id for field in self._involved(row)
        )

    def _reaches_all(self, model):
        """The county's own offices, but for a local judgement; and to see, everybody, what all of a county know of."""
        if self.kind in WHOLE_COUNTY:
            return self.verb not in LOCAL_VERBS
        return self.verb == SEE and getattr(model, "SEEN_BY_COUNTY", False)

    def _involved(self, model):
        """A department that implements or supervises a row sees it; what is done to it stays with its unit.

        Save what a row entrusts to a unit it names: {verb: fields} in ENTRUSTED.
        """
        if self.verb == SEE:
            return getattr(model, "INVOLVED", ())
        return getattr(model, "ENTRUSTED", {}).get(self.verb, ())


def _at(row, field):
    """What a field of a row holds, or of a row it refers to: asset__town_id."""
    for name in field.split("__"):
        row = getattr(row, name)
    return row


def _counties_of(city):
    """The codes of a city's counties lie between 410800 and 410899: a range an index can follow."""
    return city * 100, city * 100 + 99


def grants(user, held=None):
    """Every verb a person holds through a post of today, over all counties: [Grant]. Read once a request.

    A grant counts only while a current appointment of that unit carries its verb: an ended post, a role that
    lost a verb or a disabled account holds nothing, whatever rows are left behind. `held` are posts(user), where
    the caller has just read them.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_grants"):
        with scope(Scope(user=user.pk)), transaction.atomic():
            today = _posts(user) if held is None else held
            carried = {(post.unit_id, verb) for post in today for verb in post.verbs}
            rows = UnitGrant.objects.filter(user=user).values_list(
                "permission__codename",
                "content_object_id",
                "county_id",
                "content_object__kind",
                "content_object__path",
            )
            user._grants = [Grant(*row) for row in rows if (row[1], row[0]) in carried]
    return user._grants


def posts(user):
    """The posts a person holds today, oldest first, each with its unit and county."""
    with scope(Scope(user=user.pk)), transaction.atomic():
        return list(_posts(user).select_related("unit", "county", "unit__region").order_by("from_on", "pk"))


def _posts(user):
    return Appointment.objects.current().filter(user=user)


def seen_with(model):
    """The verb that shows rows of a model: people's data names one of its own (SEEN_WITH)."""
    return getattr(model, "SEEN_WITH", SEE)


def may(user, verb, row):
    """Whether a person may do `verb` (tenancy.roles.VERBS) on a row or at a unit."""
    return any(grant.verb == verb and grant.covers(row) for grant in grants(user))


def require(user, verb, row):
    """Raise PermissionDenied, with a sentence, unless the person may."""
    if not may(user, verb, row):
        raise PermissionDenied(NO_VERB.format(VERBS[verb]))


def holds(user, verb):
    """Whether a person holds a verb anywhere."""
    return any(grant.verb == verb for grant in grants(user))


def require_anywhere(user, verb):
    """Raise PermissionDenied, with a sentence, unless the person holds the verb somewhere."""
    if not holds(user, verb):
        raise PermissionDenied(NO_VERB.format(VERBS[verb]))


@dataclass(frozen=True)
class Holder:
    """A person's verb in a county, and the units it reaches: all, those below a path (""), or the one."""

    user_id: int
    verb: str
    unit_id: int
    path: str
    is_wide: bool


def holders(county, verbs):
    """Who holds which of these verbs over the units of a county (its code) by a post of today: [Holder].

    The same reach as Grant.q, the other way round; a city's posts, which only read in a county, are left out.
    """
    posts = Appointment.objects.current().filter(county_id=county)
    carried = {(post.user_id, post.unit_id, verb) for post in posts for verb in post.verbs}
    rows = UnitGrant.objects.filter(county_id=county, permission__codename__in=verbs).values_list(
        "user_id",
        "permission__codename",
        "content_object_id",
        "content_object__path",
        "content_object__kind",
    )
    return [
        Holder(user, verb, unit, path if kind in (Kind.TOWN, Kind.VILLAGE) else "", _is_wide(kind, verb))
        for user, verb, unit, path, kind in rows
        if (user, unit, verb) in carried
    ]


def _is_wide(kind, verb):
    return kind.startswith("city_") or (kind in WHOLE_COUNTY and verb not in LOCAL_VERBS)


def units(user, verb):
    """The units at which a person holds a verb, directly or through one above."""
    return permitted(Unit.objects.all(), user, verb)


def permitted(rows, user, verb):
    """The rows of a queryset on which a person holds a verb."""
    reach = [grant.q(rows.model) for grant in grants(user) if grant.verb == verb]
    if not reach:
        return rows.none()
    union = Q()
    for q in reach:
        union |= q
    return rows.filter(union)


class PermittedQuerySet(models.QuerySet):
    """For rows with a `unit`: X.objects.permitted(user, verb)."""

    def permitted(self, user, verb=None):
        """The rows on which a person holds a verb; without one, those they may see."""
        return permitted(self, user, verb or seen_with(self.model))


PermittedManager = CountyManager.from_queryset(PermittedQuerySet)


def grant_post(post):
    """Write the grants of an appointment; called by the act that makes it."""
    for verb in post.verbs:
        assign_perm(f"tenancy.{verb}", post.user, post.unit)


def revoke_post(post):
    """Take back the grants of an appointment that no other post at the unit needs, or will when its day comes.

    The caller holds the unit: somebody may be giving the person another post there.
    """
    others = _not_over(Appointment.objects.filter(user=post.user, unit=post.unit)).exclude(pk=post.pk)
    for verb in post.verbs - {verb for other in others for verb in other.verbs}:
        remove_perm(f"tenancy.{verb}", post.user, post.unit)


def _not_over(posts):
    """Those of a queryset of posts that hold today or will; also of an account that is disabled for the time being."""
    return posts.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()), ended_at=None)


def align_grants():
    """Make everybody's grants what the roles of their posts carry today, over all counties; set-based.

    Returns (posts, grants given, grants taken). A post to come has its grants already; they count from its day.
    """
    with scope(SYSTEM), transaction.atomic():
        keys = ("county_id", "user_id", "content_object_id", "permission_id")
        # Before the posts: the grants of a post that is given in between are not among those that nobody needs.
        held = {tuple(key): pk for pk, *key in UnitGrant.objects.values_list("pk", *keys)}
        posts = _not_over(Appointment.objects)
        verbs = dict(
            Permission.objects.filter(content_type__app_label="tenancy").values_list("codename", "pk")
        )
        wanted = {
            (post.county_id, post.user_id, post.unit_id, verbs[verb]) for post in posts for verb in post.verbs
        }
        missing, surplus = wanted - held.keys(), held.keys() - wanted
        UnitGrant.objects.bulk_create(
            [UnitGrant(**dict(zip(keys, key, strict=True))) for key in sorted(missing)],
            batch_size=1000,
            ignore_conflicts=True,
        )
        UnitGrant.objects.filter(pk__in=[held[key] for key in surplus]).delete()
    return len(posts), len(missing), len(surplus)
