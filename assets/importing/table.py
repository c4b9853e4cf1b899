"""What a table says as a whole: the person's settings, its title, the units of its columns, their usual figures."""

import re
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from assets import rules
from assets.choices import FundKind, FundLevel
from assets.custom import fields_of
from assets.importing.cells import Civil
from assets.rules.numbers import FIRST_YEAR, MONEY_UNITS, YEAR
from journal.imports import staged
from journal.imports.resources import REGISTRY, columns_of

BARE = re.compile(r"[\d,.\s]+")
LEAST = 3  # figures a column must have before one of them can be out of proportion
# A batch's own figures in one column, as they stand: bare numbers only.
MEDIAN = f"""
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY figure) FROM (
    SELECT replace(cells->>%(at)s, ',', '')::numeric AS figure FROM ({staged.ALL}) r
    WHERE cells->>%(at)s ~ '^[0-9]{{1,12}}(,[0-9]{{3}})*([.][0-9]{{1,8}})?$') f
WHERE figure > 0
"""
YEARS = f"""
SELECT substring(cells->>%(at)s FROM '(19[89][0-9]|20[0-9][0-9])') AS year FROM ({staged.ALL}) r
GROUP BY 1 ORDER BY count(*) DESC, 1 DESC NULLS LAST LIMIT 2
"""


class TableSays:
    """Of one batch; `columns` {key: Column}, `units` {key: money unit of its bare numbers}."""

    def __init__(self, batch):
        self.batch, table = batch, batch.mapping["table"]
        self.columns = columns_of(REGISTRY[batch.resource], batch.county_id)
        self.places = {key: at for at, key in enumerate(batch.mapping["columns"]) if key}
        told = batch.columns
        self.units = {key: told[at]["unit"] or batch.money_unit or "元" for key, at in self.places.items()}
        self.unit = batch.money_unit or self.units.get("original_value") or "元"
        self.days = [key for key in self.places if isinstance(self.columns[key].widget, Civil)]
        self.fields = {field.key: field for field in fields_of(batch.county_id)}
        self.own = {key for key in self.places if (self.columns[key].attribute or "").startswith("custom__")}
        self.year, self.scope, self.subtype = table["year"], table["scope"], table["subtype"]
        kind, level = table["fund_kind"], table["fund_level"]
        self.fund_kind = FundKind(kind) if kind else None
        self.fund_level = FundLevel(level) if level else None
        self.titled_level = rules.titled_level(batch.title)
        self.medians = {}

    def median(self, key):
        """The middle figure of a money column, in yuan; None where it has too few to tell."""
        if key not in self.medians:
            count, middle = staged.ask(MEDIAN, self.batch, at=self.places[key])[0]
            factor = MONEY_UNITS[self.units[key]]
            self.medians[key] = Decimal(middle) * factor if count >= LEAST else None
        return self.medians[key]

    @cached_property
    def usual_year(self):
        """The year most rows of the table tell, or None."""
        key = next((key for key in ("formed_year", "fund_year") if key in self.places), None)
        rows = staged.ask(YEARS, self.batch, at=self.places[key]) if key else []
        years = [int(year) for (year,) in rows if year]
        return years[0] if years else None

    def ask_year(self, line, said):
        """The year of a line that tells none: the one in its words, in the title, of the other rows; None: nowhere."""
        words = " ".join((said["name"], said["approval_number"], said["spec"], said["remark"]))
        found = [
            *(("本行文字", int(year)) for year in YEAR.findall(words)),
            *(("表名", int(year)) for year in YEAR.findall(self.batch.title)),
            *([("本表其他行", self.usual_year)] if self.usual_year else []),
        ]
        latest = timezone.localdate().year
        found = [(where, year) for where, year in found if FIRST_YEAR <= year <= latest]
        options = {str(year): f"{year} 年（{where}）" for where, year in reversed(found)}
        if not options:
            line.bad("formed_year", "没有填形成年度（资金年度）。请补上，或在「对应列」一步为整表填写年度。")
            return None
        proposal = str(found[0][1])
        chosen = line.ask(
            "formed_year" if "formed_year" in line.places else "fund_year",
            "year",
            f"没有填形成年度，按 {options[proposal]}登记，请核对。",
            list(options.items()),
            proposal,
        )
        return int(chosen)


def is_bare(text):
    """Whether a cell is a number without a unit beside it."""
    return bool(BARE.fullmatch(text))
