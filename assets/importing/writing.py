"""Writing checked rows into the register by set: new assets with project, money and numbers; changes; subsidies."""

from assets.models import Alias, Asset, FundingLine, Project, Subsidy
from journal.imports import staged
from journal.jobs import GaveUp

# Each new row gets the numbers of an asset and of a project, in the order of the sheet. Drawn once, into arrays by
# row number, and not joined: the planner knows nothing of fresh rows and would join them one by one. A row that is
# split among villages draws for the others as it goes.
DRAW_NUMBERS = f"""
WITH sheet AS (SELECT min(number) - 1 AS above, max(number) - min(number) + 1 AS rows FROM ({staged.SOUND}) r),
drawn AS MATERIALIZED (
    SELECT above, array_agg(nextval(pg_get_serial_sequence('assets_asset', 'id'))) AS assets,
           array_agg(nextval(pg_get_serial_sequence('assets_project', 'id'))) AS projects
    FROM sheet CROSS JOIN generate_series(1, rows) GROUP BY above)
UPDATE journal_importrow r SET values = r.values || jsonb_build_object(
    'asset_id', d.assets[r.number - d.above], 'project_id', d.projects[r.number - d.above])
FROM drawn d
WHERE r.county_id = %(county)s AND r.batch_id = %(batch)s AND NOT r.is_wrong AND r.action = 'new'
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
# One record for each asset of a row, the first with the number drawn for the row.
EACH_ASSET = f"""
SELECT w.id, w.number, w.project_id, jsonb_build_object('asset', e.one) || w.values - 'asset' AS values,
       CASE WHEN e.at = 1 THEN w.asset_id
            ELSE nextval(pg_get_serial_sequence('assets_asset', 'id')) END AS asset_id
FROM ({WITH_PROJECT}) w CROSS JOIN LATERAL jsonb_path_query(w.values, '$.asset[*]') WITH ORDINALITY AS e(one, at)
"""
# Projects that rows change otherwise than each other, or that somebody else has changed since they were looked at.
AT_ODDS = f"""
SELECT count(*) FROM (
    SELECT (r.values#>>'{{project,id}}')::bigint AS id, (r.values->>'project_version')::int AS version,
           r.values->'project' AS told FROM ({staged.UPDATED}) r WHERE r.values ? 'project') u
LEFT JOIN assets_project p ON p.county_id = %(county)s AND p.id = u.id
HAVING count(*) FILTER (WHERE p.version IS DISTINCT FROM u.version) > 0
    OR count(DISTINCT u.id) < count(DISTINCT (u.id, u.told))
"""
MOVED_ON = (
    "来源项目在核对之后有变动，或表中几行对同一来源项目的改动不一致，本批没有写入。请重新核对后再确认。"
)


def write(batch):
    """Write the rows of a checked batch, inside an act: new ones as drafts, changes, subsidies. Returns how many."""
    staged.ask(DRAW_NUMBERS, batch)
    staged.insert(batch, Project, "project", PROJECTS, id="r.project_id", budget="r.budget")
    written = staged.insert(batch, Asset, "asset", EACH_ASSET, id="r.asset_id", project_id="r.project_id")
    staged.insert(batch, FundingLine, "lines", WITH_PROJECT, project_id="r.project_id")
    staged.insert(batch, Alias, "aliases", WITH_PROJECT, asset_id="r.asset_id")
    return written + _change(batch) + staged.insert(batch, Subsidy, "subsidy", staged.OTHERS)


def _change(batch):
    """Change the assets that rows update, and their projects where they say so; returns how many assets."""
    if staged.ask(AT_ODDS, batch):
        raise GaveUp(MOVED_ON)
    staged.insert(batch, Alias, "aliases", staged.UPDATED, asset_id="r.subject_id")
    staged.update(batch, Project, "project", version="t.version + 1")
    return staged.update(batch, Asset, "asset", key="r.subject_id", version="t.version + 1")
