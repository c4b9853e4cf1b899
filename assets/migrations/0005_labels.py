"""Labels and what everybody may read of an asset."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0004_views")]
    operations = []
