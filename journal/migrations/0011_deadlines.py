"""Deadlines, who was reminded of them, and the letters about that."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tenancy.models
from tenancy.operations import EnableRowSecurity, SameCounty


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0008_notices"),
        ("tenancy", "0005_email"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="事项")),
                ("table", models.CharField(max_length=60, verbose_name="登记簿")),
                ("row_id", models.BigIntegerField(verbose_name="记录")),
                ("subject", models.CharField(max_length=200, verbose_name="对象")),
                ("due_on", models.DateField(verbose_name="到期日")),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="设定时间")),
                ("cleared_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                (
                    "cleared_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
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
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设定人",
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
                "verbose_name": "期限",
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="提醒日")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发送时间")),
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒邮件",
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.SmallIntegerField(verbose_name="提前天数")),
                ("sent_on", models.DateField(verbose_name="提醒日")),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
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
                    "deadline",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="journal.deadline",
                        verbose_name="期限",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提醒对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "期限提醒",
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("cleared_at", None)),
                fields=["county", "due_on", "id"],
                name="deadline_open_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at", None)),
                fields=("county", "table", "row_id", "kind"),
                name="deadline_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(
                condition=models.Q(("sent_at", None)), fields=["county", "on"], name="digest_owed"
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("county", "user", "on"), name="digest_once"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["county", "user", "sent_on"], name="reminder_of"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("read_at", None)), fields=["county", "user"], name="reminder_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("county", "deadline", "user", "step"), name="reminder_once"
            ),
        ),
        EnableRowSecurity("deadline"),
        EnableRowSecurity("reminder"),
        EnableRowSecurity("digest"),
        SameCounty("deadline", "unit"),
        SameCounty("reminder", "deadline"),
        # The clock alone removes what is half a year old.
        migrations.RunSQL(
            "GRANT DELETE ON journal_reminder, journal_digest TO scope_system",
            "REVOKE DELETE ON journal_reminder, journal_digest FROM scope_system",
        ),
    ]
