"""Saved filters, the columns a person chose, and acts on many rows while they are looked at."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenancy.models
from tenancy.operations import EnableRowSecurity, SameCounty


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0003_custom_fields"),
        ("journal", "0004_acts_on_many"),
        ("tenancy", "0003_verbs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=60, verbose_name="事项")),
                ("values", models.JSONField(default=dict, verbose_name="更正内容")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("choosing", "待填写"),
                            ("checked", "待确认"),
                            ("running", "办理中"),
                            ("done", "已办理"),
                        ],
                        default="checked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="条件")),
                ("said", models.PositiveIntegerField(null=True, verbose_name="列表所示项数")),
                ("missing", models.PositiveIntegerField(default=0, verbose_name="未计入项数")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="项数")),
                ("able", models.PositiveIntegerField(default=0, verbose_name="可以办理")),
                (
                    "worth",
                    models.DecimalField(decimal_places=2, default=0, max_digits=20, verbose_name="原值"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="建立时间"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
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
            ],
            options={
                "verbose_name": "批量办理",
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset_id", models.BigIntegerField(verbose_name="资产")),
                ("seen", models.CharField(max_length=64, verbose_name="所见内容摘要")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("able", "可以办理"),
                            ("unable", "不能办理"),
                            ("done", "已办理"),
                            ("refused", "未办理"),
                        ],
                        max_length=7,
                        verbose_name="结果",
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=1000, verbose_name="说明")),
                (
                    "bulk",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="assets.bulk",
                        verbose_name="批量办理",
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
                "verbose_name": "批量办理的资产",
            },
        ),
        migrations.CreateModel(
            name="ColumnChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keys", models.JSONField(default=list, verbose_name="列")),
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
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "显示的列",
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="条件")),
                (
                    "sharing",
                    models.CharField(
                        choices=[("me", "仅自己"), ("unit", "本单位人员"), ("county", "全县（市、区）人员")],
                        default="me",
                        max_length=6,
                        verbose_name="共享",
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="默认使用")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
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
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "常用筛选",
            },
        ),
        migrations.AddIndex(
            model_name="bulk",
            index=models.Index(fields=["county", "by", "id"], name="bulk_by"),
        ),
        migrations.AddIndex(
            model_name="bulkrow",
            index=models.Index(fields=["county", "bulk", "outcome", "asset_id"], name="bulk_row_outcome"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("county", "bulk", "asset_id"), name="bulk_row_once"),
        ),
        migrations.AddConstraint(
            model_name="columnchoice",
            constraint=models.UniqueConstraint(fields=("county", "owner"), name="column_choice_once"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("county", "owner", "name"), name="saved_filter_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)),
                fields=("county", "owner"),
                name="saved_filter_default_once",
            ),
        ),
        EnableRowSecurity("savedfilter", writes="INSERT, UPDATE, DELETE"),
        EnableRowSecurity("columnchoice"),
        EnableRowSecurity("bulk"),
        EnableRowSecurity("bulkrow", writes="INSERT, UPDATE, DELETE"),
        *[SameCounty(*key) for key in [("savedfilter", "unit"), ("bulk", "job"), ("bulkrow", "bulk")]],
    ]
