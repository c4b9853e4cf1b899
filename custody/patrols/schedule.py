"""二（五）By when each asset is to be looked at: the county's days for each sort, in one expression for all."""

from datetime import timedelta

from django.db.models import Case, DateField, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from assets.choices import Category, Subtype
from assets.models import Asset
from custody.models import Patrol
from journal import deadlines
from journal.parameters import declare, valid

SOURCE = "指导意见二（五）只要求落实管护责任，巡查间隔由本县规定，此为系统建议值"
SOON = 3  # days before: earlier, a round that comes every month is no news
# What there is to look at; a share in a company or a loan has no place.
NOWHERE = (Subtype.EQUITY, Subtype.DEBT)
SERVICE = (
    Subtype.EDUCATION,
    Subtype.CULTURE,
    Subtype.SPORT,
    Subtype.HEALTH,
    Subtype.COMMUNITY_SERVICE,
)


def _days(key, label, default):
    return declare(f"patrols.{key}", f"巡查间隔：{label}", default, 1, 366, "日", SOURCE, "二（五）")


# (parameter, which assets) – the first that fits holds
BEATS = [
    (_days("pv", "光伏扶贫电站", 15), Q(subtype=Subtype.PV_STATION)),
    (_days("operating", "其他经营性资产", 30), Q(category=Category.OPERATING)),
    (_days("service", "教育、文化、体育、卫生、综合服务设施", 60), Q(subtype__in=SERVICE)),
    (_days("public", "其他公益性资产", 90), Q(category=Category.PUBLIC)),
]

PATROL = deadlines.kind(
    "custody.patrol",
    "巡查",
    verb="patrol_assets",
    basis="焦扶贫办〔2020〕7号 二（五）：落实管护责任；间隔由本县参数规定",
    page="patrols:new",
)


def looked_at(assets):
    """Of a queryset of assets those that are to be looked at: in the ledger, of the village or county, with a place."""
    return assets.filter(
        state=Asset.State.LEDGER, category__in=[Category.PUBLIC, Category.OPERATING]
    ).exclude(subtype__in=NOWHERE)


def unlooked(asset):
    """Why an asset is not looked at, or None."""
    if asset.state != Asset.State.LEDGER:
        return f"资产尚未入账或已退出（{asset.get_state_display()}），入账后方可登记巡查。"
    if asset.category == Category.HOUSEHOLD:
        return "到户类资产由农户自己使用，在到户登记中核实，不登记巡查。"
    if asset.subtype in NOWHERE:
        return "股权、债权没有实物，不登记巡查；请在经营协议和收益中核对。"


def last_on():
    """An expression: the day an asset was last looked at, or null."""
    rows = Patrol.objects.filter(
        county_id=OuterRef("county_id"), asset_id=OuterRef("pk"), state=Patrol.State.VALID
    )
    return Subquery(rows.order_by("-on").values("on")[:1])


def due_on(county):
    """An expression: by when an asset of a county (its code; None over counties) is to be looked at; rules.next_on."""
    own = _own_days(county) if county else {}
    whens = [When(which, then=Value(own.get(beat.key, beat.default))) for beat, which in BEATS]
    days = Cast(Case(*whens, default=Value(90)), IntegerField())
    entered = TruncDate(F("entered_at"), tzinfo=timezone.get_default_timezone())
    return Func(
        Coalesce(last_on(), entered),
        days,
        template="(%(expressions)s)",
        arg_joiner=" + ",
        output_field=DateField(),
    )


def _own_days(county):
    """{key: days} of the beats a county (its code) has set for itself; one query for all of them."""
    rows = valid(county).filter(key__in=[beat.key for beat, _ in BEATS])
    return dict(rows.order_by("pk").values_list("key", "value"))


def with_due(assets, county):
    """Those of a queryset of assets that are to be looked at, each with `due`."""
    return looked_at(assets).annotate(due=due_on(county))


def overdue(assets, county):
    """Those of a queryset of assets whose day is over, each with `due`."""
    return with_due(assets, county).filter(due__lt=timezone.localdate())


def watch(county):
    """二（五）Set the deadline of each asset of a county (its code) that is due within SOON days or late, close others.

    Any number of times; returns how many were set anew. In the county's scope and a transaction.
    """
    ledger = Asset.objects.filter(county_id=county)
    near = with_due(ledger, county).filter(due__lte=timezone.localdate() + timedelta(days=SOON))
    deadlines.clear_deadlines(PATROL, ledger.exclude(pk__in=near.order_by().values("pk")))
    return deadlines.set_deadlines(PATROL, near, due_on(county), by=None)
