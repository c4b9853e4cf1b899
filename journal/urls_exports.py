"""/exports/: lists taken out as files."""

from django.urls import path

from journal.views import exports

app_name = "exports"
urlpatterns = [
    path("", exports.index, name="list"),
    path("new/", exports.new, name="new"),
    path("<int:pk>/", exports.detail, name="detail"),
    path("<int:pk>/file/", exports.file, name="file"),
]
