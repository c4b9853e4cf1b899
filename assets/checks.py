"""What must be true of an asset in any state, as sentences by field. The form, the import and every act ask here.

No queries: 20,000 rows of an import go through it. The database holds the same as constraints.
"""

from django.core.exceptions import ValidationError

from assets.choices import Acquisition, Category, Scope, Status, Subtype
from assets.rules import excluded_kind

START = 2016  # 二（一）2016 年以来


def faults(asset, exclude=()):
    """{field: [sentence]} of an asset that is not saved yet; empty when all is well. `exclude`: fields not asked."""
    found = {key: [] for key in exclude}
    keys = [f.name for f in asset._meta.fields if f.is_relation]
    try:
        asset.clean_fields(exclude={*keys, *exclude})
    except ValidationError as wrong:
        found |= wrong.message_dict
    for field, sentence in list(_rules(asset, found)):
        if field not in exclude:
            found[field] = [*found.get(field, []), sentence]
    return {field: sentences for field, sentences in found.items() if sentences}


def _rules(asset, found):
    if "name" not in found and (kind := excluded_kind(asset.name)):
        yield "name", kind.refusal
    yield from _type(asset, found)
    yield from _scope(asset, found)
    yield from _place(asset)
    if asset.acquisition == Acquisition.DONATED and not asset.donor:
        yield "donor", "捐赠取得的资产须填写捐赠人（二（一）：包括接受捐赠的实物资产）。"
    if asset.acquisition == Acquisition.DONATED and asset.donation_value is None:
        yield "donation_value", "捐赠取得的资产须填写捐赠作价。"
    if "status" not in found and Status(asset.status).needs_reason and not asset.status_reason:
        yield "status_reason", f"使用状况为「{asset.get_status_display()}」时须写明原因。"


def _type(asset, found):
    if "category" in found or "subtype" in found:
        return
    subtype = Subtype(asset.subtype)
    if subtype.category != asset.category:
        yield "subtype", f"「{subtype.label}」不属于{Category(asset.category).label}，请重新选择小类。"


def _scope(asset, found):
    if "scope" in found or "formed_year" in found or "acquisition" in found:
        return
    early = asset.formed_year < START
    if early != (asset.scope == Scope.BEFORE_2016):
        yield (
            "scope",
            (
                f"形成年度为 {asset.formed_year} 年，纳入依据应选「{Scope.BEFORE_2016.label}」。"
                if early
                else f"形成年度为 {asset.formed_year} 年，不属于 2016 年以前形成，请另选纳入依据。"
            ),
        )
    if asset.scope == Scope.BEFORE_2016 and not asset.tracing:
        yield "tracing", "2016 年以前形成的资产须写明追溯情况（二（一）：追溯资产状态、厘清权属关系）。"
    if asset.acquisition == Acquisition.DONATED and asset.scope not in (Scope.DONATED, Scope.BEFORE_2016):
        yield "scope", "取得方式为捐赠的，纳入依据应为「接受捐赠的实物资产」。"
    if asset.scope == Scope.DONATED and asset.acquisition != Acquisition.DONATED:
        yield "acquisition", "纳入依据为「接受捐赠的实物资产」的，取得方式应为捐赠。"


def _place(asset):
    if asset.town_id and asset.town_id // 1000 != asset.county_id:
        yield "town", "所选乡镇不属于本县，请重新选择。"
    if asset.village_id and asset.village_id // 1_000_000 != asset.county_id:
        yield "village", "所选村（社区）不属于本县，请重新选择。"
    elif asset.village_id and asset.village_id // 1000 != asset.town_id:
        yield "village", "所选村（社区）不属于所选乡镇，请重新选择。"
    if (asset.longitude is None) != (asset.latitude is None):
        yield "latitude", "经度和纬度须同时填写。"
