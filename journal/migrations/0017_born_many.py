from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("journal", "0016_less_to_write")]

    operations = [
        migrations.RunSQL(
            HERE.joinpath("born_many.sql").read_text(encoding="utf-8"),
            HERE.joinpath("many.sql").read_text(encoding="utf-8"),
        )
    ]
