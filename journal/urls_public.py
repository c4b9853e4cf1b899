"""/public/: for everybody, without signing in; no address here ever carries a cookie."""

from django.urls import path

from journal.views import public

app_name = "public"
urlpatterns = [
    path("", public.index, name="index"),
    path("<int:code>/", public.county, name="county"),
    path("notices/<str:number>/", public.notice, name="notice"),
    path("notices/<str:number>/body.json", public.body, name="body"),
    path("notices/<str:number>/objection/", public.objection, name="objection"),
    path("receipts/", public.receipt, name="receipt"),
]
