"""A browser without a window: Django's test client, signed in as somebody of the world, outside every scope."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tenancy.scope import NOBODY, scope


class QuickArgon2(Argon2PasswordHasher):
    """The algorithm of the real settings at the least cost it takes."""

    time_cost, memory_cost, parallelism = 1, 8, 1


class Browser(Client):
    """Each request begins in no scope, as on the server, wherever the test itself looks from."""

    def request(self, **request):
        """Django's way to ask, outside every scope; a file that is sent in pieces is received whole."""
        with scope(NOBODY):
            answer = super().request(**request)
            if answer.streaming:
                answer.streaming_content = list(answer)
            return answer

    def as_(self, user):
        """Signed in as this person; returns itself: `client.as_(here.county_head).get(…)`."""
        with scope(NOBODY):
            self.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return self
