"""二（六）Made-up agreements: paid, in arrears, run out and still used, and one begun that nobody has signed."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assets.choices import Category
from assets.models import Asset
from operation import actions, operators, receiving
from operation.models import Agreement, Due
from operation.notices import CODE
from oversight.demo.shown import picture, shown_before
from ownership.models import Title
from tenancy.models import Unit
from tenancy.scope import county_scope, scope

MOST = 5
# Made up, with a check digit that holds; two of them have the same telephone.
OPERATORS = [
    ("（示例）云台果蔬专业合作社", "cooperative", "93410821MA4XHL0X1Y", "试社长", "03913925001"),
    ("（示例）顺兴服饰有限公司", "enterprise", "91410821MA4XHL0X28", "试厂长", "03913925002"),
    ("（示例）顺达加工厂", "trader", "92410821MA4XHL0X38", "试老板", "03913925002"),
]
SAID = {
    "mode": "lease",
    "rights_duties": "甲方交付资产并协助用工，乙方依法经营、按期付租（示例）。",
    "benefit_mechanism": "优先安排脱贫户务工，租金用于村公益岗位（示例）。",
    "income_distribution": "租金归村集体，按程序提出分配方案（示例）。",
    "risk_control": "交保证金，逾期两个月可解除（示例）。",
    "value_preservation": "乙方维修保养，期满完好交还（示例）。",
    "income_rule": "fixed",
    "every": "year",
    "jobs_promised": 3,
    "wages_promised": Decimal(60_000),
}
RATES = [6, 6, 7, 3, 6]  # per cent of the original value a year: one is less than the county asks for


class Deeds:
    """The making of one county's agreements by the people whose work it is."""

    def __init__(self, county, units, posts):
        self.county = county
        self.hand = {(post.unit_id, post.role): post.user for post in posts}
        self.office = next(unit for unit in units if unit.kind == Unit.Kind.COUNTY_OFFICE)
        self.clerk, self.head = (self.hand[self.office.pk, role] for role in ("county_clerk", "county_head"))

    def fill(self):
        """Make them in one transaction; returns how many there are."""
        with scope(county_scope(self.county)), transaction.atomic():
            titles = Title.objects.filter(county_id=self.county, state__in=Title.SETTLED)
            rows = Asset.objects.filter(pk__in=titles.values("asset"), category=Category.OPERATING)
            rows = rows.filter(state=Asset.State.LEDGER, hold_reason="").exclude(original_value=None)
            assets = list(rows.select_related("unit").order_by("pk")[:MOST])
            if not assets:
                return 0
            bodies = [self._operator(*told) for told in OPERATORS]
            chosen = [self._choose(at, asset, bodies[at % len(bodies)]) for at, asset in enumerate(assets)]
            shown_before(CODE, chosen, unit=self.office, by=self.head, clerk=self.clerk)
            for at, agreement in enumerate(chosen[:-1] or chosen):  # the last is begun, and not signed
                self._sign(at, agreement)
            return Agreement.objects.filter(county_id=self.county).count()

    def _operator(self, name, kind, code, who, phone):
        told = {"kind": kind, "name": name, "credit_code": code, "legal_person": who, "phone": phone}
        return operators.register(by=self.clerk, unit=self.office, **told)

    def _choose(self, at, asset, body):
        """Begun some years ago; the third has run out."""
        year = timezone.localdate().year
        first, years = (date(year - 4, 1, 1), 3) if at == 2 else (date(year - 2, 1, 1), 5)
        told = {
            "name": f"{asset.name}租赁协议"[:120],
            "from_on": first,
            "first_due_on": first.replace(month=3),
        }
        told |= {"to_on": first.replace(year=first.year + years) - timedelta(days=1)}
        told |= {"amount": (asset.original_value * RATES[at] / 100).quantize(Decimal(1)), "deposit": 0}
        candidates = [{"name": body.name, "offer": "按投入资金的比例付租", "is_chosen": True}]
        row = actions.draft(
            by=self.clerk,
            unit=asset.unit,
            operator=body,
            assets=[asset],
            candidates=candidates,
            **SAID | told,
        )
        decided = {"procedure": "village", "chosen_on": first - timedelta(days=60), "platform_number": ""}
        paper = picture("会议记录（示例）", f"{self.county} minutes {at}")
        return actions.decide(row, by=self.clerk, file=paper, **decided)

    def _sign(self, at, agreement):
        """Signed, and paid so far but for the second, which owes the last year and half of the one before."""
        paper = picture("合同（示例）", f"{self.county} contract {at}")
        number = f"示租〔{agreement.from_on.year}〕{at + 1}号"
        row = actions.sign(agreement, by=self.head, paper_number=number, file=paper)
        dues = Due.objects.filter(county_id=self.county, agreement=row, due_on__lte=timezone.localdate())
        dues = list(dues.order_by("due_on"))
        for nth, due in enumerate(dues[:-1] if at == 1 else dues):
            half = at == 1 and nth == len(dues) - 2
            receiving.receive(
                by=self.clerk,
                unit=row.unit,
                operator=row.operator,
                received_on=due.due_on,
                amount=(due.amount / 2).quantize(Decimal(1)) if half else due.amount,
                paid={due.pk: (due.amount / 2).quantize(Decimal(1)) if half else due.amount},
                paid_by="bank",
                payer=row.operator.name,
                voucher=f"SL-{at + 1}{nth + 1:03}",
            )
