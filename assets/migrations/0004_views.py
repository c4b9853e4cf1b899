"""Saved filters and the columns a person chose."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0003_custom_fields")]
    operations = []
