"""Whoever an asset is handed to answers for its self-operation; an agreement stays with the party that signed it."""

from pathlib import Path

from django.db import migrations

FOLLOWS = Path(__file__).with_name("unit_of_asset.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER operation_follows ON assets_asset;
DROP FUNCTION operation_follow_asset();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0012_sent_back_version"),
        ("operation", "0007_unpaid_dues"),
    ]

    operations = [migrations.RunSQL(FOLLOWS, BACK)]
