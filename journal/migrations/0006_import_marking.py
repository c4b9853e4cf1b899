"""The workbook of a big batch with what was found in it is made by a job that the batch names."""

import django.db.models.deletion
from django.db import migrations

import tenancy.models
from tenancy.operations import SameCounty


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0005_what_expires"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="marking",
            field=tenancy.models.CountyKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journal.job",
                verbose_name="差错表任务",
            ),
        ),
        SameCounty("importbatch", "marking"),
    ]
