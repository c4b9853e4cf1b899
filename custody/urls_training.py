"""/training/: what the county's departments taught townships and villages."""

from django.urls import path

from custody.views import training

app_name = "training"
urlpatterns = [
    path("", training.index, name="list"),
    path("new/", training.create, name="create"),
    path("<int:pk>/", training.training, name="training"),
    path("<int:pk>/sheet/", training.sheet, name="sheet"),
]
