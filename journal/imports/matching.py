"""Which column of a table is which: remembered, by its name, or by what stands in it; and how sure that is.

SURE is taken as it is, ASKED waits for the person (with a proposal where there is one), NONE is left out unless the
person says otherwise.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from journal.files.headers import JOINT
from journal.files.sheets import cell_name
from journal.files.wording import REMARKS, bare, plain
from journal.imports import guessing
from journal.imports.widgets import Text
from tenancy.persons import mask

LOOKED_AT, KEPT = 2_000, 60  # rows looked at, and different texts kept of a column, to judge it by
SAMPLES, LONGEST_SAMPLE = 3, 40
LONGEST_HEADER = 120  # of what is remembered
IGNORED = ""
SURE, ASKED, NONE = "sure", "asked", "none"
REMEMBERED = "按上次的对应"
MADE = "导出时附带，不再导入"
# With this column a table is our own export, and every name means exactly the field of that label.
OURS = "system_number"
# Groups whose parts are about the thing itself; 金额 below 收益情况 is another 金额.
ABOUT = re.compile("资产|项目|资金|基本|投资|投入|来源|概况|所在|地点|位置|建设|规模")
MONEY = re.compile("资金|投资|投入")
SHORT = 2  # characters of a name that alone tells little


@dataclass(frozen=True)
class Match:
    """What a column is taken for: a key or "", how sure, why, and the keys it may be instead."""

    key: str = IGNORED
    sure: str = NONE
    why: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Profile:
    """What stands in the columns of a table: some different texts of each, in the order of the rows."""

    width: int

    def __post_init__(self):
        self.seen, self.texts = 0, [{} for _ in range(self.width)]

    def look(self, row):
        """Take note of a row's texts."""
        self.seen += 1
        if self.seen > LOOKED_AT and all(self.texts):
            return
        for found, text in zip(self.texts, row, strict=True):
            if text and len(found) < KEPT:
                found[text] = None

    def samples(self, at):
        """The first few texts of a column, cut to what a page shows, people's numbers masked."""
        return [mask(text)[:LONGEST_SAMPLE] for text in list(self.texts[at])[:SAMPLES]]


def describe(table, profile, fields, memory, county, ours):
    """The columns as the batch keeps them: [{name, cell (F3), unit, samples, key, sure, why, options, is_nameless,
    is_twice}].

    `fields`: {key: Column}; `memory`: {header: key} of the unit; `county`: its code; `ours`: {label: key or ""}, what
    the columns of our own files mean.
    """
    matches = Matcher(table, profile, fields, memory, county, ours).matches()
    times = Counter(table.columns)
    last = table.header_row + table.header_levels - 1
    return [
        {
            "name": name or f"（{cell_name(table.header_row, at + 1)} 无列名）",
            "cell": cell_name(last, at + 1),
            "unit": table.units[at],
            "samples": profile.samples(at),
            "is_nameless": not name,
            "is_twice": bool(name) and times[name] > 1,
            **vars(matches[at]),
        }
        for at, name in enumerate(table.columns)
    ]


