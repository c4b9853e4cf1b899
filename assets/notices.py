"""公示 of the register: what stands in the ledger, shown to the people who live beside it."""

from assets.choices import Category, Subtype
from assets.models import Asset
from journal.models import NoticeRow
from journal.notices import NoticeKind, register
from journal.notices.days import GUIDANCE, NOTICE_DAYS
from journal.templatetags.jiadi import money

CODE = "assets.ledger"
COLUMNS = ("资产名称", "资产编号", "类型", "形成年度", "原值（元）", "持有单位")


def shown(assets):
    """What a notice of the ledger says of assets (their units loaded or not); of a household's thing not its name."""
    units = {asset.unit_id: str(asset.unit) for asset in assets}
    value = sum(asset.original_value or 0 for asset in assets)
    lines = [_line(asset, units[asset.unit_id]) for asset in assets]
    return {
        "title": _title([line[0] for line in lines]),
        "text": [
            "下列扶贫资产已经清产核资、登记入账，现予公示。对资产的名称、数量、价值、归属有不同意见的，请提出异议。"
        ],
        "facts": [("资产数量", f"{len(assets)} 项"), ("原值合计", f"{money(value)} 元")],
        "columns": COLUMNS,
        "rows": lines,
    }


def _title(names):
    """东关至刘庄道路等 6 项扶贫资产登记公示"""
    return f"{names[0]}等 {len(names)} 项扶贫资产登记公示" if len(names) > 1 else f"{names[0]}登记公示"


def _line(asset, unit):
    kind = Subtype(asset.subtype).label
    name = kind if asset.category == Category.HOUSEHOLD else asset.name
    value = money(asset.original_value) if asset.original_value is not None else "—"
    return [name, asset.number or "—", kind, f"{asset.formed_year}", value, unit]


def candidates(user):
    """The assets in the ledger that a person may show and that are not shown yet, but those of households."""
    shown_now = NoticeRow.objects.filter(kind=CODE, table=Asset._meta.db_table, is_live=True)
    rows = Asset.objects.permitted(user, "draft_notice").filter(state=Asset.State.LEDGER)
    return (
        rows.exclude(category=Category.HOUSEHOLD)
        .exclude(pk__in=shown_now.values("row_id"))
        .select_related("unit")
    )


LEDGER = register(
    NoticeKind(
        code=CODE,
        label="扶贫资产登记公示",
        asks=True,
        days=NOTICE_DAYS,
        clause="二（三）",
        source=GUIDANCE,
        render=shown,
        fields=(*COLUMNS, "资产数量", "原值合计"),
        per_row=True,
        candidates=candidates,
    )
)
