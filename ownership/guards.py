"""二（四）What stands in the way of a title: guards of its transitions, each one query for any number of rows."""

from assets.choices import Subtype
from assets.models import Asset, EquityHolding
from journal.transitions import over_set
from ownership.choices import COLLECTIVE, STATE, Subject
from ownership.models import Reviewer, Share, Title
from tenancy import policy
from tenancy.models import Unit

EQUITY = {Subtype.EQUITY, Subtype.DEBT}
EQUITY_FIELDS = ("invested_body", "credit_code", "from_on", "to_on", "exit_terms")
NOT_ENTERED = "资产尚未入账（{}），清产核资、登记造册之后方可确权"
HELD = "资产已冻结（{}），解冻后方可办理"
TITLED = "已有确权登记（{}），一项资产只能有一个有效的确权登记；如确需变更，先注销原登记"
NOT_TOLD = "股权资产须明确受资方和期限，请先在资产页补充：{}"
NOT_NAMED = (
    "股权的界定结果须由县级人民政府确定的部门审核，本县还没有指定，请县扶贫办负责人先在“确权审核部门”中指定"
)
NO_REVIEW = "本项没有指定审核部门，无须审核，可直接确认"
GONE = "资产{}，不能再办理确权；请由经办人写明原因，申请注销本登记"
ANOTHERS = "须由县级人民政府确定的部门（{}）审核"


def subject_of(asset):
    """The sort of asset for which the county names a reviewing department."""
    return Subject.EQUITY if asset.subtype in EQUITY else Subject(asset.category)


def reviewers(county):
    """{subject: Unit} of the departments a county (its code) has named."""
    named = Reviewer.objects.filter(county_id=county, ended_at=None).select_related("unit")
    return {one.subject: one.unit for one in named}


def unready(asset):
    """Why an asset cannot be given a title, itself; or None."""
    if asset.state != Asset.State.LEDGER:
        return NOT_ENTERED.format(asset.get_state_display())
    if asset.is_held:
        return HELD.format(asset.hold_reason.rstrip("。"))


def titled(assets):
    """{asset id: sentence} of those that have a living title already."""
    pks = [asset.pk for asset in assets]
    rows = Title.objects.living().filter(county_id=assets[0].county_id, asset__in=pks)
    return {
        title.asset_id: TITLED.format(title.get_state_display()) for title in rows.only("asset_id", "state")
    }


def untold(assets):
    """{asset id: sentence} of equity whose invested body, credit code, term or way out is not told."""
    pks = [asset.pk for asset in assets if asset.subtype in EQUITY]
    if not pks:
        return {}
    kept = {
        row.asset_id: row
        for row in EquityHolding.objects.filter(county_id=assets[0].county_id, asset__in=pks)
    }
    labels = {name: EquityHolding._meta.get_field(name).verbose_name for name in EQUITY_FIELDS}
    found = {}
    for pk in pks:
        if gaps := [label for name, label in labels.items() if not getattr(kept.get(pk), name, None)]:
            found[pk] = NOT_TOLD.format("、".join(gaps))
    return found


def in_the_way(assets):
    """{asset id: [sentence]} of all that keeps assets of one county from being proposed, whoever asks."""
    if not assets:
        return {}
    named = reviewers(assets[0].county_id)
    told = {asset.pk: [sentence] if (sentence := unready(asset)) else [] for asset in assets}
    for asset in assets:
        if subject_of(asset) == Subject.EQUITY and Subject.EQUITY not in named:
            told[asset.pk].append(NOT_NAMED)
    for pk, sentence in untold(assets).items():
        told[pk].append(sentence)
    return told


def _assets(rows):
    return {
        row.pk: row
        for row in Asset.objects.filter(county_id=rows[0].county_id, pk__in=[r.asset_id for r in rows])
    }


@over_set
def asset_is_ready(rows, by):
    """二（四）在清产核资、登记造册的基础上; equity with all that 二（四）asks of it."""
    found = _assets(rows)
    told = in_the_way(list(found.values()))
    return {row.pk: "；".join(told[row.asset_id]) for row in rows if told[row.asset_id]}


@over_set
def asset_still_stands(rows, by):
    """二（四）No title is settled of what has left the ledger since it was proposed."""
    left = {pk: asset for pk, asset in _assets(rows).items() if asset.state != Asset.State.LEDGER}
    gone = {pk: GONE.format(asset.get_state_display()) for pk, asset in left.items()}
    return {row.pk: gone[row.asset_id] for row in rows if row.asset_id in gone}


@over_set
def reviewed_where_asked(rows, by):
    """二（四）界定结果由县级人民政府确定的部门审核, where the county named one."""
    waiting = [row for row in rows if row.state == Title.State.PROPOSED and row.reviewer_id]
    names = dict(Unit.objects.filter(pk__in={row.reviewer_id for row in waiting}).values_list("pk", "name"))
    return {row.pk: ANOTHERS.format(names[row.reviewer_id]) for row in waiting}


def by_its_department(title, by):
    """The department that the county named does it, and no other."""
    if title.reviewer_id is None:
        return NO_REVIEW
    mine = {grant.unit_id for grant in policy.grants(by) if grant.verb == "review_title"}
    if title.reviewer_id not in mine:
        return "审核部门不是您所在的部门"


def no_end_asked(title, by):
    """Nothing goes on while somebody has asked to strike it off."""
    if title.end_asked_at:
        return "已申请注销，等待县级审核；不予注销之后方可办理"


def end_asked(title, by):
    """Four eyes: whoever strikes it off decides on what another asked for."""
    if not title.end_asked_at:
        return "还没有申请注销：先由经办人在本页写明原因，申请注销"


def not_booked(title, by):
    if title.book_number:
        return f"已登记编号 {title.book_number}"


@over_set
def goes_into_books(rows, by):
    """一（二）纳入国有资产和农村集体资产管理: not what belongs to households or bodies alone."""
    shares = Share.objects.filter(county_id=rows[0].county_id, kind__in=[*COLLECTIVE, *STATE])
    public = set(shares.filter(title__in=[row.pk for row in rows]).values_list("title_id", flat=True))
    return {row.pk: "产权不属于集体或国家，不登记三资或国资编号" for row in rows if row.pk not in public}
