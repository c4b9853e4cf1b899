"""Exports: files made by a job, kept until they expire."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import journal.models.documents
import journal.models.exports
import tenancy.models
from tenancy.operations import EnableRowSecurity, SameCounty


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_import_wizard")]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("resource", models.CharField(max_length=60, verbose_name="内容")),
                ("query", models.CharField(blank=True, max_length=4000, verbose_name="条件")),
                ("told", models.CharField(blank=True, max_length=500, verbose_name="条件说明")),
                (
                    "layout",
                    models.CharField(
                        choices=[("view", "当前视图"), ("all", "全部字段"), ("ledger", "正式台账")],
                        max_length=8,
                        verbose_name="版式",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel 工作簿"),
                            ("csv", "CSV 表格（UTF-8）"),
                            ("csv_gb", "CSV 表格（GB18030）"),
                        ],
                        max_length=8,
                        verbose_name="格式",
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "key",
                    models.CharField(
                        default=journal.models.documents.storage_key, editable=False, max_length=48
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
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
                        verbose_name="导出人",
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
                "verbose_name": "导出",
                "indexes": [models.Index(fields=["county", "by"], name="export_by")],
            },
        ),
        EnableRowSecurity("export"),
        SameCounty("export", "post"),
        SameCounty("export", "document"),
        SameCounty("export", "job"),
    ]
