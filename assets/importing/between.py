"""Rows of one file that speak of one thing: told once the whole file is checked, by set, whoever mended which row last.

Each gives [(row number, key, level, sentence)] about the later row; `key` is the column it stands at.
"""

from assets.importing import same_home
from journal.imports import staged
from journal.imports.lines import BAD, ODD

# Two rows that name one row of the register: whatever they say, only one of them could be written.
SAME_SUBJECT = f"""
SELECT number, first FROM (
    SELECT number, min(number) OVER (PARTITION BY subject_id) AS first
    FROM ({staged.TAKEN} AND subject_id IS NOT NULL AND action IN ('update', 'same')) r) named
WHERE number > first ORDER BY number
"""
# Rows that change one row beside their subject (`part` of their values, with its id) otherwise than the first does.
AT_ODDS = f"""
SELECT number, first FROM (
    SELECT number, told, first_value(number) OVER same AS first, first_value(told) OVER same AS meant
    FROM (SELECT number, r.values->%(part)s AS told FROM ({staged.UPDATED}) r WHERE r.values ? %(part)s) changes
    WINDOW same AS (PARTITION BY told->'id' ORDER BY number)) changed
WHERE told <> meant ORDER BY number
"""
# Rows of one new household, each with what it says otherwise than the first, whose words are written.
NEW_HOMES = f"""
SELECT number, first, meant ? 'code' AS by_code,
       ARRAY(SELECT key FROM jsonb_each(told) WHERE value IS DISTINCT FROM meant->key) AS otherwise
FROM (SELECT number, told, first_value(number) OVER same AS first, first_value(told) OVER same AS meant
      FROM (SELECT number, r.values->>'home_key' AS home, r.values->'home' AS told
            FROM ({staged.SOUND}) r WHERE r.values ? 'home') homes
      WINDOW same AS (PARTITION BY home ORDER BY number)) led
WHERE number > first ORDER BY number
"""
# One number given to two households.
CODES = f"""
SELECT number, first FROM (
    SELECT number, home, first_value(number) OVER same AS first, first_value(home) OVER same AS taken
    FROM (SELECT number, r.values#>>'{{home,code}}' AS code,
                 coalesce(r.values#>>'{{home,id}}', r.values->>'home_key') AS home
          FROM ({staged.WRITTEN}) r WHERE r.values#>>'{{home,code}}' <> '') coded
    WINDOW same AS (PARTITION BY code ORDER BY number)) led
WHERE home <> taken ORDER BY number
"""
ONCE = "与第 {} 行是同一项{}，一次只能更新一次，请合并两行。"
PROJECT = "与第 {} 行对同一来源项目的修改不一致，请改为一致。"
HOME_DIFFERS = "与第 {} 行是同一户，此项写得不一致，请改为一致；不是同一户的，请填不同的户编号。"
CODE = "户编号与第 {} 行相同，但不是同一户，请核对。"
SAME_NAME = "与第 {} 行同村同名，按同一户登记；不是同一户的，请填户编号。"
HOME_KEYS = {
    "householder": "householder",
    "kind": "kind",
    "population": "population",
    "remark": "home_remark",
}


def of_assets(batch):
    """Rows of the ledger's workbook."""
    yield from once(batch, "资产")
    for number, first in staged.ask(AT_ODDS, batch, part="project"):
        yield number, "project_name", BAD, PROJECT.format(first)


def of_households(batch):
    """Rows of the household register's: a thing told twice, a household told differently."""
    yield from once(batch, "登记")
    yield from same_home.doubts(batch)
    for number, first in staged.ask(CODES, batch):
        yield number, "code", BAD, CODE.format(first)
    for number, first, by_code, otherwise in staged.ask(NEW_HOMES, batch):
        if by_code and {"householder", "village_id"} & {*otherwise}:
            yield number, "code", BAD, CODE.format(first)
            continue
        if not by_code:
            yield number, "householder", ODD, SAME_NAME.format(first)
        for column in otherwise:
            if column in HOME_KEYS:
                yield number, HOME_KEYS[column], BAD, HOME_DIFFERS.format(first)


def once(batch, what):
    """Rows that name one row of the register."""
    for number, first in staged.ask(SAME_SUBJECT, batch):
        yield number, "name", BAD, ONCE.format(first, what)
