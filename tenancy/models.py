"""Regions, units, people, and who holds which post: what every other table stands on."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from tenancy.roles import ROLES, VERBS
from tenancy.scope import current


class Region(models.Model):
    """A place of the national statistical division: city, county, township, village. Codes stay, names change."""

    class Level(models.TextChoices):
        CITY = "city", "市"
        COUNTY = "county", "县（市、区）"
        TOWN = "town", "乡镇（街道）"
        VILLAGE = "village", "村（社区）"

    code = models.BigIntegerField("统计用区划代码", primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="上级区划",
    )

    class Meta:
        verbose_name = "行政区划"

    def __str__(self):
        return self.name


class CountyManager(models.Manager):
    """Adds the county of the scope to each query: a belt to the wall's braces, and what partitions route by."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.filter(county_id=current().county) if current().county else rows


class CountyKey(models.ForeignKey):
    """A reference between rows of one county. The database holds it as (county, id): tenancy.operations.SameCounty."""

    def __init__(self, to, on_delete=models.PROTECT, **options):
        options |= {"db_constraint": False, "db_index": False}
        options.setdefault("related_name", "+")
        super().__init__(to, on_delete, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {k: v for k, v in options.items() if k not in ("db_constraint", "db_index")}


class CountyModel(models.Model):
    """A row of one county (or of the city, for the city's own units). The wall hides it from every other."""

    county = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name="县区",
    )

    objects = CountyManager()

    class Meta:
        abstract = True


class Unit(CountyModel):
    """A body that acts: county office, department, township government, village collective, city office."""

    class Kind(models.TextChoices):
        CITY_OFFICE = "city_office", "市扶贫办"
        CITY_FINANCE = "city_finance", "市财政局"
        CITY_DISCIPLINE = "city_discipline", "市纪检监察"
        CITY_AUDIT = "city_audit", "市审计局"
        COUNTY_OFFICE = "county_office", "县扶贫办"
        DEPARTMENT = "department", "行业部门"
        DISCIPLINE = "discipline", "县纪检监察"
        AUDIT = "audit", "县审计局"
        TOWN = "town", "乡镇政府（街道办事处）"
        VILLAGE = "village", "村集体"

    class Sector(models.TextChoices):
        """二（三）the ten departments that take the inventory."""

        POVERTY = "poverty", "扶贫"
        FINANCE = "finance", "财政"
        REFORM = "reform", "发展改革"
        EDUCATION = "education", "教育"
        HOUSING = "housing", "住房城乡建设"
        TRANSPORT = "transport", "交通运输"
        WATER = "water", "水利"
        AGRICULTURE = "agriculture", "农业农村"
        CULTURE = "culture", "文化和旅游"
        HEALTH = "health", "卫生健康"

    OF_CITIES_TOO = True  # a city has units of its own, and their acts

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="所在地"
    )
    parent = CountyKey("self", null=True, blank=True, verbose_name="上级单位")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    sector = models.CharField("行业", max_length=12, choices=Sector, blank=True)
    name = models.CharField("名称", max_length=80)
    code = models.CharField("单位代码", max_length=24)
    path = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = "单位"
        default_permissions = ()
        permissions = tuple(VERBS.items())
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="unit_code_once"),
            models.UniqueConstraint(fields=["county", "path"], name="unit_path_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_wide(self):
        """Reads over all counties of its city."""
        return self.kind.startswith("city_")


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """A person with a sign-in name; without a password the account cannot be used yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What they may do comes only from their posts; nobody is above the wall."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须修改初始密码", default=False)
    county = models.ForeignKey(
        Region,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="账号管理地",
    )
    joined_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"

    def __str__(self):
        return self.name


class UnitGrant(UserObjectPermissionBase):
    """Guardian's row permission on a unit, with a real key. Written only by journal.people; see tenancy.policy."""

    county = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="+", db_index=False)
    content_object = CountyKey(Unit, related_name="grants")  # guardian looks for it on Unit

    FOUND_BY = ("user_id",)  # a person's posts are looked up before any county is known

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "授权"
        unique_together = ()
        constraints = [
            models.UniqueConstraint(
                fields=["county", "user", "permission", "content_object"], name="grant_given_once"
            )
        ]

    def save(self, **options):
        self.county_id = self.content_object.county_id
        super().save(**options)


class AppointmentQuerySet(models.QuerySet):
    def current(self):
        """Posts held today; one that was ended is over at once, whatever its last day."""
        today = timezone.localdate()
        return self.filter(
            Q(to_on=None) | Q(to_on__gte=today), ended_at=None, from_on__lte=today, user__is_active=True
        )


class Appointment(CountyModel):
    """A person holds a post at a unit from one day to another. Made and ended only by acts (journal.people)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="人员")
    unit = CountyKey(Unit, verbose_name="单位")
    role = models.CharField("角色", max_length=24, choices=[(key, role.label) for key, role in ROLES.items()])
    from_on = models.DateField("任职起")
    to_on = models.DateField("任职止", null=True, blank=True)
    appointed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="任命人"
    )
    ended_at = models.DateTimeField("免去时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="免去人",
    )

    FOUND_BY = ("user_id",)

    objects = CountyManager.from_queryset(AppointmentQuerySet)()

    class Meta:
        verbose_name = "岗位"
        constraints = [
            models.CheckConstraint(
                name="appointment_dates_in_order",
                condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on")) | Q(ended_at__isnull=False),
                violation_error_message="任职止不能早于任职起。",
            ),
            models.CheckConstraint(
                name="appointment_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.unit.name} · {self.get_role_display()}"

    @property
    def verbs(self):
        return ROLES[self.role].verbs
