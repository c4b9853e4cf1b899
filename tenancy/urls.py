"""/account/: pages that belong to a person, not to a county."""

from django.urls import path

from tenancy import views

app_name = "tenancy"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("email/", views.email, name="email"),
    path("switch/", views.switch, name="switch"),
]
