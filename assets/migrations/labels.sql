-- What everybody may read of an asset that stands in the ledger, or has left it: by its code, on /q/<code>/.
-- A township's word for a household's pig or panel may be the household's name, and its village says too much where few
-- live: of 到户类 the public role sees no row at all, only what the function below gives, and that holds neither.
CREATE POLICY public ON assets_asset FOR SELECT TO scope_public
    USING (category <> 'household' AND state IN ('ledger', 'retired'));
GRANT SELECT (county_id, number, name, category, subtype, state, status, formed_year, unit_id, town_id, village_id,
              project_id, implementing_dept_id, supervising_dept_id, quantity, measure, original_value)
    ON assets_asset TO scope_public;
CREATE POLICY public ON assets_project FOR SELECT TO scope_public
    USING (EXISTS (SELECT FROM assets_asset a WHERE a.county_id = assets_project.county_id AND a.project_id = assets_project.id));
GRANT SELECT (county_id, id, name) ON assets_project TO scope_public;
CREATE POLICY public ON assets_fundingline FOR SELECT TO scope_public
    USING (EXISTS (SELECT FROM assets_asset a WHERE a.county_id = assets_fundingline.county_id
                   AND a.project_id = assets_fundingline.project_id));
GRANT SELECT (county_id, project_id, level, kind) ON assets_fundingline TO scope_public;

CREATE POLICY household ON assets_asset FOR SELECT TO journal_writer
    USING (category = 'household' AND state IN ('ledger', 'retired'));
GRANT SELECT (county_id, number, category, subtype, state, status, formed_year, town_id, implementing_dept_id,
              supervising_dept_id, quantity, measure, original_value)
    ON assets_asset TO journal_writer;
CREATE FUNCTION assets_public_household(county bigint, code text)
RETURNS TABLE (number text, category text, subtype text, state text, status text, formed_year int, town_id bigint,
               implementing_dept_id bigint, supervising_dept_id bigint, quantity numeric, measure text,
               original_value numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.number, a.category, a.subtype, a.state, a.status, a.formed_year, a.town_id, a.implementing_dept_id,
           a.supervising_dept_id, a.quantity, a.measure, a.original_value
    FROM assets_asset a WHERE a.county_id = county AND a.number = code AND a.category = 'household' $$;
ALTER FUNCTION assets_public_household(bigint, text) OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION assets_public_household(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assets_public_household(bigint, text) TO scope_public;
RESET ROLE;
