"""People and posts: invited, appointed, ended. They live here, above tenancy, because each act writes the journal."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.acts import act
from journal.transitions import Refused
from tenancy import persons, policy
from tenancy.models import Appointment, Unit, User
from tenancy.roles import ROLES
from tenancy.scope import SYSTEM, scope

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that a telephone or an old printer confuses


def new_password():
    """A first password to be read out once: four groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def invite(*, username, name, unit, role, from_on, by, phone="", to_on=None, password=None):
    """三（二）Give a person an account and a first post. Returns (user, first password, shown once).

    Raises PermissionDenied, Refused (name taken, role not of this kind of unit).
    """
    policy.require(by, "manage_people", unit)
    for field, label, text in (("username", "登录名", username), ("name", "姓名", name)):
        if sentence := persons.fault(label, text):
            raise Refused({field: sentence})
    password = password or new_password()
    user = User(
        username=username, name=name, phone=phone, county_id=unit.county_id, must_change_password=True
    )
    user.set_password(password)
    user.clean_fields(exclude=["county"])
    try:
        with act("people.invite", "建立账号", by=by, county=unit.county_id) as entry:
            user.save(force_insert=True)
            entry.about(user)
    except IntegrityError as taken:  # asked of the database alone: names are one for all counties
        raise Refused(
            {"username": "此登录名已被使用，请另取一个；若此人已有账号，请任命已有账号的人员。"}
        ) from taken
    appoint(user, unit=unit, role=role, from_on=from_on, to_on=to_on, by=by)
    return user, password


def known(username):
    """The person of this sign-in name, whatever county keeps the account; for one who manages people only."""
    with scope(SYSTEM), transaction.atomic():
        return User.objects.filter(username=username).first()


@transaction.atomic
def appoint(user, *, unit, role, from_on, by, to_on=None):
    """三（二）Give a person a post at a unit, from one day to another (the last day, or None). Returns the post."""
    policy.require(by, "manage_people", unit)
    if user.pk == by.pk:
        raise Refused("不能给自己任命岗位，请由其他管理员办理。")
    if role not in ROLES or unit.kind not in ROLES[role].kinds:
        possible = "、".join(known.label for known in ROLES.values() if unit.kind in known.kinds)
        raise Refused({"role": f"「{unit.get_kind_display()}」没有这一岗位，可以任命：{possible}。"})
    if to_on and to_on < from_on:
        raise Refused({"to_on": "任职止不能早于任职起。"})
    Unit.objects.select_for_update().get(pk=unit.pk)  # of two at once, the second sees the first
    held = Appointment.objects.filter(user=user, unit=unit, role=role, ended_at=None)
    if any(post.to_on is None or post.to_on >= from_on for post in held):
        raise Refused("此人已在该单位担任此岗位，无需重复任命。")
    post = Appointment(
        county_id=unit.county_id,
        user=user,
        unit=unit,
        role=role,
        from_on=from_on,
        to_on=to_on,
        appointed_by=by,
    )
    with act("people.appoint", "任命", by=by, county=unit.county_id) as entry:
        post.save()
        policy.grant_post(post)
        entry.about(post, subject_name=f"{user.name}（{post}）")
    return post


@transaction.atomic
def end_post(post, *, by, reason):
    """三（二）End a post: today is its last day, and its rights are gone with this transaction."""
    post = Appointment.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=post.pk)
    policy.require(by, "manage_people", post.unit)
    Unit.objects.select_for_update().get(pk=post.unit_id)  # as appoint: no post is given there meanwhile
    if post.ended_at:
        raise Refused("此岗位已经免去。")
    if not reason.strip():
        raise Refused({"reason": "免去岗位须写明原因。"})
    with act("people.end_post", "免去", by=by, county=post.county_id) as entry:
        now = timezone.now()
        post.ended_at, post.ended_by = now, by
        post.to_on = max(timezone.localdate(now), post.from_on)  # one not begun yet keeps its days in order
        post.save()
        policy.revoke_post(post)
        entry.about(post, subject_name=f"{post.user.name}（{post}）", reason=reason)
    return post


@transaction.atomic
def reset_password(user, *, by, unit):
    """Give a new first password to a person of one's own county; returns it, to be shown once."""
    _require_account(by, user, unit)
    if any(post.county_id != unit.county_id for post in policy.posts(user)):
        raise Refused("此人还在其他地方任职，重置密码会连带那里的权限。请先由任职地免去岗位，再重置。")
    password = new_password()
    with act("people.reset_password", "重置密码", by=by, county=unit.county_id) as entry:
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        entry.about(user)
    return password


@transaction.atomic
def set_active(user, *, by, unit, active, reason):
    """Disable an account of one's own county, or enable it again; a disabled one holds no posts.

    Raises PermissionDenied, Refused (also where another administrator has done the same in between).
    """
    _require_account(by, user, unit)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise Refused("不能停用自己的账号，请由其他管理员办理。")
    if user.is_active == active:
        raise Refused(f"此账号已经{'启用' if active else '停用'}，无需重复办理。")
    if not reason.strip():
        raise Refused({"reason": "请写明原因。"})
    with act(
        "people.set_active", "启用账号" if active else "停用账号", by=by, county=unit.county_id
    ) as entry:
        user.is_active = active
        user.save(update_fields=["is_active"])
        entry.about(user, reason=reason)


def _require_account(by, user, unit):
    policy.require(by, "manage_people", unit)
    if user.county_id != unit.county_id:
        raise Refused("此账号由外单位管理，请联系其管理员办理。")
