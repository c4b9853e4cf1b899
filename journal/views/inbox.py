"""消息: the reminders of the person who looks, in the county of the post they work in; and where letters go."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from journal.deadlines import inbox
from tenancy.scope import working_in


def index(request):
    """消息, newest first."""
    if request.post is None:
        return render(request, "journal/no_post.html")
    try:
        before = date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        before = None
    found, older = inbox.messages(request.user, request.post.county_id, before)
    context = {
        "found": found,
        "has_unread": any(message["unread"] for message in found),
        "older_url": reverse("deadlines:inbox", query={"before": older}) if older else "",
        "email": request.user.email,
        "empty": {"title": "没有消息", "why": "由您的岗位办理的事项将到期或逾期时，会在这里提醒。"},
    }
    return render(request, "journal/inbox.html", context)


@require_POST
def read(request):
    """标为已读: one message, or all of them."""
    key = request.POST.get("key", "").replace("\x00", "")  # which no text of the database can hold
    if request.post:
        with working_in(request.post.county_id):
            try:
                inbox.read(request.user, request.post.county_id, key)
            except (ValidationError, ValueError):
                messages.warning(request, "没有找到这条消息，可能已经清除。")
    return redirect("deadlines:inbox")
