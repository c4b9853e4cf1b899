"""What is asked of one kind of asset only: one table a kind, at most one row an asset."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from assets.choices import Detail, Subtype
from assets.models.asset import Asset
from assets.models.project import money
from tenancy.models import CountyKey, CountyModel


def amount(label, digits=12, places=2):
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=places,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "不能为负数。")],
    )


class AssetDetail(CountyModel):
    """The key to the asset, and that there is one detail at most."""

    asset = CountyKey(Asset, verbose_name="资产")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["county", "asset"], name="%(class)s_once")]

    def __str__(self):
        return f"{self._meta.verbose_name}：{self.asset_id}"


class PowerStation(AssetDetail):
    """二（二）光伏扶贫电站."""

    capacity_kw = amount("装机容量（千瓦）")
    grid_on = models.DateField("并网日期", null=True, blank=True)
    in_subsidy_catalogue = models.BooleanField("列入补助目录", default=False)
    modules = models.CharField("组件型号", max_length=120, blank=True)
    inverter = models.CharField("逆变器型号", max_length=120, blank=True)
    maintainer = models.CharField("运维单位", max_length=120, blank=True)
    land_mu = amount("占地（亩）")

    class Meta(AssetDetail.Meta):
        verbose_name = "光伏电站"


class EquityHolding(AssetDetail):
    """二（二）投入企业、农民合作社或其他经济组织形成的股权, and 债权."""

    invested_body = models.CharField("受资方", max_length=120, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    investor = models.CharField("投资方", max_length=120, blank=True)
    principal = money("投资本金（元）", null=True, blank=True)
    share_percent = models.DecimalField(
        "占股比例（%）",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, "比例应在 0 至 100 之间。"),
            MaxValueValidator(100, "比例应在 0 至 100 之间。"),
        ],
    )
    annual_rate = models.DecimalField(
        "约定年收益率（%）",
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, "收益率应在 0 至 100 之间。"),
            MaxValueValidator(100, "收益率应在 0 至 100 之间。"),
        ],
    )
    from_on = models.DateField("投资起始日", null=True, blank=True)
    to_on = models.DateField("投资到期日", null=True, blank=True)
    exit_terms = models.CharField("退出办法", max_length=300, blank=True)

    class Meta(AssetDetail.Meta):
        verbose_name = "股权债权"
        constraints = [
            *AssetDetail.Meta.constraints,
            models.CheckConstraint(
                name="equity_dates_in_order",
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=models.F("from_on")),
                violation_error_message="投资到期日不能早于投资起始日。",
            ),
        ]


class Road(AssetDetail):
    """二（二）道路交通."""

    length_m = amount("长度（米）")
    width_m = amount("宽度（米）", 6)
    thickness_cm = amount("厚度（厘米）", 6)
    surface = models.CharField("路面及标号", max_length=60, blank=True)

    class Meta(AssetDetail.Meta):
        verbose_name = "道路"


class Water(AssetDetail):
    """二（二）农田水利、供水饮水."""

    wells = models.PositiveIntegerField("机井（眼）", null=True, blank=True)
    pipe_m = amount("管道（米）")
    channel_m = amount("渠道（米）")
    served_households = models.PositiveIntegerField("受益户数（户）", null=True, blank=True)
    irrigated_mu = amount("灌溉面积（亩）")

    class Meta(AssetDetail.Meta):
        verbose_name = "水利供水"


class Building(AssetDetail):
    """Workshops, plants, greenhouses, schools, clinics."""

    floor_m2 = amount("建筑面积（平方米）")
    structure = models.CharField("结构", max_length=60, blank=True)
    floors = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    land_mu = amount("占地（亩）")
    certificate_number = models.CharField("不动产权证号", max_length=60, blank=True)

    class Meta(AssetDetail.Meta):
        verbose_name = "房屋建筑"


class Biological(AssetDetail):
    """二（二）生物资产, and plantations."""

    species = models.CharField("品种", max_length=60, blank=True)
    head_or_trees = models.PositiveIntegerField("数量（头、只、株）", null=True, blank=True)
    planted_mu = amount("种植面积（亩）")
    survival = models.CharField("生长（存活）状况", max_length=120, blank=True)

    class Meta(AssetDetail.Meta):
        verbose_name = "生物资产"


DETAILS = {
    Detail.PV: PowerStation,
    Detail.EQUITY: EquityHolding,
    Detail.ROAD: Road,
    Detail.WATER: Water,
    Detail.BUILDING: Building,
    Detail.BIOLOGICAL: Biological,
}


def detail_of(asset):
    """The detail row of an asset, or None; the subtype says which table to ask."""
    kind = DETAILS.get(Subtype(asset.subtype).detail)
    return kind.objects.filter(county_id=asset.county_id, asset=asset).first() if kind else None
