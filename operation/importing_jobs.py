"""二（六）What a line of a workbook of jobs means: who worked under which agreement, how long, for how much.

New lines are entered; one that is entered already must say what is there: what is wrong is made void and entered anew.
"""

from assets.importing.registers import changes, differ, fill, hear, ids_in, names_nobody, told
from assets.models import Household
from journal.imports import staged
from journal.imports.lines import BAD
from journal.imports.resources import REGISTRY, columns_of
from operation.employing import VERB, Places, faults, places_of
from operation.models import Agreement, LocalJob

OWN = {name: name for name in ("worker", "category", "work", "year", "months", "wages")}
KEYS = OWN | {"agreement": "agreement_number", "household": "household_code"}
UNKNOWN = "“{}”不是您范围内带动就业登记的编号。新增的请清空此格。"
SETTLED = "已登记的务工不能用导入更改：请在其页面作废，再重新登记。"
NO_AGREEMENT = "您的范围内没有编号为“{}”的已签订协议，请核对。"
NO_HOME = "到户登记中没有户编号“{}”，请核对或留空。"
KNOWN = "此人 {} 年在该岗位的务工已经登记过，请删去此行。"
TWICE = "与第 {} 行是同一人同年度同岗位，请合并为一行。"


class JobChecker:
    """Checks the lines of one batch; reads agreements, households and jobs by chunk."""

    tables = [(LocalJob, "job")]

    def __init__(self, batch, by):
        self.county, self.table = batch.county_id, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.rows = LocalJob.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        signed = Agreement.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        self.agreements = signed.exclude(number="").select_related("unit")
        self.homes = Household.objects.permitted(by).filter(county_id=batch.county_id).exclude(code="")

    def prepare(self, lines):
        """Look up, for a chunk, what it names, and what is entered under these agreements."""
        ids, numbers, codes = ids_in(lines), _said(lines, "agreement_number"), _said(lines, "household_code")
        rows = (
            self.rows.filter(pk__in=ids).select_related("unit", "agreement", "household__village")
            if ids
            else ()
        )
        self.known = {row.pk: row for row in rows}
        found = list(self.agreements.filter(number__in=numbers)) if numbers else []
        self.by_number = {row.number: row for row in found}
        self.places = places_of(found) if found else {}
        homes = self.homes.filter(code__in=codes).select_related("village") if codes else ()
        self.by_code = {home.code: home for home in homes}
        entered = LocalJob.objects.filter(county_id=self.county, agreement__in=self.places, is_void=False)
        self.entered = set(entered.values_list("agreement_id", "worker", "year", "work"))

    def check(self, line):
        """Add the line's faults, its action, and line.staged: job."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        text = line.said.get("system_number", "").strip()
        if not text:
            self._new(line, said)
        elif row := self.known.get(next(iter(ids_in([line])), None)):
            self._same(line, said, row)
        else:
            line.bad("system_number", UNKNOWN.format(text[:30]))

    def _same(self, line, said, row):
        if row.is_void:
            line.bad("system_number", "此条登记已经作废，不能更改。")
        elif differ(line, self.columns, row, said, OWN):
            line.bad("system_number", SETTLED)
        changes(line, row)

    def _new(self, line, said):
        number, code = said.get("agreement_number", ""), said.get("household_code", "")
        agreement, home = self.by_number.get(number), self.by_code.get(code)
        if agreement is None:
            line.bad("agreement_number", NO_AGREEMENT.format(number[:30]))
            return
        if code and home is None:
            line.bad("household_code", NO_HOME.format(code[:30]))
        row = LocalJob(county_id=self.county, unit=agreement.unit, agreement=agreement, household=home)
        fill(row, said, OWN)
        row.category = row.category or self.table["category"]
        row.year = row.year or self.table["year"]
        self._hold(line, row, self.places[agreement.pk])
        if (agreement.pk, row.worker, row.year, row.work) in self.entered:
            line.bad("worker", KNOWN.format(row.year))
        line.staged = {"job": told(row)}

    def _hold(self, line, row, places: Places):
        """What must be true of it, at the cell that says it."""
        for name, sentences in faults(row, places).items():
            key, field = KEYS.get(name, ""), row._meta.get_field(name)
            if key in line.failed:
                continue
            if getattr(row, field.attname) in ("", None):
                sentences = [f"没有填{field.verbose_name}，请补上。"]
            for sentence in sentences:
                line.bad(key, sentence)


def _said(lines, key):
    return {text for line in lines if (text := line.said.get(key, "").strip())}


SAME_WORK = f"""
WITH jobs AS (
    SELECT r.number AS line, j.agreement_id, j.worker, j.year, j.work
    FROM ({staged.SOUND}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'job')
        AS j(agreement_id bigint, worker text, year int, work text)
    WHERE r.values ? 'job'),
led AS (SELECT line, min(line) OVER (PARTITION BY agreement_id, worker, year, work) AS first FROM jobs)
SELECT line, first FROM led WHERE line > first ORDER BY line
"""


def between(batch):
    """Rows of the file that tell of one person's work twice."""
    for line, first in staged.ask(SAME_WORK, batch):
        yield line, "worker", BAD, TWICE.format(first)


def lock(batch):
    """Nothing that is entered is changed."""


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    return staged.insert(batch, LocalJob, "job")
