"""二（六）Who operates each asset, on what terms, and what they owe and pay."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "operation"
    verbose_name = "经营"

    def ready(self):
        import operation.actions
        import operation.amending
        import operation.charging
        import operation.checks.limits
        import operation.ending
        import operation.exporting_agreements
        import operation.exporting_dues
        import operation.exporting_jobs
        import operation.exporting_operators
        import operation.notices
        import operation.prints_agreements
        import operation.prints_dues
        import operation.receiving
        import operation.resources_agreements
        import operation.resources_dues
        import operation.resources_jobs
        import operation.resources_operators
        import operation.selfrun  # noqa: F401 - declare what is done, and what is shown to the people
