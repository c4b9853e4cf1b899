"""三 What is seen from above; for now, the demo counties."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = "监督"
