"""/assets/: the register."""

from django.urls import path

from assets import urls_fields, urls_inventory, urls_projects, urls_registers
from assets.views import books, bulk, dashboard, detail, forms, labels, lists, settings

app_name = "assets"
urlpatterns = [
    path("", lists.index, name="list"),
    path("books/", books.index, name="books"),
    path("bulk/", bulk.start, name="bulk_start"),
    path("bulk/<int:pk>/", bulk.bulk_act, name="bulk"),
    path("bulk/<int:pk>/choose/", bulk.bulk_choose, name="bulk_choose"),
    path("bulk/<int:pk>/progress/", bulk.bulk_progress, name="bulk_progress"),
    path("filters/new/", settings.filter_new, name="filter_new"),
    path("filters/<int:pk>/", settings.filter_edit, name="filter"),
    path("filters/<int:pk>/delete/", settings.filter_delete, name="filter_delete"),
    path("columns/", settings.columns, name="columns"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("labels/", labels.labels, name="labels"),
    path("labels/<int:pk>/", labels.run, name="label_run"),
    path("labels/<int:pk>/file/", labels.file, name="label_file"),
    path("new/", forms.create, name="create"),
    path("duplicates/", forms.duplicates, name="duplicates"),
    path("project-options/", forms.project_options, name="project_options"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/edit/", forms.edit, name="edit"),
    path("<int:pk>/alias/", detail.alias, name="alias"),
    path("<int:pk>/attach/", detail.attach, name="attach"),
    path("<int:pk>/files/<int:paper>/", detail.file, name="file"),
    path("<int:pk>/files/<int:paper>/remove/", detail.detach, name="detach"),
    *urls_fields.urlpatterns,
    *urls_projects.urlpatterns,
    *urls_registers.urlpatterns,
    *urls_inventory.urlpatterns,
]
