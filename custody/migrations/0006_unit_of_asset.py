"""Whoever an asset is handed to has its duties and open repairs, and whoever had it has them not any more."""

from pathlib import Path

from django.db import migrations

FOLLOWS = Path(__file__).with_name("unit_of_asset.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER custody_follows ON assets_asset;
DROP FUNCTION custody_follow_asset();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0012_sent_back_version"),
        ("custody", "0005_training_void"),
    ]

    operations = [migrations.RunSQL(FOLLOWS, BACK)]
