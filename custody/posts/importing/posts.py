"""二（五）What a line of a workbook of public-welfare posts means: where, what is done, by how many, for how much.

New lines set posts up; of a post that stands a line changes what the page 更正 changes, by the same rules. Who is in a
post comes there by application, review, notice and approval, and by no workbook.
"""

from copy import copy

from assets.importing import between as betweens
from assets.importing.places import Places
from assets.importing.registers import (
    PLACES,
    changes,
    differ,
    fill,
    hear,
    ids_in,
    names_nobody,
    same_place,
    told,
)
from custody.models import WelfarePost
from custody.posts import entering
from custody.posts.choices import PostKind
from journal.imports import staged
from journal.imports.resources import REGISTRY, columns_of
from tenancy import policy
from tenancy.models import Unit

VERB = entering.VERB
OWN = {name: name for name in "name kind places pay per payer funds from_on to_on duties remark".split()}
BY_TABLE = ("kind", "per", "payer", "funds")
BLANK_TEXTS = dict.fromkeys((*PLACES, "name", "project_name", "implementing"), "")
UNKNOWN = "“{}”不是您可以更新的公益岗位的编号。更新的请核对编号，新增的请清空此格。"
CLOSED = "本岗位已撤岗，不能更改。"
MOVED = "已设立的岗位不能改设到别的村，请撤岗后重新设立。"
NO_VILLAGE = "没有填设岗的村（社区），请补上。"
NOT_A_VILLAGE = "“{}”没有对应到村（社区），请写明乡镇和村名，或填区划代码。"
ELSEWHERE = "此村不在您的办理范围内，请由当地乡镇导入。"
GUESSED = "没有填岗位类别，按“{}”登记，请核对。"
EACH_MONTH = "没有填计发周期，按“{}”登记，请核对。"


