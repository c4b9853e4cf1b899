"""二（三）What a line of a subsidy workbook means: money that made no asset, its result, and whom it reached."""

from assets import rules
from assets.importing.households import BLANK_TEXTS, SKIP
from assets.importing.places import Places
from assets.importing.registers import (
    ELSEWHERE,
    PLACES,
    Projects,
    changes,
    differ,
    fill,
    hear,
    hold_to_rules,
    ids_in,
    names_nobody,
    same_place,
    subject,
    told,
)
from assets.models import Result, Subsidy
from assets.registers import VERB, Keepers
from journal.imports import staged
from journal.imports.resources import REGISTRY, columns_of

OWN = {
    name: name
    for name in (
        "kind year name amount fund_text households persons beneficiaries result result_note remark"
    ).split()
}
LABELS = {name: key for key, name in OWN.items()} | {"town": "place", "village": "place"}


class SubsidyChecker:
    """Checks the lines of one batch; reads the county's places and units once, and the register by chunk."""

    tables = [(Subsidy, "subsidy")]

    def __init__(self, batch, by):
        self.county, self.unit, self.table = batch.county_id, batch.unit, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.places, self.keepers = Places(batch.county_id), Keepers(by, batch.county_id)
        self.projects = Projects(by, batch.county_id)
        self.rows = Subsidy.objects.permitted(by, VERB).filter(county_id=batch.county_id)

    def prepare(self, lines):
        """Look up, for a chunk, the lines of the register and the projects it names."""
        ids = ids_in(lines)
        rows = (
            self.rows.filter(pk__in=ids).select_related("unit", "town", "village", "project") if ids else ()
        )
        self.known = {row.pk: row for row in rows}
        self.projects.load(lines)

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: subsidy."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        row, is_right = subject(line, self.known)
        if row and is_right:
            self._update(line, said, row)
        elif is_right:
            self._new(line, said)

    def _update(self, line, said, row):
        changed = differ(line, self.columns, row, said, OWN)
        if not same_place(said, self.columns, row):
            old = (row.town_id, row.village_id, row.place)
            self._place(line, said, row)
            if (row.town_id, row.village_id, row.place) != old:
                changed |= {"town_id": row.town_id, "village_id": row.village_id, "place": row.place}
                where = {"key": "place", "label": self.columns["place"].column_name}
                line.differences.append(where | {"old": old[2], "new": row.place})
        project = self.projects.find(line, said, row.year, row.project)
        if project != row.project_id:
            changed["project_id"] = project
            label = self.columns["project_name"].column_name
            old = row.project.name if row.project else ""
            line.differences.append(
                {"key": "project_name", "label": label, "old": old, "new": said["project_name"]}
            )
        hold_to_rules(line, row, LABELS)
        changes(line, row, subsidy=changed)

    def _new(self, line, said):
        """二（二）（三）A sum the register does not have."""
        row = Subsidy(county_id=self.county)
        fill(row, said, OWN)
        row.year = row.year or self.table["year"]
        self._kind(line, said, row)
        row.unit = self.unit
        self._place(line, said, row)
        unit = self.keepers.of(row.town_id, row.village_id) if row.town_id else self.unit
        if unit is None:
            line.bad(next((key for key in PLACES if key in said), "place"), ELSEWHERE)
        else:
            row.unit = unit
        row.project_id = self.projects.find(line, said, row.year)
        self._open(line, said, row)
        hold_to_rules(line, row, LABELS)
        line.staged = {"subsidy": told(row)}

    def _kind(self, line, said, row):
        """二（二）Which kind of money: as said, as the whole table says, as its name tells; else asked."""
        row.kind = row.kind or self.table["kind"]
        if row.kind or line.failed & {"kind", "name"}:
            return
        found = rules.excluded_kind(row.name)
        proposal = Subsidy.Kind(found.value) if found else Subsidy.Kind.OTHER
        row.kind = line.ask(
            "kind" if "kind" in line.places else "name",
            "kind",
            f"没有填补贴类别，建议按“{proposal.label}”登记。",
            [(kind.value, kind.label) for kind in Subsidy.Kind],
            proposal.value,
        )

    def _place(self, line, said, row):
        """Where it was paid; a sum for the whole county, or for several townships, keeps the words only."""
        asked = BLANK_TEXTS | {key: value for key, value in said.items() if key in BLANK_TEXTS}
        text = self.places.text(asked)
        row.place = text[:200]
        if text == self.places.gazetteer.county.name or not (text or asked["village_code"]):
            return
        where = self.places.find(line, asked, self.unit.name, may_split=False)
        row.town_id, row.village_id = where.town, where.village

    def _open(self, line, said, row):
        """What 二（三）asks and the line leaves open is told as a doubt."""
        if "result" not in said:
            row.result = self.table["result"] or Result.PENDING
            if not self.table["result"]:
                line.odd("result", "没有填绩效结果，按“待评价”登记（二（三）须明确项目绩效结果）。")
        if not row.beneficiaries and row.households is None and row.persons is None:
            line.odd("beneficiaries", "没有填受益对象（二（三）须明确受益对象），请核实后补上。")
        if row.amount is None and "amount" not in line.failed:
            line.odd("amount", "没有填金额，先留空，请核实后补上。")


TWINS = f"""
WITH both_sides AS (
    SELECT r.number AS line, s.kind, s.name, s.year, s.amount, s.town_id, s.village_id, NULL::bigint AS id
    FROM ({staged.ALL}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'subsidy')
        AS s(kind text, name text, year int, amount numeric, town_id bigint, village_id bigint)
    WHERE r.action IN ('new', 'duplicate') AND r.values ? 'subsidy'
    UNION ALL
    SELECT NULL, kind, name, year, amount, town_id, village_id, id FROM assets_subsidy
    WHERE county_id = %(county)s AND withdrawn_reason = ''),
alike AS (
    SELECT array_agg(line) FILTER (WHERE line IS NOT NULL) AS lines, count(id) AS known, min(line) AS first
    FROM both_sides GROUP BY kind, name, year, amount, town_id, village_id
    HAVING count(line) > 0 AND count(*) > 1)
SELECT line, known, first FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 OR line > first ORDER BY line
"""


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)] of sums that the register would have twice."""
    for line, known, first in staged.ask(TWINS, batch):
        same = "补贴登记中已有" if known else f"第 {first} 行已有"
        sentence = f"{same}年度、名称、地点、金额均相同的补贴，疑似重复，建议不再导入。"
        yield line, "name", "twin", sentence, SKIP, "skip"


def lock(batch):
    """Keep the lines that rows update as they are until the transaction ends."""
    staged.lock(batch, Subsidy)


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    written = staged.insert(batch, Subsidy, "subsidy")
    staged.update(batch, Subsidy, "subsidy", staged.VERSION, key="r.subject_id")
    return written + staged.ask(f"SELECT count(*) FROM ({staged.UPDATED}) r", batch)[0][0]
