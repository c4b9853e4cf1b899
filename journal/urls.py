"""The workbench, acts, jobs, people and imports."""

from django.urls import path

from journal import urls_people
from journal.views import work
from journal.views.entries import entries

app_name = "journal"
urlpatterns = [
    path("", work.todo, name="todo"),
    path("todo/count/", work.todo_count, name="todo_count"),
    path("do/<str:name>/<int:pk>/", work.perform, name="perform"),
    path("jobs/<int:pk>/", work.job, name="job"),
    path("journal/", entries, name="entries"),
    *urls_people.urlpatterns,
]
