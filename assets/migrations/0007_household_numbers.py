"""Of a household's asset the public learns only by a number that tells its township: a village's says too much."""

from pathlib import Path

from django.db import migrations

HOUSEHOLDS = Path(__file__).with_name("households.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("assets", "0006_imports")]
    operations = [migrations.RunSQL(HOUSEHOLDS, migrations.RunSQL.noop)]
