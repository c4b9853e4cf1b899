"""The pages shown when something is refused or broken; each says what to do next and keeps what was typed."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

NOT_REPEATED = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"}


def not_found(request, exception):
    """404: no such row, or none that this person may see; the two look the same on purpose."""
    return HttpResponse(render_to_string("404.html"), status=404)


def forbidden(request, exception):
    """403: one's own row without the verb; the reason is a sentence where the refuser gave one."""
    return HttpResponse(render_to_string("403.html", {"reason": str(exception)}), status=403)


def csrf_failure(request, reason=""):
    """403: the form is older than the session; sending it once more from a fresh page helps."""
    return HttpResponse(render_to_string("403_csrf.html"), status=403)


def broken(request):
    """500, or 503 where the database is away: that page offers to send the same form again."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html", _typed(request)), status=503)
    return HttpResponse(render_to_string("500.html"), status=500)


def _typed(request):
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "typed": [pair for pair in pairs if pair[0] not in NOT_REPEATED],
        "has_files": bool(request.FILES),
        "csrf_token": get_token(request),
        "action": request.get_full_path(),
    }


def client_ip(request):
    """The address a request came from; behind the one proxy we run, the hop that proxy wrote last."""
    if settings.BEHIND_PROXY and (hops := request.headers.get("X-Forwarded-For")):
        return hops.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR")
