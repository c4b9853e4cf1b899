"""The words of a notice once more as plain text, so that a visitor's search need not unfold each body."""

from django.db import migrations, models
from django.db.models.functions import Cast, Upper


class Migration(migrations.Migration):
    dependencies = [("journal", "0020_objection_outcomes")]

    operations = [
        migrations.AddField(
            model_name="noticebody",
            name="words",
            field=models.GeneratedField(
                expression=Upper(Cast("body", models.TextField())),
                output_field=models.TextField(),
                db_persist=True,
                verbose_name="检索文字",
            ),
        ),
        migrations.RunSQL(
            "GRANT SELECT (words) ON journal_noticebody TO scope_public", migrations.RunSQL.noop
        ),
    ]
