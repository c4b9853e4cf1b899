"""二（三）The registers of household grants and of subsidies."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial"), ("journal", "0003_exports")]
    operations = []
