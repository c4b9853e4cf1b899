"""Every address of the site: one line an app."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from assets.views import public
from config import health
from ownership.views import public as ownership_public

urlpatterns = [
    path("healthz", login_not_required(health.alive), name="alive"),
    path("readyz", login_not_required(health.ready), name="ready"),
    path("q/<str:code>/", public.scan, name="scan"),
    path("c/<str:number>/", ownership_public.certificate, name="certificate"),
    path("account/", include("tenancy.urls")),
    path("", include("journal.urls")),
    path("public/", include("journal.urls_public")),
    path("notices/", include("journal.urls_notices")),
    path("exports/", include("journal.urls_exports")),
    path("deadlines/", include("journal.urls_deadlines")),
    path("prints/", include("journal.urls_prints")),
    path("imports/", include("journal.urls_imports")),
    path("assets/", include("assets.urls")),
    path("ownership/", include("ownership.urls")),
    path("custody/posts/", include("custody.urls_posts")),
    path("custody/", include("custody.urls")),
    path("patrols/", include("custody.urls_patrols")),
    path("operation/", include("operation.urls")),
    path("training/", include("custody.urls_training")),
]
handler404 = "config.errors.not_found"
handler403 = "config.errors.forbidden"
handler500 = "config.errors.broken"
