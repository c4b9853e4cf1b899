"""How a person looks at the ledger: saved filters and columns. Settings of their own, no register."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assets import columns as ledger_columns
from assets import saved
from assets.columns import MOST, NEEDED, OWN
from assets.filters import AssetFilter
from assets.forms_views import SavedFilterForm
from assets.models import SavedFilter
from journal.forms import take_back
from tenancy import policy

LIST = "assets:list"
NO_COUNTY = "常用筛选只在县级岗位中使用。"


def filter_new(request):
    """Name what is filtered now, to use it again."""
    _require_county(request)
    asked = AssetFilter(request.GET, scope=request.scope, user=request.user)
    query = saved.worth_keeping(asked)
    if not query:
        messages.info(request, "还没有筛选条件。先在列表中筛选或查找，再保存。")
        return redirect(f"{reverse(LIST)}?{saved.PARAMETER}={saved.NONE}")
    row = SavedFilter(county_id=request.scope.county, owner=request.user, unit=request.post.unit, query=query)
    return _filter_page(request, row, asked, "保存常用筛选")


def filter_edit(request, pk):
    """Rename a filter of one's own, share it or not."""
    row = _own(request, pk)
    asked = AssetFilter(QueryDict(row.query), scope=request.scope, user=request.user)
    return _filter_page(request, row, asked, "修改常用筛选")


@require_POST
def filter_delete(request, pk):
    """A filter of one's own is no longer needed."""
    row = _own(request, pk)
    row.delete()
    messages.success(request, f"已删除常用筛选「{row.name}」。")
    return redirect(f"{reverse(LIST)}?{saved.PARAMETER}={saved.NONE}")


def _own(request, pk):
    """One's own filter; another's that one may use is not one's to change, and any other is not there."""
    row = get_object_or_404(saved.visible(request.user, request.scope.county), pk=pk)
    if row.owner_id != request.user.pk:
        raise PermissionDenied("这个常用筛选由他人建立，只能由其本人修改。您可以另存一个自己的。")
    return row


def _filter_page(request, row, asked, title):
    form = SavedFilterForm(request.POST or None, instance=row)
    if form.is_valid():
        try:
            saved.keep(row, by=request.user)
        except ValidationError as refused:
            take_back(refused, form)
        else:
            messages.success(request, f"已保存常用筛选「{row.name}」。")
            return redirect(row)
    context = {
        "title": title,
        "crumbs": [("资产", reverse(LIST))],
        "form": form,
        "conditions": saved.told(asked),
        "delete_url": reverse("assets:filter_delete", args=[row.pk]) if row.pk else "",
        "cancel_url": f"{reverse(LIST)}?{row.query}",
    }
    return render(
        request, "assets/saved_filter.html", context, status=422 if request.method == "POST" else 200
    )


def columns(request):
    """显示的列: which, and in what order. Without JavaScript by numbers, with it by moving rows."""
    policy.require_anywhere(request.user, "view_register")
    county, query = request.scope.county, request.GET.urlencode()
    if request.method == "POST":
        keys = _numbered(request.POST) if "reset" not in request.POST else []
        ledger_columns.choose(keys, by=request.user, county=county)
        return redirect(f"{reverse(LIST)}?{query}")
    chosen = ledger_columns.chosen(request.user, county)
    context = {
        "choices": list(_choices(county, chosen)),
        "most": MOST,
        "list_url": f"{reverse(LIST)}?{query}",
        "action": request.get_full_path(),
    }
    template = "assets/_columns.html" if request.htmx else "assets/columns.html"
    return render(request, template, context)


def _choices(county, chosen):
    """All columns, those chosen first in their order: [{key, label, at, is_chosen, is_needed, is_own}]."""
    known = ledger_columns.available(county)
    order = [*(column.key for column in chosen), *known]
    for at, key in enumerate(dict.fromkeys(order), 1):
        yield {
            "key": key,
            "label": known[key].label,
            "at": at,
            "is_chosen": at <= len(chosen),
            "is_needed": key == NEEDED,
            "is_own": key.startswith(OWN),
        }


def _numbered(sent):
    """The keys that were ticked, by the numbers beside them; without a number, behind."""
    places = [sent.get(f"at-{key}", "") for key in sent.getlist("key")]
    ranks = [int(text) if text.isdecimal() and len(text) < 4 else 999 for text in places]
    return [key for _, key in sorted(zip(ranks, sent.getlist("key"), strict=True), key=lambda one: one[0])]


def _require_county(request):
    policy.require_anywhere(request.user, "view_register")
    if not request.scope.county:
        raise PermissionDenied(NO_COUNTY)
