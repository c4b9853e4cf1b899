"""二（一）–（三）The register."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
    verbose_name = "台账"

    def ready(self):
        import assets.bulk_acts
        import assets.exporting
        import assets.inventory.closing
        import assets.notices
        import assets.resources
        import assets.resources_counts
        import assets.resources_registers  # noqa: F401 - all declare what may be taken out, in, shown and done
