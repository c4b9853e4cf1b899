"""二（三）What may be done to the fields a county adds: defined, changed, put in order, retired, taken up again."""

from django.core.exceptions import ValidationError
from django.db import connection

from assets.models.asset import Asset
from assets.models.custom import CustomField, forget
from assets.resources import AssetResource
from journal.acts import act
from journal.imports.widgets import plain
from journal.transitions import Refused
from tenancy import policy

MOST = 50  # fields in use; a form with more is not filled in any more
STALE = "您打开期间，他人已修改此字段。请重新打开后再改。"
LISTS = (CustomField.Kind.CHOICE, CustomField.Kind.CHOICES)
FIXED = {"kind", "places"}  # what is kept already could not be read otherwise


def define(*, unit, by, **values):
    """Add a field to the county of a unit; `values` are CustomField's own. Returns it.

    Raises PermissionDenied, or Refused with sentences by field.
    """
    policy.require(by, "manage_fields", unit)
    with act("fields.define", "新增自定义字段", by=by, county=unit.county_id) as entry:
        rows = _rows(unit.county_id)
        field = CustomField(unit=unit, county_id=unit.county_id, **values)
        field.key = f"f{len(rows) + 1}"
        field.position = max((row.position for row in rows), default=0) + 1
        _hold(field, rows)
        field.save()
        entry.about(field)
    forget()
    return field


def redefine(field, *, by, version, **values):
    """Change what a field is called, asks and whom it concerns; never its kind. `version` is the one looked at.

    An option is taken away only while no asset has it. Raises PermissionDenied, Refused.
    """
    with act("fields.redefine", "修改自定义字段", by=by, county=field.county_id) as entry:
        rows, row = _opened(field, by)
        if row.version != version:
            raise Refused(STALE)
        gone = [option for option in row.options if option not in values.get("options", row.options)]
        for name, value in values.items():
            if name not in FIXED:
                setattr(row, name, value)
        if used := [option for option in gone if _has(row, option)]:
            raise Refused(
                {
                    "options": f"选项「{'、'.join(used)}」已有资产使用，不能删去；请先更正这些资产，或保留此选项。"
                }
            )
        _hold(row, rows)
        _save(row)
        entry.about(row)
    return row


def move(field, *, by, places):
    """Put a field so many places further down among those in use (up, where negative)."""
    with act("fields.move", "调整字段顺序", by=by, county=field.county_id) as entry:
        rows, row = _opened(field, by)
        order = [other for other in rows if other.is_active and other.pk != row.pk]
        at = [other.pk for other in rows if other.is_active].index(row.pk) if row.is_active else len(order)
        order.insert(max(0, at + places), row)
        for position, other in enumerate(order, 1):
            if other.position != position:
                other.position = position
                _save(other)
        entry.about(row)


def switch(field, *, by, active, reason):
    """Retire a field, or take it up again, with a reason. What assets keep of it stays, and is shown.

    Raises PermissionDenied, Refused (no reason, done already, a name taken meanwhile).
    """
    if not reason.strip():
        raise Refused({"reason": "请写明原因。"})
    label = "启用自定义字段" if active else "停用自定义字段"
    with act("fields.switch", label, by=by, county=field.county_id) as entry:
        rows, row = _opened(field, by)
        if row.is_active == active:
            raise Refused("此字段已经启用。" if active else "此字段已经停用。")
        row.is_active = active
        if active:
            _hold(row, rows)
        _save(row)
        entry.about(row, reason=reason)


def _rows(county):
    """All fields of a county in order, and nobody else changes any of them until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assets.custom'), %s)", [county])
    return list(
        CustomField.objects.filter(county_id=county).select_related("unit").order_by("position", "pk")
    )


def _opened(field, by):
    rows = _rows(field.county_id)
    row = next(other for other in rows if other.pk == field.pk)
    policy.require(by, "manage_fields", row)
    return rows, row


def _save(row):
    row.version += 1
    row.save()
    forget()


def _hold(field, rows):
    """Raise Refused, with sentences by field, unless the field can stand among the county's others."""
    field.label, field.reporting = plain(field.label), plain(field.reporting) or plain(field.label)
    field.options = list(dict.fromkeys(plain(option) for option in field.options if plain(option)))
    try:
        field.clean_fields(exclude=["county", "unit"])
    except ValidationError as wrong:
        raise Refused(wrong.message_dict) from wrong
    others = [other for other in rows if other.is_active and other.pk != field.pk]
    if len(others) >= MOST:
        raise Refused(f"在用的自定义字段最多 {MOST} 个，请先停用不再需要的。")
    if field.kind in LISTS and not field.options:
        raise Refused({"options": "请至少写一个选项，每行一个。"})
    for name in ("label", "reporting"):
        if sentence := _taken(getattr(field, name), others):
            raise Refused({name: sentence})


def _taken(name, others):
    """Why a name would be mistaken for another column's in a workbook, or None."""
    if any(name in column.names for column in AssetResource.fields.values()):
        return f"「{name}」是台账已有的列名，导入时无法区分，请换一个名称。"
    if any(name in (other.label, other.reporting) for other in others):
        return f"本县已有名为「{name}」的自定义字段，请换一个名称。"


def _has(field, option):
    """Whether any asset of the county has an option."""
    value = [option] if field.kind == CustomField.Kind.CHOICES else option
    lookup = f"custom__{field.key}{'__contains' if field.kind == CustomField.Kind.CHOICES else ''}"
    return Asset.objects.filter(county_id=field.county_id, **{lookup: value}).exists()
