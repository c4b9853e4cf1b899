"""/patrols/: who looked at what, and what is repaired."""

from django.urls import path

from custody.views import patrol_lists, patrols, repairs

app_name = "patrols"
urlpatterns = [
    path("", patrol_lists.patrols, name="list"),
    path("due/", patrol_lists.due, name="due"),
    path("due/places/", patrol_lists.places, name="places"),
    path("walk/", patrol_lists.walk, name="walk"),
    path("repairs/", patrol_lists.repairs, name="repairs"),
    path("asset/<int:asset>/", patrols.new, name="new"),
    path("asset/<int:asset>/panel/", patrols.panel, name="panel"),
    path("asset/<int:asset>/repair/", repairs.new, name="repair_new"),
    path("<int:pk>/", patrols.patrol, name="patrol"),
    path("<int:pk>/photos/<int:photo>/", patrols.photo, name="photo"),
    path("repairs/<int:pk>/", repairs.repair, name="repair"),
    path("repairs/<int:pk>/edit/", repairs.edit, name="repair_edit"),
    path("repairs/<int:pk>/photos/<int:photo>/", repairs.photo, name="repair_photo"),
]
