"""二（五）What a line of a workbook of 出勤与补贴 means: how many days somebody came in a month, what is due and paid.

New lines write a month down; one that is written down and not paid yet takes what a line says. What is paid is compared
and never changed by a workbook: that asks for a reason of its own, on the sheet of the month.
"""

from collections import defaultdict
from copy import copy

from assets.importing.registers import changes, differ, fill, hear, ids_in, names_nobody, told
from assets.rules import short_name
from custody.models import Engagement, WorkedMonth
from custody.posts import months, rules
from custody.posts.importing.cells import Month
from journal.imports import staged
from journal.imports.lines import BAD
from journal.imports.resources import REGISTRY, columns_of

OWN = {name: name for name in ("days", "amount", "paid_on", "remark")}
UNKNOWN = "“{}”不是您范围内在岗人员的聘用编号，请核对；不知道编号的请清空此格，填姓名、村和岗位。"
NOBODY = "您的范围内没有这个姓名的公益岗位在岗人员，请核对姓名、村和岗位，或先办理上岗。"
SEVERAL = "有 {} 名在岗人员都对得上这个姓名，请写明村和岗位，或填写聘用编号。"
OTHER_NAME = "聘用编号 {} 的姓名与填写的不一致，请核对。"
NO_MONTH = "没有填月份，请补上，或在上一步填写整张表的月份。"
NO_DAYS = "没有填出勤天数，请补上；没有出勤的填 0。"
BY_STANDARD = "没有填应发补贴，按补贴标准算得 {:,.2f} 元登记，请核对。"
ABOVE, BELOW = (
    f"应发补贴 {{:,.2f}} 元，{word}按补贴标准算得的 {{:,.2f}} 元，请核对。" for word in ("高于", "低于")
)
PAID = (
    "此人{:%Y 年 %m 月}的补贴已于 {:%Y-%m-%d} 发放，不能重复发放，也不能用导入更改；"
    "确须更正的，在当月登记表中写明理由办理。"
)
TWICE = "与第 {} 行是同一人的同一个月，请只留一行。"


class MonthChecker:
    """Checks the lines of one batch; reads people in posts and their months by chunk."""

    tables = [(WorkedMonth, "month")]

    def __init__(self, batch, by):
        self.county = batch.county_id
        self.month = Month().clean(batch.mapping["table"]["month"])
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        rows = Engagement.objects.permitted(by, months.VERB).filter(county_id=batch.county_id)
        self.rows = rows.filter(state__in=months.WORKED).select_related("post__village")

    def prepare(self, lines):
        """Look up, for a chunk, the people it names, and what is written down of the months it tells."""
        ids = ids_in(lines, "engagement")
        self.by_id = {row.pk: row for row in self.rows.filter(pk__in=ids)} if ids else {}
        names = {line.said.get("name", "").strip() for line in lines} - {""}
        self.by_name = defaultdict(list)
        for row in self.rows.filter(name__in=names) if names else ():
            self.by_name[row.name].append(row)
        people = {row.pk for rows in self.by_name.values() for row in rows} | self.by_id.keys()
        told = {line.values.get("month") or self.month for line in lines} - {None}
        known = WorkedMonth.objects.filter(county_id=self.county, engagement__in=people, month__in=told)
        self.stands = {(row.engagement_id, row.month): row for row in known}

    def check(self, line):
        """Add the line's faults and doubts, its action, and line.staged: month."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        month = said.get("month") or self.month
        if month is None and "month" not in line.failed:
            line.bad("month", NO_MONTH)
        person = self._person(line, said, month)
        if month is None or person is None:
            return
        if stands := self.stands.get((person.pk, month)):
            self._update(line, said, person, copy(stands))  # another line may speak of it, too
        else:
            self._new(line, said, person, month)
        line.staged["of"] = f"{person.pk}/{month}"

    def _person(self, line, said, month):
        """The Engagement a line means, by its number, or by name, village and post; None with a fault."""
        if number := line.said.get("engagement", "").strip():
            row = self.by_id.get(next(iter(ids_in([line], "engagement")), None))
            if row is None:
                return line.bad("engagement", UNKNOWN.format(number[:20]))
            if said.get("name", row.name) != row.name:
                return line.bad("name", OTHER_NAME.format(row.pk))
            return row
        near = [row for row in self.by_name.get(said.get("name", ""), ()) if _is_at(row, said)]
        covered = [row for row in near if month and rules.days_in(month, row.from_on, row.to_on)]
        found = covered or near
        if len(found) == 1:
            return found[0]
        return line.bad("name", SEVERAL.format(len(found)) if found else NOBODY)

    def _new(self, line, said, person, month):
        """二（五）A month nobody has written down yet."""
        row = WorkedMonth(
            county_id=self.county, engagement=person, unit_id=person.unit_id, month=month, remark=""
        )
        fill(row, said, OWN)
        if row.days is None and "days" not in line.failed:
            line.bad("days", NO_DAYS)
        if row.amount is None and "amount" not in line.failed:
            row.amount = _due(person, month)
            line.odd("amount", BY_STANDARD.format(row.amount))
        self._hold(line, person, row)
        line.staged = {"month": told(row)}

    def _update(self, line, said, person, row):
        """A month that is written down: paid, it stays; else the line's word holds where it gives one."""
        paid_on = row.paid_on
        changed = differ(line, self.columns, row, said, OWN)
        if changed and paid_on:
            line.bad("paid_on" if "paid_on" in changed else "month", PAID.format(row.month, paid_on))
        elif changed:
            self._hold(line, person, row)
        changes(line, row, month=changed)

    def _hold(self, line, person, row):
        """What must be true of the month, and what differs from what was agreed, at the cell that says it."""
        if row.days is None or row.amount is None:
            return
        told = months.Line(int(row.days), row.amount, row.paid_on, row.remark)
        for name, sentence in months.faults(person, row.month, told).items():
            outside = name == "days" and not rules.days_in(row.month, person.from_on, person.to_on)
            line.bad("month" if outside else name, sentence)
        due = _due(person, row.month)
        if not line.failed and row.amount != due:
            line.odd("amount", (ABOVE if row.amount > due else BELOW).format(row.amount, due))


def _due(person, month):
    """What the month earns by the post's standard, yuan."""
    return rules.due(person.post.pay, person.post.per, month, person.from_on, person.to_on)


def _is_at(row, said):
    """Whether somebody's post and village are those a line names, as far as it names them."""
    village, post = said.get("village"), said.get("post")
    in_village = not village or short_name(row.post.village.name) in (village, short_name(village))
    return in_village and (not post or post in (row.post.name, row.post.get_kind_display()))


TOLD = f"{staged.TAKEN} AND action IN ('new', 'update', 'same')"
SAME_MONTH = f"""
SELECT number, first FROM (
    SELECT number, min(number) OVER (PARTITION BY r.values->>'of') AS first FROM ({TOLD}) r WHERE r.values ? 'of') told
WHERE number > first ORDER BY number
"""
PEOPLE = f"SELECT split_part(r.values->>'of', '/', 1)::bigint FROM ({staged.WRITTEN}) r"


def between(batch):
    """Rows of the file that tell of one person's month twice."""
    for number, first in staged.ask(SAME_MONTH, batch):
        yield number, "name", BAD, TWICE.format(first)


def lock(batch):
    """Keep who is in the posts, then the months that rows update, as they are until the transaction ends."""
    staged.lock(batch, Engagement, PEOPLE)
    staged.lock(batch, WorkedMonth)


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    written = staged.insert(batch, WorkedMonth, "month")
    return written + staged.update(batch, WorkedMonth, "month", staged.VERSION, key="r.subject_id")
