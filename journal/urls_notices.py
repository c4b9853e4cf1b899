"""/notices/: 公示公告 for those who draw them up, post them and answer objections."""

from django.urls import path

from journal.views import notice_forms, notices, objections

app_name = "notices"
urlpatterns = [
    path("", notices.index, name="list"),
    path("new/", notice_forms.new, name="new"),
    path("<int:pk>/", notices.detail, name="detail"),
    path("<int:pk>/edit/", notice_forms.edit, name="edit"),
    path("<int:pk>/prove/", notice_forms.prove, name="prove"),
    path("<int:pk>/photo/<str:end>/", notice_forms.photo, name="photo"),
    path("<int:pk>/print/", notice_forms.on_paper, name="print"),
    path("objections/", objections.index, name="objections"),
    path("objections/answer/", objections.answer, name="answer_many"),
    path("objections/<int:pk>/", objections.detail, name="objection"),
]
