"""A row may be taken out of a notice while the others go on, and an objection that holds may be about some rows only."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

RULES = Path(__file__).with_name("rows_taken_out.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("journal", "0017_born_many")]

    operations = [
        migrations.AddField(
            model_name="noticerow",
            name="out_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤下时间"),
        ),
        migrations.AddField(
            model_name="noticerow",
            name="out_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="撤下原因"),
        ),
        migrations.AddField(
            model_name="objection",
            name="lines",
            field=models.CharField(blank=True, max_length=500, verbose_name="涉及的序号"),
        ),
        migrations.AddConstraint(
            model_name="noticerow",
            constraint=models.CheckConstraint(
                condition=Q(out_at=None, out_reason="")
                | Q(out_at__isnull=False, is_live=False) & ~Q(out_reason=""),
                name="notice_row_out_in_full",
            ),
        ),
        migrations.RunSQL(RULES, migrations.RunSQL.noop),
    ]
