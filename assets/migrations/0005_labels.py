"""Labels and what everybody may read of an asset."""

from decimal import Decimal
from pathlib import Path

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import assets.models.labels
import journal.models.documents
import tenancy.models
from tenancy.operations import EnableRowSecurity, SameCounty

PUBLIC = Path(__file__).with_name("labels.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("assets", "0004_views")]

    operations = [
        migrations.CreateModel(
            name="LabelRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(max_length=16, verbose_name="标签纸")),
                (
                    "x",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("0"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-10"), "不能小于 -10 毫米。"),
                            django.core.validators.MaxValueValidator(Decimal("10"), "不能大于 10 毫米。"),
                        ],
                        verbose_name="向右移（毫米）",
                    ),
                ),
                (
                    "y",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("0"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-10"), "不能小于 -10 毫米。"),
                            django.core.validators.MaxValueValidator(Decimal("10"), "不能大于 10 毫米。"),
                        ],
                        verbose_name="向下移（毫米）",
                    ),
                ),
                ("start", models.PositiveSmallIntegerField(default=1, verbose_name="起始位置")),
                ("assets", models.JSONField(default=list, verbose_name="资产")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "key",
                    models.CharField(
                        default=journal.models.documents.storage_key, editable=False, max_length=48
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                (
                    "expires_at",
                    models.DateTimeField(default=assets.models.labels.expiry, verbose_name="过期时间"),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="清除时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="本人",
                    ),
                ),
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
                    "document",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="文件",
                    ),
                ),
                (
                    "job",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.job",
                        verbose_name="后台任务",
                    ),
                ),
                (
                    "post",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.appointment",
                        verbose_name="岗位",
                    ),
                ),
            ],
            options={
                "verbose_name": "标签打印",
                "indexes": [models.Index(fields=["county", "by"], name="label_run_by")],
            },
        ),
        migrations.CreateModel(
            name="PrinterOffset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("printer", models.CharField(max_length=40, verbose_name="打印机")),
                ("sheet", models.CharField(max_length=16, verbose_name="标签纸")),
                (
                    "x",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("0"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-10"), "不能小于 -10 毫米。"),
                            django.core.validators.MaxValueValidator(Decimal("10"), "不能大于 10 毫米。"),
                        ],
                        verbose_name="向右移（毫米）",
                    ),
                ),
                (
                    "y",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("0"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-10"), "不能小于 -10 毫米。"),
                            django.core.validators.MaxValueValidator(Decimal("10"), "不能大于 10 毫米。"),
                        ],
                        verbose_name="向下移（毫米）",
                    ),
                ),
                ("used_at", models.DateTimeField(auto_now=True, verbose_name="最近使用")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="本人",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "打印机校准",
                "constraints": [
                    models.UniqueConstraint(fields=("county", "by", "printer"), name="printer_once")
                ],
            },
        ),
        EnableRowSecurity("labelrun"),
        EnableRowSecurity("printeroffset"),
        *[SameCounty("labelrun", key) for key in ("document", "job", "post")],
        migrations.RunSQL(PUBLIC, migrations.RunSQL.noop),
    ]
