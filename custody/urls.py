"""/custody/: who looks after each asset."""

from django.urls import path

from custody.views import duties, gaps, handovers, lists, papers

app_name = "custody"
urlpatterns = [
    path("", lists.index, name="list"),
    path("uncared/", lists.uncared, name="uncared"),
    path("gaps/list/", gaps.index, name="gaps"),
    path("gaps/", gaps.places, name="gap_places"),
    path("asset/<int:asset>/", duties.panel, name="panel"),
    path("asset/<int:asset>/new/", duties.create, name="create"),
    path("handovers/<int:pk>/", handovers.detail, name="handover"),
    path("handovers/<int:pk>/print/", papers.receipt, name="print_receipt"),
    path("handovers/<int:pk>/<str:side>/", handovers.signature, name="signature"),
    path("print/", papers.roster, name="print"),
    path("<int:pk>/", duties.duty, name="duty"),
    path("<int:pk>/edit/", duties.edit, name="edit"),
    path("<int:pk>/handover/", handovers.new, name="hand_over"),
]
