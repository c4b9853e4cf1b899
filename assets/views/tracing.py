"""追溯登记 of an asset from before 2016."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assets.clauses import sentence
from assets.forms_inventory import TracingForm
from assets.inventory.tracing import trace, why_not_trace
from assets.models import Asset, Tracing
from journal.forms import take_back


def edit(request, pk):
    """二（一）追溯资产状态、厘清权属关系。"""
    asset = get_object_or_404(Asset.objects.permitted(request.user).select_related("unit"), pk=pk)
    if why_not := why_not_trace(asset, request.user):
        raise PermissionDenied(why_not)
    known = Tracing.objects.filter(asset=asset).first()
    form = TracingForm(
        request.POST or None, instance=known, initial={"traced_on": timezone.localdate()} if not known else {}
    )
    if form.is_valid():
        try:
            trace(asset, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, "追溯登记已保存。")
            return redirect(asset)
    context = {
        "title": f"追溯登记：{asset.name}",
        "sub": sentence("二（一）", "以前"),
        "form": form,
        "submit_label": "保存",
        "cancel_url": asset.get_absolute_url(),
    }
    return render(request, "journal/form.html", context, status=422 if request.method == "POST" else 200)
