"""二（六）What can be said of an agreement's terms, payments and end without asking the database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from operation.choices import DueKind, Every, IncomeRule, Mode

FEN = Decimal("0.01")
YEAR = 12
YEARS = range(1990, 2200)  # in which an agreement may begin; days beyond cannot be reckoned with
MOST_YEARS = 70  # 《农村土地承包法》第二十一条: 林地的承包期最长七十年
LEASE_YEARS = 20  # 《合同法》第二百一十四条，《民法典》第七百零五条
MOST_SERIALS = 999_999
MOST_YUAN = Decimal("99999999999999.99")  # what a column of money holds
# What each income rule is worked out from; the other figures are left empty.
ASKED = {
    IncomeRule.FIXED: ("amount",),
    IncomeRule.FUND_RATE: ("base", "income_rate"),
    IncomeRule.PROFIT_RATE: ("income_rate",),
    IncomeRule.GUARANTEED: ("amount", "income_rate"),
    IncomeRule.PER_KWH: ("price",),
}
FIGURES = {
    "amount": "每年金额（保底额）",
    "base": "计算基数",
    "income_rate": "比例",
    "price": "每千瓦时的价格",
}
KNOWN_BEFORE = {IncomeRule.FIXED, IncomeRule.FUND_RATE, IncomeRule.GUARANTEED}


@dataclass(frozen=True)
class Terms:
    """What payments follow from; an Agreement has all of it under the same names."""

    from_on: date
    to_on: date
    first_due_on: date
    income_rule: str = IncomeRule.FIXED
    every: str = Every.YEAR
    mode: str = Mode.LEASE
    amount: Decimal | None = None
    base: Decimal | None = None
    income_rate: Decimal | None = None
    price: Decimal | None = None
    total: Decimal | None = None
    deposit: Decimal = Decimal(0)
    principal: Decimal | None = None
    exit_terms: str = ""


@dataclass(frozen=True)
class Payment:
    """One line of the schedule; `amount` is None until profit, or power, of its period is known."""

    kind: str
    from_on: date | None
    to_on: date | None
    due_on: date
    amount: Decimal | None


def fen(amount) -> Decimal:
    """Yuan rounded to the fen, half up, from a Decimal or Fraction."""
    if isinstance(amount, Fraction):
        doubled = amount * 200
        return Decimal((doubled.numerator // doubled.denominator + 1) // 2) / 100
    return Decimal(amount).quantize(FEN, ROUND_HALF_UP)


def split(total: Decimal, weights: list) -> list[Decimal]:
    """Yuan cut by weights so that the parts make the whole: by largest remainder, of equal ones the earlier first."""
    whole, cents = sum(weights, Fraction(0)), int(total * 100)
    exact = [Fraction(cents) * Fraction(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in order[: cents - sum(parts)]:
        parts[at] += 1
    return [Decimal(part) / 100 for part in parts]


def add_months(day: date, months: int) -> date:
    """The same day so many months on; where a month has no such day, its last: 1-31 → 2-29 → 3-31."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def months_of(from_on: date, to_on: date) -> int:
    """In how many months a term is over."""
    months = 1
    while next_day(to_on) > add_months(from_on, months):
        months += 1
    return months


def periods(from_on: date, to_on: date, months: int) -> list[tuple[date, date, Fraction]]:
    """[(first day, last day, its length in months)] of a term cut every so many months from its first day."""
    found, at = [], 0
    while (start := add_months(from_on, at)) <= to_on:
        end = min(day_before(add_months(from_on, at + months)), to_on)
        found.append((start, end, _length(from_on, at, end, months)))
        at += months
    return found


def _length(from_on, at, end, months):
    """Whole months, and of the last the days out of that month's."""
    whole = 0
    while whole < months and day_before(add_months(from_on, at + whole + 1)) <= end:
        whole += 1
    if whole == months:
        return Fraction(months)
    begun = add_months(from_on, at + whole)
    left = (end - begun).days + 1
    return whole + Fraction(left, (add_months(from_on, at + whole + 1) - begun).days)


