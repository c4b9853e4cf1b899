"""An entry of any number of changes can be sealed; the seals that are there stay what they are."""

from pathlib import Path

from django.db import migrations, models

PIECES = Path(__file__).with_name("sealing_in_pieces.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0018_rows_taken_out")]

    operations = [
        migrations.AddField("seal", "form", models.SmallIntegerField(default=2, db_default=1)),
        migrations.AlterField("seal", "form", models.SmallIntegerField(default=2, db_default=2)),
        migrations.RunSQL(PIECES),
    ]
