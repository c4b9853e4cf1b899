"""二（六）What stands in the way of an agreement: guards of its transitions, each one query for any number of rows."""

from assets.choices import Category
from assets.models import Asset
from journal.parameters import declare
from journal.transitions import over_set
from operation import rules
from operation.choices import Procedure
from operation.models import AgreementAsset, Candidate, Operator, Sanction, SelfOperation
from operation.querysets import holding
from ownership.models import Title

BIDDERS = declare(
    "operation.bidders",
    "公开招标、竞价确定经营主体的最少候选数",
    3,
    1,
    20,
    "个",
    source="《招标投标法》第二十八条：投标人少于三个的，应当重新招标",
    clause="二（六）",
)
NO_ASSETS = "还没有选择资产，请先修改协议，至少选择一项经营性资产"
NOT_OPERATING = "“{}”是{}，只有经营性资产才签订经营协议"
NOT_ENTERED = "“{}”不在台账（{}），入账之后方可签订"
HELD = "“{}”已冻结（{}），解冻后方可办理"
NOT_TITLED = "“{}”尚未确权，确认产权之后方可签订"
DISPUTED = "“{}”的确权状态为「{}」，确认产权之后方可签订"
LEAVING = "“{}”已申请注销确权，县级审核之前不再签订"
TAKEN = "“{}”在 {} 至 {} 已签有协议「{}」，期限不能重叠"
BARRED = "经营主体“{}”因{}受到失信惩戒（{}），期间不得签订新的经营协议"
SELF_RUN = "“{}”由产权单位自营（{}），先终止自营再签订协议"
NO_CHOICE = "还没有登记候选经营主体和中选结果，请先修改协议补充"
NOT_CHOSEN = "中选的是“{}”，与协议的经营主体“{}”不一致"
AMENDING = "协议有一项变更待审核，审核或者退回之后方可办理"
TOO_FEW = "公开招标、竞价的候选主体不得少于 {} 个，现有 {} 个"


def unready(assets):
    """{asset id: [sentence]} of all that keeps assets of one county from being let; two queries at most."""
    if not assets:
        return {}
    living = Title.objects.living().filter(county_id=assets[0].county_id, asset__in=[a.pk for a in assets])
    titles = {title.asset_id: title for title in living.only("asset_id", "state", "end_asked_at")}
    return {asset.pk: [*_unready(asset, titles.get(asset.pk))] for asset in assets}


def _unready(asset, title):
    if asset.category != Category.OPERATING:
        yield NOT_OPERATING.format(asset.name, asset.get_category_display())
    if asset.state != Asset.State.LEDGER:
        yield NOT_ENTERED.format(asset.name, asset.get_state_display())
        return
    if asset.is_held:
        yield HELD.format(asset.name, asset.hold_reason.rstrip("。"))
    if title is None:
        yield NOT_TITLED.format(asset.name)
    elif not title.is_settled:
        yield DISPUTED.format(asset.name, title.get_state_display())
    elif title.end_asked_at:
        yield LEAVING.format(asset.name)


def taken(county, asked):
    """{(agreement id, asset id): sentence} of assets that another signed agreement holds in the same days; one query.

    `asked`: {(agreement id, None for one not written yet; asset id): (first day, last day)}.
    """
    lines = held_lines(county, {asset for _, asset in asked})
    told = {key: clash(lines.get(key[1], ()), key[0], *days) for key, days in asked.items()}
    return {key: sentence for key, sentence in told.items() if sentence}


def held_lines(county, assets):
    """{asset id: [AgreementAsset]} of assets that signed agreements hold, in the order of their days; one query."""
    held = AgreementAsset.objects.filter(county_id=county, asset__in=assets, is_held=True)
    found = {}
    for line in held.select_related("agreement", "asset").order_by("from_on"):
        found.setdefault(line.asset_id, []).append(line)
    return found


def clash(lines, agreement, from_on, to_on):
    """The sentence that tells of the last of these lines of an asset in the way of an agreement's days, or None."""
    told = None
    for line in lines:
        if line.agreement_id != agreement and line.from_on <= to_on and from_on <= line.to_on:
            told = TAKEN.format(line.asset.name, line.from_on, line.to_on, line.agreement.number)
    return told


