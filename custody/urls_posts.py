"""/custody/posts/: public-welfare posts, who is in them, and the months worked."""

from django.urls import path

from custody.views import engagements, months, post_papers, posts

app_name = "posts"
urlpatterns = [
    path("", posts.index, name="list"),
    path("new/", posts.create, name="create"),
    path("people/", engagements.index, name="people"),
    path("people/<int:pk>/", engagements.engagement, name="engagement"),
    path("people/<int:pk>/edit/", engagements.edit, name="application_edit"),
    path("people/<int:pk>/<str:which>/", engagements.paper, name="paper"),
    path("months/", months.sheet, name="months"),
    path("print/", post_papers.roster, name="print"),
    path("asset/<int:asset>/", posts.panel, name="panel"),
    path("<int:pk>/", posts.post, name="post"),
    path("<int:pk>/edit/", posts.edit, name="edit"),
    path("<int:pk>/close/", posts.close, name="close"),
    path("<int:pk>/apply/", engagements.apply, name="apply"),
]
