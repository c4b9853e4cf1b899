"""二（三）Fields a county adds to its ledger, and the column that keeps their values (decision 009)."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import assets.models.custom
import tenancy.models
from journal.operations import Journaled
from tenancy.operations import EnableRowSecurity, SameCounty

# Whatever writes it, the column holds an object: reading a key of it never fails.
IS_OBJECT = (
    "ALTER TABLE assets_asset ADD CONSTRAINT asset_custom_is_object CHECK (jsonb_typeof(custom) = 'object')"
)
ANYTHING = "ALTER TABLE assets_asset DROP CONSTRAINT asset_custom_is_object"


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_registers"), ("tenancy", "0003_verbs")]
    operations = [
        migrations.AddField(
            model_name="asset",
            name="custom",
            field=assets.models.custom.CustomValues(blank=True, editable=False, verbose_name="本县补充信息"),
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=8, verbose_name="字段代码")),
                ("label", models.CharField(max_length=20, verbose_name="字段名称")),
                ("reporting", models.CharField(max_length=30, verbose_name="报表名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "文字"),
                            ("long", "多行文字"),
                            ("integer", "整数"),
                            ("decimal", "小数"),
                            ("money", "金额（元）"),
                            ("day", "日期"),
                            ("yes_no", "是否"),
                            ("choice", "单选"),
                            ("choices", "多选"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(4, "小数位数应为 0 至 4 位。")],
                        verbose_name="小数位数",
                    ),
                ),
                ("unit_word", models.CharField(blank=True, max_length=8, verbose_name="单位")),
                ("help_text", models.CharField(blank=True, max_length=100, verbose_name="填写说明")),
                ("is_required", models.BooleanField(default=False, verbose_name="提交审核时必填")),
                (
                    "applies_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("public", "公益性资产"),
                                ("operating", "经营性资产"),
                                ("household", "到户类资产"),
                                ("G01", "道路交通"),
                                ("G02", "农田水利"),
                                ("G03", "供水饮水"),
                                ("G04", "环卫公厕"),
                                ("G05", "电力设备"),
                                ("G06", "教育"),
                                ("G07", "文化"),
                                ("G08", "体育"),
                                ("G09", "卫生"),
                                ("G10", "综合服务"),
                                ("G11", "网络通信"),
                                ("G99", "其他公益性资产"),
                                ("J01", "设施农业"),
                                ("J02", "农林业产业基地"),
                                ("J03", "生产加工设施"),
                                ("J04", "光伏扶贫电站"),
                                ("J05", "扶贫车间"),
                                ("J06", "电商扶贫"),
                                ("J07", "旅游扶贫"),
                                ("J08", "股权"),
                                ("J09", "债权"),
                                ("J10", "养殖设施"),
                                ("J11", "仓储冷链"),
                                ("J12", "机器设备"),
                                ("J13", "商铺厂房"),
                                ("J99", "其他经营性资产"),
                                ("D01", "生物资产"),
                                ("D02", "固定资产"),
                                ("D03", "户用光伏"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="适用类型",
                    ),
                ),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=30,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "[、,，;；\n]", "选项中不能有顿号、逗号、分号。", inverse_match=True
                                )
                            ],
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="选项",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, editable=False, verbose_name="启用")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="设置单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "自定义字段",
                "constraints": [
                    models.UniqueConstraint(fields=("county", "key"), name="custom_field_key_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("county", "label"),
                        name="custom_field_label_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("county", "reporting"),
                        name="custom_field_reporting_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(IS_OBJECT, ANYTHING),
        EnableRowSecurity("customfield"),
        SameCounty("customfield", "unit"),
        Journaled("customfield"),
    ]
