"""二（五）Posts and applications as they are written down: the only code that does so one by one."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min
from django.utils import timezone

from assets.models import Asset, Household
from custody.models import Engagement, PostAsset, WelfarePost
from custody.posts import rules
from custody.posts.guards import CLOSED, ages
from journal.acts import act
from journal.models import NoticeRow
from journal.transitions import STALE, Refused, locked
from tenancy import persons, policy
from tenancy.models import Unit

VERB = "manage_posts"
MOST_ASSETS = 500
NOT_THERE = "所选资产中有 {} 项已不在台账，请重新选择。"
OUTSIDE = "本岗位设在{}，资产须在本村或由本村持有：{}"
HOUSEHOLD_GONE = "所选的户已不在到户登记中，请重新选择。"
AGREED = "岗位起止日期须包含已签订的聘用协议（{:%Y-%m-%d} 至 {:%Y-%m-%d}）。"
PUBLISHED = "岗位名称和补贴标准已在拟聘人员公示中，审批之前不能更改；确须更改的，先更正或撤回公示。"
FEWER = "本岗位已录用 {} 人（含已审批、已备案的），人数不能少于 {} 人；确须减少的，先办理离岗或「不予录用」。"
SHOWN = ("name", "pay", "per", "village_id")


def register_post(*, by, unit, assets=(), **fields):
    """二（五）Set up a post of a village (or of a township, in a village). `assets`: ids of those it looks after.

    Returns the WelfarePost. Raises PermissionDenied, or Refused with sentences by field.
    """
    policy.require(by, VERB, unit)
    post = WelfarePost(unit=unit, county_id=unit.county_id, **fields)
    _hold_to_rules(post)
    looked_after = _assets(post, assets)
    with act("custody.register_post", "设立公益岗位", by=by, county=unit.county_id) as entry:
        post.save()
        _look_after(post, looked_after)
        entry.about(post)
    return post


def amend_post(post, *, by, version, reason, assets=None, **fields):
    """二（五）Change a post, with a reason; `assets`: ids, None where they stay.

    Raises Refused by field (also where somebody was faster), PermissionDenied.
    """
    with act("custody.amend_post", "更正公益岗位", by=by, county=post.county_id) as entry:
        row = _managed(post, by, version)
        _say_why(reason, "更正须写明理由。")
        before = {name: getattr(row, name) for name in SHOWN}
        for name, value in fields.items():
            setattr(row, name, value)
        _hold_to_rules(row)
        _agreed(row, before)
        row.version += 1
        row.save()
        if assets is not None:
            _look_after(row, _assets(row, assets))
        entry.about(row, reason=reason)
    return row


def close_post(post, *, by, version, reason):
    """二（五）Give a post up, with a reason; whoever is in it must have left before."""
    with act("custody.close_post", "撤销公益岗位", by=by, county=post.county_id) as entry:
        row = _managed(post, by, version)
        _say_why(reason, "撤岗须写明原因。")
        if live := row.engagements.filter(state__in=Engagement.LIVE).count():
            raise Refused(f"本岗位还有 {live} 人在岗或在办理中，先办理离岗或「不予录用」，再撤岗。")
        row.closed_reason, row.closed_at, row.closed_by = reason, timezone.now(), by
        row.version += 1
        row.save()
        entry.about(row, reason=reason)
    return row


def apply_for(post, *, by, household=None, **fields):
    """二（五）Write down that somebody asks for a post. `household`: of the register, None for who is not in it.

    The category is the register's, never typed. Returns the Engagement. Raises PermissionDenied, Refused by field.
    """
    with act("custody.apply", "登记岗位申请", by=by, county=post.county_id) as entry:
        post = locked(post)  # two who write down the same person come one after the other
        policy.require(by, VERB, post)
        if post.closed_reason:
            raise Refused(CLOSED.format(post.closed_reason.rstrip("。")) + "。")
        row = Engagement(county_id=post.county_id, unit=post.unit, post=post, **fields)
        _of_household(row, household, by)
        _hold_person(row)
        row.save()
        entry.about(row, after=row.state)
    return row


def amend_application(engagement, *, by, version, household=None, **fields):
    """二（五）Change an application nobody has decided on yet. Raises Refused by field, PermissionDenied."""
    with act("custody.amend_application", "修改岗位申请", by=by, county=engagement.county_id) as entry:
        row = _managed(engagement, by, version)
        if row.state != Engagement.State.APPLIED:
            raise Refused(f"当前状态为「{row.get_state_display()}」，申请内容不能再改；有误的须先退回。")
        for name, value in fields.items():
            setattr(row, name, value)
        _of_household(row, household, by)
        _hold_person(row)
        row.version += 1
        row.save()
        entry.about(row)
    return row


def _managed(row, by, version):
    """The row, locked, if this person may change it and has seen what stands there."""
    row = locked(row)
    policy.require(by, VERB, row)
    if row.version != version:
        raise Refused(STALE + "。")
    if getattr(row, "closed_reason", ""):
        raise Refused("本岗位已撤岗，不能更改。")
    return row


def _say_why(reason, sentence):
    if not reason.strip():
        raise Refused({"reason": sentence})


def _faults(row):
    """{field: [sentence]} of what no field may say: faults of shape, numbers that name a person."""
    keys = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=keys)
        found = {}
    except ValidationError as wrong:
        found = wrong.message_dict
    for field in row._meta.concrete_fields:
        if field.get_internal_type() == "CharField" and not field.choices and field.name not in found:
            kinds = (persons.ID, persons.CARD, *(() if field.name == "phone" else (persons.PHONE,)))
            if sentence := persons.fault(field.verbose_name, getattr(row, field.attname), kinds):
                found[field.name] = [sentence]
    return found


def _hold_to_rules(post):
    if found := post_faults(post):
        raise Refused(found)


def post_faults(post):
    """{field: [sentence]} of a post, its unit loaded; empty when all is well. No queries but for the village's name."""
    found = _faults(post)
    if post.from_on and post.to_on and post.to_on < post.from_on:
        found["to_on"] = ["设岗截止日期不能早于起始日期。"]
    kind, place = post.unit.kind, post.unit.region_id
    if kind == Unit.Kind.VILLAGE and post.village_id != place:
        found["village"] = [f"所选村（社区）不是{post.unit}所在地，请重新选择。"]
    elif kind == Unit.Kind.TOWN and post.village_id // 1000 != place:
        found["village"] = [f"所选村（社区）不在{post.unit}范围内，请重新选择。"]
    return found


