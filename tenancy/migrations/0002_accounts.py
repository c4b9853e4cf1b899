"""Grants on people and on the frameworks' tables, once these exist."""

from pathlib import Path

from django.db import migrations

ACCOUNTS = Path(__file__).with_name("accounts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0001_initial"),
        ("axes", "__latest__"),
        ("guardian", "__latest__"),
        ("sessions", "__latest__"),
    ]

    operations = [migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop)]
