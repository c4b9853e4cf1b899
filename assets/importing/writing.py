"""Writing checked rows into the register by set: new assets with project, money and numbers; changes; subsidies."""

from assets.importing.draft import ASSET_COLUMNS, PROJECT_COLUMNS
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
CHANGED = """
UPDATE {table} t SET ({columns}) = (SELECT {values} FROM jsonb_populate_record(t, u.told) p),
    version = t.version + 1{more}
FROM (SELECT DISTINCT ON (id) id, version, told FROM (
        SELECT (r.values#>>'{{{part},id}}')::bigint AS id, (r.values#>>'{{{part},version}}')::int AS version,
               r.values#>'{{{part},set}}' AS told, r.number
        FROM ({rows}) r WHERE r.values ? '{part}') s ORDER BY id, number) u
WHERE t.county_id = %(county)s AND t.id = u.id AND t.version = u.version
"""
WANTED = "SELECT count(DISTINCT r.values#>>'{{{part},id}}') FROM ({rows}) r WHERE r.values ? '{part}'"
# What the rows that are to be changed looked like: another version asks for another look.
STANDING = f"""
SELECT r.number, a.version, a.state, a.hold_reason <> '' FROM ({staged.UPDATED}) r
JOIN assets_asset a ON a.county_id = r.county_id AND a.id = r.subject_id ORDER BY r.number
"""


def write(batch):
    """Write the rows of a checked batch, inside an act: new ones as drafts, changes, subsidies. Returns how many."""
    staged.ask(DRAW_NUMBERS, batch)
    staged.insert(batch, Project, "project", PROJECTS, id="r.project_id", budget="r.budget")
    written = staged.insert(batch, Asset, "asset", EACH_ASSET, id="r.asset_id", project_id="r.project_id")
    staged.insert(batch, FundingLine, "lines", WITH_PROJECT, project_id="r.project_id")
    staged.insert(batch, Alias, "aliases", WITH_PROJECT, asset_id="r.asset_id")
    staged.insert(batch, Alias, "aliases", staged.UPDATED, asset_id="r.subject_id")
    _change(batch, Project, "project_update", PROJECT_COLUMNS)
    written += _change(batch, Asset, "update", [*ASSET_COLUMNS], ", updated_at = now()")
    return written + staged.insert(batch, Subsidy, "subsidy", staged.OTHERS)


def _change(batch, model, part, columns, more=""):
    """Change the rows that a part names, each if it still is as it was looked at; returns how many."""
    names = [name for name in columns if name != "county_id"]
    told = {
        "table": model._meta.db_table,
        "columns": ", ".join(f'"{name}"' for name in names),
        "values": ", ".join(f'p."{name}"' for name in names),
        "more": more,
        "part": part,
        "rows": staged.UPDATED,
    }
    wanted = staged.ask(WANTED.format(**told), batch)[0][0]
    changed = staged.ask(CHANGED.format(**told), batch) if wanted else 0
    if changed != wanted:
        raise GaveUp("核对之后台账又有变动，本批没有写入。请重新核对后再确认。")
    return changed


def standing(batch):
    """How the rows that are to be changed stand now, as JSON takes it."""
    return [list(row) for row in staged.ask(STANDING, batch)]
