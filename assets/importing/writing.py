"""Writing checked rows into the register by set: new assets with project, money and numbers; changes; subsidies."""

from assets.models import Alias, Asset, FundingLine, Project, Subsidy
from journal.imports import staged
from journal.jobs import GaveUp

# Each new row is given the numbers of its asset and its project, in the order of the sheet; rows of one project share
# the first number drawn, and its budget is their sum. In a table of its own: rewriting the staged rows costs more than
# all the rest. The key keeps the planner, who knows nothing of fresh rows, from joining them one by one.
NUMBERS = f"""
CREATE TEMP TABLE import_numbers ON COMMIT DROP AS
SELECT number, asset_id, own_id, min(own_id) OVER same AS project_id, sum(budget) OVER same AS budget
FROM (SELECT r.number, nextval('assets_asset_id_seq') AS asset_id, nextval('assets_project_id_seq') AS own_id,
             (r.values#>>'{{project,budget}}')::numeric AS budget, coalesce(r.values->>'project_key', r.id::text) AS key
      FROM (SELECT * FROM ({staged.SOUND}) r ORDER BY number) r) drawn
WINDOW same AS (PARTITION BY key)
"""
BEFORE = "DROP TABLE IF EXISTS pg_temp.import_numbers"  # another batch's, of the same transaction
KEY, KNOWN = "ALTER TABLE import_numbers ADD PRIMARY KEY (number)", "ANALYZE import_numbers"
WITH_PROJECT = f"""
SELECT s.number, s.values, n.asset_id, n.own_id, n.project_id, n.budget
FROM ({staged.SOUND}) s JOIN import_numbers n USING (number)
"""
PROJECTS = f"{WITH_PROJECT} WHERE own_id = project_id"
# One record for each asset of a row, the first with the number drawn for the row.
EACH_ASSET = f"""
SELECT w.number, w.project_id, jsonb_build_object('asset', e.one) AS values,
       CASE WHEN e.at = 1 THEN w.asset_id ELSE nextval('assets_asset_id_seq') END AS asset_id
FROM ({WITH_PROJECT}) w CROSS JOIN LATERAL jsonb_path_query(w.values, '$.asset[*]') WITH ORDINALITY AS e(one, at)
"""
PROJECTS_CHANGED = (
    f"SELECT (r.values#>>'{{project,id}}')::bigint FROM ({staged.UPDATED}) r WHERE r.values ? 'project'"
)
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


def lock(batch):
    """Keep the assets and projects that rows update as they are until the transaction ends."""
    staged.lock(batch, Asset)
    staged.lock(batch, Project, PROJECTS_CHANGED)


def write(batch):
    """Write the rows of a checked batch, inside an act: new ones as drafts, changes, subsidies. Returns how many."""
    for statement in (BEFORE, NUMBERS, KEY, KNOWN):
        staged.ask(statement, batch)
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
    staged.update(batch, Project, "project", "(r.values->>'project_version')::int")
    return staged.update(batch, Asset, "asset", staged.VERSION, key="r.subject_id")
