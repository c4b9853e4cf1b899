"""A bulk act of many assets is looked at by a job: a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0008_bulk_digest"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bulk",
            name="state",
            field=models.CharField(
                choices=[
                    ("choosing", "待填写"),
                    ("looking", "核对中"),
                    ("checked", "待确认"),
                    ("running", "办理中"),
                    ("done", "已办理"),
                ],
                default="checked",
                max_length=8,
                verbose_name="状态",
            ),
        ),
    ]
