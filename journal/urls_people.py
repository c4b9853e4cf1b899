"""Pages of people, their posts, and what each role may do."""

from django.urls import path

from journal.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/appoint/", people.appoint_known, name="appoint_known"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/appoint/", people.appoint, name="appoint"),
    path("people/<int:pk>/password/", people.reset_password, name="reset_password"),
    path("people/<int:pk>/active/", people.set_active, name="set_active"),
    path("people/posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("settings/roles/", people.roles, name="roles"),
]
