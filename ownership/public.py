"""What everybody may know of a certificate by its number, read as the public role (migrations/public.sql).

No personal data: of what households own only whether the certificate is good.
"""

import re

from django.db import connection, transaction

from assets.choices import Category, Subtype
from assets.models import Asset
from journal.templatetags.jiadi import day
from journal.templatetags.jiadi import place as village_name
from ownership import rules
from ownership.choices import OwnerKind
from ownership.models import Share, Title
from tenancy.models import Region
from tenancy.scope import Scope, scope

RETIRED = "资产已退出台账，不再有效"
NUMBER = re.compile(r"[0-9]{6}Q[0-9]{10}")
GOOD = {
    Title.State.CERTIFICATED: "有效",
    Title.State.HANDED_OVER: "有效，已移交产权主体",
    Title.State.EXTINGUISHED: "已注销，不再有效",
}


def published(number):
    """{county, title, is_void, is_retired, facts: [(label, text)]} of a certificate; None for anything else."""
    number = number.strip().upper()
    if not NUMBER.fullmatch(number):
        return None
    county = int(number[:6])
    with scope(Scope("public")), transaction.atomic():
        return _told(county, number) or _household(county, number)


def _told(county, number):
    rows = Title.objects.filter(county_id=county, number=number).order_by()
    found = rows.values("pk", "name", "asset_id", "state", "whole", "issued_at").first()
    if found is None:
        return None
    asset = Asset.objects.filter(county_id=county, pk=found["asset_id"]).order_by()
    asset = asset.values("number", "category", "subtype", "state", "town_id", "village_id").first()
    shares = Share.objects.filter(county_id=county, title=found["pk"]).order_by("position")
    owners = shares.values_list("name", "kind", "parts")
    names = dict(
        Region.objects.filter(pk__in=[asset["town_id"], asset["village_id"]]).values_list("pk", "name")
    )
    at = f"{names.get(asset['town_id'], '')}{village_name(names.get(asset['village_id'], '')).strip('—')}"
    told = [
        ("资产编号", asset["number"]),
        ("资产类型", f"{Category(asset['category']).label}（{Subtype(asset['subtype']).label}）"),
        ("所在地", at or "—"),
        *(_owner(name, kind, parts, found["whole"]) for name, kind, parts in owners),
    ]
    return _page(county, number, found["name"], found["state"], asset["state"], found["issued_at"], told)


def _owner(name, kind, parts, whole):
    share = "" if parts == whole else f"，{rules.share_text(parts, whole)}"
    return "产权主体", f"{name}（{OwnerKind(kind).label}）{share}"


def _household(county, number):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, asset_state, issued_at FROM ownership_public_household(%s, %s)", [county, number]
        )
        found = cursor.fetchone()
    return (
        _page(county, number, "到户类资产", *found, [("产权主体", "农户（姓名不公开）")]) if found else None
    )


def _page(county, number, name, state, asset_state, issued_at, told):
    """What has left the ledger is nobody's any more, though its title is not struck off yet."""
    is_struck = state == Title.State.EXTINGUISHED
    is_retired = asset_state == Asset.State.RETIRED and not is_struck
    place = Region.objects.filter(pk=county).values_list("name", flat=True).first()
    facts = [
        ("证书编号", number),
        ("证书状态", RETIRED if is_retired else GOOD[state]),
        *told,
        ("颁证日期", day(issued_at)),
    ]
    return {
        "county": place or "",
        "title": name,
        "is_void": is_struck,
        "is_retired": is_retired,
        "facts": facts,
    }
