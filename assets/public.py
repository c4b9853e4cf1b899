"""What everybody may know of an asset by its number, read as the public role (assets/migrations/labels.sql).

Of a household's asset neither its name nor its village nor its project, which may be named after the village.
"""

import re

from django.db import connection, transaction

from assets.choices import Category, FundKind, FundLevel, Measure, Status, Subtype
from assets.models import Asset, FundingLine
from assets.rules import tells_no_village
from journal.templatetags.jiadi import figure, money, wan
from journal.templatetags.jiadi import place as village_name
from tenancy.models import Region, Unit
from tenancy.scope import Scope, scope

# The twelve digits of a place, the type's letter, the year and a serial (assets/rules/numbers.py).
NUMBER = re.compile(r"[0-9]{12}[GJD][0-9]{8,11}")
PLAIN = (
    "number",
    "category",
    "subtype",
    "state",
    "status",
    "formed_year",
    "town_id",
    "implementing_dept_id",
    "supervising_dept_id",
    "quantity",
    "measure",
    "original_value",
)
NAMED = ("name", "county_id", "unit_id", "village_id", "project_id", "project__name")
WAN = 10_000


def published(code):
    """{county, title, is_retired, facts: [(label, text)]} of an entered or retired asset; None for anything else."""
    code = code.strip().upper()
    if not NUMBER.fullmatch(code):
        return None
    county = int(code[:6])
    with scope(Scope("public")), transaction.atomic():
        found = _open(county, code) or _household(county, code)
        return _told(county, found) if found else None


def _open(county, code):
    rows = Asset.objects.filter(county_id=county, number=code).order_by()
    return next(iter(rows.values(*PLAIN, *NAMED)[:1]), None)


def _household(county, code):
    if not tells_no_village(code):
        return None
    with connection.cursor() as cursor:
        columns = ", ".join(PLAIN)
        cursor.execute(f"SELECT {columns} FROM assets_public_household(%s, %s)", [county, code])
        row = cursor.fetchone()
    return dict(zip(PLAIN, row, strict=True)) if row else None


def _told(county, found):
    subtype = Subtype(found["subtype"]).label
    places = dict(
        Region.objects.filter(pk__in=[county, found["town_id"], found.get("village_id")]).values_list(
            "pk", "name"
        )
    )
    return {
        "county": places[county],
        "title": found.get("name") or subtype,
        "is_retired": found["state"] == Asset.State.RETIRED,
        "facts": [(label, text) for label, text in _facts(county, found, places) if text],
    }


def _facts(county, found, places):
    """(label, text) in the order people ask; an empty text is not shown."""
    units = ("unit_id", "implementing_dept_id", "supervising_dept_id")
    bodies = Unit.objects.filter(county_id=county, pk__in=[found.get(key) for key in units])
    if found["category"] == Category.HOUSEHOLD:
        bodies = bodies.exclude(kind=Unit.Kind.VILLAGE)
    named = dict(bodies.values_list("pk", "name"))
    village = places.get(found.get("village_id"))
    at = [places[county], places.get(found["town_id"]), village_name(village) if village else ""]
    yield "资产编号", found["number"]
    yield "资产类型", f"{Category(found['category']).label} · {Subtype(found['subtype']).label}"
    yield "所在地", "".join(filter(None, at))
    yield "形成年度", f"{found['formed_year']} 年"
    yield "数量", _size(found)
    yield "原值", _value(found["original_value"])
    yield "资金来源", _funds(county, found.get("project_id"))
    yield "来源项目", found.get("project__name")
    yield "持有单位", named.get(found.get("unit_id"))
    yield "实施部门", named.get(found["implementing_dept_id"])
    yield "监管部门", named.get(found["supervising_dept_id"])
    yield "使用状况", "" if found["state"] == Asset.State.RETIRED else Status(found["status"]).label


def _size(found):
    if found["quantity"] is None:
        return ""
    unit = Measure(found["measure"]).label if found["measure"] else ""
    return f"{figure(found['quantity'])} {unit}".strip()


def _value(yuan):
    if yuan is None:
        return ""
    return f"{wan(yuan)} 万元（{money(yuan)} 元）" if yuan >= WAN else f"{money(yuan)} 元"


def _funds(county, project):
    """Whose money and which, in words: each level and kind once."""
    if not project:
        return ""
    lines = FundingLine.objects.filter(county_id=county, project_id=project).order_by()
    known = set(lines.values_list("level", "kind"))
    kinds = [kind for kind in FundKind if any(k == kind for _, k in known)]
    return "；".join(f"{_levels(known, kind)}{kind.label}" for kind in kinds)


def _levels(known, kind):
    return "、".join(level.label for level in FundLevel if (level, kind) in known)