class PostChecker:
    """Checks the lines of one batch; reads the county's places and units once, posts by chunk."""

    tables = [(WelfarePost, "post")]

    def __init__(self, batch, by):
        self.county, self.unit, self.table = batch.county_id, batch.unit, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.places = Places(batch.county_id)
        self.rows = WelfarePost.objects.permitted(by, VERB).filter(county_id=batch.county_id)
        mine = policy.units(by, VERB).filter(
            county_id=batch.county_id, kind__in=[Unit.Kind.TOWN, Unit.Kind.VILLAGE]
        )
        self.units = {unit.region_id: unit for unit in mine.order_by("pk")}

    def prepare(self, lines):
        """Look up, for a chunk, the posts it names, what is agreed and taken in them, and whose people are shown."""
        ids = ids_in(lines)
        rows = self.rows.filter(pk__in=ids).select_related("unit", "village__parent") if ids else ()
        self.known = {row.pk: row for row in rows}
        self.signed = entering.signed_days(self.county, self.known) if self.known else {}
        self.taken = entering.places_taken(self.county, self.known) if self.known else {}
        self.published = entering.published(self.county, self.known) if self.known else set()

    def check(self, line):
        """Add the line's faults and questions, its action, and line.staged: post."""
        if not names_nobody(line):
            return
        said = hear(line, self.columns)
        text = line.said.get("system_number", "").strip()
        if not text:
            self._new(line, said)
        elif row := self.known.get(next(iter(ids_in([line])), None)):
            self._update(line, said, copy(row))  # another line may speak of it, too
        else:
            line.bad("system_number", UNKNOWN.format(text[:30]))

    def _update(self, line, said, row):
        """A line that speaks of a post; what was published or signed of it holds."""
        if not same_place(said, self.columns, row):
            where, key = self._where(line, said)
            if where and where.village != row.village_id:
                line.bad(key, MOVED)
        changed = differ(line, self.columns, row, said, OWN)
        if changed and row.closed_reason:
            line.bad("system_number", CLOSED)
        if changed:
            self._hold(line, row)
            self._agreed(line, row, changed)
        changes(line, row, post=changed)

    def _agreed(self, line, row, changed):
        if row.from_on and row.to_on and (sentence := entering.signed_fault(row, self.signed)):
            line.bad("to_on" if "to_on" in changed else "from_on", sentence)
        if row.places and "places" in changed and (sentence := entering.places_fault(row, self.taken)):
            line.bad("places", sentence)
        for name in entering.SHOWN:
            if name in changed and row.pk in self.published:
                line.bad(name, entering.PUBLISHED)

    def _new(self, line, said):
        """二（五）A post that is not written down yet."""
        row = WelfarePost(county_id=self.county)
        row.per = ""
        fill(row, said, OWN)
        for name in BY_TABLE:
            if not getattr(row, name) and name not in line.failed:
                setattr(row, name, self.table[name])
        self._guess(line, row)
        if self._place(line, said, row):
            self._hold(line, row)
            line.staged = {"post": told(row)}

    def _guess(self, line, row):
        """What neither the line nor the table says, as is likeliest; told as a doubt."""
        if not row.kind and "kind" not in line.failed:
            row.kind = next((kind for kind in PostKind if kind.label in row.name), "")
            if row.kind:
                line.odd("kind", GUESSED.format(row.get_kind_display()))
        if not row.per and "per" not in line.failed:
            row.per = WelfarePost._meta.get_field("per").default
            line.odd("per", EACH_MONTH.format(row.get_per_display()))

    def _where(self, line, said):
        """(the place a line tells or None, the key that says so)."""
        asked = BLANK_TEXTS | {key: value for key, value in said.items() if key in BLANK_TEXTS}
        key = next((key for key in PLACES if asked[key]), "village")
        named = asked["village_code"] or self.places.text(asked)
        return (self.places.find(line, asked, self.unit.name, may_split=False) if named else None), key

    def _place(self, line, said, row):
        """The village, and the unit that sets the post up: the village's own, else its township's. True, or a fault."""
        where, key = self._where(line, said)
        if where is None or where.village is None:
            if key not in line.failed:
                line.bad(key, NOT_A_VILLAGE.format(said[key][:30]) if key in said else NO_VILLAGE)
            return False
        unit = self.units.get(where.village) or self.units.get(where.town)
        if unit is None:
            line.bad(key, ELSEWHERE)
            return False
        row.village_id, row.unit = where.village, unit
        return True

    def _hold(self, line, row):
        """What must be true of a post, at the cell that says it."""
        for name, sentences in entering.post_faults(row).items():
            if name in line.failed:
                continue
            field = row._meta.get_field(name)
            if getattr(row, field.attname) in ("", None):
                sentences = [f"没有填{field.verbose_name}，请补上。"]
            for sentence in sentences:
                line.bad(name, sentence)


# One village has one post of a name; two of a name may be meant, which is asked.
TWINS = f"""
WITH both_sides AS (
    SELECT r.number AS line, p.village_id, p.name, NULL::bigint AS id
    FROM ({staged.ALL}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'post') AS p(village_id bigint, name text)
    WHERE r.action IN ('new', 'duplicate') AND r.values ? 'post'
    UNION ALL
    SELECT NULL, village_id, name, id FROM custody_welfarepost
    WHERE county_id = %(county)s AND closed_reason = ''),
alike AS (
    SELECT array_agg(line) FILTER (WHERE line IS NOT NULL) AS lines, min(id) AS known, min(line) AS first
    FROM both_sides GROUP BY village_id, name HAVING count(line) > 0 AND count(*) > 1)
SELECT line, known, first FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known IS NOT NULL OR line > first ORDER BY line
"""
SKIP = [("skip", "是同一个岗位，不导入此行"), ("new", "确是另一个岗位，照常新增")]


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)] of posts that a village would have twice."""
    for line, known, first in staged.ask(TWINS, batch):
        where = f"本村已有同名的岗位（系统编号 {known}）" if known else f"与第 {first} 行同村同名"
        yield line, "name", "twin", f"{where}，建议不再新增；要更新的请填系统编号。", SKIP, "skip"


def between(batch):
    """Rows that name one post."""
    return betweens.once(batch, "岗位")


def lock(batch):
    """Keep the posts that rows update as they are until the transaction ends."""
    staged.lock(batch, WelfarePost)


def write(batch):
    """Write the rows of a checked batch, inside an act. Returns how many."""
    written = staged.insert(batch, WelfarePost, "post")
    return written + staged.update(batch, WelfarePost, "post", staged.VERSION, key="r.subject_id")
