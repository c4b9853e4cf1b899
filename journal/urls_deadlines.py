"""/deadlines/: what has to be done by when, and what one was reminded of."""

from django.urls import path

from journal.views import deadlines, inbox

app_name = "deadlines"
urlpatterns = [
    path("", deadlines.index, name="list"),
    path("places/", deadlines.places, name="places"),
    path("calendar/", deadlines.calendar, name="calendar"),
    path("inbox/", inbox.index, name="inbox"),
    path("inbox/read/", inbox.read, name="read"),
]
