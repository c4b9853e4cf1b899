"""二（三）What lines of both registers' workbooks have in common: hearing, looking up, comparing, staging."""

import re

from assets.checks_registers import register_faults
from assets.importing.updates import reach, read
from assets.models import Project
from assets.rules.doubts import NONE, Doubt
from journal.files.sheets import cell_name
from journal.imports.lines import Action
from tenancy import persons

FORMULA = re.compile(r"[=@]\s*[A-Za-z_.]+\(|=[A-Z]+\d")
UNKNOWN = "“{}”不是您可以更新的登记的编号。更新的请核对编号，新增的请清空此格。"
ELSEWHERE = "此地点不在您的登记范围内，请由当地乡镇或县级单位导入。"
PLACES = ("village_code", "village", "town", "place")
ROW_OF_NUMBER = 1
LONGEST_ID = 18
NOT_TOLD = {"id", "county_id", "version", "batch_id", "created_at", "updated_at"}


def names_nobody(line):
    """False where a cell of the line, of whatever column, holds the number of an identity card or a bank card: the
    line is refused."""
    columns, is_named = {at: key for key, at in line.places.items()}, False
    for at, text in enumerate(line.texts):
        kind = persons.ID if persons.has_id_number(text) else None
        if kind or (kind := next(iter(persons.kinds_in(text) - {persons.PHONE}), None)):
            column = cell_name(ROW_OF_NUMBER, at + 1).rstrip("0123456789")
            where = (
                "请删去号码后重新上传，或在此处改正。" if at in columns else f"请删去 {column} 列后重新上传。"
            )
            is_named = True
            line.bad(columns.get(at, ""), f"此行含有{kind}。本系统不登记{kind}，{where}")
    return not is_named


def hear(line, columns):
    """{key: value} of what the cells say; what says it only nearly is asked, blank cells are left out."""
    said = {key: value for key, value in line.values.items() if value not in (None, "")}
    for key, value in list(said.items()):
        if type(value) is Doubt:
            answer = line.ask(
                key, f"cell_{key}", value.sentence, [list(pair) for pair in value.options], value.proposal
            )
            said[key] = None if answer == NONE else columns[key].widget.settle(answer)
        elif type(value) is str and value[:1] in "=@" and FORMULA.match(value):
            line.bad(key, f"“{value[:30]}”是公式文字，不是内容。请直接填写结果。")
    if "quantity" in said:
        said["quantity"], measure = said["quantity"]
        said.setdefault("measure", measure)
    return {key: value for key, value in said.items() if value is not None}


def ids_in(lines, key="system_number"):
    """The numbers of rows that lines name in a column."""
    return {number for line in lines if (number := _id(line.said.get(key, ""))) is not None}


def _id(text):
    text = text.strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None


def subject(line, rows):
    """(the row a line updates or None, True unless the line is refused). `rows`: {id: row} this person may change."""
    text = line.said.get("system_number", "").strip()
    if not text:
        return None, True
    row = rows.get(_id(text))
    if row is None:
        line.bad("system_number", UNKNOWN.format(text[:30]))
    elif row.withdrawn_reason:
        line.bad("system_number", "此条登记已经作废，不能更改。")
    return row, row is not None and not row.withdrawn_reason


def fill(row, said, names):
    """Put what is said into a row: {key: field of the row}."""
    for key, name in names.items():
        if key in said:
            setattr(row, name, said[key])


def differ(line, columns, row, said, names):
    """{database column: value} of the fields (`names`: key → field) that a line says otherwise than the row stands.

    Each is told in line.differences as people read it; the row itself is changed.
    """
    changed = {}
    for key, name in names.items():
        if key not in said or key not in line.said or key in line.failed:
            continue
        if getattr(row, name) == said[key]:
            continue
        old, new = read(columns[key], getattr(row, name)), read(columns[key], said[key])
        setattr(row, name, said[key])
        if new != old:
            told = {"key": key, "label": columns[key].column_name, "old": old, "new": new}
            line.differences.append(told)
            changed[row._meta.get_field(name).column] = said[key]
    return changed


def same_place(said, columns, row):
    """Whether the place a line tells, if any, is the one the row stands at, as the export writes it."""
    told = [key for key in PLACES if key in said]
    return all(
        columns[key].attribute and read(columns[key], reach(row, columns[key].attribute)) == said[key]
        for key in told
    )


def hold_to_rules(line, row, labels):
    """What must be true of a row of the registers, at the cell that says it. `labels`: {field: key of its column}."""
    failed = {name for name, key in labels.items() if key in line.failed}
    for name, sentences in register_faults(row, exclude=failed).items():
        field, key = row._meta.get_field(name), labels.get(name, "")
        if not field.blank and getattr(row, field.attname) in ("", None):
            sentences = [f"没有填{field.verbose_name}，请补上。"]
        for sentence in sentences:
            line.bad(key, sentence if key in line.places else f"{field.verbose_name}：{sentence}")


def told(row):
    """What a new row says, by database column; what is open is left out."""
    values = {
        field.column: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.column not in NOT_TOLD
    }
    return {column: value for column, value in values.items() if value not in (None, "")}


def changes(line, row, **parts):
    """Settle a line that speaks of `row`: what it changes, by part; the same, where it changes nothing."""
    line.subject_id = row.pk
    line.action = Action.UPDATE if line.differences else Action.SAME
    line.staged = {"version": row.version} | {name: part for name, part in parts.items() if part}


class Projects:
    """The projects of this person's reach by name, as far as the lines of a chunk name them."""

    def __init__(self, by, county):
        self.rows, self.by_name = Project.objects.permitted(by).filter(county_id=county), {}

    def load(self, lines):
        """One query for a chunk."""
        names = {text for line in lines if (text := line.said.get("project_name", "").strip())}
        self.by_name = {}
        for project in self.rows.filter(name__in=names) if names else ():
            self.by_name.setdefault(project.name, []).append(project)

    def find(self, line, said, year, now=None):
        """The id of the project a line names, of the year where several have the name; None with a doubt."""
        name = said.get("project_name")
        if not name or (now and now.name == name):
            return now.pk if now else None
        found = self.by_name.get(name, [])
        same_year = [project for project in found if project.fund_year == year]
        if len(found) == 1 or len(same_year) == 1:
            return (same_year or found)[0].pk
        why = "有几个同名的项目" if found else "项目库中没有这个名称的项目"
        line.odd("project_name", f"{why}，登记后请在页面上选定来源项目。")
        return now.pk if now else None
