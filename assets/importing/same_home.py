"""二（三）Lines of one workbook that speak of one household: what they come to is shown at each and written once.

A household's columns stand in each of its lines, and an office mends one of them. So a line that reads as the register
does changes nothing, a line that says otherwise speaks for all, and two that say different things are asked about.
"""

import json
from typing import NamedTuple

from journal.imports import staged
from journal.imports.lines import ODD, Action, asked

KEYS = {"householder": "householder", "kind": "kind", "code": "code", "population": "population"}
KEYS |= {"remark": "home_remark"}
SHOWN = {"kind", "code", "population"}  # what a sentence may quote: no names, no remarks
# Of households that some line changes: each sound line as it stands by itself (`own`, where it was settled before);
# of lines that name one thing twice only the first, the others are refused.
LINES = f"""
SELECT number, home, told, differences, action, answers, is_new FROM (
    SELECT number, home, told, differences, action, answers, is_new,
           count(*) OVER same > 1 AND bool_or(told IS NOT NULL) OVER same AS is_shared
    FROM (SELECT r.number, r.answers, r.action IN ('new', 'duplicate') AS is_new,
                 coalesce(r.values#>>'{{home_version,0}}', r.values->>'household_id')::bigint AS home,
                 CASE WHEN r.action IN ('new', 'duplicate') THEN NULL
                      ELSE nullif(coalesce(r.values->'own', r.values)->'home', 'null') END AS told,
                 coalesce(r.values#>'{{own,differences}}', r.differences) AS differences,
                 coalesce(r.values#>>'{{own,action}}', r.action) AS action,
                 row_number() OVER (PARTITION BY r.subject_id ORDER BY r.number) AS nth, r.subject_id
          FROM ({staged.ALL}) r
          WHERE r.action <> 'skip' AND r.values ?| ARRAY['home_version', 'household_id']
            AND NOT r.faults @? '$[*] ? (@.level == "bad" && !exists(@.late))') r
    WHERE nth = 1 OR subject_id IS NULL
    WINDOW same AS (PARTITION BY home)) shared
WHERE is_shared ORDER BY number
"""
FORGET = f"""
UPDATE journal_importrow r SET differences = r.values#>'{{own,differences}}', action = r.values#>>'{{own,action}}',
    "values" = CASE WHEN r.values#>'{{own,home}}' = 'null' THEN r.values - 'own' - 'home'
                    ELSE (r.values - 'own') || jsonb_build_object('home', r.values#>'{{own,home}}') END
WHERE {staged.THESE} AND r.values ? 'own'
"""
SETTLE = f"""
UPDATE journal_importrow r SET differences = s.differences, action = s.action,
    "values" = r.values || jsonb_build_object('home', s.home, 'own', s.own)
FROM jsonb_to_recordset(%(lines)s) AS s(number int, home jsonb, own jsonb, differences jsonb, action text)
WHERE {staged.THESE} AND r.number = s.number
"""
CONTRADICT = "与第 {} 行是同一户，两行填写的{}不一致，请选定以哪一行为准。建议以第 {} 行为准。"
FOLLOWS = "与第 {} 行是同一户，{}以第 {} 行填写的为准{}。"


class Told(NamedTuple):
    """A line as it stands by itself: `told` {column: value} is what it changes of its household."""

    number: int
    told: dict
    differences: list
    action: str
    answers: dict
    is_new: bool


class Agreed(NamedTuple):
    """What lines come to in one column: the `line` that speaks for all; where they contradict, the line that is asked,
    with its options and their proposal."""

    line: Told
    asked: Told | None
    options: list
    proposal: str


def questions(batch):
    """[(row number, key, question, sentence, options, proposal)] where lines of one household contradict each other."""
    for lines in _homes(batch).values():
        for column, agreed in _agree(lines).items():
            if agreed.asked:
                label = _difference(agreed.line, column)["label"]
                sentence = CONTRADICT.format(agreed.proposal, label, agreed.proposal)
                number, question = agreed.asked.number, f"home_{column}"
                yield number, KEYS[column], question, sentence, agreed.options, agreed.proposal


def doubts(batch):
    """[(row number, key, level, sentence)] of lines that read otherwise than what will be."""
    for lines in _homes(batch).values():
        for column, agreed in _agree(lines).items():
            speaker, change = agreed.line, _difference(agreed.line, column)
            value = f"，登记为“{change['new']}”" if column in SHOWN else ""
            for line in lines:
                if line is not agreed.asked and line.told.get(column) != speaker.told[column]:
                    n = speaker.number
                    yield line.number, KEYS[column], ODD, FOLLOWS.format(n, change["label"], n, value)


def settle(batch):
    """Lay into each line what all lines of its household come to; what it says by itself is kept as `own`."""
    staged.ask(FORGET, batch)
    settled = []
    for home, lines in _homes(batch).items():
        agreed = _agree(lines)
        meant = {"id": home} | {column: one.line.told[column] for column, one in agreed.items()}
        changes = [_difference(one.line, column) for column, one in agreed.items()]
        for line in lines:
            if not line.is_new and line.told != meant:
                settled.append(_settled(line, meant, changes))
    if settled:
        staged.ask(SETTLE, batch, lines=staged.as_json(settled))


def _settled(line, meant, changes):
    mine = [one for one in line.differences if one["key"] not in KEYS.values()]
    return {
        "number": line.number,
        "home": meant,
        "own": {"home": line.told or None, "differences": line.differences, "action": line.action},
        "differences": [*mine, *changes],
        "action": Action.UPDATE,
    }


def _homes(batch):
    """{id of a household: its lines} where several lines speak of one and some change it."""
    found = {}
    for number, home, told, differences, action, answers, is_new in staged.ask(LINES, batch):
        parts = (json.loads(told) if told else {}, json.loads(differences), action, json.loads(answers))
        found.setdefault(home, []).append(Told(number, *parts, is_new))
    return found


def _agree(lines):
    """{column: Agreed} of the columns that lines of a household change."""
    columns = dict.fromkeys(column for line in lines for column in line.told if column != "id")
    return {column: _agreed(column, [line for line in lines if column in line.told]) for column in columns}


def _agreed(column, lines):
    versions = {}
    for line in lines:
        versions.setdefault(json.dumps(line.told[column]), line)
    first, *others = versions.values()
    if not others:
        return Agreed(first, None, [], "")
    options = [_option(column, line) for line in versions.values()]
    more = asked(f"home_{column}", options, str(first.number), others[0].answers)
    chosen = more["answer"] or more["proposal"]
    line = next(line for line in versions.values() if str(line.number) == chosen)
    return Agreed(line, others[0], options, str(first.number))


def _option(column, line):
    value = f"（{_difference(line, column)['new']}）" if column in SHOWN else ""
    return str(line.number), f"以第 {line.number} 行为准{value}"


def _difference(line, column):
    return next(one for one in line.differences if one["key"] == KEYS[column])
