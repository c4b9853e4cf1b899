"""二（五）Who looks after each asset."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "custody"
    verbose_name = "管护"
