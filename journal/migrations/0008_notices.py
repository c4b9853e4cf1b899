"""公示公告, what they show, and the objections to them."""

from pathlib import Path

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenancy.models
from journal.operations import Journaled
from tenancy.operations import EnableRowSecurity, SameCounty

FIXED = Path(__file__).with_name("notices.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0010_prints"),
        ("tenancy", "0004_notice_verbs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="类别")),
                ("asks", models.BooleanField(default=True, verbose_name="征求异议")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "拟稿"),
                            ("posted", "已发布"),
                            ("corrected", "已更正"),
                            ("withdrawn", "已撤回"),
                            ("dropped", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=24, verbose_name="编号")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                (
                    "counted",
                    models.CharField(
                        choices=[("calendar", "日历日"), ("working", "工作日")],
                        default="calendar",
                        max_length=8,
                        verbose_name="计算方式",
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="公示起始日")),
                ("ends_on", models.DateField(verbose_name="公示截止日")),
                ("since", models.DateField(blank=True, null=True, verbose_name="应公示事项发生日")),
                ("late_reason", models.CharField(blank=True, max_length=300, verbose_name="逾期公示原因")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("posted_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "void_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="更正、撤回或作废原因"),
                ),
                ("void_at", models.DateTimeField(blank=True, null=True, verbose_name="更正、撤回或作废时间")),
                ("start_place", models.CharField(blank=True, max_length=120, verbose_name="开始张贴地点")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="开始张贴日期")),
                ("end_place", models.CharField(blank=True, max_length=120, verbose_name="期满查看地点")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="期满查看日期")),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
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
                    "end_photo",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="期满照片",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "replaces",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.notice",
                        verbose_name="更正的公示",
                    ),
                ),
                (
                    "start_photo",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="开始张贴照片",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="乡镇",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="公示单位",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示公告",
            },
        ),
        migrations.CreateModel(
            name="NoticeBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.JSONField(verbose_name="内容")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
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
                    "notice",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.notice",
                        verbose_name="公示公告",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示内容",
            },
        ),
        migrations.CreateModel(
            name="NoticeRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="类别")),
                ("table", models.CharField(max_length=63, verbose_name="数据表")),
                ("row_id", models.BigIntegerField(verbose_name="行")),
                ("position", models.PositiveIntegerField(verbose_name="序号")),
                ("is_live", models.BooleanField(default=True, verbose_name="有效")),
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
                    "notice",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.notice",
                        verbose_name="公示公告",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示对象",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("accepted", "已受理"), ("answered", "已答复")],
                        default="accepted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("receipt_hash", models.CharField(max_length=64, verbose_name="受理号摘要")),
                ("is_named", models.BooleanField(default=False, verbose_name="实名")),
                ("text", models.CharField(max_length=2000, verbose_name="异议内容")),
                ("text_hash", models.CharField(max_length=64, verbose_name="内容摘要")),
                (
                    "accepted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="受理时间"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "异议成立，更正或撤回公示"),
                            ("dismissed", "异议不成立，说明理由"),
                        ],
                        max_length=10,
                        verbose_name="处理结果",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
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
                    "notice",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="journal.notice",
                        verbose_name="公示公告",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="公示单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示异议",
            },
        ),
        migrations.CreateModel(
            name="Objector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
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
                    "objection",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectors",
                        to="journal.objection",
                        verbose_name="异议",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议人",
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["county", "-begins_on", "-id"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["county", "state"], name="notice_state"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("county", "number"),
                name="notice_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="notice_days_in_order",
                violation_error_message="公示截止日不能早于起始日。",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), ("posted_at", None), ("state__in", ["draft", "dropped"])),
                    models.Q(
                        ("posted_at__isnull", False),
                        ("state__in", ["posted", "corrected", "withdrawn"]),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_posted_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("start_photo", None), ("started_on", None)),
                    models.Q(("start_photo__isnull", False), ("started_on__isnull", False)),
                    _connector="OR",
                ),
                name="notice_proved_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_photo", None), ("ended_on", None)),
                    models.Q(("end_photo__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="notice_end_proved_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticebody",
            constraint=models.UniqueConstraint(
                fields=("county", "notice", "sha256"), name="notice_body_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticerow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_live", True)),
                fields=("county", "table", "row_id", "kind"),
                name="notice_row_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                fields=("county", "receipt_hash"), name="objection_receipt_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                fields=("county", "notice", "text_hash"), name="objection_said_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("outcome", ""),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state", "answered"),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="objection_answered_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="objector",
            constraint=models.UniqueConstraint(fields=("county", "objection"), name="objector_once"),
        ),
        EnableRowSecurity("notice"),
        EnableRowSecurity("noticebody", writes="INSERT"),
        EnableRowSecurity("noticerow", writes="INSERT"),
        EnableRowSecurity("objection"),
        EnableRowSecurity("objector", writes="INSERT"),
        *[SameCounty("notice", key) for key in ("unit", "replaces", "start_photo", "end_photo")],
        SameCounty("noticebody", "notice"),
        SameCounty("noticerow", "notice"),
        *[SameCounty("objection", key) for key in ("notice", "unit")],
        SameCounty("objector", "objection"),
        Journaled("notice"),
        Journaled("objection"),
        migrations.RunSQL(FIXED, migrations.RunSQL.noop),
    ]
