"""二（五）What may be done to many duties at once, and to many assets that nobody looks after."""

from django.http import QueryDict

from assets.filters import AssetFilter
from assets.models import Asset
from assets.shelves import Act, Shelf, offer, offer_step
from custody import actions
from custody.assigning import Assigning
from custody.choices import DutyKind, FundSource, Keeper, Regime
from custody.filters import DutyFilter
from custody.forms_bulk import AssignForm
from custody.gaps import without_custodian
from custody.models import Duty


def _duties(query, scope, user):
    """Everything that a query of the list of duties lets pass now."""
    return DutyFilter(QueryDict(query), scope=scope, user=user).apply(Duty.objects.permitted(user))


def _uncared(query, scope, user):
    """Everything that a query of the list of assets without a custodian lets pass now."""
    form = AssetFilter(QueryDict(query), scope=scope, user=user)
    return without_custodian(form.apply(Asset.objects.permitted(user), without=("state",)))


def _told(bulk):
    """[(label, text)] of what the duties are to say."""
    values = bulk.values
    if not values:
        return
    yield "管护内容", DutyKind(values["kind"]).label
    yield "管护方式", Regime(values["regime"]).label
    if values["body_name"]:
        yield "管护主体", values["body_name"]
    yield "管护责任人", f"{values['custodian']}（{Keeper(values['keeper']).label}）"
    yield (
        "期限",
        f"{values['from_on']} 至 {values['to_on']}" if values["to_on"] else f"{values['from_on']} 起",
    )
    yield "经费", f"{FundSource(values['fund_source']).label}，每项每年 {values['fund_amount']} 元"


DUTIES = Shelf("custody:list", Duty, "管护责任", "fund_amount", _duties)
UNCARED = Shelf("custody:uncared", Asset, "未落实管护的资产", "original_value", _uncared)

offer(
    Act(
        Assigning.name,
        Assigning.label,
        UNCARED,
        lambda bulk: Assigning(bulk.values),
        frozenset([actions.VERB]),
        frozenset([Asset.State.LEDGER]),
        form=AssignForm,
        told=_told,
        done_at="custody:list",
    )
)
for _step in (actions.begin, actions.send_back, actions.withdraw):
    offer_step(DUTIES, _step)
