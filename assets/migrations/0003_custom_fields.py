"""Fields a county adds to its ledger."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_registers")]
    operations = []
