"""The workbench, acts, jobs, people and imports."""

from django.urls import path

from journal import urls_people
from journal.views import parameters, work
from journal.views.entries import entries

app_name = "journal"
urlpatterns = [
    path("", work.todo, name="todo"),
    path("todo/count/", work.todo_count, name="todo_count"),
    path("do/<str:name>/<int:pk>/", work.perform, name="perform"),
    path("jobs/<int:pk>/", work.job, name="job"),
    path("journal/", entries, name="entries"),
    path("settings/parameters/", parameters.index, name="parameters"),
    path("settings/parameters/<str:key>/", parameters.detail, name="parameter"),
    *urls_people.urlpatterns,
]
