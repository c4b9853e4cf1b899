"""/assets/households/ and /assets/subsidies/: the registers beside the ledger."""

from django.urls import path

from assets.views import households, register_forms, subsidies

urlpatterns = [
    path("households/", households.index, name="households"),
    path("households/summary/", households.summary, name="household_summary"),
    path("households/new/", register_forms.household_create, name="household_create"),
    path("households/<int:pk>/", households.detail, name="household"),
    path("households/<int:pk>/edit/", register_forms.household_edit, name="household_edit"),
    path("households/<int:pk>/grants/new/", register_forms.grant_create, name="grant_create"),
    path("households/grants/<int:pk>/edit/", register_forms.grant_edit, name="grant_edit"),
    path("households/grants/<int:pk>/withdraw/", register_forms.grant_withdraw, name="grant_withdraw"),
    path("subsidies/", subsidies.index, name="subsidies"),
    path("subsidies/summary/", subsidies.summary, name="subsidy_summary"),
    path("subsidies/new/", register_forms.subsidy_create, name="subsidy_create"),
    path("subsidies/<int:pk>/", subsidies.detail, name="subsidy"),
    path("subsidies/<int:pk>/edit/", register_forms.subsidy_edit, name="subsidy_edit"),
    path("subsidies/<int:pk>/withdraw/", register_forms.subsidy_withdraw, name="subsidy_withdraw"),
]
