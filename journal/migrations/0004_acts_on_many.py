"""Each row that one statement changes gets an entry of its own."""

from pathlib import Path

from django.db import migrations

MANY = Path(__file__).with_name("many.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_exports")]
    operations = [migrations.RunSQL(MANY, migrations.RunSQL.noop)]
