"""/q/<code>/: where the code on a label leads. Staff go to the asset's page, everybody else reads what is public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from assets.models import Asset
from assets.public import NUMBER, published

KEPT = 600  # seconds a cache may hand the page to the next visitor


@login_not_required
@require_safe
def scan(request, code):
    """一（三）5 公开透明：what everybody may know of an asset; one and the same page for whatever is not public."""
    if own := _own(request, code):
        return redirect(own)
    found = published(code)
    # Without the request: no message, no token, no cookie.
    page = render_to_string("assets/public.html" if found else "assets/public_missing.html", found)
    answer = HttpResponse(page, status=200 if found else 404)
    if not request.user.is_authenticated:
        answer["Cache-Control"] = f"public, max-age={KEPT}"
    return answer


def _own(request, code):
    """The asset, where somebody signed in may see it."""
    code = code.strip().upper()
    if not request.user.is_authenticated or not NUMBER.fullmatch(code):
        return None
    rows = Asset.objects.permitted(request.user).filter(county_id=int(code[:6]), number=code)
    return rows.only("pk").first()
