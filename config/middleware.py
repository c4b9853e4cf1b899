"""What stands before everything else."""

from time import time

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from config.errors import client_ip

FORM = 1024 * 1024  # what may stand beside a file in one request
PUBLIC = "/public/"
# Where the codes on labels and certificates lead: staff are known there by their cookie, but nobody asks without end.
SCANNED = ("/q/", "/c/")
KEPT, OLDEST = 10, 20  # seconds each process keeps a public page that many read
LONGEST = 200  # the longest address of one
# A village behind one address reads much and writes little.
A_MINUTE = {"GET": 1200, "HEAD": 1200, "POST": 20}
# So many writes an hour that one address alone, asking each process of ours, does not use up what a notice takes in an
# hour (journal/notices/objecting.py).
WRITES_AN_HOUR = 40
MINUTE, HOUR = 60, 3600
pages = caches["pages"]


class BodyLimit:
    """Refuses a body that is larger than any file we take, before a byte of it is written to the disk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > max(settings.UPLOAD_LIMIT, settings.TABLE_LIMIT) + FORM:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class PublicPages:
    """Pages for everybody know nobody: no cookie comes in or goes out, and an address asks only so often a minute.

    Without a cookie there is nothing another site could use in a visitor's name; the forms carry signed tickets
    instead of CSRF's (journal/notices/receipts.py). The counts are each process's own: a brake, not an account.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith((PUBLIC, *SCANNED)):
            return self.get_response(request)
        if wait := self._must_wait(request):
            page = render_to_string("429.html", {"is_long": wait == HOUR})
            headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
            return HttpResponse(page, status=429, headers=headers)
        if request.path_info.startswith(SCANNED):
            return self.get_response(request)
        return self._kept(request) or self._asked(request)

    def _asked(self, request):
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES, request.csrf_processing_done = {}, True
        answer = self.get_response(request)
        answer.cookies.clear()
        del answer["Vary"]  # on the cookie that was taken off
        if answer.status_code == 200 and "public" in answer.get("Cache-Control", "") and _may_keep(request):
            pages.set(request.get_full_path(), (time(), answer.content, dict(answer.headers)), OLDEST)
        return answer

    def _kept(self, request):
        """The page as another visitor got it a moment ago, or None: nobody's cookie, so it is anybody's page.

        Of many who come when its seconds are over, one asks for it anew and the others still get the old one.
        """
        if not _may_keep(request) or (known := pages.get(request.get_full_path())) is None:
            return None
        made, content, headers = known
        if time() - made > KEPT and pages.add(f"{request.get_full_path()}:again", 1, KEPT):
            return None
        answer = HttpResponse(content, headers=headers)
        return get_conditional_response(request, etag=answer.get("ETag"), response=answer)

    def _must_wait(self, request):
        """For how many seconds an address that asks too often is sent away; 0 where it is welcome."""
        if self._count(request, MINUTE) > A_MINUTE.get(request.method, A_MINUTE["POST"]):
            return MINUTE
        writes = request.method not in ("GET", "HEAD")
        return HOUR if writes and self._count(request, HOUR) > WRITES_AN_HOUR else 0

    def _count(self, request, seconds):
        reading = request.method in ("GET", "HEAD")
        key = f"public-{client_ip(request)}-{reading}-{seconds}-{int(time() // seconds)}"
        cache.add(key, 0, 2 * seconds)
        try:
            return cache.incr(key)
        except ValueError:  # forgotten in between, as caches may
            return 1


def _may_keep(request):
    return request.method == "GET" and len(request.get_full_path()) < LONGEST


class NotAllowed:
    """Gives Django's empty 405 a page that says what to do; the header with what is allowed stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code == 405 and not answer.content:
            answer.content = render_to_string("405.html")
        return answer
