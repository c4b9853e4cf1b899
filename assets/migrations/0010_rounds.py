"""二（三）清产核资 rounds, and 二（一）the tracing of what was formed before 2016."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tenancy.models
from journal.operations import Journaled
from tenancy.operations import EnableRowSecurity, SameCounty

REGISTRY = ("round", "roundteam", "roundline", "householdline", "linephoto", "tracing")
# What has come from a phone, and a photo, stay as they came.
WRITTEN_ONCE = ("countpost", "linephoto")
KEYS = (
    ("round", "unit"),
    ("roundteam", "round"),
    ("roundline", "round"),
    ("roundline", "unit"),
    ("roundline", "asset"),
    ("roundline", "implementing_dept"),
    ("roundline", "supervising_dept"),
    ("householdline", "round"),
    ("householdline", "unit"),
    ("householdline", "grant"),
    ("linephoto", "line"),
    ("linephoto", "document"),
    ("countpost", "line"),
    ("countpost", "home"),
    ("tracing", "asset"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0009_bulk_look"),
        ("journal", "0006_import_marking"),
        ("tenancy", "0006_inventory_verbs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "清查中"), ("closed", "已结束")],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="清查名称")),
                ("basis", models.CharField(blank=True, max_length=120, verbose_name="工作依据")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="完成日期")),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("public", "公益性资产"),
                                ("operating", "经营性资产"),
                                ("household", "到户类资产"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="资产类型",
                    ),
                ),
                (
                    "towns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="乡镇范围",
                    ),
                ),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="部门范围",
                    ),
                ),
                ("scope_text", models.CharField(editable=False, max_length=500, verbose_name="清查范围")),
                (
                    "year_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1986, "年度不能早于 1986 年。"),
                            django.core.validators.MaxValueValidator(2099, "年度不能晚于 2099 年。"),
                        ],
                        verbose_name="形成年度自",
                    ),
                ),
                (
                    "year_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1986, "年度不能早于 1986 年。"),
                            django.core.validators.MaxValueValidator(2099, "年度不能晚于 2099 年。"),
                        ],
                        verbose_name="形成年度至",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="工作要求")),
                (
                    "expected",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="应清查资产项数"),
                ),
                (
                    "expected_homes",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="应核实到户资产项数"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束时间"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="开始组织时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="结束办理人",
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
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="组织人",
                    ),
                ),
                (
                    "unit",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "清产核资",
            },
        ),
        migrations.CreateModel(
            name="HouseholdLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "state",
                    models.CharField(
                        choices=[("uncounted", "未核实"), ("counted", "已核实")],
                        default="uncounted",
                        editable=False,
                        max_length=10,
                        verbose_name="核实情况",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        blank=True,
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
                        max_length=8,
                        verbose_name="现状",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pending", "待评价"),
                            ("met", "达到预期"),
                            ("partly", "部分达到"),
                            ("unmet", "未达到"),
                        ],
                        max_length=8,
                        verbose_name="绩效结果",
                    ),
                ),
                (
                    "beneficiary",
                    models.CharField(
                        blank=True,
                        choices=[("same", "本户受益"), ("other", "已转由他人使用"), ("nobody", "无人受益")],
                        max_length=8,
                        verbose_name="受益情况",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="核实说明")),
                (
                    "counted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="核实时间"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "counted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
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
                    "grant",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.householdgrant",
                        verbose_name="到户资产",
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
                (
                    "round",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="homes",
                        to="assets.round",
                        verbose_name="清产核资",
                    ),
                ),
            ],
            options={
                "verbose_name": "到户资产核实",
            },
        ),
        migrations.CreateModel(
            name="RoundLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uncounted", "未清查"),
                            ("match", "相符"),
                            ("mismatch", "账实不符"),
                            ("loss", "盘亏"),
                            ("surplus", "盘盈"),
                        ],
                        default="uncounted",
                        editable=False,
                        max_length=10,
                        verbose_name="清查结果",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=24, verbose_name="资产编号")),
                ("name", models.CharField(max_length=120, verbose_name="资产名称")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("public", "公益性资产"),
                            ("operating", "经营性资产"),
                            ("household", "到户类资产"),
                        ],
                        max_length=10,
                        verbose_name="资产类型",
                    ),
                ),
                (
                    "subtype",
                    models.CharField(
                        choices=[
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
                        max_length=3,
                        verbose_name="资产小类",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("fiscal", "各级财政专项扶贫资金投入形成"),
                            ("social", "社会扶贫资金投入形成"),
                            ("donated", "接受捐赠的实物资产"),
                            ("industry", "行业扶贫资金投入形成（鼓励纳入）"),
                            ("before_2016", "2016 年以前形成，经追溯登记纳入"),
                        ],
                        max_length=12,
                        verbose_name="纳入依据",
                    ),
                ),
                (
                    "formed_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1986, "年度不能早于 1986 年。"),
                            django.core.validators.MaxValueValidator(2099, "年度不能晚于 2099 年。"),
                        ],
                        verbose_name="形成年度",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="账面位置")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "数量不能为负数。")],
                        verbose_name="账面数量",
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
                    "original_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "金额不能为负数。")],
                        verbose_name="账面原值（元）",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("under_construction", "在建"),
                            ("in_use", "在用"),
                            ("underused", "低效"),
                            ("idle", "闲置"),
                            ("damaged", "损坏待修"),
                            ("lost", "灭失"),
                            ("converted", "已转产"),
                            ("disputed", "权属争议"),
                            ("to_dispose", "待处置"),
                            ("disposed", "已处置"),
                            ("scrapped", "已报废"),
                            ("written_off", "已核销"),
                        ],
                        max_length=20,
                        verbose_name="账面状况",
                    ),
                ),
                (
                    "found_quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "数量不能为负数。")],
                        verbose_name="实盘数量",
                    ),
                ),
                (
                    "found_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_construction", "在建"),
                            ("in_use", "在用"),
                            ("underused", "低效"),
                            ("idle", "闲置"),
                            ("damaged", "损坏待修"),
                            ("lost", "灭失"),
                            ("converted", "已转产"),
                            ("disputed", "权属争议"),
                            ("to_dispose", "待处置"),
                            ("disposed", "已处置"),
                            ("scrapped", "已报废"),
                            ("written_off", "已核销"),
                        ],
                        max_length=20,
                        verbose_name="实际状况",
                    ),
                ),
                ("found_address", models.CharField(blank=True, max_length=120, verbose_name="实际位置")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="清查说明")),
                ("counted_on", models.DateField(blank=True, null=True, verbose_name="清查日期")),
                (
                    "counted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="清查登记时间"),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "维持台账"),
                            ("correct", "更正台账"),
                            ("hold", "冻结待查"),
                            ("retire", "核销退出"),
                            ("register", "补登入账"),
                            ("decline", "不予登记"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="处理决定",
                    ),
                ),
                (
                    "decision_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="处理理由"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="决定时间"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("batch_id", models.BigIntegerField(editable=False, null=True)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "asset",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.asset",
                        verbose_name="资产",
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="清查人",
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "implementing_dept",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="实施部门",
                    ),
                ),
                (
                    "round",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="assets.round",
                        verbose_name="清产核资",
                    ),
                ),
                (
                    "supervising_dept",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.unit",
                        verbose_name="监管部门",
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
                        verbose_name="持有单位",
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
                "verbose_name": "清查明细",
            },
        ),
        migrations.CreateModel(
            name="LinePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "document",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.document",
                        verbose_name="照片",
                    ),
                ),
                (
                    "line",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="assets.roundline",
                        verbose_name="清查明细",
                    ),
                ),
            ],
            options={
                "verbose_name": "清查照片",
            },
        ),
        migrations.CreateModel(
            name="CountPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(verbose_name="登记标识")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="收到时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
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
                    "home",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.householdline",
                        verbose_name="到户资产核实",
                    ),
                ),
                (
                    "line",
                    tenancy.models.CountyKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assets.roundline",
                        verbose_name="清查明细",
                    ),
                ),
            ],
            options={
                "verbose_name": "清查登记回执",
            },
        ),
        migrations.CreateModel(
            name="RoundTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="组名")),
                ("leader", models.CharField(max_length=40, verbose_name="组长")),
                ("members", models.CharField(blank=True, max_length=200, verbose_name="组员")),
                ("area", models.CharField(blank=True, max_length=200, verbose_name="负责范围")),
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
                    "round",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="assets.round",
                        verbose_name="清产核资",
                    ),
                ),
            ],
            options={
                "verbose_name": "清查组",
            },
        ),
        migrations.CreateModel(
            name="Tracing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known", models.CharField(max_length=500, verbose_name="已查明的情况")),
                ("informants", models.CharField(max_length=200, verbose_name="情况来源")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("under_construction", "在建"),
                            ("in_use", "在用"),
                            ("underused", "低效"),
                            ("idle", "闲置"),
                            ("damaged", "损坏待修"),
                            ("lost", "灭失"),
                            ("converted", "已转产"),
                            ("disputed", "权属争议"),
                            ("to_dispose", "待处置"),
                            ("disposed", "已处置"),
                            ("scrapped", "已报废"),
                            ("written_off", "已核销"),
                        ],
                        max_length=20,
                        verbose_name="目前状态",
                    ),
                ),
                ("status_note", models.CharField(blank=True, max_length=300, verbose_name="状态说明")),
                (
                    "title",
                    models.CharField(
                        choices=[
                            ("clear", "权属清楚"),
                            ("partly", "部分厘清，仍有待查"),
                            ("unclear", "权属不清，须报县级人民政府确定"),
                        ],
                        max_length=8,
                        verbose_name="权属查证",
                    ),
                ),
                ("title_note", models.CharField(max_length=300, verbose_name="权属依据")),
                ("traced_on", models.DateField(verbose_name="清查日期")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "asset",
                    tenancy.models.CountyKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracings",
                        to="assets.asset",
                        verbose_name="资产",
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
            ],
            options={
                "verbose_name": "追溯登记",
            },
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="round_dates_in_order",
                violation_error_message="完成日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("year_from", None),
                    ("year_to", None),
                    ("year_to__gte", models.F("year_from")),
                    _connector="OR",
                ),
                name="round_years_in_order",
                violation_error_message="形成年度的止年不能早于起年。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="round_closed_in_full_or_not_at_all",
            ),
        ),
        migrations.AddIndex(
            model_name="householdline",
            index=models.Index(fields=["county", "round", "village"], name="home_line_village"),
        ),
        migrations.AddConstraint(
            model_name="householdline",
            constraint=models.UniqueConstraint(fields=("county", "round", "grant"), name="home_line_once"),
        ),
        migrations.AddConstraint(
            model_name="householdline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counted_at", None), ("counted_by", None), ("state", "uncounted")),
                    models.Q(
                        ("counted_at__isnull", False), ("counted_by__isnull", False), ("state", "counted")
                    ),
                    _connector="OR",
                ),
                name="home_line_counted_in_full_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "note__regex",
                            "(^|\\D)[1-9]\\d{5}(18|19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](\\D|$)",
                        ),
                        _negated=True,
                    )
                ),
                name="home_line_holds_no_id_number",
                violation_error_message="含有身份证号码。本系统不登记身份证号，请删去后再保存。",
            ),
        ),
        migrations.AddIndex(
            model_name="roundline",
            index=models.Index(fields=["county", "round", "village"], name="line_village"),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asset__isnull", False)),
                fields=("county", "round", "asset"),
                name="line_asset_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.UniqueConstraint(fields=("county", "round", "serial"), name="line_serial_once"),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counted_at", None),
                        ("counted_by", None),
                        ("counted_on", None),
                        ("state", "uncounted"),
                    ),
                    models.Q(
                        models.Q(("state", "uncounted"), _negated=True),
                        ("counted_at__isnull", False),
                        ("counted_by__isnull", False),
                        ("counted_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="line_counted_in_full_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        models.Q(("decision", ""), _negated=True),
                        models.Q(("decision_reason", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["mismatch", "loss", "surplus"]),
                    ),
                    _connector="OR",
                ),
                name="line_decided_in_full_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("counted_by")), _negated=True),
                    _connector="OR",
                ),
                name="line_decided_by_another",
                violation_error_message="差异须由清查人以外的人处理。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.CheckConstraint(
                condition=models.Q(("asset__isnull", False), ("state", "surplus"), _connector="OR"),
                name="line_of_an_asset_or_a_surplus",
                violation_error_message="清单内的明细须对应一项资产。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
            constraint=models.CheckConstraint(
                condition=models.Q(("found_quantity__gte", 0)), name="line_quantity_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundline",
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
                name="line_lies_in_its_county",
                violation_error_message="所选村（社区）不属于所选乡镇或本县，请重新选择。",
            ),
        ),
        migrations.AddConstraint(
            model_name="countpost",
            constraint=models.UniqueConstraint(fields=("county", "client_id"), name="count_post_once"),
        ),
        migrations.AddConstraint(
            model_name="countpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("home", None), ("line__isnull", False)),
                    models.Q(("home__isnull", False), ("line", None)),
                    _connector="OR",
                ),
                name="count_post_of_one_line",
                violation_error_message="一次登记只对应一项明细。",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundteam",
            constraint=models.UniqueConstraint(
                fields=("county", "round", "name"),
                name="team_name_once",
                violation_error_message="组名不能重复。",
            ),
        ),
        migrations.AddConstraint(
            model_name="tracing",
            constraint=models.UniqueConstraint(
                fields=("county", "asset"),
                name="tracing_once",
                violation_error_message="此资产已有追溯登记，请在原记录上更正。",
            ),
        ),
        *(
            EnableRowSecurity(name, writes="INSERT" if name in WRITTEN_ONCE else "INSERT, UPDATE")
            for name in (*REGISTRY, "countpost")
        ),
        *(SameCounty(*key) for key in KEYS),
        *(Journaled(name) for name in REGISTRY),
    ]
