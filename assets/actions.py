"""二（一）–（三）What may be done to an asset: the only code that changes one.

draft → submitted → verified → ledger → retired, returned with a reason; held and released; amended with a reason.
"""

from collections import defaultdict

from django.db import connection
from django.utils import timezone

from assets import custom as particulars
from assets import rules
from assets.checks import SOMEBODYS, detail_faults, faults, ledger_faults
from assets.choices import Category, Scope, Subtype
from assets.models import DETAILS, Alias, Asset, Attachment, Tracing
from journal.acts import act
from journal.forms import ReasonForm
from journal.transitions import (
    Refused,
    locked,
    not_by_its_maker,
    not_by_whoever,
    over_set,
    transition,
)
from tenancy import persons, policy

State = Asset.State
AMENDED_WITH = {State.DRAFT: "register_asset", State.LEDGER: "amend_asset"}
MOST_SERIALS = 9999  # four digits of a number; the codes of place, type and year stand before them
LONGEST_ALIAS = Alias._meta.get_field("number").max_length
WORKABLE = "资产已冻结（{}），解冻后方可办理"


def register(*, unit, by, detail=None, aliases=(), custom=None, **fields):
    """二（三）Enter an asset in the books of a unit, as a draft.

    `fields` are Asset's own, `detail` those of the subtype's table, `aliases` old numbers, `custom` values
    of the county's own fields by key. Returns the Asset; raises PermissionDenied, or ValidationError with sentences
    by field.
    """
    policy.require(by, "register_asset", unit)
    asset = Asset(unit=unit, county_id=unit.county_id, **fields)
    asset.custom = particulars.merged(asset, custom or {})
    check_fields(asset)
    with act("assets.register", "登记", by=by, county=unit.county_id) as entry:
        asset.save()
        _write_detail(asset, detail or {})
        _add_aliases(asset, aliases)
        entry.about(asset, after=asset.state)
    return asset


def check_fields(asset, exclude=()):
    """Raise Refused, with sentences by field, unless all that must be true in any state is (assets.checks).

    No queries; `exclude` names fields that failed before and are not asked again.
    """
    if found := faults(asset, exclude):
        raise Refused(found)


class Stale(Refused):
    """Somebody else changed the row since the form was opened; `theirs` is the row as it stands."""

    def __init__(self, theirs):
        super().__init__("您填写期间，他人已修改本资产。请核对下列差异后再保存。")
        self.theirs = theirs


def amend(asset, *, by, version, reason="", detail=None, aliases=(), custom=None, **fields):
    """Change a draft, or with a reason an asset in the ledger; nothing is overwritten unseen.

    `version` is the one the form was opened with; of `custom` only the keys given change. Raises Stale
    when the row has moved on, Refused where the state forbids it, PermissionDenied, ValidationError by field.
    """
    with act("assets.amend", "更正" if reason else "修改", by=by, county=asset.county_id) as entry:
        row = locked(asset)
        if sentence := why_not_amend(row, by):
            raise Refused(sentence)
        if row.version != version:
            raise Stale(row)
        if row.state == State.LEDGER and not reason.strip():
            raise Refused({"reason": "更正已入账资产须写明理由。"})
        if found := ledger_faults(row, fields):
            raise Refused(dict(found))
        for name, value in fields.items():
            setattr(row, name, value)
        row.custom = particulars.merged(row, custom or {})
        policy.require(by, AMENDED_WITH[row.state], row.unit)  # nobody hands it to a unit beyond their reach
        row.version += 1
        check_fields(row)
        row.save()
        _write_detail(row, detail or {})
        _add_aliases(row, aliases)
        entry.about(row, before=row.state, after=row.state, reason=reason)
    return row


def why_not_amend(asset, by):
    """The sentence that says why this person may not change the asset now, or None."""
    if asset.state == State.RETIRED:
        return "已退出台账，不能再修改。"
    if asset.state not in AMENDED_WITH:
        return f"当前状态为「{asset.get_state_display()}」，退回后方可修改。"
    if asset.is_held:
        return WORKABLE.format(asset.hold_reason.rstrip("。"))
    if not policy.may(by, AMENDED_WITH[asset.state], asset):
        return "您的岗位不能修改此状态的资产。"


def _write_detail(asset, values):
    """Save the subtype's own fields; an asset whose subtype changed keeps the old detail row, unseen, in history."""
    kind = DETAILS.get(Subtype(asset.subtype).detail)
    if kind is None or not values:
        return
    row = kind.objects.filter(asset=asset).first() or kind(county_id=asset.county_id, asset=asset)
    for name, value in values.items():
        setattr(row, name, value)
    if found := detail_faults(row):
        raise Refused(found)
    row.validate_constraints(exclude=["county", "asset"])
    row.save()


