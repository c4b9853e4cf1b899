"""二（五）Who looks after each asset."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "custody"
    verbose_name = "管护"

    def ready(self):
        import custody.bulk
        import custody.exporting
        import custody.exporting_patrols
        import custody.patrols.recording
        import custody.posts.actions
        import custody.posts.exports
        import custody.posts.importing.resources
        import custody.posts.importing.resources_months
        import custody.posts.notices
        import custody.posts.prints
        import custody.prints
        import custody.resources
        import custody.training.exporting  # noqa: F401 - declare what is done to one and many, shown, printed, taken out and in
