"""What a county has set where the directive leaves it a choice."""

from django.db import models
from django.utils import timezone

from tenancy.models import CountyModel, User


class CountySetting(CountyModel):
    """A value the county gave one of the parameters (journal/parameters.py) from a day on. Only ever added to."""

    key = models.CharField("参数代码", max_length=60)
    value = models.IntegerField("参数值")
    valid_from = models.DateField("起始日")
    valid_until = models.DateField("截止日", null=True, blank=True)
    source = models.CharField("依据文件", max_length=200)
    set_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="设置人"
    )
    set_at = models.DateTimeField("设置时间", default=timezone.now)

    class Meta:
        verbose_name = "本县参数"
        constraints = [
            models.CheckConstraint(
                name="setting_days_in_order",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                violation_error_message="截止日不能早于起始日。",
            )
        ]
        indexes = [models.Index(fields=["county", "key"], name="setting_key")]

    def __str__(self):
        return f"{self.key}：{self.value}"
