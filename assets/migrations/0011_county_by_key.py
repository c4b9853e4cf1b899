"""The county of an asset or project is its unit's, that of a line of money its project's: one check a row less."""

from django.db import migrations

from tenancy.operations import CountyByKey


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0010_rounds"),
    ]

    operations = [CountyByKey(name) for name in ("asset", "project", "fundingline")]
