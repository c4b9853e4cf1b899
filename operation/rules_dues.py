"""二（六）依法按协议或合同支付收益: what money pays, how late it is and what that costs; no database is asked."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from operation.choices import IncomeRule
from operation.rules import fen

NEAR = timedelta(days=31)  # money that comes within a month before its day is taken for what falls due then
NOTHING = Decimal(0)
# Arrears by age: key -> (label, from so many days on, to so many; None without end).
AGES = {
    "d30": ("1—30 天", 1, 30),
    "d90": ("31—90 天", 31, 90),
    "d180": ("91—180 天", 91, 180),
    "d365": ("181—365 天", 181, 365),
    "more": ("一年以上", 366, None),
}


def spread(amount: Decimal, owed: list[Decimal]) -> tuple[list[Decimal], Decimal]:
    """Pay what is owed in its order, each in full before the next: ([what each gets], what is left over)."""
    parts = []
    for one in owed:
        parts.append(min(one, amount))
        amount -= parts[-1]
    return parts, amount


def falls_due(due_on: date, received_on: date) -> bool:
    """Whether money of a day pays a due by itself, without being told to: what is late, and what is near."""
    return due_on <= received_on + NEAR


def days_late(due_on: date, on: date) -> int:
    """How many days after its last day; 0 where that is not over."""
    return max((on - due_on).days, 0)


def ages_between(key: str, on: date) -> tuple[date | None, date]:
    """(first, last day due) of arrears that are of an age on a day; first None: any day before."""
    _, least, most = AGES[key]
    first = on - timedelta(days=most) if most else None
    return first, on - timedelta(days=least)


def late_fee(
    amount: Decimal, payments: list[tuple[date, Decimal]], rate: Decimal, since: date, until: date
) -> Decimal:
    """违约金 in yuan: `rate` ‰ a day of what was still owed of `amount`, for the days since..until, both counted.

    `payments` [(day, yuan)]: what was paid counts as owed on the day it came, and not after.
    """
    owed_days = Fraction(0)
    for day, left in _owed_from(amount, payments, since, until):
        owed_days += Fraction(left) * day
    return fen(owed_days * Fraction(rate) / 1000)


def _owed_from(amount, payments, since, until):
    """(days, yuan owed in each of them) over since..until."""
    left, begun = amount, since
    for day, paid in sorted(payments):
        if day >= until:
            break
        if day >= begun:
            yield (day - begun).days + 1, left
            begun = day + timedelta(days=1)
        left -= paid
    if begun <= until:
        yield (until - begun).days + 1, left


def figured(terms, quantity: Decimal) -> Decimal | None:
    """What is owed for a period whose profit (yuan) or power (kWh) is known, by the contract's rate or price."""
    if terms.income_rule == IncomeRule.PER_KWH:
        return fen(Fraction(quantity) * Fraction(terms.price))
    if terms.income_rule in (IncomeRule.PROFIT_RATE, IncomeRule.GUARANTEED):
        return fen(Fraction(quantity) * Fraction(terms.income_rate) / 100)
    return None


DIGITS, PLACES, GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


def in_words(amount: Decimal) -> str:
    """Yuan as papers of money write them: 108000.50 → 壹拾万捌仟元伍角."""
    cents = int(amount * 100)
    yuan, jiao, fen_ = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_whole(yuan)}元" if yuan else ""
    if not (jiao or fen_):
        return (text or "零元") + "整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif yuan:
        text += DIGITS[0]
    return text + (f"{DIGITS[fen_]}分" if fen_ else "")


def _whole(number):
    """A whole number, four places at a time; a gap of noughts is one nought."""
    text, gap = "", False
    for at in reversed(range(len(GROUPS))):
        part = number // 10_000**at % 10_000
        if not part:
            gap = bool(text)
            continue
        if text and (gap or part < 1000):
            text += DIGITS[0]
        text, gap = text + _four(part) + GROUPS[at], False
    return text


def _four(part):
    text, gap = "", False
    for at in reversed(range(4)):
        digit = part // 10**at % 10
        if digit:
            text += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[at]
            gap = False
        else:
            gap = bool(text)
    return text
