"""/assets/fields/: what a county adds to its ledger."""

from django.urls import path

from assets.views import fields

urlpatterns = [
    path("fields/", fields.index, name="fields"),
    path("fields/new/", fields.create, name="field_create"),
    path("fields/<int:pk>/", fields.edit, name="field"),
    path("fields/<int:pk>/move/", fields.move, name="field_move"),
    path("fields/<int:pk>/switch/", fields.switch, name="field_switch"),
]