def _agreed(row, before):
    """What was published, approved or signed of a post holds: its days, its places, its pay as people were shown it."""
    if sentence := signed_fault(row, signed_days(row.county_id, [row.pk])):
        raise Refused({"to_on": sentence})
    if sentence := places_fault(row, places_taken(row.county_id, [row.pk])):
        raise Refused({"places": sentence})
    if any(getattr(row, name) != value for name, value in before.items()):
        if published(row.county_id, [row.pk]):
            raise Refused(PUBLISHED)


def signed_days(county, posts):
    """{post id: (first, last)}: which days the agreements signed in these posts (ids) cover; one query."""
    rows = Engagement.objects.filter(county_id=county, post__in=posts, from_on__isnull=False)
    told = rows.order_by().values_list("post").annotate(Min("from_on"), Max("to_on"))
    return {post: (first, last) for post, first, last in told}


def signed_fault(post, signed):
    """Why a post cannot exist between these two days only, None where it can. `signed`: as signed_days gives it."""
    first, last = signed.get(post.pk, (post.from_on, post.to_on))
    return AGREED.format(first, last) if first < post.from_on or last > post.to_on else None


def places_taken(county, posts):
    """{post id: how many of its places are taken}, of these posts (ids); one query."""
    rows = Engagement.objects.filter(county_id=county, post__in=posts, state__in=Engagement.TAKEN)
    return dict(rows.order_by().values_list("post").annotate(Count("pk")))


def places_fault(post, taken):
    """Why a post cannot have so few places, None where it can. `taken`: as places_taken gives it."""
    held = taken.get(post.pk, 0)
    return FEWER.format(held, held) if post.places < held else None


def published(county, posts):
    """Of these posts (ids) those whose people are before the public and not approved yet; one query."""
    reviewed = Engagement.objects.filter(county_id=county, post__in=posts, state=Engagement.State.REVIEWED)
    shown = NoticeRow.objects.filter(county_id=county, table=Engagement._meta.db_table, is_live=True)
    return set(reviewed.filter(pk__in=shown.values("row_id")).values_list("post_id", flat=True))


def _assets(post, ids):
    """The assets of these ids that a post may look after: of its village, or held by its unit; those of the ledger."""
    wanted = set(ids)
    if len(wanted) > MOST_ASSETS:
        raise Refused({"assets": f"一个岗位看护的资产不超过 {MOST_ASSETS} 项。"})
    rows = Asset.objects.filter(county_id=post.county_id, pk__in=wanted, state=Asset.State.LEDGER)
    found = list(rows.select_related("unit"))
    if len(found) < len(wanted):
        raise Refused({"assets": NOT_THERE.format(len(wanted) - len(found))})
    far = [one.name for one in found if one.village_id != post.village_id and one.unit_id != post.unit_id]
    if far:
        raise Refused({"assets": OUTSIDE.format(post.village, "、".join(far[:5]) + "。")})
    return found


def _look_after(post, assets):
    """Write which assets it is; those that stay are left alone."""
    post.assets.exclude(asset__in=[asset.pk for asset in assets]).delete()
    known = set(post.assets.values_list("asset_id", flat=True))
    PostAsset.objects.bulk_create(
        PostAsset(county_id=post.county_id, post=post, asset=asset)
        for asset in assets
        if asset.pk not in known
    )


def _of_household(row, household, by):
    """The household the person is of, and its category as the register has it today."""
    if household is None:
        row.household, row.kind = None, Household.Kind.ORDINARY
        return
    known = Household.objects.permitted(by).filter(county_id=row.county_id, pk=household.pk).first()
    if known is None:
        raise Refused({"household": HOUSEHOLD_GONE})
    row.household, row.kind = known, known.kind


def _hold_person(row):
    found, today = _faults(row), timezone.localdate()
    if "applied_on" not in found and row.applied_on > today:
        found["applied_on"] = ["申请日期不能晚于今天。"]
    if "born_on" not in found and "sex" not in found:
        if sentence := rules.age_fault(row.sex, row.born_on, today, ages(row.county_id)):
            found["born_on"] = [sentence]
    same = Engagement.objects.filter(post=row.post_id, name=row.name, born_on=row.born_on)
    if same.filter(state__in=Engagement.LIVE).exclude(pk=row.pk).exists():
        found["name"] = ["此人已申请或已在本岗位，不能重复登记。"]
    if found:
        raise Refused(found)