def yearly(terms) -> Decimal | None:
    """What is owed for a whole year as far as it is known beforehand, in yuan."""
    if terms.income_rule == IncomeRule.FUND_RATE:
        return fen(terms.base * terms.income_rate / 100)
    return terms.amount if terms.income_rule in KNOWN_BEFORE else None


def schedule(terms) -> list[Payment]:
    """二（六）依法按协议或合同支付收益: every payment of terms without fault, in the order of their days.

    Each year's amount is cut over its periods to the fen; a year that is not whole counts by months and days.
    """
    found = _income(terms)
    if terms.income_rule == IncomeRule.GUARANTEED:
        found += shares(terms, found)
    if terms.deposit:
        found.append(Payment(DueKind.DEPOSIT, None, None, terms.from_on, terms.deposit))
    if Mode(terms.mode).has_principal and terms.principal:
        found.append(Payment(DueKind.PRINCIPAL, None, None, terms.to_on, terms.principal))
    return sorted(found, key=lambda one: (one.due_on, one.kind != DueKind.DEPOSIT))


def _income(terms):
    step = Every(terms.every).months
    amounts = _amounts(terms, step or YEAR)
    if not step:
        known = None if amounts[0] is None else sum(amounts)
        return [Payment(DueKind.INCOME, terms.from_on, terms.to_on, terms.first_due_on, known)]
    cut = periods(terms.from_on, terms.to_on, step)
    kind = DueKind.SHARE if terms.income_rule == IncomeRule.PROFIT_RATE else DueKind.INCOME
    return [
        Payment(kind, start, end, add_months(terms.first_due_on, at * step), amount)
        for at, ((start, end, _), amount) in enumerate(zip(cut, amounts, strict=True))
    ]


def _amounts(terms, step):
    """What is owed for each period; a year's amount is what its periods make, to the fen."""
    lengths = [length for *_, length in periods(terms.from_on, terms.to_on, step)]
    year = yearly(terms)
    if year is None:
        return [None] * len(lengths)
    found, per_year = [], YEAR // step
    for at in range(0, len(lengths), per_year):
        months = lengths[at : at + per_year]
        found += split(fen(Fraction(year) * sum(months) / YEAR), months)
    return found


def shares(terms, income):
    """The share of each year over what is guaranteed, with the year's last payment; known when the profit is."""
    found = []
    for start, end, _ in periods(terms.from_on, terms.to_on, YEAR):
        days = [one.due_on for one in income if one.from_on <= end and one.to_on >= start]
        found.append(Payment(DueKind.SHARE, start, end, max([*days, end]), None))
    return found


def known_total(payments: list[Payment]) -> Decimal:
    """What of the income is known beforehand, in yuan; deposits and principal are no income."""
    return sum((one.amount for one in payments if one.amount and one.kind == DueKind.INCOME), Decimal(0))


def faults(terms) -> list[tuple[str, str]]:
    """[(field, sentence)] of what keeps a schedule from being made, or from making the contract's total."""
    told = [*_term_faults(terms), *_figure_faults(terms)]
    return told or [*_size_faults(terms)] or total_faults(terms, None)


def total_faults(terms, made: Decimal | None) -> list[tuple[str, str]]:
    """The same of the contract's total alone; `made`: what its payments come to, None to reckon them from the terms."""
    if terms.total is None:
        return []
    if terms.income_rule not in KNOWN_BEFORE:
        label = IncomeRule(terms.income_rule).label
        return [("total", f"{label}约定的收益事先算不出来，合同总额请留空。")]
    made = known_total(schedule(terms)) if made is None else made
    if made != terms.total:
        more = (
            f"少 {terms.total - made:,.2f} 元" if made < terms.total else f"多 {made - terms.total:,.2f} 元"
        )
        told = f"按约定计算，各期应付款合计 {made:,.2f} 元，比合同总额 {terms.total:,.2f} 元{more}。"
        return [("total", told + "请核对期限、每年金额和合同总额。")]
    return []


