"""二（六）What a line of a list of operators means: who operates assets, and who leads it."""

from django.core.exceptions import ValidationError

from assets.importing.registers import changes, differ, fill, hear, ids_in, told
from journal.imports import staged
from journal.imports.lines import BAD
from journal.imports.resources import REGISTRY, columns_of
from operation.models import Operator
from operation.operators import CODES, TWICE, VERB, faults
from tenancy import persons, policy

FIELDS = "kind name credit_code legal_person phone account address related remark".split()
OWN = {name: name for name in FIELDS}
ID_NUMBER = "此行含有身份证号码。本系统不登记身份证号，请删去后再导入。"
UNKNOWN = "“{}”不是您可以更新的经营主体的编号。更新的请核对编号，新增的请清空此格。"
AGAIN = "与第 {} 行是同一经营主体，请只留一行。"


class OperatorChecker:
    """Checks the lines of one batch; reads what the county knows of their operators by chunk."""

    tables = [(Operator, "operator")]

    def __init__(self, batch, by):
        self.county, self.unit, self.table = batch.county_id, batch.unit, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.all = Operator.objects.filter(county_id=batch.county_id)
        self.mine = self.all.permitted(by, VERB)

    def prepare(self, lines):
        """Look up, for a chunk, the operators it names: by number, by code, and those without a code by name."""
        self.known = self.mine.in_bulk(ids_in(lines))
        codes = {value for line in lines if (value := line.values.get("credit_code"))}
        names = {value for line in lines if (value := line.values.get("name"))}
        self.by_code = {row.credit_code: row for row in self.all.filter(credit_code__in=codes)}
        self.by_name = {}
        for row in self.all.filter(credit_code="", name__in=names):
            self.by_name[row.name, row.legal_person, row.unit_id] = row

    def check(self, line):
        """Add the line's faults, its action, and line.staged: operator."""
        if persons.has_id_number(" ".join(line.texts)):
            return line.bad("", ID_NUMBER)
        said = hear(line, self.columns)
        text = line.said.get("system_number", "").strip()
        if not text:
            self._new(line, said)
        elif row := self.known.get(next(iter(ids_in([line])), None)):
            changed = differ(line, self.columns, row, said, OWN)
            self._hold(line, row)
            changes(line, row, operator=changed)
        else:
            line.bad("system_number", UNKNOWN.format(text[:30]))

    def _new(self, line, said):
        row = Operator(county_id=self.county, unit=self.unit)
        fill(row, said, OWN)
        row.kind = row.kind or self.table["kind"]
        self._hold(line, row)
        line.staged = {"operator": told(row)}

    def _hold(self, line, row):
        """What must be true of an operator, at the cell that says it."""
        for name in ("kind", "name", "legal_person"):
            if not getattr(row, name) and name not in line.failed:
                line.bad(name, f"没有填{row._meta.get_field(name).verbose_name}，请补上。")
        if line.failed:
            return
        for name, sentence in (faults(row) or self._known_already(row)).items():
            line.bad(name, sentence)
        try:
            row.clean_fields(exclude=["county", "unit"])
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                line.bad(name, sentences[0])

    def _known_already(self, row):
        """{field: sentence} where the county has it already, as the form asks."""
        if row.credit_code:
            other, key, sentence = self.by_code.get(row.credit_code), "credit_code", CODES
        else:
            other = self.by_name.get((row.name, row.legal_person, row.unit_id))
            key, sentence = "name", TWICE
        if other is None or other.pk == row.pk:
            return {}
        told = [other.credit_code] if key == "credit_code" else []
        return {key: sentence.format(*told, other.shown_name)}


SAME = f"""
SELECT number, first FROM (
    SELECT number, min(number) OVER (PARTITION BY code, name, leader) AS first FROM (
        SELECT r.number, o.credit_code AS code, CASE WHEN o.credit_code IS NULL THEN o.name END AS name,
               CASE WHEN o.credit_code IS NULL THEN o.legal_person END AS leader
        FROM ({staged.SOUND}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'operator')
            AS o(credit_code text, name text, legal_person text)) told) led
WHERE number > first ORDER BY number
"""


def between(batch):
    """Rows of the file that enter one operator twice."""
    for number, first in staged.ask(SAME, batch):
        yield number, "credit_code", BAD, AGAIN.format(first)


def lock(batch):
    """Keep the operators that rows change as they are until the transaction ends."""
    staged.lock(batch, Operator)


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    return staged.insert(batch, Operator, "operator") + staged.update(
        batch, Operator, "operator", staged.VERSION, key="r.subject_id"
    )


def reach(by):
    """The units one may enter operators for."""
    return sorted(policy.units(by, VERB).values_list("pk", "path"))
