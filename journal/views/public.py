"""/public/: what everybody reads and may say about notices, without a cookie, a script or a name.

The pages are the same for all visitors, so that any cache may keep them; what a visitor writes is kept by none.
config.middleware.PublicPages takes the cookies off and counts the requests of an address.
"""

from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from journal.acts import Refused
from journal.forms import take_back
from journal.notices import objecting, public, receipts
from journal.notices.body import canonical
from journal.notices.forms import ObjectionForm, PublicFilter, ReceiptForm
from tenancy.scope import Scope, scope

KEPT = 60  # seconds a cache may hand a page to the next visitor
KEPT_BODY = 86_400  # the words of a notice never change
WRITING = require_http_methods(["GET", "HEAD", "POST"])


def everybody(view):
    """Decorate a view for visitors: no sign-in, the public role, a transaction of its own."""

    @login_not_required
    @transaction.non_atomic_requests
    @wraps(view)
    def page(request, *args, **key):
        with scope(Scope("public")), transaction.atomic():
            return view(request, *args, **key)

    return page


def _cached(request, content, kind="text/html; charset=utf-8", seconds=KEPT):
    """The answer with its hash, or 304 for whoever has it already."""
    content = content.encode()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type=kind)
    answer["ETag"], answer["Cache-Control"] = etag, f"public, max-age={seconds}"
    return get_conditional_response(request, etag=etag, response=answer)


def _fresh(template, context, status=200):
    """A page that no cache keeps: somebody is writing on it."""
    answer = HttpResponse(render_to_string(template, context), status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _missing():
    answer = HttpResponse(render_to_string("journal/public_missing.html"), status=404)
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    return answer


@require_safe
@everybody
def index(request):
    """一（三）5 The counties whose notices can be read here."""
    return _cached(request, render_to_string("journal/public_index.html", {"counties": public.counties()}))


@require_safe
@everybody
def county(request, code):
    """一（三）5 The notices of a county by township, village, kind, days and words."""
    name = public.county_name(code)
    if name is None:
        return _missing()
    form = PublicFilter(request.GET, county=code)
    asked = form.asked
    rows, more = public.listed(code, asked, request.GET.get("before", ""))
    query = form.query()
    context = {
        "place": name,
        "form": form,
        "rows": rows,
        "is_narrowed": bool(query),
        "more_query": f"{query}&before={more}" if more else "",
        "here": request.path,
    }
    return _cached(request, render_to_string("journal/public_list.html", context))


@require_safe
@everybody
def notice(request, number):
    """一（三）5 One notice: its words as they were fixed, whether it still holds, and its hash."""
    page = request.GET.get("page", "1")
    found = public.shown(number, int(page) if page.isdecimal() and len(page) < 6 else 1)
    if found is None:
        return _missing()
    return _cached(
        request, render_to_string("journal/public_notice.html", found | {"place": found["body"]["county"]})
    )


@require_safe
@everybody
def body(request, number):
    """The words of a notice exactly as they were hashed, for whoever wants to check the hash."""
    words = public.words(number)
    if words is None:
        raise Http404
    answer = _cached(request, canonical(words), "application/json", KEPT_BODY)
    answer["Content-Disposition"] = f'attachment; filename="{number}.json"'
    return answer


@WRITING
@everybody
def objection(request, number):
    """一（三）1 Say something against a notice while it stands; the answer is found by the receipt."""
    found = public.shown(number)
    if found is None:
        return _missing()
    context = {"notice": found, "place": found["body"]["county"]}
    form = ObjectionForm(request.POST or None)
    if request.method == "POST":
        form.is_valid()
        try:
            given = {name: request.POST.get(name, "") for name in ("ticket", "text", "name", "phone")}
            receipt, again = objecting.accept(found["county_id"], number, **given)
        except Refused as refused:
            take_back(refused, form)
        else:
            return _fresh("journal/public_accepted.html", context | {"receipt": receipt, "again": again})
    context |= {"form": form, "ticket": receipts.ticket(number)}
    return _fresh("journal/public_objection.html", context, status=422 if request.method == "POST" else 200)


@WRITING
@everybody
def receipt(request):
    """一（三）1 The answer to an objection, for whoever holds its receipt; asked by POST, so that no log keeps it."""
    form, found = ReceiptForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = public.answer_to(form.cleaned_data["receipt"])
        if found is None:
            form.add_error("receipt", "没有这个受理号。请对照抄下的号码逐位核对，字母不分大小写。")
    status = 422 if form.errors else 200
    return _fresh("journal/public_receipt.html", {"form": form, "found": found}, status)
