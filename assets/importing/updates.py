"""二（三）A line that speaks of a row of the ledger: what it changes, by the rules of assets.actions.amend.

Only columns that stand in the sheet are compared, and a blank cell leaves what is there. A cell that reads as the row
does changes nothing, however the row came by it: what was exported comes back without a change.
"""

from decimal import Decimal

from assets.actions import AMENDED_WITH, why_not_amend
from assets.checks import ledger_faults, rule_faults
from assets.choices import Subtype
from assets.importing.draft import (
    ASSET_COLUMNS,
    PROJECT_COLUMNS,
    Draft,
    hold_project,
    old_numbers,
    refuse_formula,
)
from assets.importing.own import is_beside
from assets.models import Asset
from journal.imports.lines import Action
from tenancy import policy

PLACES = ("village_code", "village", "town", "place")
APART = {*PLACES, "system_number", "number", "alias", "quantity", "measure", "operating", "sharing", "period"}
BODIES = {"department": "implementing_dept_id", "supervising": "supervising_dept_id", "unit": "unit_id"}
PROJECT_ONLY = "来源项目的资金构成请在项目页修改，此处不更新。"
LABELS = {field.name: field.verbose_name for field in Asset._meta.fields}


def update(checker, line, said, asset):
    """Settle a line that names `asset`: its action, differences and what is staged."""
    line.subject_id, line.action = asset.pk, Action.SAME
    draft = Draft.of(asset, ASSET_COLUMNS)
    draft.custom = dict(asset.custom)
    project = asset.project and Draft.of(asset.project, PROJECT_COLUMNS)
    changes = _Changes(checker, line, said, asset, draft, project)
    for key in line.said:
        if key not in line.failed and said.get(key) not in (None, ""):
            changes.take(key)
    changes.take_place()
    line.staged = {"version": asset.version}
    aliases = _more_numbers(checker, line, said, asset)
    if not line.differences:
        return
    line.action = Action.UPDATE
    _hold(checker, line, asset, draft)
    line.staged |= {"asset": draft.against(asset), "aliases": aliases}
    if project and (changed := project.against(asset.project)):
        hold_project(line, project)
        line.staged["project"] = {"id": asset.project_id} | changed
        line.staged["project_version"] = asset.project.version


