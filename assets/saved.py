"""常用筛选: filters with a name. They work wherever a list's filter does: `?filter=<id>` stands for what it holds."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, QueryDict
from django.urls import reverse

from assets.models import SavedFilter
from journal.transitions import Refused
from tenancy import persons, policy
from tenancy.models import Appointment

PARAMETER = "filter"
NONE = "0"  # ?filter=0: the whole list, whatever the person's default is
MOST = 50
Sharing = SavedFilter.Sharing


def visible(user, county):
    """The saved filters a person may use in a county: their own, their unit's, the county's; own ones first."""
    shared = Q(sharing=Sharing.COUNTY) | Q(sharing=Sharing.UNIT, unit_id__in=_units(user, county))
    return SavedFilter.objects.filter(Q(owner=user) | shared, county_id=county).order_by("name", "pk")


def _units(user, county):
    """The units a person works at in a county: that of the post they work in now, in a job those of all their posts."""
    now = getattr(user, "working_post", None)
    held = [now] if isinstance(now, Appointment) else policy.posts(user)
    return {post.unit_id for post in held if post.county_id == county}


def query_of(data, user, county):
    """A list's parameters (QueryDict) with ?filter=<id> replaced by what it holds; what else is given goes before.

    Raises Http404 for a filter that is not there for this person.
    """
    pk = data.get(PARAMETER)
    if pk is None:
        return data
    merged = QueryDict("" if pk == NONE else _held(pk, user, county), mutable=True)
    for name in data:
        if name != PARAMETER:
            merged.setlist(name, data.getlist(name))
    return merged


def _held(pk, user, county):
    if not (county and pk.isdecimal() and len(pk) < 19):
        raise Http404
    found = visible(user, county).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found.query


def worth_keeping(form):
    """What of a bound AssetFilter may be saved: not what concerns a person's own work of a day."""
    return kept(form, but=("bulk",))


def kept(form, but=()):
    """What is filtered in a bound AssetFilter, as a query: known names with valid values, in order."""
    kept = QueryDict(mutable=True)
    for name in sorted({*form.active, "q", "sort"} - {*but}):
        if form.cleaned_data.get(name) not in (None, "") and (given := form.data.get(name)):
            kept[name] = given
    return kept.urlencode()


def told(form):
    """A bound AssetFilter as sentences' parts: [(label, value)], its words and state among them."""
    found = [(chip["label"], chip["value"]) for chip in form.chips(lambda **changes: "")]
    if state := form.active.get("state"):
        found.insert(0, ("状态", dict(form.fields["state"].choices)[state]))
    words = form.cleaned_data.get("q")
    return [("查找", words), *found] if words else found


def menu(user, rows, query, page):
    """What saved_filters.html shows of these saved filters where `query` is at work, each opening that page (its URL
    name); and where what is filtered now can be kept."""
    return {
        "save_url": f"{reverse('assets:filter_new')}?{query}" if query else "",
        "active": next((one.name for one in rows if one.query == query), ""),
        "filters": [
            {
                "name": one.name,
                "url": reverse(page, query={PARAMETER: one.pk}),
                "active": one.query == query,
                "note": "默认" if one.is_default and one.owner_id == user.pk else "",
                "edit_url": reverse("assets:filter", args=[one.pk]) if one.owner_id == user.pk else "",
                "shared": one.get_sharing_display() if one.sharing != Sharing.ME else "",
            }
            for one in rows
        ],
    }


@transaction.atomic
def keep(row, *, by):
    """Save a filter of one's own; a new default takes the old one's place. Raises Refused by field.

    It lasts and may be shared: neither its name nor what it looks for names a person by a number.
    """
    if sentence := persons.fault("名称", row.name):
        raise Refused({"name": sentence})
    if any(map(persons.kinds_in, QueryDict(row.query).values())):
        raise Refused("筛选条件中含有身份证号码、银行卡号或手机号码，不能保存。请去掉后再保存。")
    mine = SavedFilter.objects.filter(county_id=row.county_id, owner=by)
    if row.pk is None and mine.count() >= MOST:
        raise Refused(f"最多保存 {MOST} 个常用筛选，请先删去不用的。")
    if row.is_default:
        mine.exclude(pk=row.pk).filter(is_default=True).update(is_default=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise Refused({"name": "您已有同名的常用筛选，请换一个名称。"}) from twice
    return row
