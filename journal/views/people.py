"""人员与岗位：who works here, in which posts, and what each role may do. Every change is an act of journal.actions."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from journal import actions
from journal.forms import AccountForm, InviteForm, KnownForm, PostForm, ReasonForm, take_back
from journal.transitions import Refused
from journal.views.person import FIRST_PASSWORD, account_state, portrait
from tenancy import policy
from tenancy.models import Appointment, Unit, User
from tenancy.roles import ROLES, VERBS
from tenancy.scope import working_in

SIZE = 50
LONGEST = 40  # characters of a search
COLUMNS = [
    {"label": "姓名", "css": "name"},
    {"label": "登录名", "css": "sort"},
    {"label": "联系电话", "css": "more"},
    {"label": "现任岗位", "css": "at"},
    {"label": "上次登录", "css": "more"},
    {"label": "账号", "css": "st"},
]
NOT_HERE = "您当前的岗位没有「管理人员与岗位」的权限；若另有管理岗位，请先在页面上方切换。"


def manages(find=None):
    """Decorate a view for those who manage people, at work in the county of their post.

    A city administrator thus works among the city's own units, in no county. `find(county, pk)` fetches the row
    in the address first: what is not of this county is 404, for whoever asks; then the verb is asked for, 403.
    """

    def decorate(view):
        @wraps(view)
        def inner(request, **key):
            if request.post is None:
                raise Http404 if key else PermissionDenied(NOT_HERE)
            place = request.post.county_id
            with working_in(place):
                subject = [find(place, **key)] if find else []
                held = policy.grants(request.user)
                if not any(grant.verb == "manage_people" and grant.county_id == place for grant in held):
                    raise PermissionDenied(NOT_HERE)
                return view(request, *subject)

        return inner

    return decorate


def _known_here(county):
    """The accounts a county keeps, and whoever holds or held a post at one of its units."""
    posted = Appointment.objects.filter(county=county).values("user")
    return User.objects.filter(Q(county=county) | Q(pk__in=posted))


def _person(county, pk):
    return get_object_or_404(_known_here(county), pk=pk)


def _own_person(county, pk):
    """A person whose account this county keeps; a guest's is its own administrator's matter."""
    return get_object_or_404(User, pk=pk, county=county)


def _post(county, pk):
    posts = Appointment.objects.filter(county=county).select_related("unit", "user")
    return get_object_or_404(posts, pk=pk, ended_at=None)


@manages()
def people(request):
    """三（二）The people of this county, or of the city's own units, by name."""
    words = _said(request, "q").strip()[:LONGEST]
    rows = _found(_known_here(request.post.county_id), words).order_by("name", "pk")
    name, _, pk = _said(request, "after").rpartition("~")
    behind = pk.isdecimal() and len(pk) < 19
    if behind:
        rows = rows.filter(TupleGreaterThan((F("name"), F("pk")), (name, int(pk))))
    current = Appointment.objects.current().select_related("unit").order_by("from_on", "pk")
    found = list(rows.prefetch_related(Prefetch("appointments", current, to_attr="held"))[: SIZE + 1])
    page = found[:SIZE]
    context = {
        "sub": f"{request.post.county.name}的账号，以及在本地任职的其他人员",
        "q": words,
        "columns": COLUMNS,
        "rows": [_line(person) for person in page],
        "page": _turn(page, words, behind=behind, more=len(found) > SIZE),
        "empty": {"title": "没有找到人员", "why": "请换一个姓名、登录名或单位名称再查。"},
        "invite_url": reverse("journal:invite"),
        "known_url": reverse("journal:appoint_known"),
    }
    return render(request, "journal/people.html", context)


def _said(request, name):
    """A part of the address without NUL, which no text of the database can hold."""
    return request.GET.get(name, "").replace("\x00", "")


def _found(rows, words):
    """Those whose name, sign-in name or a unit they serve today holds the words."""
    if not words:
        return rows
    serving = Appointment.objects.current().filter(unit__name__contains=words).values("user")
    return rows.filter(Q(name__contains=words) | Q(username__contains=words.lower()) | Q(pk__in=serving))


def _line(person):
    state, label = account_state(person)
    return {
        "name": person.name,
        "username": person.username,
        "phone": person.phone,
        "posts": [str(post) for post in person.held],
        "last_login": person.last_login,
        "state": state,
        "state_label": label,
        "url": reverse("journal:person", args=[person.pk]),
    }


def _turn(page, words, *, behind, more):
    """Addresses of the first and the next page; the key of a page is its last row's name and id."""
    first = reverse("journal:people", query={"q": words} if words else None)
    after = {"after": f"{page[-1].name}~{page[-1].pk}"} | ({"q": words} if words else {}) if more else None
    return {
        "count_text": f"本页 {len(page)} 人",
        "first_url": first if behind else "",
        "prev_url": "",
        "next_url": reverse("journal:people", query=after) if more else "",
    }


