"""二（四）Whose each asset is."""

from django.apps import AppConfig


class OwnershipConfig(AppConfig):
    name = "ownership"
    verbose_name = "确权"

    def ready(self):
        import ownership.bulk
        import ownership.notices
        import ownership.prints  # noqa: F401 - declare what is done to many, shown to the people, and printed
