"""A row in the making: the columns of an asset or a project as attributes, without a model instance to a line.

What the single cell must be its column's widget has asked; what must be true of the whole is asked in
assets.checks, which a draft answers as an Asset does.
"""

import re

from django.db import models

from assets.checks import SOMEBODYS, project_faults
from assets.choices import Status
from assets.models import Alias, Asset, Project
from tenancy import persons

FORMULA = re.compile(r"[=@]\s*[A-Za-z_.]+\(|=[A-Z]+\d")
NOT_TOLD = {"id", "created_at", "updated_at", "version", "batch_id", "custom"}


PROJECT_CELLS = {
    "name": ["project_name"],
    "place": ["place", "village", "town"],
    "fund_text": ["fund_text"],
    "implementing_text": ["implementing", "department"],
    "beneficiaries": ["beneficiaries"],
    "linkage": ["linkage", "sharing"],
}


def _blanks(model):
    """{column: what it holds while nobody says anything}."""
    fields = [field for field in model._meta.concrete_fields if field.attname not in NOT_TOLD]
    return {field.attname: "" if isinstance(field, models.CharField) else None for field in fields}


ASSET = _blanks(Asset) | {"status": Status.IN_USE, "custom": None}
PROJECT = _blanks(Project)
ASSET_COLUMNS = [*ASSET]
PROJECT_COLUMNS = [*PROJECT]


class Draft:
    """Columns by attname; what is not said is "" or None."""

    def __init__(self, blanks, **given):
        self.__dict__.update(blanks, **given)

    @classmethod
    def of(cls, row, columns):
        """A draft that begins as a row stands."""
        return cls({name: getattr(row, name) for name in columns})

    def told(self):
        """What it says, by database column; what is open is left out."""
        return {
            name: value
            for name, value in self.__dict__.items()
            if value is not None and value != "" and name != "county_id"
        }

    def against(self, row):
        """{column: value} of what it says otherwise than a row."""
        return {name: value for name, value in self.__dict__.items() if value != getattr(row, name)}

    def copy(self, **given):
        """The same, but for what is given."""
        return Draft(self.__dict__, **given)


def noted(text, label, more):
    """A text and what another column adds to it."""
    return "；".join(part for part in (text, f"{label}：{more}" if more else "") if part)


def fitting(line, key, text, most):
    """A text as far as its column holds it; what is cut off is said."""
    if len(text) > most:
        line.odd(key, f"“{text[:20]}…”共 {len(text)} 个字，只保留前 {most} 个，请核对。")
    return text[:most]


def old_numbers(said):
    """The numbers it had elsewhere, each once: those of the column, and one of ours that is none of ours."""
    unknown = "".join(Alias.split(said["number"]))
    return list(dict.fromkeys(Alias.split(said["alias"]) + ([unknown] if unknown else [])))


def refuse_somebodys(line):
    """A person's identity number is no number of an asset."""
    for key in ("alias", "number"):
        if persons.is_somebodys(line.said.get(key, "")):
            line.bad(key, SOMEBODYS)


def hold_project(line, project):
    """What must be true of a project's texts, at the cells that say them; those of its asset are told there."""
    for field, sentence in project_faults(project):
        keys = [key for key in PROJECT_CELLS.get(field, ()) if line.said.get(key)]
        if keys:
            line.bad(keys[0], sentence)


def refuse_formula(line, key, value):
    """A text that reads as a formula is no content; what the ledger has already is not asked."""
    if type(value) is str and value.startswith(("=", "@")) and FORMULA.match(value):
        line.bad(key, f"“{value[:30]}”是公式文字，不是内容。请直接填写结果。")
