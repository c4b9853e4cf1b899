"""Puts each request into the scope of the post its person works in."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tenancy import policy
from tenancy.models import Unit
from tenancy.scope import Scope, scope

WIDE = {
    Unit.Kind.CITY_OFFICE: "city",
    Unit.Kind.CITY_FINANCE: "city",
    Unit.Kind.CITY_DISCIPLINE: "audit",
    Unit.Kind.CITY_AUDIT: "audit",
}
ACCOUNT = "/account/"  # sign-in, password, switching posts: the person's own rows only, in no county


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for signing in, but those that say otherwise; a fragment sends the whole page to the door."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("tenancy:login")})
        return super().handle_no_permission(request, view_func)


class ScopeMiddleware:
    """Opens the transaction a late-rendered template still needs; ATOMIC_REQUESTS undoes a failed view inside it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.posts, request.post, request.scope = [], None, Scope()
        if not request.user.is_authenticated:
            return self.get_response(request)
        own = request.path_info.startswith(ACCOUNT)
        if request.user.must_change_password and not own:
            return redirect("tenancy:password")
        with scope(Scope(user=request.user.pk)), transaction.atomic():
            request.posts = policy.posts(request.user)
            request.post = active(request.posts, request.session.get("post"))
            request.user.working_post = request.post
            policy.grants(request.user, [request.post] if request.post else [])
            if own:
                return private(self.get_response(request))
            request.scope = scope_of(request.post, request.user)
            with scope(request.scope):
                return private(self.get_response(request))


def private(response):
    """A signed-in person's page is kept by no cache, not even the browser's."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def active(posts, chosen):
    """The post chosen in the switcher, else the first, else None."""
    return next((post for post in posts if post.pk == chosen), posts[0] if posts else None)


def scope_of(post, user):
    """The scope a post works in: its county, or reading over the counties; without a post, no rows."""
    if post is None:
        return Scope(user=user.pk)
    wide = WIDE.get(post.unit.kind)
    return Scope(wide, user=user.pk) if wide else Scope("county", post.county_id, user.pk)
