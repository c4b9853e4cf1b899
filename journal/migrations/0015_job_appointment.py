from django.db import migrations, models


class Migration(migrations.Migration):
    """A job knows the post it was asked for in; those that are owed already go on as they were."""

    dependencies = [("journal", "0011_deadlines")]

    operations = [
        migrations.AddField(
            "job", "appointment_id", models.BigIntegerField("任职", null=True, editable=False)
        ),
    ]
