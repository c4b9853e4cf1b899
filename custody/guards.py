"""二（五）What stands in the way of a duty: guards of its transitions, each one query for any number of rows."""

from collections import defaultdict

from assets.models import Asset
from custody import rules
from custody.models import Duty
from journal.transitions import over_set
from ownership.models import Title

NOT_ENTERED = "资产尚未入账或已退出（{}），不能落实管护责任"
HELD = "资产已冻结（{}），解冻后方可办理"
NOT_TITLED = "资产还没有确权（{}），扶贫资产确权登记后方可落实管护责任"
RETURNED = "已退回（{}），修改后方可确认"
CLASH = "{}的同类管护责任（{}）与本项时间重叠，请先办理交接或终止，或调整起止日期"
OVER = "期限已满（{}），请登记新的管护责任"
FOREVER = "9999-12-31"


def settled_titles(assets):
    """{asset id: state of its living title or None} of assets of one county."""
    found = dict.fromkeys([asset.pk for asset in assets])
    titles = Title.objects.living().filter(county_id=assets[0].county_id, asset__in=list(found))
    return found | dict(titles.values_list("asset_id", "state"))


def unready(asset):
    """Why nobody can be made responsible for an asset, itself; or None."""
    if asset.state != Asset.State.LEDGER:
        return NOT_ENTERED.format(asset.get_state_display())
    if asset.is_held:
        return HELD.format(asset.hold_reason.rstrip("。"))


def assets_of(rows):
    """{asset id: Asset} of duties of one county."""
    ids = {row.asset_id for row in rows}
    return Asset.objects.filter(county_id=rows[0].county_id).in_bulk(ids)


@over_set
def asset_is_ready(rows, by):
    """二（五）扶贫资产: what stands in the ledger and is not frozen."""
    found = assets_of(rows)
    return {row.pk: told for row in rows if (told := unready(found[row.asset_id]))}


@over_set
def title_is_confirmed(rows, by):
    """二（五）扶贫资产确权登记后，……落实管护责任."""
    states = settled_titles(list(assets_of(rows).values()))
    open_ = {row.pk: states[row.asset_id] for row in rows if states[row.asset_id] not in Title.SETTLED}
    return {
        pk: NOT_TITLED.format(Title.State(state).label if state else "未开始") for pk, state in open_.items()
    }


def not_returned(duty, by):
    """What was returned is amended first."""
    if duty.return_reason:
        return RETURNED.format(duty.return_reason.rstrip("。"))


@over_set
def nobody_else_then(rows, by):
    """二（五）明确管护主体: two of one kind are not responsible on one day."""
    return clashes(rows)


def clashes(rows):
    """{row id: sentence} of duties that cannot stand beside those in force, or beside an earlier one of `rows`."""
    held = Duty.objects.held().filter(county_id=rows[0].county_id, asset__in={row.asset_id for row in rows})
    beside = defaultdict(list)
    for one in held.exclude(pk__in=[row.pk for row in rows]):
        beside[one.asset_id, one.kind].append(one)
    told = {}
    for row in sorted(rows, key=lambda row: row.pk):
        others = beside[row.asset_id, row.kind]
        if found := next((one for one in others if overlap(one, row)), None):
            told[row.pk] = CLASH.format(found.body_name, rules.term_text(found.from_on, found.to_on))
        else:
            others.append(row)
    return told


def overlap(one, other):
    """Whether two terms have a day in common."""
    ends = [str(duty.to_on or FOREVER) for duty in (one, other)]
    return str(one.from_on) <= ends[1] and str(other.from_on) <= ends[0]
