"""What the import may write, and take back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0005_labels")]
    operations = []
