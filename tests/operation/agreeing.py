"""What tests of operation are made of: operators, operating assets that are confirmed, agreements in every state."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from operation import actions, ending, operators
from operation.models import Agreement, Operator
from operation.notices import CODE
from tests import noticing

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CODES = ["91410821MA40N3QK6K", "92410821MA40N3QL4B"]
WORKSHOP = {"category": "operating", "subtype": "J05", "name": "东关扶贫车间"}
TERMS = {
    "name": "东关村扶贫车间租赁协议",
    "mode": "lease",
    "from_on": date(2020, 10, 1),
    "to_on": date(2023, 9, 30),
    "rights_duties": "甲方交付车间并协助用工，乙方依法经营、按期付租。",
    "benefit_mechanism": "租金用于村公益岗位和困难户帮扶。",
    "income_distribution": "租金归村集体，按程序提出分配方案。",
    "risk_control": "交保证金，资产投保，逾期两个月可解除。",
    "value_preservation": "乙方维修保养，期满完好交还。",
    "income_rule": "fixed",
    "amount": Decimal("36000.00"),
    "every": "half",
    "first_due_on": date(2020, 10, 10),
    "total": Decimal("108000.00"),
    "deposit": Decimal("5000.00"),
}
CANDIDATES = [
    {"name": "修武县云台服饰有限公司", "offer": "每年 3.6 万元", "is_chosen": True},
    {"name": "修武县顺达加工厂", "offer": "每年 3.2 万元", "is_chosen": False},
]
DECIDED = {"procedure": "village", "chosen_on": date(2020, 9, 1), "platform_number": ""}
LATER = {"from_on": date(2023, 10, 1), "to_on": date(2026, 9, 30), "first_due_on": date(2023, 10, 10)}
SIGNED = {"paper_number": "修东租〔2020〕1号"}
ENDED = {
    "ended_on": date(2021, 9, 30),
    "reason": "经营困难，双方协商",
    "settlement": "已结清",
    "amount": None,
}


def scan(name="扫描件.pdf"):
    """A paper as it is uploaded."""
    return SimpleUploadedFile(name, PDF)


def operator(place, /, by="village_clerk", unit="village", **fields):
    """A company of the county."""
    usual = {
        "kind": "enterprise",
        "name": "修武县云台服饰有限公司",
        "credit_code": CODES[0],
        "legal_person": "赵建国",
        "phone": "13903910815",
        "account": "6217002430012345678",
    }
    with place.scope():
        return operators.register(by=getattr(place, by), unit=getattr(place, unit), **usual | fields)


def known_operator(place):
    """The county's company, entered once."""
    with place.scope():
        found = Operator.objects.filter(county_id=place.code, credit_code=CODES[0]).first()
    return found or operator(place)


def workshop(place, **fields):
    """An operating asset of the first village whose title is confirmed."""
    asset = place.asset_in("ledger", **WORKSHOP | fields)
    place.title_in("confirmed", asset)
    with place.scope():
        asset.refresh_from_db()
    return asset


def drafted(place, asset=None, by="village_clerk", **fields):
    """A draft over an asset, or over a new workshop; `fields` go before the usual ones."""
    usual = {
        "unit": place.village,
        "operator": fields.pop("operator", None) or known_operator(place),
        "assets": [asset or workshop(place)],
        "candidates": CANDIDATES,
    }
    with place.scope():
        return actions.draft(by=getattr(place, by), **usual | TERMS | fields)


def decided(place, row=None, **fields):
    """The same, chosen by the village, with the minutes."""
    row = row or drafted(place, **fields)
    with place.scope():
        return actions.decide(row, by=place.village_clerk, file=scan("会议记录.pdf"), **DECIDED)


def shown(place, row):
    """The same agreement, after its notice."""
    noticing.over(place, [row], kind=CODE)
    return row


def signed(place, row=None, **fields):
    """The same, signed by the township's reviewer."""
    row = shown(place, decided(place, row, **fields))
    with place.scope():
        return actions.sign(row, by=place.town_reviewer, file=scan("合同.pdf"), **SIGNED)


def agreement_in(place, state, **fields):
    """An agreement that went its way to this state; one that is renewed runs over and has its successor."""
    if state == "draft":
        return drafted(place, **fields)
    if state == "decided":
        return decided(place, **fields)
    if state == "renewed":
        return renewed(place, **fields)
    row = signed(place, **fields)
    if state == "in_force":
        return row
    end = {"ended": ending.dissolve, "breached": ending.breach}[state]
    with place.scope():
        return end(row, by=place.town_reviewer, **ENDED)


def follow(place, old):
    """Another agreement over the same asset goes on from a signed one, and is signed as well."""
    with place.scope():
        asset, company = old.lines.get().asset, old.operator
    return signed(place, drafted(place, asset, operator=company, previous=old, **LATER))


def run_over(place, **fields):
    """A signed agreement whose last day has gone by, with the one that goes on from it."""
    old = signed(place, **fields)
    follow(place, old)
    return old


def renewed(place, **fields):
    """The same, closed as renewed."""
    row = run_over(place, **fields)
    with place.scope():
        return ending.close_renewed(row, by=place.town_reviewer)


def fresh(row):
    """The row as it stands."""
    return Agreement.objects.select_related("unit").get(pk=row.pk)
