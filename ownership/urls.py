"""/ownership/: whose each asset is."""

from django.urls import path

from ownership.views import books, lists, notices, papers, progress, reviewers, titles

app_name = "ownership"
urlpatterns = [
    path("", lists.index, name="list"),
    path("untitled/", lists.untitled, name="untitled"),
    path("late/", lists.late, name="late"),
    path("progress/", progress.progress, name="progress"),
    path("books/", books.books, name="books"),
    path("notice/", notices.notice, name="notice"),
    path("print/<str:kind>/", papers.paper, name="print"),
    path("reviewers/", reviewers.reviewers, name="reviewers"),
    path("asset/<int:asset>/", titles.panel, name="panel"),
    path("asset/<int:asset>/new/", titles.create, name="create"),
    path("<int:pk>/", titles.title, name="title"),
    path("<int:pk>/edit/", titles.edit, name="edit"),
    path("<int:pk>/decision/", titles.decision, name="decision"),
]
