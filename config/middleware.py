"""What stands before everything else."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

FORM = 1024 * 1024  # what may stand beside a file in one request


class BodyLimit:
    """Refuses a body that is larger than any file we take, before a byte of it is written to the disk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > max(settings.UPLOAD_LIMIT, settings.TABLE_LIMIT) + FORM:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class NotAllowed:
    """Gives Django's empty 405 a page that says what to do; the header with what is allowed stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code == 405 and not answer.content:
            answer.content = render_to_string("405.html")
        return answer
