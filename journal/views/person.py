"""What the page of one person shows: account, posts, history, and the acts that are open."""

from django.urls import reverse
from django.utils import timezone

from journal import history
from tenancy.models import Appointment

FIRST_PASSWORD = "first_password"  # in the session, from the act to the one page that shows it
POST_COLUMNS = [{"label": label} for label in ("单位", "角色", "任职起", "任职止", "任命人", "状态", "")]


def account_state(person):
    """The state of an account as (css, words)."""
    if not person.is_active:
        return "retired", "已停用"
    return ("invited", "待首次登录") if person.must_change_password else ("current", "启用")


def post_state(post):
    """The state of a post as (css, words)."""
    today = timezone.localdate()
    if post.ended_at:
        return "retired", "已免去"
    if post.to_on and post.to_on < today:
        return "retired", "已届满"
    return ("waiting", "未到任") if post.from_on > today else ("current", "现任")


def portrait(person, county):
    """The context of journal/person.html for a person as a county knows them: posts elsewhere are not its matter."""
    posts = list(
        Appointment.objects.filter(county=county, user=person)
        .select_related("unit", "appointed_by")
        .order_by("ended_at", "-from_on", "-pk")
    )
    own = person.county_id == county
    state, label = account_state(person)
    return {
        "person": person,
        "crumbs": [("人员与岗位", reverse("journal:people")), (person.name, "")],
        "state": state,
        "state_label": label,
        "post_columns": POST_COLUMNS,
        "posts": [_held(post) for post in posts],
        "acts": _acts(person) if own else [],
        "kept_elsewhere": not own,
        "appoint_url": reverse("journal:appoint", args=[person.pk]),
        "entries": _history(person if own else posts[0], posts),
    }


def _held(post):
    state, label = post_state(post)
    over = state == "retired"
    return {
        "unit": post.unit.name,
        "role": post.get_role_display(),
        "from_on": post.from_on,
        "to_on": post.to_on,
        "by": post.appointed_by.name if post.appointed_by else "系统",
        "state": state,
        "state_label": label,
        "end_url": "" if over else reverse("journal:end_post", args=[post.pk]),
    }


def _acts(person):
    return [
        {"label": "重置密码", "url": reverse("journal:reset_password", args=[person.pk])},
        {
            "label": "停用账号" if person.is_active else "启用账号",
            "url": reverse("journal:set_active", args=[person.pk]),
        },
    ]


def _history(subject, posts):
    """What was done about an account and its posts here; a guest's account has its history elsewhere."""
    return history.of(subject, [(Appointment, [post.pk for post in posts])])
