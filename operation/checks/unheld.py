"""二（六）Operating assets that nobody operates by right, and agreements that are none on paper."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from assets.choices import Category, Status
from assets.models import Asset
from assets.rules.places import village_key
from operation.models import Agreement, AgreementAsset, SelfOperation
from ownership.models import Title
from tenancy import policy

IN_USE = [Status.IN_USE, Status.UNDERUSED]
ALONE = "产权已确认，没有签订的经营协议，也没有确认的自营申报；现状为「{}」"
LAST = "，原协议 {} 已于 {} 终止"
USED_BY_ANOTHER = "，台账登记的实际使用人不是持有单位，疑似已经出租"
WAITING = "，自营申报待确认"
NOT_SIGNED = "约定 {} 起经营，已过 {} 天，协议仍是「{}」，没有签订"
NO_PAPER = "协议 {} 已在履行，没有合同扫描件"
STILL = "期限到 {}，已过 {} 天，没有办理终止或续签，资产仍在使用"


def nobody(user):
    """Operating assets of the ledger whose title is confirmed, with neither agreement nor self-operation."""
    mine = {"county_id": OuterRef("county_id"), "asset_id": OuterRef("pk")}
    today = timezone.localdate()
    lines = AgreementAsset.objects.filter(**mine)
    let = lines.filter(agreement__state=Agreement.State.IN_FORCE)
    runs = SelfOperation.objects.filter(**mine)
    running = runs.filter(Q(to_on=None) | Q(to_on__gte=today), state=SelfOperation.State.IN_FORCE)
    confirmed = Title.objects.living().filter(**mine, state__in=Title.SETTLED)
    rows = Asset.objects.permitted(user).filter(category=Category.OPERATING, state=Asset.State.LEDGER)
    return rows.filter(Exists(confirmed), ~Exists(let), ~Exists(running))


def shown_nobody():
    """The assets with what their sentence tells."""
    mine = {"county_id": OuterRef("county_id"), "asset_id": OuterRef("pk")}
    over = AgreementAsset.objects.filter(**mine, agreement__state__in=Agreement.OVER)
    over = over.order_by("-agreement__ended_on")
    waiting = SelfOperation.objects.filter(**mine, state=SelfOperation.State.DECLARED)
    return Asset.objects.select_related("unit", "town", "village").annotate(
        last_number=Subquery(over.values("agreement__number")[:1]),
        last_ended=Subquery(over.values("agreement__ended_on")[:1]),
        is_declared=Exists(waiting),
    )


def why_nobody(rows):
    """{asset id: sentence}."""
    return {row.pk: _why_nobody(row) for row in rows}


def _why_nobody(asset):
    told = ALONE.format(asset.get_status_display())
    if asset.last_number:
        told += LAST.format(asset.last_number, asset.last_ended)
    if asset.holder and not _is_its_owner(asset):
        told += USED_BY_ANOTHER
    return told + (WAITING if asset.is_declared else "")


def _is_its_owner(asset):
    """Whether who holds it, as the ledger has it, is called after its unit: 五里堡村村集体经济组织 of 五里堡村."""
    return village_key(asset.unit.name)[0] in asset.holder or asset.holder in asset.unit.name


def unsigned(user):
    """有租无合同: what should run already and is not signed, or runs without the paper."""
    drafts = Q(state__in=["draft", "decided"], from_on__lte=timezone.localdate())
    no_paper = Q(state=Agreement.State.IN_FORCE, paper=None)
    return Agreement.objects.permitted(user, policy.SEE).filter(drafts | no_paper)


def why_unsigned(rows):
    """{agreement id: sentence}."""
    today = timezone.localdate()
    return {row.pk: _why_unsigned(row, today) for row in rows}


def _why_unsigned(row, today):
    if row.number:
        return NO_PAPER.format(row.number)
    return NOT_SIGNED.format(row.from_on, (today - row.from_on).days, row.get_state_display())


def overstayed(user):
    """Agreements whose last day is gone, neither ended nor renewed, over assets that are still used."""
    used = AgreementAsset.objects.filter(
        county_id=OuterRef("county_id"), agreement_id=OuterRef("pk"), asset__status__in=IN_USE
    )
    later = Agreement.objects.filter(county_id=OuterRef("county_id"), previous_id=OuterRef("pk"))
    rows = Agreement.objects.permitted(user, policy.SEE)
    rows = rows.filter(state=Agreement.State.IN_FORCE, to_on__lt=timezone.localdate())
    return rows.filter(Exists(used), ~Exists(later.exclude(number="")))


def why_overstayed(rows):
    """{agreement id: sentence}."""
    today = timezone.localdate()
    return {row.pk: STILL.format(row.to_on, (today - row.to_on).days) for row in rows}
