"""A due for lateness knows the due that was late: no day is charged twice. A receipt knows the import that wrote it."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
from tenancy.operations import SameCounty


class Migration(migrations.Migration):
    dependencies = [("operation", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="due",
            name="late_of",
            field=tenancy.models.CountyKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="operation.due",
                verbose_name="所计欠款",
            ),
        ),
        SameCounty("due", "late_of"),
        migrations.AddField(
            model_name="receipt", name="batch_id", field=models.BigIntegerField(editable=False, null=True)
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("batch_id__isnull", False)),
                fields=["county", "batch_id"],
                name="receipt_batch",
            ),
        ),
    ]
