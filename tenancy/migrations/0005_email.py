"""Where a person's letters go; they set it themselves, on a page outside every county."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0004_notice_verbs"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="email",
            field=models.EmailField(blank=True, max_length=120, verbose_name="电子邮箱"),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (email) ON tenancy_user TO jiadi_app",
            "REVOKE UPDATE (email) ON tenancy_user FROM jiadi_app",
        ),
    ]
