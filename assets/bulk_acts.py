"""What may be done to many assets of the ledger at once, in the order of the ledger's way."""

from django.db.models import Count
from django.http import QueryDict

from assets import actions
from assets.amending import Amendment
from assets.custom import fields_of
from assets.filters import AssetFilter
from assets.forms_bulk import AmendForm
from assets.models import Asset, BulkRow
from assets.shelves import Act, Shelf, offer, offer_step
from journal.history import shown
from tenancy.models import Unit

MOST_KINDS = 5


def passing(query, scope, user):
    """Everything that a query of the ledger's list lets pass now."""
    form = AssetFilter(QueryDict(query), scope=scope, user=user)
    return form.apply(Asset.objects.permitted(user))


LEDGER = Shelf("assets:list", Asset, "资产", "original_value", passing)


def _now(one):
    """What the rows of an amendment hold now, the most frequent first: 在用 118 项、低效 2 项."""
    name = next(iter(one.values))
    if name == "custom":
        return ""
    field = next(field for field in Asset._meta.concrete_fields if field.attname == name)
    rows = BulkRow.objects.filter(county_id=one.county_id, bulk=one, outcome=BulkRow.Outcome.ABLE)
    held = Asset.objects.filter(county_id=one.county_id, pk__in=rows.values("asset_id")).order_by()
    found = list(held.values_list(name).annotate(n=Count("pk")).order_by("-n", name))
    names = _units(field, [value for value, _ in found[:MOST_KINDS]])
    told = "、".join(f"{shown(field, value, names)} {n:,} 项" for value, n in found[:MOST_KINDS])
    return told + (f" 等 {len(found)} 种" if len(found) > MOST_KINDS else "")


def _units(field, ids):
    units = Unit.objects.filter(pk__in=[pk for pk in ids if pk]) if field.is_relation else ()
    return {(Unit, unit.pk): str(unit) for unit in units}


def _told(one):
    """[(label, new value)] of an amendment."""
    fields = {field.attname: field for field in Asset._meta.concrete_fields}
    for name, value in one.values.items():
        if name == "custom":
            own = {field.key: field for field in fields_of(one.county_id)}
            yield from (
                (f"{own[key].label}改为", own[key].shown(kept, "（空）"))
                for key, kept in value.items()
                if key in own
            )
        else:
            field = fields[name]
            yield f"{field.verbose_name}改为", shown(field, value, _units(field, [value]))


for _step in (
    actions.submit,
    actions.verify,
    actions.send_back,
    actions.enter_ledger,
    actions.reject,
):
    offer_step(LEDGER, _step)
offer(
    Act(
        Amendment.name,
        "更正一项内容",
        LEDGER,
        lambda bulk: Amendment(bulk.values),
        frozenset(actions.AMENDED_WITH.values()),
        frozenset(actions.AMENDED_WITH),
        form=AmendForm,
        told=_told,
        now=_now,
        asks_reason=True,
    )
)
