"""二（六）Who operates each asset, on what terms, and what they owe and pay."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "operation"
    verbose_name = "经营"
