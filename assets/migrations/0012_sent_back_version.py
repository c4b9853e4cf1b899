"""A count of what was seen before a line was sent back to be counted again is refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0011_county_by_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="roundline",
            name="sent_back_version",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="退回时版本"
            ),
        ),
    ]
