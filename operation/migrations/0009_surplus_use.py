"""What is paid too much is kept for later or given back: money that is called a deposit and is none is lost sight of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operation", "0008_unit_of_asset"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="surplus_use",
            field=models.CharField(
                blank=True,
                choices=[("ahead", "留作预收款"), ("return", "退还付款人")],
                max_length=8,
                verbose_name="多收部分去向",
            ),
        ),
    ]
