"""A browser without a window: Django's test client, signed in as somebody of the world, outside every scope."""

from django.test import Client

from tenancy.scope import NOBODY, scope


class Browser(Client):
    """Each request begins in no scope, as on the server, wherever the test itself looks from."""

    def request(self, **request):
        with scope(NOBODY):
            return super().request(**request)

    def as_(self, user):
        """Signed in as this person; returns itself: `client.as_(here.county_head).get(…)`."""
        with scope(NOBODY):
            self.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return self
