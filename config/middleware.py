"""What stands before everything else."""

from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string

from config.errors import client_ip

FORM = 1024 * 1024  # what may stand beside a file in one request
PUBLIC = "/public/"
A_MINUTE = {
    "GET": 1200,
    "HEAD": 1200,
    "POST": 20,
}  # a village behind one address reads much and writes little


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
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        if self._count(request) > A_MINUTE.get(request.method, A_MINUTE["POST"]):
            page = render_to_string("429.html")
            return HttpResponse(page, status=429, headers={"Retry-After": "60", "Cache-Control": "no-store"})
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES, request.csrf_processing_done = {}, True
        answer = self.get_response(request)
        answer.cookies.clear()
        del answer["Vary"]  # on the cookie that was taken off
        return answer

    def _count(self, request):
        reading = request.method in ("GET", "HEAD")
        key = f"public-{client_ip(request)}-{reading}-{int(time() // 60)}"
        cache.add(key, 0, 120)
        try:
            return cache.incr(key)
        except ValueError:  # forgotten in between, as caches may
            return 1


class NotAllowed:
    """Gives Django's empty 405 a page that says what to do; the header with what is allowed stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code == 405 and not answer.content:
            answer.content = render_to_string("405.html")
        return answer