@manages(_person)
def person(request, person):
    """One person: account, posts, what was done about them; a first password is shown here once."""
    given = request.session.pop(FIRST_PASSWORD, {})
    form = PostForm(units=_units(request))
    password = given.get("password") if given.get("person") == person.pk else None
    context = portrait(person, request.post.county_id) | {"appoint_form": form, "first_password": password}
    return render(request, "journal/person.html", context)


@manages()
def invite(request):
    """三（二）Give a new person an account and the first post."""
    form = InviteForm(request.POST or None, units=_units(request))
    if invited := _done(request, form, actions.invite):
        user, password = invited
        return _hand_over(request, user, password, f"已为{user.name}建立账号并任命岗位。")
    return _form(request, form, "邀请人员", "建立账号", reverse("journal:people"))


@manages()
def appoint_known(request):
    """三（二）Give a post to a person whose account another county keeps."""
    form = KnownForm(request.POST or None, units=_units(request))
    if form.is_valid():
        user = actions.known(form.cleaned_data.pop("username"))
        if user is None:
            form.add_error("username", "没有这个登录名，请向本人核对；新人员请改用「邀请人员」。")
        elif _done(request, form, lambda **post: actions.appoint(user, **post)):
            messages.success(request, f"已任命{user.name}。")
            return redirect("journal:person", user.pk)
    return _form(request, form, "任命已有账号的人员", "任命", reverse("journal:people"))


@manages(_person)
def appoint(request, person):
    """三（二）Give a person of this county a further post; faults come back on the person's page."""
    if request.method != "POST":
        return redirect("journal:person", person.pk)
    form = PostForm(request.POST, units=_units(request))
    if _done(request, form, lambda **post: actions.appoint(person, **post)):
        messages.success(request, f"已任命{person.name}。")
        return redirect("journal:person", person.pk)
    context = portrait(person, request.post.county_id) | {"appoint_form": form}
    return render(request, "journal/person.html", context, status=422)


@manages(_post)
def end_post(request, post):
    """三（二）End a post today, with a reason."""
    form = ReasonForm(request.POST or None)
    if _done(request, form, lambda **said: actions.end_post(post, **said)):
        messages.success(request, f"已免去{post.user.name}的岗位：{post}。")
        return redirect("journal:person", post.user_id)
    title = f"免去{post.user.name}的岗位"
    return _form(request, form, title, "免去", reverse("journal:person", args=[post.user_id]), sub=str(post))


@manages(_own_person)
def reset_password(request, person):
    """Give a new first password, shown once on the next page; the old one stops working."""
    form = Form(request.POST if request.method == "POST" else None)
    unit = request.post.unit
    if password := _done(request, form, lambda by: actions.reset_password(person, by=by, unit=unit)):
        return _hand_over(request, person, password, f"已重置{person.name}的密码，原密码不再有效。")
    back = reverse("journal:person", args=[person.pk])
    sub = "将产生新的初始密码，只显示一次；本人登录后须立即修改。"
    return _form(request, form, f"重置{person.name}的密码", "重置密码", back, sub=sub)


@manages(_own_person)
def set_active(request, person):
    """Disable an account, or enable it again, with a reason."""
    offered, unit = not person.is_active, request.post.unit
    form = AccountForm(request.POST or None, initial={"active": int(offered)})

    def switch(**said):
        actions.set_active(person, unit=unit, **said)
        return True

    done = _done(request, form, switch)
    verb = "启用" if getattr(form, "cleaned_data", {}).get("active", offered) else "停用"
    if done:
        messages.success(request, f"已{verb}{person.name}的账号。")
        return redirect("journal:person", person.pk)
    back = reverse("journal:person", args=[person.pk])
    return _form(request, form, f"{verb}{person.name}的账号", verb, back)


def roles(request):
    """设置 · 角色权限：tenancy.roles as a table, for everybody."""
    names = {kind.value: kind.label for kind in Unit.Kind}
    context = {
        "roles": [
            {"label": role.label, "kinds": "、".join(names[kind] for kind in sorted(role.kinds))}
            for role in ROLES.values()
        ],
        "verbs": [
            {"label": label, "cells": [verb in role.verbs for role in ROLES.values()]}
            for verb, label in VERBS.items()
        ],
    }
    return render(request, "journal/roles.html", context)


def _units(request):
    """The units at which this person may give posts, offices before townships before villages."""
    return list(policy.units(request.user, "manage_people").order_by("path"))


def _done(request, form, action):
    """What the action returned, or None: the form is not filled in yet, or says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return action(by=request.user, **form.cleaned_data)
    except Refused as refused:
        take_back(refused, form)


def _hand_over(request, user, password, said):
    """To the person's page, which shows the first password once and forgets it."""
    request.session[FIRST_PASSWORD] = {"person": user.pk, "password": password}
    messages.success(request, said)
    return redirect("journal:person", user.pk)


def _form(request, form, title, label, back, sub=""):
    crumbs = [("人员与岗位", reverse("journal:people")), (title, "")]
    context = {
        "title": title,
        "crumbs": crumbs,
        "sub": sub,
        "form": form,
        "submit_label": label,
        "cancel_url": back,
    }
    return render(request, "journal/form.html", context, status=422 if form.is_bound else 200)
