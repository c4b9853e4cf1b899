"""What a county sets where the directive leaves it a choice; rows are only ever added."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from journal.operations import Journaled
from tenancy.operations import EnableRowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0006_import_marking"),
        ("tenancy", "0004_notice_verbs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountySetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="参数代码")),
                ("value", models.IntegerField(verbose_name="参数值")),
                ("valid_from", models.DateField(verbose_name="起始日")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="截止日")),
                ("source", models.CharField(max_length=200, verbose_name="依据文件")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="设置时间")),
                (
                    "county",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="县区",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设置人",
                    ),
                ),
            ],
            options={
                "verbose_name": "本县参数",
                "indexes": [models.Index(fields=["county", "key"], name="setting_key")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="setting_days_in_order",
                        violation_error_message="截止日不能早于起始日。",
                    )
                ],
            },
        ),
        EnableRowSecurity("countysetting", writes="INSERT"),
        Journaled("countysetting"),
    ]