class Matcher:
    """Goes over the columns of one table from the surest sign to the weakest."""

    def __init__(self, table, profile, fields, memory, county, ours):
        self.table, self.texts, self.fields = table, [list(texts) for texts in profile.texts], fields
        self.memory, self.county = memory, county
        self.ours = {bare(label): key for label, key in ours.items()}
        self.found, self.rivals = {}, {}
        self.lowest = [bare(parts[-1]) if parts else "" for parts in table.parts]
        self.groups = [plain(JOINT.join(parts[:-1])) for parts in table.parts]
        self.twice = {name for name, count in Counter(table.columns).items() if count > 1}

    def matches(self):
        """A Match for each column."""
        self._set_apart()
        self._remembered()
        if OURS in self.fields and bare(self.fields[OURS].column_name) in self.lowest:
            self._exported()
        self._by_name(lambda column: column.names)
        self._doubted()
        for at in self._open():
            if self.texts[at]:
                self.found[at] = self._guessed(at)
        self._one_proposal_each()
        return [self.found.get(at, Match()) for at in range(len(self.table.columns))]

    def _open(self):
        return [at for at in range(len(self.table.columns)) if at not in self.found]

    def _taken(self):
        return {match.key for match in self.found.values() if match.sure == SURE or match.key}

    def _set_apart(self):
        """The serial number, and what we ourselves wrote beside the rows."""
        for at in range(len(self.table.columns)):
            if at == self.table.serial:
                self.found[at] = Match(sure=SURE, why="序号")
            elif self.lowest[at] == REMARKS:
                self.found[at] = Match(sure=SURE, why=REMARKS)

    def _remembered(self):
        for at in self._open():
            name = self.table.columns[at]
            key = None if name in self.twice else self.memory.get(name[:LONGEST_HEADER])
            if key == IGNORED or (key in self.fields and key not in self._taken()):
                self.found[at] = Match(key, SURE, REMEMBERED)

    def _exported(self):
        """Of our own file each name means what our export wrote there; of what only its layout made, nothing."""
        self._by_name(lambda column: column.names[:1])
        for at in self._open():
            key = self.ours.get(self.lowest[at])
            if key == IGNORED or (key in self.fields and key not in self._taken()):
                self.found[at] = Match(key, SURE, "按列名识别" if key else MADE)

    def _by_name(self, names_of):
        """Each key takes the column of its most telling name that no key before it took."""
        for key, column in self.fields.items():
            if key in self._taken():
                continue
            hits = [(name, at) for name in names_of(column) for at in self._named(name)]
            free = [hit for hit in hits if hit[1] not in self.found and not self._is_other(column, hit[1])]
            if not free:
                continue
            told, first = free[0]
            self.found[first] = Match(key, SURE, "按列名识别")
            if told != column.names[0] or self.table.columns[first] in self.twice:
                self.rivals[key] = list(dict.fromkeys(at for _, at in free))

    def _is_other(self, column, at):
        """Whether 省, 市 or 乡镇 is that of a place where money is looked for, or of money where a text is."""
        if len(self.lowest[at]) > SHORT:
            return False
        if column.is_money:
            return guessing.is_words(self.texts[at])
        is_text = isinstance(column.widget, Text) and MONEY.search(self.groups[at])
        return bool(is_text) and guessing.is_figures(self.texts[at])

    def _named(self, name):
        """The columns of a name; 资金/合计 is 合计 below a group that has 资金 in its name."""
        group, _, lowest = name.rpartition(JOINT)
        whole, wanted = bare(name), bare(lowest)
        return [
            at
            for at, known in enumerate(self.lowest)
            if known == whole or (group and known == wanted and group in self.groups[at])
        ]

    def _doubted(self):
        """What a name promised and something else speaks against becomes a question."""
        for at, match in list(self.found.items()):
            column = self.fields.get(match.key)
            if column is None or match.why == REMEMBERED:
                continue
            if self.table.columns[at] in self.twice:
                self.found[at] = self._one_of_several(at)
            elif doubt := self._doubt(at, match, column):
                self.found[at] = self._rather(at, match, doubt)
        for key, columns in self.rivals.items():
            left = [at for at in columns[1:] if at not in self.found]
            known = self.table.columns[columns[0]] or ""
            for at in left:
                label = self.fields[key].column_name
                self.found[at] = Match(IGNORED, ASKED, f"也可能是“{label}”，该字段已对应“{known}”列", [key])

    def _rather(self, at, match, doubt):
        """A column that is not what it is called: proposed as the one other field that its content speaks of."""
        free = {key: column for key, column in self.fields.items() if key not in self._taken()}
        kinds = [] if self.texts[at] and guessing.is_figures(self.texts[at]) else self._by_content(at, free)
        if len(kinds) != 1:
            return replace(match, sure=ASKED, why=doubt, options=[match.key])
        why = f"{doubt}，像是“{self.fields[kinds[0]].column_name}”"
        return Match(kinds[0], ASKED, why, [*kinds, match.key])

    def _by_content(self, at, fields):
        return guessing.by_content(self.texts[at], fields, self.county)

    def _one_of_several(self, at):
        """A column whose name others have too: it may be whatever any of them was taken for."""
        name = self.table.columns[at]
        same = [
            other for other, known in enumerate(self.table.columns) if known == name and other in self.found
        ]
        keys = dict.fromkeys(
            key for other in same for key in (self.found[other].key, *self.found[other].options)
        )
        keys.pop(IGNORED, None)
        return Match(IGNORED, ASKED, f"表中有 {self.table.columns.count(name)} 列都叫“{name}”", list(keys))

    def _doubt(self, at, match, column):
        label = column.column_name
        rivals = [other for other in self.rivals.get(match.key, []) if other != at]
        if column.is_money and rivals:
            return f"“{self.table.columns[rivals[0]]}”列也可能是“{label}”"
        if self.groups[at] and len(self.lowest[at]) <= SHORT and not ABOUT.search(self.groups[at]):
            return f"在“{self.groups[at]}”列组之下，不一定是“{label}”"
        if not guessing.fits(column, self.texts[at], self.table.units[at] or self.table.unit or "万元"):
            return f"内容与“{label}”不符"
        return ""

    def _guessed(self, at):
        free = {key: column for key, column in self.fields.items() if key not in self._taken()}
        name = self.lowest[at]
        if options := guessing.by_likeness(name, free):
            return Match(options[0] if len(options) == 1 else IGNORED, ASKED, "列名相近", options)
        if options := self._by_content(at, free):
            proposal = options[0] if len(options) == 1 else IGNORED
            return Match(proposal, ASKED, "按内容推测", options)
        return Match()

    def _one_proposal_each(self):
        """Two columns that could be the same field: neither is proposed, the person chooses."""
        wanted = Counter(match.key for match in self.found.values() if match.key)
        for at, match in self.found.items():
            if match.sure == ASKED and wanted[match.key] > 1:
                self.found[at] = replace(match, key=IGNORED)