def _add_aliases(asset, numbers):
    """Keep old numbers; one that is known already is not written twice, none is ever taken away."""
    if long := [number for number in numbers if len(number) > LONGEST_ALIAS]:
        raise Refused(
            {"alias": f"原有编号“{long[0][:20]}…”超过 {LONGEST_ALIAS} 个字，请核对；多个编号用顿号分开。"}
        )
    if any(map(persons.is_somebodys, numbers)):
        raise Refused({"alias": SOMEBODYS})
    known = set(Alias.objects.filter(asset=asset).values_list("number", flat=True)) if numbers else set()
    for number in dict.fromkeys(numbers):
        if number not in known:
            Alias(county_id=asset.county_id, asset=asset, number=number).save()


def add_alias(asset, *, by, number, origin=""):
    """Keep one more number that an asset that may be changed now has elsewhere, with its origin. Returns the Alias.

    Raises Refused: no number, several in one, known already.
    """
    with act("assets.add_alias", "补登原编号", by=by, county=asset.county_id) as entry:
        row = _to_change(asset, by)
        if Alias.split(number) != [number.strip()]:
            raise Refused(
                {"number": "请填写一个编号；编号中不能有顿号、逗号、分号或空格，多个编号请逐个补登。"}
            )
        alias = Alias(county_id=row.county_id, asset=row, number=number.strip(), origin=origin.strip())
        if Alias.objects.filter(asset=row, number=alias.number).exists():
            raise Refused({"number": f"本资产已经登记过原编号「{alias.number}」。"})
        if persons.is_somebodys(number):
            raise Refused({"number": SOMEBODYS})
        if sentence := persons.fault("出处", origin):
            raise Refused({"origin": sentence})
        alias.clean_fields(exclude=["county", "asset"])
        alias.save()
        entry.about(row)
    return alias


def attach(asset, *, by, document, kind, caption=""):
    """Add a photo or paper to an asset that may be changed now; what others are deciding on stays as they saw it."""
    with act("assets.attach", "添加附件", by=by, county=asset.county_id) as entry:
        row = _to_change(asset, by)
        if sentence := persons.fault("说明", caption):
            raise Refused({"caption": sentence})
        paper = Attachment(county_id=row.county_id, asset=row, document=document, kind=kind, caption=caption)
        paper.save()
        entry.about(row)
    return paper


def detach(paper, *, by, reason):
    """Take a paper down once, with a reason; the file stays in the history."""
    if not reason.strip():
        raise Refused({"reason": "撤下附件须写明原因。"})
    with act("assets.detach", "撤下附件", by=by, county=paper.county_id) as entry:
        row = _to_change(paper.asset, by)
        paper = Attachment.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if paper.removed_reason:
            raise Refused("此附件已经撤下。")
        paper.removed_reason = reason
        paper.save()
        entry.about(row, reason=reason)


def _to_change(asset, by):
    """The asset, locked, if this person may change it now; its version moves on. Raises Refused."""
    row = locked(asset)
    if sentence := why_not_amend(row, by):
        raise Refused(sentence)
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    return row


def complete(asset, by):
    """二（三）What a ledger row needs before it goes up: value, size, place, and who implements and supervises."""
    wanted = {
        "原值": asset.original_value is None,
        "数量": asset.quantity is None or not asset.measure,
        "所在乡镇": asset.town_id is None,
        "实施部门": asset.implementing_dept_id is None,
        "监管部门": asset.supervising_dept_id is None,
    }
    if gaps := [label for label, missing in wanted.items() if missing]:
        return f"请先补充：{'、'.join(gaps)}"


def filled_in(asset, by):
    """二（三）What the county itself wants to know of every such asset that comes up for review."""
    if gaps := particulars.lacking(asset):
        return f"请先填写本县补充信息：{'、'.join(gaps)}"


def not_held(asset, by):
    if asset.is_held:
        return WORKABLE.format(asset.hold_reason.rstrip("。"))


def held(asset, by):
    if not asset.is_held:
        return "资产未冻结"


def counted(asset, by):
    """二（一）An asset from before 2016 comes into the managed ledger only after the inventory."""
    if asset.scope == Scope.BEFORE_2016 and asset.counted_on is None:
        return "2016 年以前形成的资产须在清产核资后纳入，请先填写清产核资日期"


@over_set
def traced(rows, by):
    """二（一）Nor without the record of its tracing: what is known, from whom, its state today, the title found."""
    old = {row.pk for row in rows if row.scope == Scope.BEFORE_2016}
    if not old:
        return {}
    having = Tracing.objects.filter(county_id=rows[0].county_id, asset__in=old).values_list(
        "asset_id", flat=True
    )
    return dict.fromkeys(old.difference(having), "2016 年以前形成的资产须先有追溯登记，请在资产页办理")


