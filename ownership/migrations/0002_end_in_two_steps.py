"""A title is struck off in two steps, and the certificate of what has left the ledger says so to everybody."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RETIRED = Path(__file__).with_name("public_retired.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("ownership", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="title",
            name="end_asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="申请注销时间"),
        ),
        migrations.AddField(
            model_name="title",
            name="end_asked_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="申请注销人",
            ),
        ),
        migrations.RunSQL(RETIRED, migrations.RunSQL.noop),
    ]
