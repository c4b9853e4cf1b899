"""本县参数: the numbers the directive leaves to the county, each with its source; one county's rule from a day on.

    DAYS = declare("ownership.notice_days", "确权公示期限", 10, 7, 60, "日", source="…第四条", clause="一（三）5")
    DAYS.value(county)

Rows are only ever added: of those valid on a day the newest counts, without one the default. Once a rule for a time is
over, the one before it holds again.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from journal.acts import Refused, act
from journal.models import CountySetting
from tenancy import persons, policy

REGISTRY = {}  # key -> Parameter, in the order they were declared
VERB = "set_parameters"


@dataclass(frozen=True)
class Parameter:
    """A whole number each county may set for itself, between `least` and `most`, counted in `unit` (日, 人, %)."""

    key: str
    label: str
    default: int
    least: int
    most: int
    unit: str
    source: str
    clause: str

    def value(self, county, on=None):
        """What holds in a county (its code) on a day, today when None."""
        row = self.rows(county, on).first()
        return row.value if row else self.default

    def values(self, on=None):
        """{county: what holds there on a day} of the counties in sight that have set it for themselves; one query."""
        return dict(self.rows(None, on).order_by("pk").values_list("county_id", "value"))

    def rows(self, county, on=None):
        """The settings of a county (None: of all in sight) valid on a day, the one that counts first."""
        return valid(county, on).filter(key=self.key)


def valid(county, on=None):
    """All settings of a county (None: of all in sight) valid on a day (today when None), the newest first."""
    on = on or timezone.localdate()
    rows = CountySetting.objects.filter(valid_from__lte=on)
    if county:
        rows = rows.filter(county_id=county)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=on)).order_by("-pk")


def declare(key, label, default, least, most, unit, source, clause):
    """Declare a parameter, once, where the rule stands that reads it; returns the Parameter.

    `source`: the document the default comes from; `clause`: the directive's that leaves it open. ValueError for a
    key declared twice or a default outside its own limits.
    """
    if key in REGISTRY or not least <= default <= most:
        raise ValueError(f"parameter {key} is there already, or its default is not within its limits")
    REGISTRY[key] = Parameter(key, label, default, least, most, unit, source, clause)
    return REGISTRY[key]


def set_parameter(parameter, *, by, unit, value, valid_from, source, valid_until=None):
    """一（三）3 The county sets a parameter from a day on (never a day gone by), by a document (`source`).

    `unit` is the county office. Returns the CountySetting. Raises PermissionDenied, Refused with sentences by field.
    """
    policy.require(by, VERB, unit)
    if faults := dict(_faults(parameter, value, valid_from, valid_until, source)):
        raise Refused(faults)
    with act("parameters.set", "设置参数", by=by, county=unit.county_id) as entry:
        row = CountySetting.objects.create(
            county_id=unit.county_id,
            key=parameter.key,
            value=value,
            valid_from=valid_from,
            valid_until=valid_until,
            source=source.strip(),
            set_by=by,
        )
        entry.about(row, subject_name=f"{parameter.label}：{value} {parameter.unit}")
    return row


def _faults(parameter, value, valid_from, valid_until, source):
    """(field, sentence) of what cannot be a rule."""
    if not parameter.least <= value <= parameter.most:
        limits = f"{parameter.least} 至 {parameter.most} {parameter.unit}"
        yield "value", f"「{parameter.label}」须在 {limits}之间，您填的是 {value}。"
    if valid_from < timezone.localdate():
        yield "valid_from", "起始日不能早于今天：已经办理的事项按当时的规定，不作追溯。"
    if valid_until and valid_until < valid_from:
        yield "valid_until", "截止日不能早于起始日。"
    if not source.strip():
        yield "source", "请写明依据的文件名称和文号。"
    elif sentence := persons.fault("依据", source):
        yield "source", sentence
