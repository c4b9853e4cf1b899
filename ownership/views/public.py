"""/c/<number>/: where the code on a certificate leads. One and the same page for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ownership.public import published

KEPT = 600  # seconds a cache may hand the page to the next visitor


@login_not_required
@require_safe
def certificate(request, number):
    """一（三）5 公开透明：whether a certificate is good, and whose the asset is."""
    found = published(number)
    # Without the request: no message, no token, no cookie.
    page = render_to_string("ownership/public.html" if found else "ownership/public_missing.html", found)
    answer = HttpResponse(page, status=200 if found else 404)
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    return answer
