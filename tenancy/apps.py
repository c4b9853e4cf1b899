"""The app on which every other stands."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "tenancy"
    verbose_name = "单位与人员"

    def ready(self):
        from tenancy import checks, wording  # noqa: F401  the checks register themselves

        wording.speak()
