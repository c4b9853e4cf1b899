"""二（六）What page and paper both tell of an agreement: its clauses, its money, who offered, and its payments."""

from operation.choices import DueKind
from operation.models import Agreement, Due
from tenancy import persons

PERSON = 4  # a name of so many characters may be a person's
UNKNOWN = "待核定"


def clauses(found):
    """[(label, text)] of what the directive asks an agreement to say, in its order."""
    names = [name for name in Agreement.CLAUSES if name not in ("mode", "to_on")]
    told = [(Agreement._meta.get_field(name).verbose_name, getattr(found, name)) for name in names]
    told[1:1] = [("经营方式", found.get_mode_display()), ("经营期限", found.term_text)]
    return told


def money_facts(found):
    """[(label, text)] of what is owed, and how."""
    yield "收益约定", found.income_text
    yield "合同总额", _yuan(found.total)
    yield "保证金", _yuan(found.deposit or None)
    if found.principal is not None:
        yield "投入本金", _yuan(found.principal)
        yield "退出办法", found.exit_terms
    if found.buyback:
        yield "回购条款", found.buyback
    if found.late_fee:
        yield "违约金", f"逾期一天按欠款的 {found.late_fee.normalize():f}‰"
    if found.jobs_promised or found.wages_promised:
        yield "约定带动就业", f"{found.jobs_promised} 人，每年劳务报酬 {found.wages_promised:,.2f} 元"


def _yuan(amount):
    return f"{amount:,.2f} 元" if amount is not None else "—"


def named_candidates(found, sees):
    """[(name, Candidate)] in their order; what may be a person's name only for whoever `sees` them; one query."""
    rows = found.candidates.filter(county_id=found.county_id).order_by("position")
    return [
        (one.name if sees or len(one.name) > PERSON else persons.mask_name(one.name), one) for one in rows
    ]


def marked(due):
    """(state for its colour, words) of a due that is not owed any more, or None."""
    return None if due.state == Due.State.OPEN else ("refused", due.get_state_display())


def line(at, one, mark=None):
    """A line of the table of payments: a due or a payment, its number, and what is said behind it."""
    return {
        "at": at,
        "kind": DueKind(one.kind).label,
        "period": f"{one.from_on:%Y-%m-%d} 至 {one.to_on:%Y-%m-%d}" if one.from_on else "—",
        "due_on": one.due_on,
        "amount": UNKNOWN if one.amount is None else f"{one.amount:,.2f}",
        "mark": mark,
    }
