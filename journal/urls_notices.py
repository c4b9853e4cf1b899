"""/notices/: 公示公告 for those who draw them up, post them and answer objections."""

from django.urls import path

from journal.views import notices, objections

app_name = "notices"
urlpatterns = [
    path("", notices.index, name="list"),
    path("<int:pk>/", notices.detail, name="detail"),
    path("objections/", objections.index, name="objections"),
    path("objections/<int:pk>/", objections.detail, name="objection"),
]
