"""Whoever an asset is handed to has its title to look after, and whoever had it has not any more."""

from pathlib import Path

from django.db import migrations

FOLLOWS = Path(__file__).with_name("unit_of_asset.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER title_follows ON assets_asset;
DROP FUNCTION ownership_follow_asset();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0012_sent_back_version"),
        ("ownership", "0002_end_in_two_steps"),
    ]

    operations = [migrations.RunSQL(FOLLOWS, BACK)]
