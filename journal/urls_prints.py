"""/prints/: documents on paper."""

from django.urls import path

from journal.views import prints

app_name = "prints"
urlpatterns = [
    path("", prints.index, name="list"),
    path("<int:pk>/", prints.detail, name="detail"),
    path("<int:pk>/file/", prints.file, name="file"),
]
