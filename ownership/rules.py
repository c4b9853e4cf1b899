"""二（四）What can be said of shares and dates without asking the database."""

from datetime import date, timedelta
from decimal import Decimal

DEADLINE = date(2020, 9, 20)  # 此项工作……在 2020 年 9 月 20 日前完成
LAST_YEAR = DEADLINE.year  # what was formed later could not be confirmed by then
MOST_PARTS, MOST_OWNERS = 1_000_000, 200
WHOLE_FAULT = f"总份数须是 1 至 {MOST_PARTS:,} 的整数。"
MOST_SERIALS = 999_999
SHOWN = 3


def parts_fault(whole: int, parts: list[int]) -> str | None:
    """Why these parts do not make the whole, in Chinese; None where they do, to the last part."""
    if not 1 <= whole <= MOST_PARTS:
        return WHOLE_FAULT
    if not parts:
        return "还没有填写产权主体，请至少填写一个。"
    if len(parts) > MOST_OWNERS:
        return f"产权主体最多 {MOST_OWNERS} 个，现有 {len(parts)} 个。"
    if min(parts) < 1:
        return "各产权主体的份数须是大于零的整数。"
    if (total := sum(parts)) != whole:
        more = f"多出 {total - whole:,} 份" if total > whole else f"还差 {whole - total:,} 份"
        return f"各产权主体合计 {total:,} 份，与总份数 {whole:,} 份不符，{more}。请核对后再保存。"
    return None


def percent(parts: int, whole: int) -> str:
    """A share as people read it: 51%, 1.5625%, and 33.3333% where it does not come out even."""
    value = Decimal(parts * 100) / Decimal(whole)
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    even = (10**6 * parts) % whole == 0
    return f"{text}%" if even else f"约 {text}%"


def share_text(parts: int, whole: int) -> str:
    """A share in parts and per cent: 51/100（51%）; the whole of it is 全部."""
    return "全部" if parts == whole else f"{parts}/{whole}（{percent(parts, whole)}）"


def owners_text(owners: list[tuple[str, int]], whole: int) -> str:
    """The owners [(name, parts)] in a line; beyond three, how many there are."""
    if len(owners) == 1:
        return owners[0][0]
    told = "、".join(f"{name} {share_text(parts, whole)}" for name, parts in owners[:SHOWN])
    return told + (f" 等 {len(owners)} 个产权主体" if len(owners) > SHOWN else "")


def rate(done: int, total: int) -> str:
    """How much of it is done, to a tenth of a per cent, never rounded up to all: 62.5%; a dash of nothing."""
    return f"{done * 1000 // total / 10:.1f}%" if total else "—"


def due_on(formed_year: int, entered_on: date, days: int) -> date:
    """The last day to confirm an asset: the directive's; of what was formed later, so many days from its entry."""
    return DEADLINE if formed_year <= LAST_YEAR else entered_on + timedelta(days=days)


def overdue_days(due: date, today: date) -> int:
    """How many days it is over; 0 where it is not."""
    return max((today - due).days, 0)


def certificate_prefix(county: int, year: int) -> str:
    """What a county's certificates of a year begin with: 410821Q2020."""
    return f"{county}Q{year}"


def certificate_number(prefix: str, serial: int) -> str:
    """The number of a certificate: 410821Q2020000001. ValueError in Chinese where the serials are used up."""
    if not 1 <= serial <= MOST_SERIALS:
        raise ValueError(f"权证编号 {prefix} 的流水号已用完（{MOST_SERIALS:,} 个），请联系管理员。")
    return f"{prefix}{serial:06}"
