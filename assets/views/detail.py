"""One asset: what it is, what is allowed next and why not, its papers, and its history as sentences."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets import actions
from assets.choices import Scope, Subtype
from assets.forms import AliasForm, AttachmentForm
from assets.inventory.tracing import why_not_trace
from assets.models import Alias, Asset, Attachment, FundingLine, RoundLine, Tracing, detail_of
from journal import documents, history
from journal.forms import ReasonForm, take_back
from tenancy import policy

FUNDING_COLUMNS = [
    {"label": "级次"},
    {"label": "资金类别"},
    {"label": "文号"},
    {"label": "金额（元）", "num": True},
]
RELATED = ("unit", "county", "town", "village", "project", "implementing_dept", "supervising_dept")


def detail(request, pk):
    """二（三）账实相符：一项资产的全部记载。"""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related(*RELATED), pk=pk)
    kept = detail_of(asset)
    home = {
        "county_id": asset.county_id
    }  # the indexes lead with it, and a city's reader has none in the scope
    papers = list(asset.attachments.filter(**home, removed_reason="").select_related("document"))
    aliases = list(Alias.objects.filter(**home, asset=asset).order_by("pk"))
    paid = FundingLine.objects.filter(**home, project=asset.project_id).order_by("pk")
    lines = list(paid) if asset.project_id else []
    is_old = asset.scope == Scope.BEFORE_2016
    traced = Tracing.objects.filter(**home, asset=asset).first() if is_old else None
    may_change = actions.why_not_amend(asset, request.user) is None
    context = {
        "asset": asset,
        "crumbs": [("资产", reverse("assets:list")), (asset.number or "未编号", "")],
        "aliases": aliases,
        "funding": lines,
        "funding_total": sum(line.amount for line in lines),
        "funding_columns": FUNDING_COLUMNS,
        "detail_title": Subtype(asset.subtype).detail.label if kept else "",
        "detail_rows": _facts(kept) if kept else [],
        "custom_rows": list(asset.custom_facts()),
        "photos": [_paper(paper, may_change) for paper in papers if paper.document.is_image],
        "files": [_paper(paper, may_change) for paper in papers if not paper.document.is_image],
        "project_url": asset.project.get_absolute_url() if asset.project else "",
        "sub": f"{asset.county} · {asset.unit}",
        "counts": list(
            RoundLine.objects.filter(**home, asset=asset).select_related("round").order_by("-pk")[:5]
        ),
        "traced": traced,
        "tracing_url": reverse("assets:tracing", args=[pk])
        if why_not_trace(asset, request.user) is None
        else "",
        "entries": history.of(asset, _tables(asset, kept, aliases, papers, traced)),
    }
    return render(request, "assets/detail.html", context | _hands(asset, may_change))


def _hands(asset, may_change):
    """What this person may do besides transitions."""
    edit = reverse("assets:edit", args=[asset.pk])
    draft = asset.state == Asset.State.DRAFT
    return {
        "edit_url": edit if draft and may_change else "",
        "amend_url": edit if may_change and not draft else "",
        "label_url": f"{reverse('assets:labels')}?pk={asset.pk}" if asset.state == Asset.State.LEDGER else "",
        "upload_form": AttachmentForm() if may_change else None,
        "upload_url": reverse("assets:attach", args=[asset.pk]) if may_change else "",
        "alias_form": AliasForm() if may_change else None,
        "alias_url": reverse("assets:alias", args=[asset.pk]) if may_change else "",
    }


def _tables(asset, kept, aliases, papers, traced):
    tables = [(Asset, [asset.pk]), (Alias, [a.pk for a in aliases]), (Attachment, [p.pk for p in papers])]
    return [*tables, *((type(row), [row.pk]) for row in (kept, traced) if row)]


def _facts(kept):
    """(label, text) of the detail's own fields, as history shows values."""
    skipped = {"id", "county", "asset"}
    return [
        (field.verbose_name, history.shown(field, getattr(kept, field.name), {}, absent="—"))
        for field in kept._meta.concrete_fields
        if field.name not in skipped
    ]


def _paper(paper, may_remove):
    """What photos and files show alike."""
    keys = [paper.asset_id, paper.pk]
    url = reverse("assets:file", args=keys)
    return {
        "name": str(paper),
        "url": url,
        "thumb_url": f"{url}?small=1",
        "kind_label": paper.get_kind_display(),
        "size": paper.document.size,
        "at": paper.document.uploaded_at,
        "remove_url": reverse("assets:detach", args=keys) if may_remove else "",
    }


def attach(request, pk):
    """Add a photo or paper; what is not what it says is refused with a sentence, and nothing is kept.

    Asked for without a file, as when the page of a refusal is opened again, it leads to the asset.
    """
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=pk)
    if request.method != "POST":
        return redirect(asset)
    if sentence := actions.why_not_amend(asset, request.user):
        raise PermissionDenied(sentence)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():  # a file that its asset does not take is not kept either
                paper = documents.store(data["file"], by=request.user, county=asset.county_id)
                told = {"kind": data["kind"], "caption": data["caption"]}
                actions.attach(asset, by=request.user, document=paper, **told)
        except ValidationError as wrong:
            take_back(wrong if hasattr(wrong, "error_dict") else ValidationError({"file": wrong}), form)
        else:
            messages.success(request, f"已添加附件：{paper.name}")
            return redirect(asset)
    title = {
        "title": "添加附件",
        "sub": asset.name,
        "submit_label": "上传",
        "cancel_url": asset.get_absolute_url(),
    }
    return render(request, "journal/form.html", {"form": form} | title, status=422)


def alias(request, pk):
    """Add a number the asset has elsewhere, with its origin; opened without one, it leads to the asset."""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=pk)
    if request.method != "POST":
        return redirect(asset)
    if sentence := actions.why_not_amend(asset, request.user):
        raise PermissionDenied(sentence)
    form = AliasForm(request.POST)
    if form.is_valid():
        try:
            added = actions.add_alias(asset, by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            take_back(wrong, form)
        else:
            messages.success(request, f"已补登原编号：{added}")
            return redirect(asset)
    title = {"title": "补登原编号", "sub": asset.name, "submit_label": "补登"}
    title |= {"cancel_url": asset.get_absolute_url()}
    return render(request, "journal/form.html", {"form": form} | title, status=422)


def file(request, pk, paper):
    """A paper's bytes, after the policy of its asset; one that was taken down only for readers of the journal."""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=pk)
    found = get_object_or_404(Attachment.objects.select_related("document"), asset=asset, pk=paper)
    if found.removed_reason and not policy.may(request.user, "view_journal", asset):
        raise Http404
    if "small" in request.GET:
        return documents.serve_preview(found.document)
    return documents.serve(found.document, inline=True)


def detach(request, pk, paper):
    """Take a paper down with a reason."""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=pk)
    papers = Attachment.objects.filter(removed_reason="").select_related("document", "asset__unit")
    found = get_object_or_404(papers, asset=asset, pk=paper)
    if sentence := actions.why_not_amend(asset, request.user):
        raise PermissionDenied(sentence)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.detach(found, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已撤下附件：{found}")
            return redirect(asset)
    title = {"title": f"撤下附件：{found}", "submit_label": "撤下", "cancel_url": asset.get_absolute_url()}
    return render(request, "journal/form.html", {"form": form} | title, status=422 if request.POST else 200)
