"""二（五）What can be said of ages, votes, months and pay without asking the database."""

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MONTHS = 12
FEN = Decimal("0.01")


class Ages(NamedTuple):
    """From which age to which, both among them, men and women may hold a post."""

    man: tuple[int, int]
    woman: tuple[int, int]

    def of(self, sex: str) -> tuple[int, int]:
        return getattr(self, sex)


def age(born_on: date, on: date) -> int:
    """Full years on a day (周岁); who was born on 29 February has a birthday on 1 March of a common year."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_fault(sex: str, born_on: date, on: date, ages: Ages) -> str | None:
    """Why somebody is too young or too old for a post on a day, in Chinese; None where they are neither."""
    least, most = ages.of(sex)
    word = "男性" if sex == "man" else "女性"
    years = age(born_on, on)
    if years < 0:
        return f"出生日期（{born_on:%Y-%m-%d}）晚于 {on:%Y-%m-%d}，请核对。"
    if not least <= years <= most:
        return (
            f"{on:%Y-%m-%d} 时年满 {years} 周岁；本县规定公益岗位{word}须年满 {least} 周岁、不超过 {most} 周岁。"
            "请核对出生日期，或另选人员。"
        )
    return None


def vote_fault(attended: int, in_favour: int, against: int) -> str | None:
    """Why a vote does not carry: more voices than people, or not more than half of those who came for it."""
    if in_favour + against > attended:
        return (
            f"同意 {in_favour} 人、不同意 {against} 人，合计 {in_favour + against} 人，"
            f"超过参会的 {attended} 人，请核对评议记录。"
        )
    if in_favour * 2 <= attended:
        return f"同意 {in_favour} 人，没有超过参会 {attended} 人的半数，评议没有通过，请办理「不予录用」。"
    return None


def term_fault(from_on: date, to_on: date, post_from: date, post_to: date) -> str | None:
    """Why an agreement cannot run from one day to the other in a post that exists between two days."""
    if to_on < from_on:
        return f"协议截止日期（{to_on:%Y-%m-%d}）早于起始日期（{from_on:%Y-%m-%d}），请核对。"
    if from_on < post_from or to_on > post_to:
        return (
            f"协议期须在设岗期内：本岗位设岗期为 {post_from:%Y-%m-%d} 至 {post_to:%Y-%m-%d}。"
            "请改协议日期，或先更正岗位的设岗期。"
        )
    return None


def first_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def days_in(month: date, from_on: date, to_on: date) -> int:
    """How many days of a month lie between two days, both among them; 0 where it lies outside."""
    return max(0, (min(last_of(month), to_on) - max(month, from_on)).days + 1)


def monthly(pay: Decimal, per: str, month: date) -> Decimal:
    """What a full month earns. Twelve months of a yearly standard make it to the fen: the fen over go to the first."""
    if per == "month":
        return pay
    fen = int(pay * 100)
    return Decimal(fen // MONTHS + (month.month <= fen % MONTHS)) / 100


def due(pay: Decimal, per: str, month: date, from_on: date, to_on: date) -> Decimal:
    """What a month earns of which the agreement covers only some days: by the day, rounded to the fen."""
    covered, whole = days_in(month, from_on, to_on), last_of(month).day
    full = monthly(pay, per, month)
    return full if covered == whole else (full * covered / whole).quantize(FEN, ROUND_HALF_UP)


def month_fault(month: date, days: int, from_on: date, to_on: date, today: date) -> str | None:
    """Why so many days of work cannot stand for a month of an agreement; None where they can."""
    told = f"{month:%Y 年 %m 月}"
    if month > today:
        return f"{told}还没有到，不能登记出勤。"
    covered = days_in(month, from_on, to_on)
    if not covered:
        return f"{told}不在协议期（{from_on:%Y-%m-%d} 至 {to_on:%Y-%m-%d}）内，不能登记。"
    if days > covered:
        return f"{told}协议期内只有 {covered} 天，出勤不能是 {days} 天。"
    return None


def paid_fault(month: date, paid_on: date | None, today: date) -> str | None:
    """Why a month cannot have been paid on a day: 不先发钱后劳动; None where it can, or is not paid yet."""
    if paid_on is None:
        return None
    if paid_on > today:
        return f"发放日期（{paid_on:%Y-%m-%d}）不能晚于今天。"
    if paid_on < month:
        return f"发放日期（{paid_on:%Y-%m-%d}）早于所发的月份，补贴须在出工之后发放。"
    return None
