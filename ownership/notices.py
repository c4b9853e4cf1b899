"""确权公示 (二（四）, 一（三）5): what is to be whose is shown to the people before it is confirmed."""

from assets.choices import Category, Subtype
from assets.models import Asset
from journal.models import NoticeRow
from journal.notices import NoticeKind, register
from journal.notices.days import GUIDANCE, NOTICE_DAYS
from journal.templatetags.jiadi import money, place
from ownership.models import Share, Title

CODE = "ownership.title"
COLUMNS = ("资产名称", "资产编号", "所在地", "原值（元）", "产权主体及份额", "确权依据")


def shown(titles):
    """What a notice says of titles; of a household's thing not its name, of a household only the masked name."""
    county = titles[0].county_id
    rows = Asset.objects.filter(county_id=county, pk__in=[title.asset_id for title in titles])
    assets = {asset.pk: asset for asset in rows.select_related("county", "town", "village")}
    held = {}
    for share in Share.objects.filter(county_id=county, title__in=[t.pk for t in titles]).order_by(
        "position"
    ):
        held.setdefault(share.title_id, []).append(share)
    value = sum(asset.original_value or 0 for asset in assets.values())
    return {
        "title": f"{_where(assets.values())}扶贫资产确权登记公示（{len(titles)}项）",
        "text": [
            "下列扶贫资产的产权归属已经提出，现予公示。对产权主体、份额有不同意见的，请在公示期内提出异议；"
            "期满无异议或异议已经答复的，按程序确认产权。"
        ],
        "facts": [("资产数量", f"{len(titles)} 项"), ("原值合计", f"{money(value)} 元")],
        "columns": COLUMNS,
        "rows": [_line(title, assets[title.asset_id], held.get(title.pk, ())) for title in titles],
    }


def _where(assets):
    """七贤镇方庄村, 七贤镇 or 修武县: the smallest place they all lie in; a household's thing tells no village."""
    towns = {asset.town for asset in assets}
    villages = {asset.village if asset.category != Category.HOUSEHOLD else None for asset in assets}
    if len(towns) > 1 or None in towns:
        return next(iter(assets)).county.name
    (town,) = towns
    (village,) = villages if len(villages) == 1 else (None,)
    return f"{town.name}{place(village.name) if village else ''}"


def _line(title, asset, shares):
    title.remember_owners(shares)
    is_household = asset.category == Category.HOUSEHOLD
    name = Subtype(asset.subtype).label if is_household else title.name
    village = "" if is_household or not asset.village else place(asset.village.name)
    at = f"{asset.town.name if asset.town else ''}{village}" or "—"
    return [
        name,
        asset.number,
        at,
        money(asset.original_value),
        title.owners_text(),
        title.get_basis_display(),
    ]


def candidates(user):
    """The proposed titles that a person may show and that are not shown yet."""
    live = NoticeRow.objects.filter(kind=CODE, table=Title._meta.db_table, is_live=True)
    rows = Title.objects.permitted(user, "draft_notice").filter(state=Title.State.PROPOSED)
    return rows.exclude(pk__in=live.values("row_id")).select_related("unit")


TITLE = register(
    NoticeKind(
        code=CODE,
        label="扶贫资产确权公示",
        asks=True,
        days=NOTICE_DAYS,
        clause="二（四）",
        source=GUIDANCE,
        render=shown,
        fields=(*COLUMNS, "资产数量", "原值合计"),
        per_row=True,
        candidates=candidates,
    )
)
