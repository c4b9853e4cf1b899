"""What the import may write, and take back."""

from django.db import migrations

from journal.operations import Undoable


class Migration(migrations.Migration):
    dependencies = [("assets", "0005_labels")]
    operations = [
        Undoable("asset", only="state = 'draft'"),
        *[Undoable(name) for name in ("project", "alias", "household", "householdgrant", "subsidy")],
    ]
