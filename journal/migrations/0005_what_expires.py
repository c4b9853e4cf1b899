"""What an import or export quotes of people goes with its file; the clock may take away what the file was called."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_acts_on_many")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="filters",
            field=models.CharField(blank=True, max_length=500, verbose_name="所用条件"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="cleared_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="清除时间"),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (name) ON journal_document TO scope_system",
            "REVOKE UPDATE (name) ON journal_document FROM scope_system",
        ),
    ]