def sanctions(county, operators, on=None):
    """{operator id: Sanction} of those under one on a day (today when None); one query."""
    rows = holding(Sanction.objects.filter(county_id=county, operator__in=operators), on)
    return {row.operator_id: row for row in rows.select_related("operator").order_by("pk")}


def barred(county, operators):
    """{operator id: sentence} of those that may sign nothing new today."""
    return {
        pk: BARRED.format(row.operator.shown_name, row.get_offence_display(), row.decision_number)
        for pk, row in sanctions(county, operators).items()
    }


def lines_of(rows):
    """{agreement id: [AgreementAsset]} with the assets, in their order; one query."""
    found = {row.pk: [] for row in rows}
    lines = AgreementAsset.objects.filter(county_id=rows[0].county_id, agreement__in=[*found])
    for line in lines.select_related("asset").order_by("pk"):
        found[line.agreement_id].append(line)
    return found


@over_set
def assets_are_ready(rows, by):
    """二（六）经营性资产: in the ledger, confirmed, not frozen, and under no other agreement in these days."""
    lines = lines_of(rows)
    told = unready([line.asset for of in lines.values() for line in of])
    days = {row.pk: (row.from_on, row.to_on) for row in rows}
    held = taken(rows[0].county_id, {(pk, line.asset_id): days[pk] for pk in lines for line in lines[pk]})
    found = {}
    for pk, mine in lines.items():
        sentences = [sentence for line in mine for sentence in told[line.asset_id]] if mine else [NO_ASSETS]
        sentences += [held[pk, line.asset_id] for line in mine if (pk, line.asset_id) in held]
        if sentences:
            found[pk] = "；".join(sentences)
    return found


@over_set
def owner_does_not_run_it(rows, by):
    """二（六）While an owner operates an asset itself, as confirmed, nobody else is given the right to."""
    lines = lines_of(rows)
    assets = {line.asset_id for of in lines.values() for line in of}
    running = SelfOperation.objects.filter(
        county_id=rows[0].county_id, asset__in=assets, state=SelfOperation.State.IN_FORCE
    )
    by_asset = {run.asset_id: run for run in running}
    found = {}
    for row in rows:
        runs = [by_asset[line.asset_id] for line in lines[row.pk] if line.asset_id in by_asset]
        told = [SELF_RUN.format(run.name, run.term_text) for run in runs if _at_once(row, run)]
        if told:
            found[row.pk] = "；".join(told)
    return found


def _at_once(agreement, run):
    """Whether an agreement and a self-operation share a day; one without a last day goes on."""
    return run.from_on <= agreement.to_on and (run.to_on is None or run.to_on >= agreement.from_on)


@over_set
def operator_may_sign(rows, by):
    """三（四）A sanction bars new agreements."""
    told = barred(rows[0].county_id, {row.operator_id for row in rows})
    return {row.pk: told[row.operator_id] for row in rows if row.operator_id in told}


@over_set
def makes_its_total(rows, by):
    """The due schedule can be made, and makes the contract's total to the fen."""
    told = {row.pk: [sentence for _, sentence in rules.faults(row)] for row in rows}
    return {pk: "；".join(sentences) for pk, sentences in told.items() if sentences}


@over_set
def operator_was_chosen(rows, by):
    """二（六）依据规定程序确定经营主体: the candidates, and who of them was chosen, are written down."""
    candidates = Candidate.objects.filter(county_id=rows[0].county_id, agreement__in=[row.pk for row in rows])
    chosen = dict(candidates.filter(is_chosen=True).values_list("agreement_id", "name"))
    names = dict(Operator.objects.filter(pk__in=[row.operator_id for row in rows]).values_list("pk", "name"))
    found = {row.pk: NO_CHOICE for row in rows if row.pk not in chosen}
    for row in rows:
        if row.pk in chosen and chosen[row.pk] != names[row.operator_id]:
            found[row.pk] = NOT_CHOSEN.format(chosen[row.pk], names[row.operator_id])
    return found


def no_amendment_waits(agreement, by):
    """A guard: no amendment waits to be approved."""
    if agreement.amend_asked_at:
        return AMENDING


def too_few(agreement, procedure):
    """The sentence that refuses a public bidding with fewer candidates than the county asks for, or None."""
    if procedure != Procedure.BIDDING:
        return None
    least, there = BIDDERS.value(agreement.county_id), agreement.candidates.count()
    return TOO_FEW.format(least, there) if there < least else None
