"""Applicants and holders of public-welfare posts: the list, one of them with the way gone, and the application."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets.views.registers import address_of, export_url, listed
from custody.models import Engagement, WelfarePost, WorkedMonth
from custody.posts import entering
from custody.posts.columns import PEOPLE
from custody.posts.entry_forms import ApplicationForm
from custody.posts.filters import PeopleFilter
from custody.posts.guards import waiting_first
from custody.views.posts import LIST, VERB, attempt, form_page, tabs, totals
from journal import documents, history
from journal.notices import notices_of
from tenancy import policy

State = Engagement.State
TABS = [("", "全部"), *State.choices]
RELATED = ("unit", "county", "post__village__parent", "household", "minutes", "agreement")
MONTH_COLUMNS = [
    {"label": "月份"},
    {"label": "出勤天数", "num": True},
    {"label": "应发（元）", "num": True},
    {"label": "发放日期"},
    {"label": "备注"},
]
PAPERS = {"minutes": "评议记录", "agreement": "聘用协议书"}


def index(request):
    """二（五）Who asks for a post, is in one, or was: of a person's reach, newest first."""
    policy.require_anywhere(request.user, Engagement.SEEN_WITH)
    form = PeopleFilter(request.GET, scope=request.scope, user=request.user)
    rows = form.apply(Engagement.objects.permitted(request.user))
    shown = Engagement.objects.select_related("post__village__parent")
    address = address_of(request, "posts:people")
    context = listed(request, form, rows, shown, address, totals(rows, "人"))
    context |= {
        "title": "公益岗位人员",
        "placeholder": "姓名、岗位名称",
        "frame": "homes",
        "columns": [{"label": c.label, "css": c.css, "num": c.num} for c in PEOPLE],
        "cells": [[column.cell(row) for column in PEOPLE] for row in context["rows"]],
        "tabs": tabs(form, address, TABS),
        "export_url": export_url(request, "engagements"),
        "print_url": reverse("posts:print"),
        "query": request.GET.urlencode(),
        "empty": {"title": "没有符合条件的人员", "why": "在岗位页面登记申请；或放宽筛选条件。"},
    }
    return render(request, "custody/posts.html", context)


def engagement(request, pk):
    """二（五）一人的岗位聘用：申请、民主评议、公示、审批、备案、协议、出勤与补贴、离岗。"""
    found = _found(request, pk)
    months = list(WorkedMonth.objects.filter(engagement=found).order_by("-month"))
    may_amend = found.state == State.APPLIED and policy.may(request.user, VERB, found)
    waiting = _waiting(found)
    context = {
        "row": found,
        "crumbs": [("公益岗位", reverse(LIST)), (found.post.name, found.post.get_absolute_url())],
        "sub": f"{found.county} · {found.unit}",
        "facts": found.facts(),
        "waiting": waiting,
        "steps": _steps(found),
        "papers": [
            (reverse("posts:paper", args=[pk, which]), label)
            for which, label in PAPERS.items()
            if getattr(found, f"{which}_id")
        ],
        "notices": list(notices_of(found)),
        "month_columns": MONTH_COLUMNS,
        "months": months,
        "paid": sum(month.amount for month in months if month.paid_on),
        "edit_url": reverse("posts:application_edit", args=[pk]) if may_amend else "",
        "entries": history.of(found, [(Engagement, [pk]), (WorkedMonth, [month.pk for month in months])]),
    }
    return render(request, "custody/engagement.html", context)


def _found(request, pk):
    return get_object_or_404(Engagement.objects.permitted(request.user).select_related(*RELATED), pk=pk)


def _waiting(found):
    """How many of households that come first wait for the same post, where this one is of none and undecided."""
    if found.is_first or found.state not in (State.APPLIED, State.REVIEWED):
        return 0
    return waiting_first(found.county_id, [found.post_id], besides=[found.pk])[found.post_id]


def _steps(found):
    """[(label, instant or None)] of the way from the application to the end."""
    yield "民主评议", found.reviewed_at
    yield "乡镇审批", found.approved_at
    yield "县级备案", found.filed_at
    yield "签订协议上岗", found.begun_at
    if found.ended_at:
        yield "离岗", found.ended_at


def apply(request, pk):
    """二（五）登记一人对岗位的申请。"""
    rows = WelfarePost.objects.permitted(request.user).select_related("unit")
    post = get_object_or_404(rows, pk=pk)
    policy.require(request.user, VERB, post)
    if post.closed_reason:
        raise PermissionDenied("本岗位已撤岗，不能再登记申请。")
    form = ApplicationForm(request.POST or None, user=request.user, post=post)
    if request.method == "POST" and form.is_valid():
        if made := attempt(form, lambda: entering.apply_for(post, by=request.user, **form.values)):
            messages.success(request, f"已登记申请：{made.name}。下一步办理民主评议。")
            return redirect(made)
    crumbs = [("公益岗位", reverse(LIST)), (post.name, post.get_absolute_url())]
    return form_page(request, form, "登记岗位申请", crumbs, post.get_absolute_url())


def edit(request, pk):
    """二（五）修改还没有评议的申请。"""
    found = _found(request, pk)
    policy.require(request.user, VERB, found)
    if found.state != State.APPLIED:
        raise PermissionDenied(f"当前状态为「{found.get_state_display()}」，申请内容不能再改。")
    options = {"instance": found, "initial": {"version": found.version}}
    form = ApplicationForm(request.POST or None, user=request.user, post=found.post, **options)
    if request.method == "POST" and form.is_valid():
        told = {"version": form.cleaned_data["version"], **form.values}
        if attempt(form, lambda: entering.amend_application(found, by=request.user, **told)):
            messages.success(request, "已保存。")
            return redirect(found)
    crumbs = [("公益岗位", reverse(LIST)), (found.post.name, found.get_absolute_url())]
    return form_page(request, form, "修改岗位申请", crumbs, found.get_absolute_url())


def paper(request, pk, which):
    """The minutes of the review, or the agreement; after the policy of the engagement."""
    found = _found(request, pk)
    document = getattr(found, which, None) if which in PAPERS else None
    if document is None:
        raise Http404
    return documents.serve(document, inline=True)