def _term_faults(terms):
    if terms.to_on < terms.from_on:
        yield "to_on", "截止日期不能早于起始日期。"
        return
    if terms.from_on.year not in YEARS or terms.to_on >= add_months(terms.from_on, MOST_YEARS * YEAR):
        told = f"经营期限最长 {MOST_YEARS} 年，起始日期应在 {YEARS[0]} 至 {YEARS[-1]} 年之间，请核对日期。"
        yield "to_on", told
        return
    longest = day_before(add_months(terms.from_on, LEASE_YEARS * YEAR))
    if terms.mode == Mode.LEASE and terms.to_on > longest:
        yield "to_on", f"租赁期限不得超过二十年（法律规定，超过的部分无效），最晚到 {longest:%Y-%m-%d}。"
    early, late = add_months(terms.from_on, -YEAR), add_months(terms.to_on, YEAR)
    if not early <= terms.first_due_on <= late:
        told = f"首次付款日应在 {early:%Y-%m-%d} 至 {late:%Y-%m-%d} 之间，请核对。"
        yield "first_due_on", told


def _figure_faults(terms):
    rule, mode = IncomeRule(terms.income_rule), Mode(terms.mode)
    for name in ASKED[rule]:
        if not getattr(terms, name):
            yield name, f"收益{rule.label}的，须填写{FIGURES[name]}，且大于零。"
    if mode.has_principal and not terms.principal:
        yield "principal", f"经营方式为{mode.label}的，须填写投入本金。"
    if mode.has_principal and not terms.exit_terms:
        yield "exit_terms", f"经营方式为{mode.label}的，须写明退出办法。"


def _size_faults(terms):
    """Only what is paid at once for all years can be more than what is owed for one."""
    if terms.every == Every.ONCE and known_total(made := _income(terms)) > MOST_YUAN:
        told = (
            f"一次付清的，各年合计 {made[0].amount:,.2f} 元，超过了系统能登记的 {MOST_YUAN:,.2f} 元，请核对。"
        )
        yield ASKED[IncomeRule(terms.income_rule)][0], told


@dataclass(frozen=True)
class Change:
    """What becomes of a due when its agreement ends before its time: nothing of it is owed any more, or so much."""

    amount: Decimal | None
    due_on: date
    is_waived: bool


def ended(due, ended_on: date) -> Change | None:
    """What an early end makes of a due (kind, from_on, to_on, due_on, amount, paid); None where it stays as it is.

    What lies beyond is not owed, a period that is cut counts by its days; what was paid already stays paid.
    """
    if due.kind == DueKind.PRINCIPAL:
        return Change(due.amount, ended_on, False) if due.due_on > ended_on else None
    if due.kind == DueKind.DEPOSIT:
        return _left(due, Decimal(0))
    if due.from_on is None or due.to_on <= ended_on:
        return None
    if due.from_on > ended_on:
        return _left(due, Decimal(0))
    if due.amount is None:
        return None
    days = Fraction((ended_on - due.from_on).days + 1, (due.to_on - due.from_on).days + 1)
    return _left(due, fen(Fraction(due.amount) * days))


def _left(due, amount):
    """So much is still owed, but never less than was paid."""
    amount = max(amount, due.paid)
    if amount == due.amount:
        return None
    return Change(amount, due.due_on, False) if amount else Change(due.amount, due.due_on, True)


def agreement_prefix(county: int, year: int) -> str:
    """What a county's agreements of a year begin with: 410821H2020."""
    return f"{county}H{year}"


def agreement_number(prefix: str, serial: int) -> str:
    """The number of an agreement: 410821H2020000001. ValueError in Chinese where the serials are used up."""
    if not 1 <= serial <= MOST_SERIALS:
        raise ValueError(f"协议编号 {prefix} 的流水号已用完（{MOST_SERIALS:,} 个），请联系管理员。")
    return f"{prefix}{serial:06}"
