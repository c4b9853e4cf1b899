"""批量登记账簿编号: a page with a line for each title that was ticked, or that the list lets pass."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.acts import Refused
from ownership.booking import MOST, book_many
from ownership.forms import BookForm
from ownership.models import Title
from ownership.prints import at
from ownership.views.papers import chosen
from tenancy import policy

VERB = "hand_over_title"
NONE = "所选没有可以登记编号的：须已移交，且还没有登记编号。"
COLUMNS = [
    {"label": "资产名称"},
    {"label": "所在地"},
    {"label": "权证编号"},
    {"label": "三资（国资）登记编号"},
]


@require_POST
def books(request):
    """一（二）Type the number of each; those left empty stay as they are."""
    policy.require_anywhere(request.user, VERB)
    query = request.POST.get("query", "")[:2000]
    back = f"{reverse('ownership:list')}?{query}"
    rows = chosen(request, query).filter(state=Title.State.HANDED_OVER, book_number="")
    rows = rows.filter(pk__in=Title.objects.permitted(request.user, VERB).order_by().values("pk"))
    found = list(rows.for_list().order_by("asset__town_id", "asset__village_id", "number")[: MOST + 1])
    if not found or not request.scope.county:
        messages.warning(request, NONE)
        return redirect(back)
    lines = [_line(title, request.POST) for title in found[:MOST]]
    if "save" in request.POST and _save(request, rows.order_by(), lines):
        return redirect(back)
    context = {
        "crumbs": [("确权登记", back)],
        "columns": COLUMNS,
        "lines": lines,
        "more": len(found) > MOST,
        "most": MOST,
        "query": query,
        "list_url": back,
    }
    return render(request, "ownership/books.html", context, status=422 if "save" in request.POST else 200)


def _line(title, sent):
    return {
        "pk": title.pk,
        "name": title.name,
        "url": title.get_absolute_url(),
        "at": at(title.asset),
        "number": title.number,
        "typed": sent.get(f"book-{title.pk}", "").strip(),
        "errors": [],
    }


def _save(request, rows, lines):
    """Enter what was typed; False, with sentences at the lines, where something is not a number or is refused."""
    typed = {line["pk"]: line for line in lines if line["typed"]}
    for line in typed.values():
        form = BookForm({"book_number": line["typed"]})
        line["errors"] = list(form.errors.get("book_number", ()))
    if not typed or any(line["errors"] for line in typed.values()):
        messages.warning(request, "还没有保存：请至少填写一个编号，并改正标出的编号。")
        return False
    numbers = {pk: line["typed"] for pk, line in typed.items()}
    try:
        refused = book_many(rows, numbers, by=request.user, county=request.scope.county)
    except Refused as told:
        messages.warning(request, told.messages[0])
        return False
    for pk, sentences in refused.items():
        typed[pk]["errors"] = sentences
    messages.success(request, f"已登记 {len(numbers) - len(refused)} 项的账簿编号。")
    return not refused
