"""More ways to answer an objection: it says what another does, what is none of this notice's, or nothing at all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0019_seal_in_pieces")]

    operations = [
        migrations.AlterField(
            model_name="objection",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "异议成立，更正或撤回公示"),
                    ("dismissed", "异议不成立，说明理由"),
                    ("duplicate", "与已有异议重复，一并答复"),
                    ("unrelated", "不属于本公示的事项"),
                    ("empty", "没有可以核实的内容"),
                ],
                max_length=10,
                verbose_name="处理结果",
            ),
        ),
    ]
