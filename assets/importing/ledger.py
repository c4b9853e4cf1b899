"""Which row of the ledger a line speaks of: by 系统编号, by 资产编号, or because a person said it is that one."""

import re

from django.db.models import Q, Sum

from assets.models import Alias, Asset, FundingLine

OURS = re.compile(r"\d{12}[GJD]\d{8}")
LONGEST_ID = 18
REFUSED = object()  # a line that names a row which is not there, or not to be seen: both in one sentence
UNKNOWN = "“{}”不是您可以更新的资产的编号。更新的请核对编号，新增的请清空此格。"
ANSWER = "update:"
LOADED = (
    *("unit", "town", "village", "implementing_dept", "supervising_dept"),
    *("project", "project__unit"),
)


class Ledger:
    """The county's rows that the lines of a chunk name, as far as the importer may see them."""

    def __init__(self, batch, by, columns):
        self.county, self.by, self.columns = batch.county_id, by, columns
        self.by_id, self.by_number, self.known, self.funded = {}, {}, {}, {}

    def load(self, lines):
        """Read what the lines of a chunk name: a few queries, however many they are."""
        ids = {text for line in lines for text in _ids(line)}
        numbers = {line.said["number"].strip() for line in lines if line.said.get("number")}
        if not ids and not numbers:
            return
        rows = Asset.objects.permitted(self.by).filter(county_id=self.county)
        rows = list(rows.filter(Q(pk__in=ids) | Q(number__in=numbers)).select_related(*LOADED))
        self.by_id = {row.pk: row for row in rows}
        self.by_number = {row.number: row for row in rows if row.number}
        aliases = Alias.objects.filter(county_id=self.county, asset__in=rows)
        self.known = {}
        for asset, number in aliases.values_list("asset_id", "number"):
            self.known.setdefault(asset, set()).add(number)
        projects = {row.project_id for row in rows if row.project_id}
        funded = FundingLine.objects.filter(county_id=self.county, project__in=projects)
        self.funded = dict(funded.values_list("project_id").annotate(all=Sum("amount")))

    def subject(self, line, said):
        """The Asset a line updates, None for a new row, REFUSED where it names one that is not there."""
        by_id, by_number = said["system_number"].removesuffix(".0"), said["number"]
        found = [
            (key, text, rows.get(int(text) if key == "system_number" and _is_id(text) else text))
            for key, text, rows in (
                ("system_number", by_id, self.by_id),
                ("number", by_number, self.by_number),
            )
            if text
        ]
        if not found and (answer := line.answers.get("twin", "")).startswith(ANSWER):
            return self._answered(line, answer)
        for key, text, row in found:
            if row is None and (key == "system_number" or OURS.fullmatch(text)):
                line.bad(key, UNKNOWN.format(text[:30]))
                return REFUSED
        rows = [row for _, _, row in found if row]
        if len({row.pk for row in rows}) > 1:
            line.bad("number", "系统编号和资产编号指的不是同一项资产，请核对。")
            return REFUSED
        return rows[0] if rows else self._foreign(line, said)

    def _foreign(self, line, said):
        """A number of another ledger's shape becomes an old number."""
        if said["number"]:
            line.odd("number", f"“{said['number'][:30]}”不是本系统的资产编号，作为原编号保留。")

    def _answered(self, line, answer):
        row = self.by_id.get(int(answer.removeprefix(ANSWER)))
        if row is None:
            return None
        options = [
            (answer, f"更新台账中的“{row.name}”"),
            ("new", "确是另一项，照常新增"),
            ("skip", "不导入此行"),
        ]
        sentence = f"按您的选择，用此行更新台账中的“{row.name}”（{row.number or '草稿'}，{row.unit.name}）。"
        line.ask("name", "twin", sentence, options, answer)
        return row


def _ids(line):
    """The ids a line names, as text of digits."""
    for text in (line.said.get("system_number", ""), line.answers.get("twin", "").removeprefix(ANSWER)):
        text = text.strip().removesuffix(".0")
        if _is_id(text):
            yield int(text)


def _is_id(text):
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
