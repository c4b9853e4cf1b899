"""二（四）What may be done to many titles at once, and to many assets that have none."""

from django.http import QueryDict

from assets.filters import AssetFilter
from assets.models import Asset
from assets.shelves import Act, Shelf, offer, offer_step
from ownership import actions
from ownership.choices import Basis
from ownership.deadline import without_title
from ownership.filters import TitleFilter
from ownership.forms_bulk import OpenForm
from ownership.models import Title
from ownership.opening import VERB, Opening
from ownership.owners import OwnerRule
from tenancy.models import Unit


def _titles(query, scope, user):
    """Everything that a query of the list of titles lets pass now."""
    return TitleFilter(QueryDict(query), scope=scope, user=user).apply(Title.objects.permitted(user))


def _untitled(query, scope, user):
    """Everything that a query of the list of assets without a title lets pass now."""
    form = AssetFilter(QueryDict(query), scope=scope, user=user)
    return without_title(form.apply(Asset.objects.permitted(user), without=("state",)))


def _told(bulk):
    """[(label, text)] of whose the assets are to be."""
    values = bulk.values
    if not values:
        return
    yield "产权主体", OwnerRule(values["rule"]).label
    if values["unit"]:
        yield "指定的单位", str(Unit.objects.filter(pk=values["unit"]).first() or "—")
    yield "确权依据", Basis(values["basis"]).label
    if values["basis_note"]:
        yield "依据说明", values["basis_note"]


TITLES = Shelf("ownership:list", Title, "确权登记", "asset__original_value", _titles)
UNTITLED = Shelf("ownership:untitled", Asset, "未开始确权的资产", "original_value", _untitled)

offer(
    Act(
        Opening.name,
        Opening.label,
        UNTITLED,
        lambda bulk: Opening(bulk.values),
        frozenset([VERB]),
        frozenset([Asset.State.LEDGER]),
        form=OpenForm,
        told=_told,
        done_at="ownership:list",
    )
)
for _step in (
    actions.propose,
    actions.review,
    actions.send_back,
    actions.confirm,
    actions.reject,
    actions.issue,
    actions.hand_over,
    actions.dispute,
):
    offer_step(TITLES, _step)
