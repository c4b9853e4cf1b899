"""公益岗位: the list of posts, one post with the people in it and the assets it looks after, and its forms."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.models import Asset
from assets.views.registers import address_of, export_url, listed
from custody.columns import shown_body
from custody.filters import NAMES
from custody.models import Duty, Engagement, PostAsset, WelfarePost, WorkedMonth
from custody.posts import entering
from custody.posts.columns import POSTS, badge, standing
from custody.posts.entry_forms import PostForm
from custody.posts.filters import STATES, PostFilter, taken
from journal import history
from journal.forms import ReasonForm, take_back
from tenancy import policy

LIST = "posts:list"
VERB = entering.VERB
TABS = [("", "全部"), *STATES]
PEOPLE_COLUMNS = [
    {"label": "姓名", "css": "name"},
    {"label": "户类别"},
    {"label": "协议期"},
    {"label": "已发补贴（元）", "num": True},
    {"label": "状态", "css": "st"},
]
ASSET_COLUMNS = [{"label": "资产", "css": "name"}, {"label": "资产编号"}, {"label": "管护主体"}]
COUNTED = 10_000


def index(request):
    """二（五）The posts of a person's reach, by how they stand."""
    policy.require_anywhere(request.user, policy.SEE)
    form = PostFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(WelfarePost.objects.permitted(request.user))
    shown = WelfarePost.objects.select_related("village__parent").annotate(taken=taken())
    address = address_of(request, LIST)
    context = listed(request, form, rows, shown, address, totals(rows, "个岗位"))
    may_add = request.scope.county and policy.holds(request.user, VERB)
    context |= {
        "title": "公益岗位",
        "placeholder": "岗位名称、职责",
        "columns": [{"label": c.label, "css": c.css, "num": c.num} for c in POSTS],
        "cells": [[column.cell(row) for column in POSTS] for row in context["rows"]],
        "tabs": tabs(form, address, TABS),
        "add_url": reverse("posts:create") if may_add else "",
        "import_url": import_url(request, "welfare_posts"),
        "export_url": export_url(request, "welfare_posts"),
        "empty": {"title": "没有公益岗位", "why": "请放宽筛选条件，或先设立岗位。"},
    }
    return render(request, "custody/posts.html", context)


def import_url(request, resource):
    """Where a workbook of this comes in, for whoever may bring one in; else ""."""
    may = policy.holds(request.user, "import_assets") and policy.holds(request.user, VERB)
    return reverse("imports:upload", query={"resource": resource}) if request.scope.county and may else ""


def totals(rows, counted):
    """{text}: how many rows there are, up to a limit."""
    n = rows.order_by()[: COUNTED + 1].count()
    return {"text": f"{n:,} {counted}" if n <= COUNTED else f"超过 {COUNTED:,} {counted}"}


def tabs(form, address, states):
    """[{label, url, active}] of the states a list is looked at by."""
    here = form.active.get("state", "")
    return [
        {"label": label, "url": address(state=key or None), "active": key == here} for key, label in states
    ]


def post(request, pk):
    """二（五）一个公益岗位：职责、补贴、看护的资产、在岗和申请的人员。"""
    found = _found(request, pk)
    may = policy.may(request.user, VERB, found) and not found.closed_reason
    held = Engagement.objects.filter(post=found, state__in=Engagement.TAKEN).count()
    looked_after = list(PostAsset.objects.filter(post=found).order_by("pk"))
    context = {
        "post": found,
        "crumbs": [("公益岗位", reverse(LIST)), (f"第 {found.pk} 号", "")],
        "sub": f"{found.county} · {found.unit}",
        "standing": badge(*standing(found, held)),
        "held": held,
        "people_columns": PEOPLE_COLUMNS,
        "people": _people(request.user, found),
        "people_url": f"{reverse('posts:people')}?post={pk}",
        "asset_columns": ASSET_COLUMNS,
        "assets": _looked_after(request.user, found, looked_after),
        "edit_url": reverse("posts:edit", args=[pk]) if may else "",
        "close_url": reverse("posts:close", args=[pk]) if may else "",
        "apply_url": reverse("posts:apply", args=[pk]) if may else "",
        "entries": history.of(found, [(WelfarePost, [pk]), (PostAsset, [row.pk for row in looked_after])]),
    }
    return render(request, "custody/post.html", context)


def _found(request, pk):
    rows = WelfarePost.objects.permitted(request.user).select_related("unit", "county", "village__parent")
    return get_object_or_404(rows, pk=pk)


