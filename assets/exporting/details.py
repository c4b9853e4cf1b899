"""What is asked of one kind of asset only, as columns of the assets' file: one look-up a row, of the one table."""

from django.db.models import Case, JSONField, OuterRef, Subquery, TextField, When
from django.db.models.fields import BooleanField, DecimalField, IntegerField
from django.db.models.functions import Cast, JSONObject

from assets.choices import Subtype
from assets.exporting.widgets import YesNo
from assets.models import DETAILS
from journal.exports.registry import Column, Plain
from journal.imports.widgets import Number

MOST = 10**14


def with_details(rows):
    """The rows with `detail`: the fields of the subtype's own table as texts in JSON, where there is such a row."""
    found = [When(subtype__in=_subtypes(kind), then=_row(model)) for kind, model in DETAILS.items()]
    return rows.annotate(detail=Case(*found, output_field=JSONField(), default=None))


def detail_columns():
    """A column for each field of each kind, named by both."""
    return [
        Column(
            key=f"{kind.value}_{field.name}",
            label=f"{model._meta.verbose_name}-{field.verbose_name}",
            attribute="detail",
            widget=_widget(field),
            pick=field.name,
        )
        for kind, model in DETAILS.items()
        for field in _fields(model)
    ]


def _subtypes(kind):
    return [subtype.value for subtype in Subtype if subtype.detail == kind]


def _row(model):
    own = model.objects.filter(county_id=OuterRef("county_id"), asset_id=OuterRef("pk"))
    texts = {field.name: Cast(field.name, TextField()) for field in _fields(model)}
    return Subquery(own.values(told=JSONObject(**texts)).values("told")[:1])


def _fields(model):
    return [field for field in model._meta.concrete_fields if field.name not in ("id", "county", "asset")]


def _widget(field):
    if isinstance(field, BooleanField):
        return YesNo()
    places = getattr(field, "decimal_places", 0)
    return Number(MOST, places) if isinstance(field, DecimalField | IntegerField) else Plain()
