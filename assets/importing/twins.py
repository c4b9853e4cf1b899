"""Rows that may tell of one thing twice: in the file, in the ledger, or under other names with the same contents."""

from journal.imports import staged

NEW = ("new", "确是另一项，照常新增")
SKIP = ("skip", "属于重复，不导入此行")
LEAST_TELLING = 12  # characters of contents that two things do not have in common by chance
BOILERPLATE = 3  # rows of one text from which on it is a phrase of the office
# One pass over both sides, no join: the planner knows nothing of fresh rows. Retired assets may come again.
BOTH = f"""
    SELECT r.number AS line, s.name, s.formed_year, s.town_id, s.village_id, s.spec, s.original_value,
           NULL AS number, NULL::bigint AS unit_id, NULL::bigint AS id
    FROM ({staged.ALL}) r CROSS JOIN LATERAL jsonb_path_query(r.values, '$.asset[*]') AS e
        CROSS JOIN LATERAL jsonb_to_record(e) AS s(name text, formed_year int, town_id bigint, village_id bigint,
                                                   spec text, original_value numeric)
    WHERE r.action IN ('new', 'duplicate')
    UNION ALL
    SELECT NULL, name, formed_year, town_id, village_id, nullif(spec, ''), original_value, number, unit_id, id
    FROM assets_asset WHERE county_id = %(county)s AND state <> 'retired'
"""
UNIT = "(SELECT name FROM tenancy_unit u WHERE u.county_id = %(county)s AND u.id = unit_id)"
# The same name, year and place. `known` is the one in the ledger, `first` the first such row of the file; `alike` is
# whether value and contents are the same too.
SAME = f"""
WITH both_sides AS ({BOTH}),
alike AS (
    SELECT array_agg(line ORDER BY line) FILTER (WHERE line IS NOT NULL) AS lines, count(id) AS known,
           min(id) AS id, max(number) AS number, min(unit_id) AS unit_id, min(line) AS first,
           count(DISTINCT coalesce(original_value, -1)) = 1 AND count(DISTINCT coalesce(spec, '')) = 1 AS is_whole
    FROM both_sides GROUP BY name, formed_year, town_id, village_id
    HAVING count(line) > 0 AND count(*) > 1)
SELECT line, known, id, number, {UNIT}, first, is_whole
FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 OR line > first ORDER BY line
"""
# The same telling contents under another name or at another place.
CONTENTS = f"""
WITH both_sides AS ({BOTH}),
alike AS (
    SELECT array_agg(line ORDER BY line) FILTER (WHERE line IS NOT NULL) AS lines, count(id) AS known,
           min(id) AS id, max(number) AS number, min(unit_id) AS unit_id, min(line) AS first,
           min(name) FILTER (WHERE id IS NOT NULL) AS name
    FROM both_sides WHERE length(spec) >= {LEAST_TELLING} AND spec ~ '[0-9]'
    GROUP BY spec
    HAVING count(line) > 0 AND count(*) BETWEEN 2 AND {BOILERPLATE}
       AND count(DISTINCT (name, formed_year, town_id, village_id)) = count(*))
SELECT line, known, id, number, {UNIT}, first, name
FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 OR line > first ORDER BY line
"""


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)], each row once; of a constant number of statements."""
    found = {row[0]: row for row in _same(batch)}
    for row in _contents(batch):
        found.setdefault(row[0], row)
    return [found[line] for line in sorted(found)]


def _same(batch):
    for line, known, pk, number, unit, first, whole in staged.ask(SAME, batch):
        if known:
            sentence = f"台账中已有 {known} 项同名、同地、同年度的资产（{number or '草稿'}，{unit}）。"
            options = [SKIP, NEW, (f"update:{pk}", "用此行更新台账中的那一项")]
            yield line, "name", "twin", f"{sentence}建议不再导入。", options, "skip"
        elif whole:
            sentence = f"与第 {first} 行的名称、地点、年度、金额和内容都相同。建议不再导入。"
            yield line, "name", "twin", sentence, [SKIP, NEW], "skip"
        else:
            sentence = (
                f"与第 {first} 行的名称、地点、年度都相同，金额或内容不同，请核对是否重复登记。建议照常新增。"
            )
            yield line, "name", "twin", sentence, [NEW, SKIP], "new"


def _contents(batch):
    for line, known, pk, number, unit, first, name in staged.ask(CONTENTS, batch):
        if known:
            sentence = f"建设内容与台账中的“{name}”（{number or '草稿'}，{unit}）完全相同，请核对是否重复。"
            options = [NEW, SKIP, (f"update:{pk}", "用此行更新台账中的那一项")]
        else:
            sentence = f"建设内容与第 {first} 行完全相同，请核对是否重复登记。"
            options = [NEW, SKIP]
        yield line, "spec", "twin", f"{sentence}建议照常新增。", options, "new"
