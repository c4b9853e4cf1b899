"""What must be true of an asset in any state, as sentences by field. The form, the import and every act ask here.

No queries (one where the asset has fields of its county's own): 20,000 rows of an import go through it. The
database holds the same as constraints. A row may be an Asset or anything with its columns as attributes: the import
spares itself the model instance.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from assets import custom
from assets.choices import Acquisition, Category, Scope, Status, Subtype
from assets.models import Asset
from assets.rules import credit_code_fault, excluded_kind, year_fault
from tenancy import persons

START = 2016  # 二（一）2016 年以来
# What everybody reads behind a label's code, or finds one by: no telephone number either.
PUBLIC = {"name": "资产名称", "address": "详细位置"}
# Texts that many may read, and that the journal keeps for good. Numbers of projects and papers are none of them.
TEXTS = {
    "holder": "实际持有（使用）人",
    "spec": "建设内容及规模",
    "status_reason": "状况说明",
    "scope_reason": "纳入说明",
    "tracing": "追溯情况",
    "donor": "捐赠人",
    "valuation_basis": "作价依据",
    "remark": "备注",
}
NUMBERS = {"credit_code", "certificate_number"}  # of a kind of asset's own fields
PROJECT_TEXTS = {
    "place": "实施地点",
    "scope_text": "建设内容及规模",
    "fund_text": "资金来源原文",
    "implementing_text": "实施单位原文",
    "beneficiaries": "受益对象",
    "linkage": "带贫减贫机制",
}


ENTERED_UNTRACED = (
    "2016 年以前形成的资产须先追溯登记、清产核资，再入账（二（一）），已入账的资产不能改为此类。"
    "确属 2016 年以前形成的，请将本项退出台账，另行登记。"
)
SOMEBODYS = "这是身份证号码，不是资产的编号。本系统不登记身份证号，请删去后再保存。"


def faults(asset, exclude=()):
    """{field: [sentence]} of an asset that is not saved yet; empty when all is well. `exclude`: fields not asked."""
    found = {key: [] for key in exclude}
    keys = [f.name for f in asset._meta.fields if f.is_relation]
    try:
        asset.clean_fields(exclude={*keys, *exclude})
    except ValidationError as wrong:
        found |= wrong.message_dict
    found |= custom.faults(asset)
    for field, sentence in rule_faults(asset, found):
        if field not in exclude:
            found[field] = [*found.get(field, []), sentence]
    return {field: sentences for field, sentences in found.items() if sentences}


def rule_faults(asset, failed, today=None):
    """[(field, sentence)] of a row whose single fields were held against the model before; those in `failed` are
    not to be relied on. `today`: told by whoever asks for many rows."""
    return list(_rules(asset, failed, today or timezone.localdate()))


def ledger_faults(asset, changes):
    """[(field, sentence)] of changes {attribute: value} to an asset as it stands; of one outside the ledger none.

    二（一）Nothing from before 2016 stands in the ledger that was not traced and counted before its entry.
    """
    if asset.state != Asset.State.LEDGER or changes.get("scope", asset.scope) != Scope.BEFORE_2016:
        return []
    if asset.scope != Scope.BEFORE_2016:
        return [("scope", ENTERED_UNTRACED)]
    if asset.counted_on and not changes.get("counted_on", asset.counted_on):
        return [("counted_on", "2016 年以前形成、已经入账的资产，清产核资日期不能清空。")]
    return []


def detail_faults(row):
    """{field: [sentence]} of the row of a subtype's own table; empty when all is well. No queries."""
    found = {}
    try:
        row.clean_fields(exclude=["county", "asset"])
    except ValidationError as wrong:
        found = wrong.message_dict
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField) and field.name not in NUMBERS:
            if sentence := persons.fault(field.verbose_name, getattr(row, field.attname)):
                found.setdefault(field.name, []).append(sentence)
    code = getattr(row, "credit_code", "")
    if code and "credit_code" not in found and (fault := credit_code_fault(code)):
        found["credit_code"] = [fault]
    return found


def _rules(asset, found, today):
    if "name" not in found and (kind := excluded_kind(asset.name)):
        yield "name", kind.refusal
    yield from _type(asset, found)
    yield from _time(asset, found, today)
    yield from _size(asset, found)
    yield from _scope(asset, found)
    yield from _place(asset)
    yield from _persons(asset)
    if asset.acquisition == Acquisition.DONATED and not asset.donor:
        yield "donor", "捐赠取得的资产须填写捐赠人（二（一）：包括接受捐赠的实物资产）。"
    if asset.acquisition == Acquisition.DONATED and asset.donation_value is None:
        yield "donation_value", "捐赠取得的资产须填写捐赠作价。"
    if "status" not in found and Status(asset.status).needs_reason and not asset.status_reason:
        yield "status_reason", f"使用状况为「{Status(asset.status).label}」时须写明原因。"


def project_faults(project):
    """[(field, sentence)] of a project's texts: its name is public, the others last. Its numbers are not asked."""
    return [
        *_named_in(project, {"name": "项目名称"}, (persons.ID, persons.CARD, persons.PHONE)),
        *_named_in(project, PROJECT_TEXTS, (persons.ID, persons.CARD)),
    ]


def _persons(asset):
    """No text names a person by a number: not for everybody who scans a label, nor for good in the journal."""
    yield from _named_in(asset, PUBLIC, (persons.ID, persons.CARD, persons.PHONE))
    yield from _named_in(asset, TEXTS, (persons.ID, persons.CARD))
    if asset.custom:
        yield from custom.person_faults(asset)


def _named_in(row, fields, kinds):
    texts = [getattr(row, field) or "" for field in fields]
    if persons.may_be_in(texts):
        for (field, label), text in zip(fields.items(), texts, strict=True):
            if sentence := persons.fault(label, text, kinds):
                yield field, sentence


def _time(asset, found, today):
    """The year it was formed is none to come; use begins from that year on, and has begun."""
    year = None if "formed_year" in found else asset.formed_year
    if year is not None and (fault := year_fault(year, today.year)):
        yield "formed_year", fault
    begun = None if "in_use_on" in found else asset.in_use_on
    if begun and begun > today:
        yield "in_use_on", "开始使用日期不能晚于今天；尚未使用的请留空。"
    elif begun and year is not None and begun.year < year:
        yield "in_use_on", f"开始使用日期不能早于形成年度（{year} 年），请核对两者。"
    if asset.life_years == 0:
        yield "life_years", "使用年限应为 1 至 100 年，没有核定的请留空。"


def _size(asset, found):
    """A quantity and its unit stand together."""
    if "quantity" in found or "measure" in found:
        return
    if asset.quantity is not None and not asset.measure:
        yield "measure", "填写了数量的须选计量单位。"
    if asset.quantity is None and asset.measure:
        yield "quantity", "选了计量单位的须填写数量。"


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