@transition(
    Asset,
    source=State.DRAFT,
    target=State.SUBMITTED,
    verb="submit_asset",
    label="提交审核",
    guards=[complete, filled_in],
)
def submit(asset, *, by):
    """二（三）登记造册：提交乡镇（部门）审核。"""
    asset.submitted_at, asset.submitted_by, asset.return_reason = timezone.now(), by, ""


@transition(
    Asset,
    source=State.SUBMITTED,
    target=State.VERIFIED,
    verb="verify_asset",
    label="审核通过",
    guards=[complete, not_by_whoever("assets.submit"), not_by_its_maker],
)
def verify(asset, *, by):
    """二（三）乡镇（部门）核对账实后通过。"""
    asset.verified_at, asset.verified_by = timezone.now(), by


@transition(
    Asset,
    source=State.SUBMITTED,
    target=State.DRAFT,
    verb="verify_asset",
    label="退回修改",
    form=ReasonForm,
    tone="warning",
)
def send_back(asset, *, by, reason):
    """二（三）乡镇（部门）写明原因退回。"""
    _reopen(asset, reason)


def give_numbers(rows):
    """Give each row the next asset number of its place, type and year, once: village code + letter + year + serial.

    Of a household's asset the township's: the number stands on a label that everybody may scan (assets/public.py).

    One statement for all. Returns {row id: sentence} of those for which the serials are used up.
    """
    wanted = defaultdict(list)
    for row in rows:
        village = None if row.category == Category.HOUSEHOLD else row.village_id
        place = village or row.town_id or row.county_id
        wanted[rules.asset_number(place, row.category, row.formed_year, 1)[:-4]].append(row)
    refused = {}
    drawn = draw(rows[0].county_id, {prefix: len(same) for prefix, same in wanted.items()}) if rows else []
    for prefix, last in drawn:
        for serial, row in enumerate(wanted[prefix], last - len(wanted[prefix]) + 1):
            if serial > MOST_SERIALS:
                refused[row.pk] = f"编号前缀 {prefix} 的流水号已用完（{MOST_SERIALS} 个），请联系管理员。"
            else:
                row.number = f"{prefix}{serial:04}"
    return refused


def draw(county, wanted):
    """Draw serials of a county, {prefix: how many}: [(prefix, last serial drawn)].

    In the order of prefixes, so that two at once wait and do not lock each other.
    """
    prefixes = sorted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assets_serial AS s (county_id, prefix, last) SELECT %s, * FROM unnest(%s::text[], %s::int[])"
            " ON CONFLICT (county_id, prefix) DO UPDATE SET last = s.last + excluded.last RETURNING prefix, last",
            [county, prefixes, [wanted[prefix] for prefix in prefixes]],
        )
        return cursor.fetchall()


@transition(
    Asset,
    source=State.VERIFIED,
    target=State.LEDGER,
    verb="enter_ledger",
    label="入账",
    guards=[complete, counted, traced, not_by_whoever("assets.submit"), not_by_whoever("assets.verify")],
    together=give_numbers,
)
def enter_ledger(asset, *, by):
    """二（三）县级建立扶贫资产台账：给号入账。"""
    asset.entered_at, asset.entered_by = timezone.now(), by


@transition(
    Asset,
    source=State.VERIFIED,
    target=State.DRAFT,
    verb="enter_ledger",
    label="退回重报",
    form=ReasonForm,
    tone="warning",
)
def reject(asset, *, by, reason):
    """二（三）县级写明原因退回。"""
    _reopen(asset, reason)


@transition(
    Asset,
    source=State.LEDGER,
    target=State.LEDGER,
    verb="hold_asset",
    label="冻结",
    form=ReasonForm,
    guards=[not_held],
    tone="warning",
)
def hold(asset, *, by, reason):
    """一（三）4 防范风险：冻结后不得签约、分配和处置。"""
    asset.hold_reason = reason


@transition(
    Asset,
    source=State.LEDGER,
    target=State.LEDGER,
    verb="hold_asset",
    label="解冻",
    form=ReasonForm,
    guards=[held],
)
def release(asset, *, by, reason):
    """一（三）4 风险解除。"""
    asset.hold_reason = ""


@transition(
    Asset,
    source=State.LEDGER,
    target=State.RETIRED,
    verb="retire_asset",
    label="退出台账",
    form=ReasonForm,
    guards=[not_held],
    tone="danger",
)
def retire(asset, *, by, reason):
    """二（八）处置后退出台账；编号不再使用。"""
    asset.retire_reason = reason
    asset.retired_at, asset.retired_by = timezone.now(), by


def _reopen(asset, reason):
    asset.return_reason = reason
    asset.submitted_at = asset.submitted_by = asset.verified_at = asset.verified_by = None
