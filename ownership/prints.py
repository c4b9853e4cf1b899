"""二（四）On paper: the register of titles, the certificate of each, the list handed over with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assets.models import EquityHolding
from journal.prints.registry import printed
from journal.prints.shelf import code
from journal.templatetags.jiadi import place
from ownership import rules
from ownership.guards import EQUITY
from ownership.models import Share, Title
from tenancy import policy
from tenancy.models import Unit

CERTIFIED = (Title.State.CERTIFICATED, Title.State.HANDED_OVER)
RELATED = ("unit", "county", "reviewer", "asset__town", "asset__village")
LINES, SHEETS = 200, 20  # rows of a table, and certificates, that are rendered at a time


def address(number):
    """The absolute public address of a certificate; never from a request's Host header."""
    return settings.SITE_URL.rstrip("/") + reverse("certificate", args=[number])


def warning():
    """A sentence where the address on the certificates can be opened on this machine alone; else ""."""
    if urlsplit(settings.SITE_URL).hostname not in ("127.0.0.1", "localhost"):
        return ""
    return f"证书上的网址以 {settings.SITE_URL} 开头，只有本机能打开。请管理员设好 SITE_URL 再正式打印。"


@printed(
    "ownership.register",
    label="扶贫资产确权登记表",
    verb="view_register",
    template="pdf/title_register.html",
    model=Title,
    per=LINES,
)
def register(rows, *, by, part):
    """二（四）Who owns what, a line a title, with the row of signatures at the end."""
    return _table("扶贫资产确权登记表", rows, part)


@printed(
    "ownership.handover",
    label="扶贫资产移交清单",
    verb="view_register",
    template="pdf/title_handover.html",
    model=Title,
    per=LINES,
)
def handover(rows, *, by, part):
    """二（四）What is handed over to its owners, with room for both to sign."""
    return _table("扶贫资产移交清单", rows, part)


@printed(
    "ownership.certificate",
    label="扶贫资产确权证书",
    verb="view_register",
    template="pdf/title_certificate.html",
    model=Title,
    per=SHEETS,
)
def certificate(rows, *, by, part):
    """二（四）A certificate a sheet, with the code of its public page; a household's name in full as on the page."""
    titles = _loaded(rows)
    bodies = _bodies(titles)
    return {
        "title": "扶贫资产确权证书",
        "sheets": [_sheet(title, bodies.get(title.asset_id), by) for title in titles],
    }


def _loaded(rows):
    """Titles as they were asked for, with all that paper shows of them: three queries."""
    order = [row.pk for row in rows]
    if not order:
        return []
    found = Title.objects.filter(county_id=rows[0].county_id, pk__in=order).select_related(*RELATED).in_bulk()
    shares = {}
    for share in Share.objects.filter(county_id=rows[0].county_id, title__in=order).order_by("position"):
        shares.setdefault(share.title_id, []).append(share)
    for pk, title in found.items():
        title.remember_owners(shares.get(pk, []))
    return [found[pk] for pk in order]


def _bodies(titles):
    """{asset id: EquityHolding} of those that are equity."""
    ids = [title.asset_id for title in titles if title.asset.subtype in EQUITY]
    rows = EquityHolding.objects.filter(county_id=titles[0].county_id, asset__in=ids) if ids else ()
    return {row.asset_id: row for row in rows}


def _table(name, rows, part):
    titles = _loaded(rows)
    return {
        "paper": "landscape",
        "title": name,
        "unit_name": office(titles),
        "made_on": timezone.localdate(),
        "first": part.is_first,
        "last": part.is_last,
        "total": f"{part.rows:,}",
        "lines": [_line(n, title) for n, title in enumerate(titles, part.first)],
    }


def office(rows):
    """The county office, in whose name paper is made."""
    county = rows[0].county_id if rows else None
    found = Unit.objects.filter(county_id=county, kind=Unit.Kind.COUNTY_OFFICE).first()
    return found.name if found else ""


def _line(n, title):
    asset = title.asset
    return {
        "at": n,
        "name": title.name,
        "number": asset.number,
        "kind": asset.get_subtype_display(),
        "place": at(asset),
        "value": asset.original_value,
        "owners": title.owners_text(),
        "basis": title.get_basis_display(),
        "confirmed_on": title.confirmed_at,
        "handed_on": title.handed_at,
        "certificate": title.number,
        "book": title.book_number,
    }


def at(asset):
    """Where an asset lies, as paper and pages say it: 王屯乡新庄村."""
    village = place(asset.village.name) if asset.village else ""
    return f"{asset.town.name if asset.town else ''}{village}"


def _sheet(title, body, by):
    asset, sees_names = title.asset, policy.may(by, "view_households", title)
    size = (
        f"{asset.quantity.normalize():f} {asset.get_measure_display()}" if asset.quantity is not None else "—"
    )
    return {
        "number": title.number,
        "county": title.county.name,
        "office": f"{title.county.name}人民政府",
        "issued_on": timezone.localtime(title.issued_at).date() if title.issued_at else None,
        "facts": [
            ("资产名称", title.name),
            ("资产编号", asset.number),
            ("资产类型", f"{asset.get_category_display()}（{asset.get_subtype_display()}）"),
            ("坐落", f"{at(asset)}{asset.address}" or "—"),
            ("数量", size),
            ("原值（元）", f"{asset.original_value:,.2f}" if asset.original_value is not None else "—"),
            (
                "确权依据",
                title.get_basis_display() + (f"（{title.decision_number}）" if title.decision_number else ""),
            ),
            *_equity(body),
        ],
        "owners": [
            (
                share.name if sees_names else share.shown_name,
                share.get_kind_display(),
                rules.share_text(share.parts, title.whole),
            )
            for share in title.owners()
        ],
        "code": code(address(title.number)),
        "address": address(title.number),
    }


def _equity(body):
    """[(label, text)] of where the money went, by when and how it comes back."""
    if body:
        yield "受资方", f"{body.invested_body}（{body.credit_code}）"
        yield "期限", f"{body.from_on} 至 {body.to_on}"
        yield "退出办法", body.exit_terms
