"""二（一）–（三）The register."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
    verbose_name = "台账"

    def ready(self):
        import assets.exporting
        import assets.notices
        import assets.resources
        import assets.resources_registers  # noqa: F401 - all declare what may be taken out, in, and shown