def _people(user, found):
    """[{name, url, home, days, paid, state}] of a post; without the register's verb the names are masked, and how
    poor a household is stays untold."""
    sees = policy.may(user, Engagement.SEEN_WITH, found)
    paid = dict(
        WorkedMonth.objects.filter(engagement__post=found, paid_on__isnull=False)
        .order_by()
        .values_list("engagement")
        .annotate(Sum("amount"))
    )
    rows = (
        Engagement.objects.filter(post=found).exclude(state=Engagement.State.DECLINED).order_by("-pk")[:200]
    )
    return [
        {
            "name": row.name if sees else row.shown_name,
            "url": row.get_absolute_url() if sees else "",
            "home": row.get_kind_display() if sees else ("优先吸纳对象" if row.is_first else "一般农户"),
            "from_on": row.from_on,
            "to_on": row.to_on,
            "paid": paid.get(row.pk, 0),
            "state": badge(row.state, row.get_state_display()),
        }
        for row in rows
    ]


def _looked_after(user, found, rows):
    """[{asset, url, body}]: the assets of a post, and who bears the duty for each; a household by its masked name
    to whoever may not read the register's."""
    ids = [row.asset_id for row in rows]
    assets = Asset.objects.filter(pk__in=ids).in_bulk()
    seen = set(Asset.objects.permitted(user).filter(pk__in=ids).values_list("pk", flat=True))
    duties = Duty.objects.filter(asset__in=ids, state=Duty.State.IN_FORCE, kind="care")
    names = policy.may(user, NAMES, found)
    bodies = {duty.asset_id: shown_body(duty, names) for duty in duties}
    return [
        {
            "asset": assets[pk],
            "url": assets[pk].get_absolute_url() if pk in seen else "",
            "body": bodies.get(pk, "未落实"),
        }
        for pk in ids
    ]


def create(request):
    """二（五）设立一个公益岗位。"""
    county = _own_county(request)
    form = PostForm(request.POST or None, user=request.user, county=county)
    if request.method == "POST" and form.is_valid():
        if made := attempt(form, lambda: _register(request.user, form)):
            messages.success(request, f"已设立公益岗位：{made}")
            return redirect(made)
    return form_page(request, form, "设立公益岗位", [("公益岗位", reverse(LIST))], reverse(LIST))


def _own_county(request):
    policy.require_anywhere(request.user, VERB)
    return request.scope.county or request.post.county_id


def _register(user, form):
    if form.unit is None:
        raise ValidationError({"where": "此村不在您的办理范围内，请由当地村或乡镇设立。"})
    return entering.register_post(by=user, unit=form.unit, **form.values)


def edit(request, pk):
    """二（五）更正一个公益岗位，写明理由。"""
    found = _managed(request, pk)
    options = {"instance": found, "initial": {"version": found.version}}
    form = PostForm(request.POST or None, user=request.user, county=found.county_id, **options)
    if request.method == "POST" and form.is_valid():
        told = {"version": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        if attempt(form, lambda: entering.amend_post(found, by=request.user, **told, **form.values)):
            messages.success(request, "已保存。")
            return redirect(found)
    crumbs = [("公益岗位", reverse(LIST)), (found.name, found.get_absolute_url())]
    return form_page(request, form, "更正公益岗位", crumbs, found.get_absolute_url())


def close(request, pk):
    """二（五）撤销一个公益岗位，写明原因。"""
    found, form = _managed(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"version": found.version, "reason": form.cleaned_data["reason"]}
        if attempt(form, lambda: entering.close_post(found, by=request.user, **told)):
            messages.success(request, "已撤岗，登记保留可查。")
            return redirect(found)
    context = {"title": f"撤岗：{found}", "sub": "撤岗后不能再录用人员，也不能恢复。", "form": form}
    context |= {"submit_label": "撤岗", "cancel_url": found.get_absolute_url()}
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)


def _managed(request, pk):
    found = _found(request, pk)
    policy.require(request.user, VERB, found)
    return found


def attempt(form, save):
    """Save; what the rules refuse comes back at the field it belongs to."""
    try:
        return save()
    except ValidationError as wrong:
        take_back(wrong, form, village="where")


def form_page(request, form, title, crumbs, cancel_url):
    """The page of an entry form; 422 where it comes back."""
    context = {
        "title": title,
        "crumbs": [*crumbs, (title, "")],
        "form": form,
        "hidden": form.hidden_fields(),
        "groups": list(form.groups()),
        "cancel_url": cancel_url,
    }
    return render(request, "custody/post_form.html", context, status=422 if request.method == "POST" else 200)


def panel(request, asset):
    """What the page of an asset shows of posts that look after it; without htmx, the list of its village's posts."""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=asset)
    if not request.htmx:
        return redirect(f"{reverse(LIST)}?town={asset.town_id or ''}&village={asset.village_id or ''}")
    ids = PostAsset.objects.filter(asset=asset).values("post")
    rows = WelfarePost.objects.permitted(request.user).filter(pk__in=ids, closed_reason="")
    found = rows.annotate(taken=taken()).order_by("pk")
    posts = [{"post": row, "standing": badge(*standing(row, row.taken))} for row in found]
    return render(request, "custody/_posts_panel.html", {"posts": posts, "asset": asset})
