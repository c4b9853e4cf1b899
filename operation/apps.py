"""二（六）Who operates each asset, on what terms, and what they owe and pay."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "operation"
    verbose_name = "经营"

    def ready(self):
        import operation.actions
        import operation.notices  # noqa: F401 - declare what is done, and what is shown to the people
