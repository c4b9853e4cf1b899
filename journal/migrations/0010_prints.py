"""Prints: documents on paper, kept until they expire."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import journal.models.documents
import journal.models.exports
import tenancy.models
from tenancy.operations import EnableRowSecurity, SameCounty


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0007_parameters"),
        ("tenancy", "0003_verbs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Print",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="内容")),
                ("rows", models.JSONField(default=list, verbose_name="记录")),
                ("params", models.JSONField(default=dict, verbose_name="参数")),
                ("once", models.CharField(blank=True, editable=False, max_length=120, verbose_name="防重键")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "key",
                    models.CharField(
                        default=journal.models.documents.storage_key, editable=False, max_length=48
                    ),
                ),
                ("parts", models.PositiveIntegerField(default=0, editable=False, verbose_name="已排版")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="页数")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                (
                    "expires_at",
                    models.DateTimeField(default=journal.models.exports.expiry, verbose_name="过期时间"),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="清除时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="打印人",
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
                        verbose_name="任务",
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
                "verbose_name": "打印",
                "indexes": [models.Index(fields=["county", "by"], name="print_by")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("once", ""), _negated=True),
                        fields=("county", "by", "once"),
                        name="print_asked_once",
                    )
                ],
            },
        ),
        EnableRowSecurity("print"),
        *[SameCounty("print", key) for key in ("post", "document", "job")],
    ]
