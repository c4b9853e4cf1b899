"""二（一）–（三）The register."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
    verbose_name = "台账"

    def ready(self):
        import assets.resources  # noqa: F401 - declares what may be imported
