"""/assets/: the register."""

from django.urls import path

from assets import urls_fields, urls_projects, urls_registers
from assets.views import dashboard, detail, forms, labels, lists

app_name = "assets"
urlpatterns = [
    path("", lists.index, name="list"),
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
]
