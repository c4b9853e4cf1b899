"""Writing checked rows into the register by set: projects, assets, their money and their old numbers."""

from assets.models import Alias, Asset, FundingLine, Project
from journal.imports import staged

# Each sound row gets the numbers of an asset and of a project, in the order of the sheet. Drawn once, into arrays by
# row number, and not joined: the planner knows nothing of fresh rows and would join them one by one.
DRAW_NUMBERS = f"""
WITH sheet AS (SELECT min(number) - 1 AS above, max(number) - min(number) + 1 AS rows FROM ({staged.SOUND}) r),
drawn AS MATERIALIZED (
    SELECT above, array_agg(nextval(pg_get_serial_sequence('assets_asset', 'id'))) AS assets,
           array_agg(nextval(pg_get_serial_sequence('assets_project', 'id'))) AS projects
    FROM sheet CROSS JOIN generate_series(1, rows) GROUP BY above)
UPDATE journal_importrow r SET values = r.values || jsonb_build_object(
    'asset_id', d.assets[r.number - d.above], 'project_id', d.projects[r.number - d.above])
FROM drawn d
WHERE r.county_id = %(county)s AND r.batch_id = %(batch)s AND NOT r.is_wrong
"""
# Rows of one project share the first number drawn, and its budget is their sum.
WITH_PROJECT = f"""
SELECT s.*, (s.values->>'asset_id')::bigint AS asset_id, (s.values->>'project_id')::bigint AS own_id,
       min((s.values->>'project_id')::bigint) OVER same AS project_id,
       sum((s.values#>>'{{project,budget}}')::numeric) OVER same AS budget
FROM ({staged.SOUND}) s
WINDOW same AS (PARTITION BY coalesce(s.values->>'project_key', s.id::text))
"""
PROJECTS = f"SELECT * FROM ({WITH_PROJECT}) led WHERE own_id = project_id"

# By name, year and place. One pass over both sides, no join: see above. Retired assets may come again.
TWINS = f"""
WITH both_sides AS (
    SELECT r.number AS line, s.name, s.formed_year, s.town_id, s.village_id, NULL AS number, NULL::bigint AS unit_id
    FROM ({staged.ALL}) r CROSS JOIN LATERAL jsonb_to_record(r.values->'asset')
        AS s(name text, formed_year int, town_id bigint, village_id bigint)
    UNION ALL
    SELECT NULL, name, formed_year, town_id, village_id, number, unit_id FROM assets_asset
    WHERE county_id = %(county)s AND state <> 'retired'),
alike AS (
    SELECT array_agg(line) FILTER (WHERE line IS NOT NULL) AS lines, count(unit_id) AS known,
           max(number) AS number, min(unit_id) AS unit_id
    FROM both_sides GROUP BY name, formed_year, town_id, village_id)
SELECT line, known, number, (SELECT name FROM tenancy_unit u WHERE u.county_id = %(county)s AND u.id = unit_id)
FROM alike CROSS JOIN LATERAL unnest(lines) AS line
WHERE known > 0 ORDER BY line
"""


def write(batch):
    """Write the sound rows of a checked batch as drafts; inside an act. Returns how many assets."""
    staged.ask(DRAW_NUMBERS, batch)
    staged.insert(batch, Project, "project", PROJECTS, id="r.project_id", budget="r.budget")
    written = staged.insert(batch, Asset, "asset", WITH_PROJECT, id="r.asset_id", project_id="r.project_id")
    staged.insert(batch, FundingLine, "lines", WITH_PROJECT, project_id="r.project_id")
    staged.insert(batch, Alias, "aliases", WITH_PROJECT, asset_id="r.asset_id")
    return written


def twins(batch):
    """[(row number, sentence)]: rows whose like the county's ledger has already."""
    return [
        (
            row,
            f"台账中已有 {count} 项同名、同地、同年度的资产（{number or '草稿'}，{unit}），请核对是否重复。",
        )
        for row, count, number, unit in staged.ask(TWINS, batch)
    ]
