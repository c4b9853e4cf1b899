"""Exports: files made by a job, kept until they expire."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_import_wizard")]
    operations = []