class _Changes:
    """Takes the cells of a line one by one into the drafts, and tells what differs."""

    def __init__(self, checker, line, said, asset, draft, project):
        self.checker, self.line, self.said = checker, line, said
        self.asset, self.draft, self.project = asset, draft, project

    def take(self, key):
        """Compare one cell with the row; take it where it differs."""
        column, new = self.checker.says.columns[key], self.said[key]
        if key in ("quantity", "measure"):
            self._size(key, new)
        elif key in APART or column.attribute is None:
            if key.startswith("fund_") and key != "fund_year":
                self.line.odd(key, PROJECT_ONLY)
        elif key in BODIES:
            self._body(key, new)
        elif (old := reach(self.asset, column.attribute)) != new:
            self._plain(key, column, old, new)

    def tell(self, key, old, new):
        """Note a difference, as people read it."""
        label = self.checker.says.columns[key].column_name
        refuse_formula(self.line, key, new)
        self.line.differences.append({"key": key, "label": label, "old": old, "new": new})

    def _plain(self, key, column, old, new):
        first, _, rest = column.attribute.partition("__")
        if first == "custom":
            if is_beside(self.checker, self.line, key, self.draft.subtype):
                return
            self.draft.custom[rest] = new
        elif first == "project":
            if not self._project(key, rest, new):
                return
        else:
            setattr(self.draft, first, int(new) if key == "life_years" else new)
        if key == "subtype" and "category" not in self.line.said:
            self.draft.category = Subtype(new).category
        self.tell(key, read(column, old), read(column, new))

    def _project(self, key, name, new):
        """Whether the project takes it: by the rules of assets.projects.amend_project."""
        project, by = self.asset.project, self.checker.ledger.by
        if project is None:
            self.line.odd(key, "此资产没有来源项目，此格不更新。请先在资产页选定项目。")
        elif not policy.may(by, "manage_projects", project):
            self.line.bad(key, "您的岗位不能修改此资产的来源项目，请恢复此格，或留空。")
        elif name == "budget" and self.checker.ledger.funded.get(project.pk, new) != new:
            self.line.bad(key, "资金规模须与资金来源各项之和相等，请在项目页一并修改。")
        else:
            setattr(self.project, name, new)
            return True
        return False

    def _size(self, key, new):
        if key == "measure":
            if new != self.asset.measure:
                self.draft.measure = new
                self.tell(key, read(self.checker.says.columns[key], self.asset.measure), new.label)
            return
        quantity, measure = new
        if quantity != self.asset.quantity:
            self.draft.quantity = quantity
            self.tell(key, as_text(self.asset.quantity), as_text(quantity))
        if measure and "measure" not in self.line.said and measure != self.asset.measure:
            self.draft.measure = measure
            self.tell(key, str(self.asset.get_measure_display()), measure.label)

    def _body(self, key, new):
        column = self.checker.says.columns[key]
        old = reach(self.asset, column.attribute) or ""
        if new == old:
            return
        bodies = self.checker.bodies
        unit = bodies.mine(new) if key == "unit" else bodies.named(new)
        if unit is None:
            self.line.bad(key, f"“{new[:30]}”不是本县单位的名称，请核对，或留空。")
        elif unit != getattr(self.asset, BODIES[key]):
            setattr(self.draft, BODIES[key], unit)
            self.tell(key, old, bodies.name(unit))

    def take_place(self):
        """The place, where a cell of it reads otherwise than the row."""
        said, asset = self.said, self.asset
        given = {key: said[key] for key in PLACES if said[key] and key in self.line.said}
        now = {
            "village_code": str(asset.village_id or asset.town_id or ""),
            "town": asset.town.name if asset.town else "",
        }
        now["village"] = asset.village.name if asset.village else ""
        if (
            not given
            or self.line.failed & {*PLACES}
            or all(now.get(key) == text for key, text in given.items())
        ):
            return
        asked = said | {"town": said["town"] or now["town"]} if not said["place"] else said
        if "village_code" in given and given["village_code"] == now["village_code"]:
            asked = asked | {"village_code": ""}
        where = self.checker.places.find(
            self.line, asked, self.checker.bodies.importing.name, may_split=False
        )
        place = (where.town, where.village or (asset.village_id if where.town == asset.town_id else None))
        if where.town is None or place == (asset.town_id, asset.village_id):
            return
        self.draft.town_id, self.draft.village_id = place
        gazetteer = self.checker.places.gazetteer
        new = gazetteer.by_code[str(place[1] or place[0])]
        self.tell(next(iter(given)), now["town"] + now["village"], gazetteer.label(new))


def _hold(checker, line, asset, draft):
    """What amend would refuse: the state, the hold, the verb, the unit it is handed to, the rules of any state."""
    by = checker.ledger.by
    if sentence := why_not_amend(asset, by):
        line.bad("name", f"{sentence.rstrip('。')}。此行的改动没有采纳。")
    elif draft.unit_id != asset.unit_id and draft.unit_id not in checker.bodies.reach_of(
        AMENDED_WITH[asset.state]
    ):
        line.bad("unit", "您的岗位不能把此资产转给这个单位，请核对。")
    late = ledger_faults(asset, draft.against(asset))
    for key, sentence in [*rule_faults(draft, line.failed, checker.today), *late]:
        label = "" if key in line.places else LABELS.get(key, "")
        line.bad(key, f"{label}：{sentence}" if label and label not in sentence else sentence)


def _more_numbers(checker, line, said, asset):
    """Old numbers the row does not have yet."""
    known = checker.ledger.known.get(asset.pk, set()) | {asset.number}
    more = [number for number in old_numbers(said) if number not in known]
    if more:
        line.differences.append(
            {
                "key": "alias",
                "label": "原编号",
                "old": "、".join(sorted(known - {""})),
                "new": "、".join(more),
            }
        )
    return [{"number": number, "origin": "导入"} for number in more]


def reach(row, path):
    """What a row holds at the end of a path of attributes (project__name, custom__f1)."""
    for step in path.split("__"):
        row = row.get(step) if isinstance(row, dict) else getattr(row, step, None)
        if row is None:
            return None
    return row


def read(column, value):
    """A value as people read it."""
    return "" if value in (None, "") else str(column.widget.render(value) or "")


def as_text(value):
    """A number without zeros at its end."""
    return "" if value is None else f"{Decimal(value).normalize():f}"
