"""/assets/projects/: projects and their money."""

from django.urls import path

from assets.views import project_forms, projects, unregistered

urlpatterns = [
    path("projects/", projects.index, name="projects"),
    path("projects/unregistered/", unregistered.index, name="unregistered"),
    path("projects/new/", project_forms.create, name="project_create"),
    path("projects/<int:pk>/", projects.detail, name="project"),
    path("projects/<int:pk>/edit/", project_forms.edit, name="project_edit"),
]
