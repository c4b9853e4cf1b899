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
# `known` is how many are in the ledger, `id` one of these, `first` the first such row of the file.
ALIKE = """
    SELECT array_agg(line ORDER BY line) FILTER (WHERE line IS NOT NULL) AS lines, count(id) AS known,
           min(id) AS id, max(number) AS number, min(unit_id) AS unit_id, min(line) AS first,
           count(DISTINCT coalesce(original_value, -1)) = 1 AND count(DISTINCT coalesce(spec, '')) = 1 AS is_whole,
           min(name) FILTER (WHERE id IS NOT NULL) AS name
    FROM both_sides"""
# The same name, year and place, `is_whole`: value and contents too. Then the same telling contents under another name
# or at another place.
TWINS = f"""
WITH both_sides AS MATERIALIZED ({BOTH}),
same AS ({ALIKE} GROUP BY name, formed_year, town_id, village_id HAVING count(line) > 0 AND count(*) > 1),
contents AS ({ALIKE} WHERE length(spec) >= {LEAST_TELLING} AND spec ~ '[0-9]' GROUP BY spec
    HAVING count(line) > 0 AND count(*) BETWEEN 2 AND {BOILERPLATE}
       AND count(DISTINCT (name, formed_year, town_id, village_id)) = count(*))
SELECT of_one, line, known, id, number,
       (SELECT name FROM tenancy_unit u WHERE u.county_id = %(county)s AND u.id = unit_id), first, is_whole, name
FROM (SELECT true AS of_one, * FROM same UNION ALL SELECT false, * FROM contents) alike
CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 OR line > first ORDER BY of_one DESC, line
"""


def twins(batch):
    """[(row number, key, question, sentence, options, proposal)], each row once; by one statement."""
    found = {}
    for of_one, line, *told in staged.ask(TWINS, batch):
        found.setdefault(line, (line, *(_same(*told) if of_one else _contents(*told))))
    return [found[line] for line in sorted(found)]


def _same(known, pk, number, unit, first, whole, _):
    if known:
        sentence = f"台账中已有 {known} 项同名、同地、同年度的资产（{number or '草稿'}，{unit}）。"
        options = [SKIP, NEW, (f"update:{pk}", "用此行更新台账中的那一项")]
        return "name", "twin", f"{sentence}建议不再导入。", options, "skip"
    if whole:
        sentence = f"与第 {first} 行的名称、地点、年度、金额和内容都相同。建议不再导入。"
        return "name", "twin", sentence, [SKIP, NEW], "skip"
    sentence = f"与第 {first} 行的名称、地点、年度都相同，金额或内容不同，请核对是否重复登记。建议照常新增。"
    return "name", "twin", sentence, [NEW, SKIP], "new"


def _contents(known, pk, number, unit, first, _, name):
    if known:
        sentence = f"建设内容与台账中的“{name}”（{number or '草稿'}，{unit}）完全相同，请核对是否重复。"
        options = [NEW, SKIP, (f"update:{pk}", "用此行更新台账中的那一项")]
    else:
        sentence = f"建设内容与第 {first} 行完全相同，请核对是否重复登记。"
        options = [NEW, SKIP]
    return "spec", "twin", f"{sentence}建议照常新增。", options, "new"
