"""二（三）The registers of household grants and of subsidies."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import tenancy.models
from journal.operations import Journaled
from tenancy.operations import EnableRowSecurity, SameCounty

REGISTRY = ("household", "householdgrant", "subsidy")
KEYS = (
    ("household", "unit"),
    ("householdgrant", "unit"),
    ("householdgrant", "household"),
    ("householdgrant", "project"),
    ("householdgrant", "asset"),
    ("subsidy", "unit"),
    ("subsidy", "project"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0001_initial"),
        ("journal", "0003_exports"),
        ("tenancy", "0003_verbs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="户编号")),
                ("householder", models.CharField(max_length=40, verbose_name="户主姓名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registered_poor", "建档立卡贫困户"),
                            ("lifted_out", "脱贫户"),
                            ("unstable", "脱贫不稳定户"),
                            ("marginal", "边缘易致贫户"),
                            ("sudden_hardship", "突发严重困难户"),
                            ("monitored", "监测户"),
                            ("minimum_living", "低保户"),
                            ("extreme_poverty", "特困供养户"),
                            ("disabled", "残疾人户"),
                            ("ordinary", "一般农户"),
                        ],
                        max_length=16,
                        verbose_name="户类别",
                    ),
                ),
                (
                    "population",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                1, "家庭人口至少 1 人，不清楚的请留空。"
                            ),
                            django.core.validators.MaxValueValidator(30, "家庭人口不应超过 30 人，请核对。"),
                        ],
                        verbose_name="家庭人口",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="户备注")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("batch_id", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
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
                    "town",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="乡镇",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="登记单位",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "到户登记",
            },
        ),
        migrations.CreateModel(
            name="HouseholdGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="资产名称")),
                (
                    "subtype",
                    models.CharField(
                        choices=[("D01", "生物资产"), ("D02", "固定资产"), ("D03", "户用光伏")],
                        max_length=3,
                        verbose_name="资产小类",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "数量不能为负数。")],
                        verbose_name="数量",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("km", "公里"),
                            ("m", "米"),
                            ("m2", "平方米"),
                            ("m3", "立方米"),
                            ("mu", "亩"),
                            ("structure", "座"),
                            ("building", "栋"),
                            ("room", "间"),
                            ("place", "处"),
                            ("well", "眼"),
                            ("lamp", "盏"),
                            ("machine", "台"),
                            ("vehicle", "辆"),
                            ("set", "套"),
                            ("piece", "个"),
                            ("kw", "千瓦"),
                            ("tonne", "吨"),
                            ("head", "头"),
                            ("bird", "只"),
                            ("tree", "株"),
                            ("share", "股"),
                            ("household", "户"),
                            ("item", "项"),
                        ],
                        max_length=10,
                        verbose_name="计量单位",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=16,
                        validators=[django.core.validators.MinValueValidator(0, "金额不能为负数。")],
                        verbose_name="补助金额（元）",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1986, "年度不能早于 1986 年。"),
                            django.core.validators.MaxValueValidator(2099, "年度不能晚于 2099 年。"),
                        ],
                        verbose_name="补助年度",
                    ),
                ),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="发放日期")),
                ("fund_text", models.CharField(blank=True, max_length=300, verbose_name="资金来源")),
                (
                    "persons",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(30, "不应超过 30，请核对。")],
                        verbose_name="受益人数",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pending", "待评价"),
                            ("met", "达到预期"),
                            ("partly", "部分达到"),
                            ("unmet", "未达到"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="绩效结果",
                    ),
                ),
                ("result_note", models.CharField(blank=True, max_length=500, verbose_name="绩效说明")),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("kept", "在养"),
                            ("in_use", "在用"),
                            ("idle", "闲置"),
                            ("sold", "已出售"),
                            ("consumed", "自用消耗"),
                            ("dead", "死亡"),
                            ("damaged", "损毁"),
                            ("lost", "去向不明"),
                        ],
                        default="in_use",
                        max_length=8,
                        verbose_name="现状",
                    ),
                ),
                ("presence_on", models.DateField(blank=True, null=True, verbose_name="现状核实日期")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废原因"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("batch_id", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "asset",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.asset",
                        verbose_name="对应资产",
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
                    "household",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="assets.household",
                        verbose_name="受益户",
                    ),
                ),
                (
                    "project",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.project",
                        verbose_name="来源项目",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="登记单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "到户资产",
            },
        ),
        migrations.CreateModel(
            name="Subsidy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interest", "金融扶贫贴息"),
                            ("subsidy", "直接发放的补贴"),
                            ("tuition", "雨露计划等补助"),
                            ("management_fee", "项目管理费"),
                            ("other", "其他非资产支出"),
                        ],
                        max_length=16,
                        verbose_name="补贴类别",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1986, "年度不能早于 1986 年。"),
                            django.core.validators.MaxValueValidator(2099, "年度不能晚于 2099 年。"),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="实施地点")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "金额不能为负数。")],
                        verbose_name="金额（元）",
                    ),
                ),
                ("fund_text", models.CharField(blank=True, max_length=300, verbose_name="资金来源")),
                (
                    "households",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxValueValidator(1000000, "不应超过 1,000,000，请核对。")
                        ],
                        verbose_name="受益户数",
                    ),
                ),
                (
                    "persons",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MaxValueValidator(5000000, "不应超过 5,000,000，请核对。")
                        ],
                        verbose_name="受益人数",
                    ),
                ),
                ("beneficiaries", models.CharField(blank=True, max_length=500, verbose_name="受益对象")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("pending", "待评价"),
                            ("met", "达到预期"),
                            ("partly", "部分达到"),
                            ("unmet", "未达到"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="绩效结果",
                    ),
                ),
                ("result_note", models.CharField(blank=True, max_length=500, verbose_name="绩效说明")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废原因"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("batch_id", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
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
                    "project",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.project",
                        verbose_name="来源项目",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="乡镇",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="登记单位",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.region",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴登记",
            },
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["county", "village", "householder"], name="household_village"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("batch_id__isnull", False)),
                fields=["county", "batch_id"],
                name="household_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("county", "code"),
                name="household_code_once",
                violation_error_message="此户编号已登记，请从已登记的户中添加。",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "county",
                        django.db.models.expressions.CombinedExpression(
                            models.F("village"), "/", models.Value(1000000)
                        ),
                    ),
                    (
                        "town",
                        django.db.models.expressions.CombinedExpression(
                            models.F("village"), "/", models.Value(1000)
                        ),
                    ),
                ),
                name="household_lives_in_its_county",
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "householder__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "code__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "remark__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                ),
                name="household_holds_no_id_number",
                violation_error_message="含有身份证号码。本系统不登记身份证号，请删去后再保存。",
            ),
        ),
        migrations.AddIndex(
            model_name="householdgrant",
            index=models.Index(fields=["county", "year", "id"], name="grant_year"),
        ),
        migrations.AddIndex(
            model_name="householdgrant",
            index=models.Index(
                condition=models.Q(("batch_id__isnull", False)),
                fields=["county", "batch_id"],
                name="grant_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="grant_amount_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="householdgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("subtype__startswith", "D")),
                name="grant_subtype_of_households",
                violation_error_message="资产小类不属于到户类资产，请重新选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "name__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "fund_text__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "result_note__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "remark__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "withdrawn_reason__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                ),
                name="grant_holds_no_id_number",
                violation_error_message="含有身份证号码。本系统不登记身份证号，请删去后再保存。",
            ),
        ),
        migrations.AddIndex(
            model_name="subsidy",
            index=models.Index(fields=["county", "kind", "year", "id"], name="subsidy_kind"),
        ),
        migrations.AddIndex(
            model_name="subsidy",
            index=models.Index(
                condition=models.Q(("batch_id__isnull", False)),
                fields=["county", "batch_id"],
                name="subsidy_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="subsidy_amount_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("town", None),
                        (
                            "county",
                            django.db.models.expressions.CombinedExpression(
                                models.F("town"), "/", models.Value(1000)
                            ),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("village", None),
                        models.Q(
                            (
                                "county",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("village"), "/", models.Value(1000000)
                                ),
                            ),
                            (
                                "town",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("village"), "/", models.Value(1000)
                                ),
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="subsidy_lies_in_its_county",
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="subsidy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "name__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "place__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "fund_text__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "beneficiaries__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "result_note__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "remark__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "withdrawn_reason__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    ),
                ),
                name="subsidy_holds_no_id_number",
                violation_error_message="含有身份证号码。本系统不登记身份证号，请删去后再保存。",
            ),
        ),
        *[
            EnableRowSecurity(name) for name in REGISTRY
        ],  # nothing is deleted; 0006_imports says what may be undone
        *[SameCounty(*key) for key in KEYS],
        # An import draws the numbers of households before it writes what they got.
        migrations.RunSQL(
            "GRANT USAGE ON SEQUENCE assets_household_id_seq TO scope_county, scope_system",
            migrations.RunSQL.noop,
        ),
        *[Journaled(name) for name in REGISTRY],
    ]
